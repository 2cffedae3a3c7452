"""What this installation decided instead of a default: one line a decision in a file of the data folder, the last one counts.

Read once, when the program starts: a limit that changed while people work would fit no page they have open.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from huiyin.core.durable import write_durably
from huiyin.core.errors import Refused

FOLDER = "own-values"


@dataclass(frozen=True)
class OwnValue:
    """One decision: which number (by its label), its value, by which document, on which day."""

    label: str
    value: int
    source: str
    on: date


def file() -> Path:
    """Where decisions are kept; a backup takes it along."""
    return Path(settings.DATA_DIR) / FOLDER / "decisions.jsonl"


def decisions() -> list[OwnValue]:
    """Every decision ever made, oldest first; a line that cannot be read is refused, never passed over."""
    path = file()
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [_read(number, line) for number, line in enumerate(lines, 1)]


@cache
def in_force() -> dict[str, OwnValue]:
    """The last decision on each number, as they stood when the program started."""
    return {one.label: one for one in decisions()}


def decide(decision: OwnValue) -> None:
    """Add a decision; it holds from the next start on."""
    every = [*decisions(), decision]
    file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = (json.dumps({**asdict(one), "on": one.on.isoformat()}, ensure_ascii=False) for one in every)
    write_durably(file(), "".join(f"{line}\n" for line in lines).encode())


def _read(number: int, line: str) -> OwnValue:
    try:
        said = json.loads(line)
        label, value, source, on = said["label"], said["value"], said["source"], date.fromisoformat(said["on"])
        if type(value) is not int or not isinstance(label, str) or not isinstance(source, str):
            raise TypeError
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(
            f"{FOLDER}/{file().name} 第 {number} 行读不懂，文件可能被手工改过。请恢复成“huiyin setting”写下的样子。"
        ) from error
    return OwnValue(label, value, source, on)
