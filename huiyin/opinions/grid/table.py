"""A table of counts with all its margins, as the attacker knows it: in every line the parts add up to the margin."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

# The index of a margin.
ALL = -1

Cell = tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """Counts of every cell and margin. `who`: the dimensions that say which people spoke, not what they said."""

    shape: tuple[int, ...]
    counts: Mapping[Cell, int]
    who: frozenset[int] = frozenset()

    @property
    def total(self) -> int:
        """All voices."""
        return self.counts[self.whole]

    @property
    def whole(self) -> Cell:
        """The cell of all voices."""
        return (ALL,) * len(self.shape)

    def cells(self) -> Iterator[Cell]:
        """Every cell and margin in a fixed order."""
        return product(*((*range(size), ALL) for size in self.shape))

    def lines(self) -> Iterator[tuple[Cell, list[Cell]]]:
        """Every margin with the cells that add up to it along one dimension."""
        for at, size in enumerate(self.shape):
            for cell in self.cells():
                if cell[at] == ALL:
                    yield cell, [(*cell[:at], index, *cell[at + 1 :]) for index in range(size)]


def table(shape: Sequence[int], voices: Iterable[Cell], *, who: Iterable[int] = ()) -> Table:
    """The table of these voices, each in its inner cell."""
    counts = dict.fromkeys(product(*((*range(size), ALL) for size in shape)), 0)
    for voice in voices:
        for cell in product(*((index, ALL) for index in voice)):
            counts[cell] += 1
    return Table(tuple(shape), counts, frozenset(who))


def sign(cell: Cell) -> int:
    """A margin counts against its parts: with these signs every line adds up to nothing."""
    return -1 if cell.count(ALL) % 2 else 1
