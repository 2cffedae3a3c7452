"""Measures what people see of opposite wishes: proposed items that hold both sides of one thing, and how right the parting is.

Run from the top folder: `python -m eval.grouping.sides [--labels FILE…] [--alone]`.

- Beside the labelled opinions stand our own other ones, so that items form as they do in a round; with `--alone` they do not.
- A thing on which both sides spoke is mixed when one proposed item holds two opinions on it that want the opposite.
- The parting is right where the sides of two items that are shown as opposed differ in their labels.
- How hard it is: the things that would be mixed if all that was said of each were put together and only then parted.
- How much of what may be one item still is one: pairs of one thing that do not want the opposite and stand in one item.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from huiyin.text.grouping.sides import hinted, sides
from huiyin.text.grouping.stance import wishes_of
from huiyin.text.grouping.themes import find_themes
from huiyin.text.grouping.tokens import content, simplified, tagged

DATA = Path(__file__).resolve().parent.parent / "data"
SETS = (
    "own_wishes.jsonl", "own_wishes_fresh.jsonl", "own_sides_dev.jsonl", "own_sides_held.jsonl", "own_sides_fresh.jsonl", "own_opinions_dev.jsonl",
    "own_opinions_fresh.jsonl",
)  # fmt: skip
BESIDE = "own_opinions_dev.jsonl"
OPPOSITE = {("more", "less"), ("less", "more"), ("for", "against"), ("against", "for")}
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Sides:
    """What was found on one set: things with both sides and how many are mixed; pairs parted, and how many rightly; pairs kept."""

    things: int
    mixed: list[str]
    parted: int
    rightly: int
    meant: int
    kept: int


def measure(rows: Sequence[Row], beside: Sequence[Row]) -> Sides:
    """Group the opinions and look at the items as a person does."""
    texts = [row["text"] for row in (*rows, *beside)]
    themes = find_themes(texts)
    item = {member: at for at, theme in enumerate(themes) for member in theme.members}
    things: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row["theme"]:
            things[row["theme"]].append(at)
    both, mixed = 0, []
    parted = rightly = meant = kept = 0
    for thing, members in things.items():
        found = list(_pairs(rows, members))
        opposite = [pair for *pair, wanted in found if wanted]
        both += bool(opposite)
        if any(a in item and item.get(a) == item.get(b) for a, b in opposite):
            mixed.append(thing)
        for a, b, wanted in found:
            together = a in item and item.get(a) == item.get(b)
            apart = a in item and b in item and item[b] in themes[item[a]].opposes
            parted += apart
            rightly += apart and wanted
            meant += not wanted
            kept += together and not wanted
    return Sides(both, mixed, parted, rightly, meant, kept)


def mixed_if_together(rows: Sequence[Row]) -> int:
    """On how many things both sides stay in one item when likeness has put all that was said of a thing together."""
    lines = simplified([row["text"] for row in rows])
    bags = [content(tagged(line)) for line in lines]
    wishes = {at: wishes_of(line) for at, line in enumerate(lines)}
    groups: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row["theme"]:
            groups[row["theme"]].append(at)
    mixed = 0
    for group in groups.values():
        items = hinted(sides([group], wishes, [1] * len(rows), bags), lines, wishes, [1] * len(rows), bags)
        mixed += any(wanted for item in items for *_, wanted in _pairs(rows, item.members))
    return mixed


def _pairs(rows: Sequence[Row], members: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    for a, b in combinations(members, 2):
        yield a, b, (rows[a]["stance"], rows[b]["stance"]) in OPPOSITE


def read(path: Path) -> list[Row]:
    """The rows of a labelled file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def main(argv: Sequence[str] | None = None) -> int:
    """Print each set on one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, nargs="+", default=[DATA / name for name in SETS], metavar="FILE")
    parser.add_argument("--alone", action="store_true")
    options = parser.parse_args(argv)
    for path in options.labels:
        beside = [] if options.alone or path.name == BESIDE else read(DATA / BESIDE)
        rows = read(path)
        found = measure(rows, beside)
        print(
            f"{path.stem}：{len(rows)} 条，{found.things} 件事两边都有人说，{len(found.mixed)} 件有一条建议把两边混在一起"
            f"{'：' + '、'.join(found.mixed) if found.mixed else ''}；标作相反的 {found.parted} 对，"
            f"对的 {found.rightly}（{found.rightly / max(1, found.parted):.2f}）；"
            f"同一件事不相反的 {found.meant} 对，归在一起 {found.kept}（{found.kept / max(1, found.meant):.2f}）；"
            f"若先按事归好再分，{mixed_if_together(rows)} 件仍混"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
