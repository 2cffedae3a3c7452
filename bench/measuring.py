"""Runs the product and its rival in turn, compares their answers, and takes the medians of clock and processor time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from django.db import connection

from bench.results import Line, Spent, middle

_QUICK, _TIMES_MORE = 0.02, 3  # what takes less than this many seconds is asked more often


class Rounds:
    """How often each question is asked for its median."""

    asked: ClassVar[int] = 7


class Differs(Exception):
    """The product and the hand-written SQL do not answer the same: nothing compared here means anything."""


@dataclass
class Rendering:
    """What rendering took within one run of the product; filled by bench.pages."""

    spent: list[Spent] = field(default_factory=list)

    def total(self) -> Spent:
        """All templates of the run together."""
        return Spent(sum(one.wall for one in self.spent), sum(one.cpu for one in self.spent))


RENDERING = Rendering()


@contextmanager
def timed(into: list[Spent]) -> Iterator[None]:
    """Add what the block took."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    yield
    into.append(Spent(time.perf_counter() - wall, cpu_seconds() - cpu))


def cpu_seconds() -> float:
    """Processor time of this process and of the store's process that serves it."""
    return time.process_time() + _backend_seconds()


def _backend_seconds() -> float:
    """PostgreSQL's process for our connection, as the kernel counts it in nanoseconds; SQLite has none."""
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    said = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text(encoding="ascii")
    return int(said.split()[0]) / 1e9


def compare(
    what: str, product: Callable[[], object], rival: Callable[[], object], *, aim: float | None, note: str = "", key: str = ""
) -> Line:  # fmt: skip
    """One line: both in turn, each first as often as the other, every answer the same as the other's."""
    spent: dict[str, list[Spent]] = {"product": [], "rival": [], "template": []}
    rounds, done = Rounds.asked, -1  # the first round warms up
    while done < rounds:
        answers: dict[str, object] = {}
        took: dict[str, Spent] = {}
        for name in ("product", "rival") if done % 2 else ("rival", "product"):
            RENDERING.spent.clear()
            run: list[Spent] = []
            with timed(run):
                answers[name] = product() if name == "product" else rival()
            took[name] = run[0]
            if name == "product":
                took["template"] = RENDERING.total()
        if answers["product"] != answers["rival"]:
            raise Differs(f"{what}：{_difference(answers['product'], answers['rival'])}")
        done += 1
        if done == 0:
            rounds = Rounds.asked * (_TIMES_MORE if took["product"].wall < _QUICK else 1)
            continue
        for name, one in took.items():
            spent[name].append(one)
    return Line(
        what, middle(spent["product"]), middle(spent["rival"]), aim, middle(spent["template"]), runs=rounds, note=note, key=key
    )  # fmt: skip


def _difference(product: object, rival: object) -> str:
    """Where two answers part."""
    if isinstance(product, dict) and isinstance(rival, dict):
        parted = [key for key in {**product, **rival} if product.get(key) != rival.get(key)]
        return "；".join(f"{key}：{_difference(product.get(key), rival.get(key))}" for key in parted[:3])
    ours, theirs = repr(product), repr(rival)
    same = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    begin = max(0, same - 60)
    return f"产品 …{ours[begin : same + 120]}… 手写 …{theirs[begin : same + 120]}…"
