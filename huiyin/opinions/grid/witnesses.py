"""Bounds of what is hidden in a table of three dimensions, proved by whole tables that an attacker cannot rule out.

Three dimensions are no network, and the bounds of a linear program would be wider than those of whole numbers: an attacker
who tries whole numbers would come closer than it says. So the solver only proposes; a cell counts as protected when two
tables of whole numbers, each checked here to the last line, agree with everything shown and differ enough in that cell.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from huiyin.opinions.grid.table import Cell, Table

# Objectives that move many cells at once, before single ones are asked for.
_MIXED = 8


@dataclass
class Known:
    """The lowest and the highest that a hidden cell has in any table an attacker must reckon with."""

    lowest: dict[Cell, int] = field(default_factory=dict)
    highest: dict[Cell, int] = field(default_factory=dict)

    def width(self, cell: Cell) -> int:
        """How far apart they are."""
        return self.highest[cell] - self.lowest[cell]

    def take(self, values: dict[Cell, int]) -> None:
        """One more table."""
        for cell, value in values.items():
            self.lowest[cell] = min(value, self.lowest.get(cell, value))
            self.highest[cell] = max(value, self.highest.get(cell, value))


def unproved(table: Table, hidden: Collection[Cell], *, least: int) -> list[Cell]:
    """The hidden cells for which no two tables were found that differ by `least`."""
    cells = [cell for cell in table.cells() if cell in hidden]
    known = Known()
    known.take({cell: table.counts[cell] for cell in cells})
    asking = _Asking(table, cells)
    for weights in _mixed(len(cells)):
        known.take(asking.most(weights))
    for at, cell in enumerate(cells):
        for towards in (1.0, -1.0):
            if known.width(cell) < least:
                known.take(asking.most([towards if at == other else 0.0 for other in range(len(cells))]))
    return [cell for cell in cells if known.width(cell) < least]


class _Asking:
    """Whole tables that agree with what is shown."""

    def __init__(self, table: Table, cells: Sequence[Cell]) -> None:
        self.table, self.cells = table, cells
        place = {cell: at for at, cell in enumerate(cells)}
        self.lines: list[tuple[dict[int, int], int]] = []
        for margin, parts in table.lines():
            signs = {place[part]: 1 for part in parts if part in place}
            if margin in place:
                signs[place[margin]] = -1
            if signs:
                here = sum(sign * table.counts[cells[at]] for at, sign in signs.items())
                self.lines.append((signs, here))

    def most(self, weights: Sequence[float]) -> dict[Cell, int]:
        """A table with as much as possible where the weights say so; the true one where the solver has none to give."""
        # Loaded here: it takes a third of a second, and a process that solves no such grid never needs it.
        import numpy as np
        from scipy import sparse
        from scipy.optimize import Bounds, LinearConstraint, milp

        rows = [(row, at, sign) for row, (signs, _here) in enumerate(self.lines) for at, sign in signs.items()]
        matrix = sparse.csr_array(
            ([sign for _row, _at, sign in rows], ([row for row, _at, _s in rows], [at for _row, at, _s in rows])),
            shape=(len(self.lines), len(self.cells)),
        )  # fmt: skip
        right = np.array([here for _signs, here in self.lines], dtype=float)
        found = milp(
            -np.array(weights), integrality=np.ones(len(self.cells)), bounds=Bounds(0, self.table.total),
            constraints=LinearConstraint(matrix, right, right), options={"time_limit": 5.0},
        )  # fmt: skip
        if found.x is None:
            return {}
        values = [round(float(value)) for value in found.x]
        return dict(zip(self.cells, values, strict=True)) if self._agrees(values) else {}

    def _agrees(self, values: Sequence[int]) -> bool:
        """Whether a proposed table has every shown number, reckoned in whole numbers."""
        if min(values) < 0:
            return False
        return all(sum(sign * values[at] for at, sign in signs.items()) == here for signs, here in self.lines)


def _mixed(size: int) -> Iterator[list[float]]:
    """Weights that look like chance and are the same every time."""
    for turn in range(_MIXED):
        yield [float((at * 2654435761 + turn * 40503 + (at * at * 97 + turn)) % 23 - 11) for at in range(size)]
