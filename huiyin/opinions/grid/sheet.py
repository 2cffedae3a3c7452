"""A released table as it is stored, shown, and written to a workbook: one reading for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from huiyin.opinions.grid.table import ALL, Cell


@dataclass(frozen=True)
class Side:
    """One dimension with its values, in the order declared."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One row: what it is of, and its numbers, the margin last; None is not shown."""

    heads: tuple[str, ...]
    cells: tuple[int | None, ...]
    margin: bool

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it is shown."""
        return all(count is None for count in self.cells)


@dataclass(frozen=True)
class Sheet:
    """`counts` in the fixed order of all cells and margins; empty where fewer than `least` voices were to be counted.

    `left_out` are declared dimensions that divide nothing here; `joined`: voices of earlier rounds are counted with it.
    """

    sides: tuple[Side, ...]
    counts: tuple[int | None, ...]
    left_out: tuple[str, ...]
    joined: bool
    least: int

    @property
    def total(self) -> int | None:
        """All voices."""
        return self.counts[-1] if self.counts else None

    @property
    def withheld(self) -> int:
        """How many cells and margins are not shown."""
        return self.counts.count(None)

    def at(self, cell: Cell) -> int | None:
        """One cell or margin."""
        return dict(zip(self._cells(), self.counts, strict=True))[cell]

    @property
    def across(self) -> int:
        """Which dimension stands side by side: the one of fewest values, so that the table is long and not wide."""
        return min(range(len(self.sides)), key=lambda at: len(self.sides[at].values))

    def leads(self) -> tuple[Side, ...]:
        """The dimensions that go down the page."""
        return tuple(side for at, side in enumerate(self.sides) if at != self.across) if len(self.sides) > 1 else ()

    def columns(self) -> tuple[str, ...]:
        """The values that stand side by side; none where there is one dimension or none."""
        return self.sides[self.across].values if len(self.sides) > 1 else ()

    def rows(self, margin: str) -> list[Row]:
        """The table row by row; `margin` is what margins are called."""
        if not self.counts:
            return []
        known = dict(zip(self._cells(), self.counts, strict=True))
        if len(self.sides) < 2:
            names = (*(self.sides[0].values if self.sides else ()), margin)
            return [
                Row((name,), (known[cell],), name == margin) for name, cell in zip(names, self._cells(), strict=True)
            ]
        at, leads, found = self.across, self.leads(), list[Row]()
        for indexes in product(*((*range(len(side.values)), ALL) for side in leads)):
            heads = tuple(
                margin if index == ALL else side.values[index] for side, index in zip(leads, indexes, strict=True)
            )
            places = (*range(len(self.sides[at].values)), ALL)
            cells = tuple(known[(*indexes[:at], place, *indexes[at:])] for place in places)
            found.append(Row(heads, cells, margin=ALL in indexes))
        return found

    def as_json(self) -> dict[str, Any]:
        """As it is stored. Any: JSON."""
        return {
            "sides": [{"label": side.label, "values": list(side.values)} for side in self.sides],
            "counts": list(self.counts), "left_out": list(self.left_out), "joined": self.joined, "least": self.least,
        }  # fmt: skip

    def _cells(self) -> list[Cell]:
        return list(product(*((*range(len(side.values)), ALL) for side in self.sides)))


def sheet(stored: Mapping[str, Any]) -> Sheet:
    """A stored table read back. Any: JSON."""
    return Sheet(
        tuple(Side(side["label"], tuple(side["values"])) for side in stored["sides"]),
        tuple(stored["counts"]), tuple(stored["left_out"]), stored["joined"], stored["least"],
    )  # fmt: skip
