"""The tree of units: five levels, some closed, some moved to another parent since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from bench.data.rows import Draw, fill
from bench.data.wording import place
from bench.sizes import Sizes
from huiyin.organisation.models import Unit, UnitPath
from huiyin.organisation.paths import STEP, step

OPENED = date(2012, 1, 1)
MOVED = date(2025, 6, 1)
# (kind, what stands behind the place's name) of each level; a branch is named after the village above it.
_LEVELS = (
    (("committee", "市委"),),
    (("committee", "县委"), ("committee", "区委"), ("organ", "局党委")),
    (("township", "镇党委"), ("township", "街道党工委"), ("affiliated", "中心党委")),
    (("village", "村党总支"), ("village", "社区党总支"), ("school", "学校党总支"), ("department", "所党总支")),
    (("branch", "支部"),),
)


@dataclass(slots=True)
class Node:
    """One unit as the other parts need it."""

    pk: int
    uid: UUID
    name: str
    code: str
    kind: str
    path: str
    level: int
    parent: "Node | None"
    below: "list[Node]" = field(default_factory=list)
    closed_on: date | None = None
    former: str = ""  # the path before MOVED, where there was another

    def lineage(self, day: date) -> str:
        """The path it had on a day: what an entry recorded then carries."""
        return self.former if self.former and day < MOVED else self.path

    def subtree(self) -> "Iterator[Node]":
        """Itself and everything below."""
        yield self
        for child in self.below:
            yield from child.subtree()


@dataclass(frozen=True)
class Tree:
    """All units, by level, and those in which new facts happen."""

    nodes: list[Node]
    open: list[Node]

    @property
    def root(self) -> Node:
        """The top."""
        return self.nodes[0]

    def level(self, number: int) -> list[Node]:
        """The open units of a level, the root's being 1."""
        return [node for node in self.open if node.level == number]


def _counts(units: int) -> tuple[int, ...]:
    second = max(2, round(30 * (units / 10_000) ** 0.5))
    third, fourth = max(2, round(units * 0.042)), max(3, round(units * 0.3))
    return 1, second, third, fourth, units - 1 - second - third - fourth


def make_tree(sizes: Sizes, seed: int) -> Tree:
    """Draw the tree and write its rows."""
    draw = Draw(seed, "tree")
    levels: list[list[Node]] = []
    number = 0
    for level, count in enumerate(_counts(sizes.units), 1):
        above = levels[-1] if levels else []
        # Everyone above has one below first; the rest fall where they may, so that branches differ in size.
        parents = sorted(
            list(range(min(count, len(above))))
            + [draw.random.randrange(len(above)) for _ in range(count - len(above))]
        ) if above else [-1]  # fmt: skip
        made = []
        for parent in parents:
            number += 1
            made.append(_node(draw, number, level, above[parent] if above else None))
        levels.append(made)
    nodes = [node for level in levels for node in level]
    for node in levels[-1]:
        if draw.chance(0.005) and node.parent and len(node.parent.below) > 1:
            node.closed_on = date(2025, 3, 31)
    _move(draw, levels)
    _write(draw, nodes)
    return Tree(nodes, [node for node in nodes if node.closed_on is None])


def _node(draw: Draw, pk: int, level: int, parent: Node | None) -> Node:
    kind, behind = draw.random.choice(_LEVELS[level - 1])
    if parent is not None and level == 5:
        name = f"{parent.name.removesuffix('党总支')}第{len(parent.below) + 1}{behind}"
    else:
        name = f"{place(draw)}{pk if level > 2 else ''}{behind}"
    path = (parent.path if parent else "") + step(pk)
    node = Node(pk, draw.uid(), name, f"QS{pk:06d}", kind, path, level, parent)
    if parent is not None:
        parent.below.append(node)
    return node


def _move(draw: Draw, levels: Sequence[list[Node]]) -> None:
    """Some villages stood under another township before MOVED."""
    for node in levels[3]:
        elsewhere = draw.random.choice(levels[2])
        if draw.chance(0.01) and elsewhere is not node.parent:
            for below in node.subtree():
                below.former = elsewhere.path + below.path[len(node.path) - STEP :]


def _write(draw: Draw, nodes: Sequence[Node]) -> None:
    orders = {child.pk: n for node in nodes for n, child in enumerate(node.below, 1)}
    fill(
        Unit, "id uid code name kind parent_id path order opened_on closed_on",
        (
            (n.pk, n.uid, n.code, n.name, n.kind, n.parent.pk if n.parent else None, n.path, orders.get(n.pk, 1), OPENED, n.closed_on)
            for n in nodes
        ),
    )  # fmt: skip
    fill(UnitPath, "unit_id path since", _paths(nodes))


def _paths(nodes: Sequence[Node]) -> Iterator[tuple[int, str, date]]:
    for node in nodes:
        if node.former:
            yield node.pk, node.former, OPENED
        yield node.pk, node.path, MOVED if node.former else OPENED


def days(begin: date, end: date) -> list[date]:
    """Every day from begin to end, both among them."""
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
