"""Exact bounds of what is hidden in a table of two dimensions: how far a cell may move while everything shown stays.

Rows and columns, margins among them, are the points of a network and the hidden cells its ways. Whatever flows round a
circle of hidden cells leaves every shown number as it is, so the most that can flow is how far a cell may go; with whole
numbers in, the most that flows is a whole number too (no rounding, no solver).
"""

import heapq
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from huiyin.opinions.grid.table import ALL, Cell, Table, sign

# A way along one hidden cell, and whether its count grows by going it.
_Step = tuple[Cell, bool]


@dataclass
class Network:
    """The hidden cells of a table as ways between its rows and columns."""

    table: Table
    ways: dict[int, list[Cell]]

    def reach(self, cell: Cell, *, most: int) -> tuple[int, int]:
        """How far a hidden cell may go down and up, each looked at as far as `most`."""
        return self.room(cell, grows=False, most=most), self.room(cell, grows=True, most=most)

    def room(self, cell: Cell, *, grows: bool, most: int) -> int:
        """How far one hidden cell may go one way."""
        values = dict[Cell, int]()
        most = most if grows else min(most, self.table.counts[cell])
        gone = 0
        while gone < most:
            way = self._way(cell, grows, values)
            if way is None:
                break
            gone += self._go(way, values, most - gone)
        return gone

    def _way(self, cell: Cell, grows: bool, values: dict[Cell, int]) -> list[_Step] | None:
        """The shortest circle back to a cell through other hidden cells that can still move."""
        start, end = self.ends(cell, grows=grows)
        came: dict[int, tuple[int, _Step]] = {}
        edge = [end]
        while edge:
            following: list[int] = []
            for point in edge:
                for other in self.ways.get(point, ()):
                    if other == cell:
                        continue
                    step, to = self.step(other, point)
                    if to in came or to == end or (not step[1] and not self.left(other, values)):
                        continue
                    came[to] = (point, step)
                    if to == start:
                        return _back(came, start, end)
                    following.append(to)
            edge = following
        return None

    def _go(self, way: list[_Step], values: dict[Cell, int], most: int) -> int:
        by = min([most, *(self.left(cell, values) for cell, grows in way if not grows)])
        for cell, grows in way:
            values[cell] = self.left(cell, values) + (by if grows else -by)
        return by

    def cheapest(
        self, cell: Cell, *, grows: bool, most: int, cost: Callable[[Cell], int | None]
    ) -> tuple[int, list[Cell]] | None:
        """Which shown cells to hide so that a cell may go one way as far as `most`: their price, and they.

        None where even hiding every cell that has a price would not do.
        """
        values, taken, price, gone = dict[Cell, int](), list[Cell](), 0, 0
        start, end = self.ends(cell, grows=grows)
        every = _ways(each for each in self.table.cells() if each != cell and cost(each) is not None)
        if not grows and self.table.counts[cell] < most:
            return None

        def left_to_pay(one: Cell) -> int:
            return 0 if one in taken else cost(one) or 0

        while gone < most:
            found = self._priced(start, end, every, values, left_to_pay)
            if found is None:
                return None
            way, spent = found
            gone += self._go(way, values, most - gone)
            price += spent
            taken += [one for one, _grows in way if cost(one) and one not in taken]
        return price, taken

    def _priced(
        self, start: int, end: int, every: dict[int, list[Cell]], values: dict[Cell, int], cost: Callable[[Cell], int]
    ) -> tuple[list[_Step], int] | None:
        best, came = {end: 0}, dict[int, tuple[int, _Step]]()
        heap = [(0, end)]
        while heap:
            so_far, point = heapq.heappop(heap)
            if point == start:
                return _back(came, start, end), so_far
            if so_far > best[point]:
                continue
            for other in every.get(point, ()):
                step, to = self.step(other, point)
                if not step[1] and not self.left(other, values):
                    continue
                # One more for each step: of two ways of one price the shorter, and the same every time.
                price = so_far + cost(other) + 1
                if price < best.get(to, price + 1):
                    best[to], came[to] = price, (point, step)
                    heapq.heappush(heap, (price, to))
        return None

    def left(self, cell: Cell, values: dict[Cell, int]) -> int:
        """How much a cell has at this moment."""
        return values.get(cell, self.table.counts[cell])

    def ends(self, cell: Cell, *, grows: bool) -> tuple[int, int]:
        """The points between which a cell leads when its count grows, or falls."""
        row, column = _points(cell)
        return (row, column) if (sign(cell) > 0) == grows else (column, row)

    def step(self, cell: Cell, point: int) -> tuple[_Step, int]:
        """Going along a cell from a point: whether its count grows by that, and where one arrives."""
        row, column = _points(cell)
        from_row = point == row
        return (cell, from_row == (sign(cell) > 0)), column if from_row else row


def network(table: Table, hidden: Collection[Cell]) -> Network:
    """The network of the hidden cells of a table of two dimensions."""
    return Network(table, _ways(cell for cell in table.cells() if cell in hidden))


def _ways(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    ways: dict[int, list[Cell]] = {}
    for cell in cells:
        for point in _points(cell):
            ways.setdefault(point, []).append(cell)
    return ways


def _points(cell: Cell) -> tuple[int, int]:
    """The row and the column of a cell as numbers that never meet: rows are even, columns odd; the margins 0 and 1."""
    row, column = cell
    return (0 if row == ALL else 2 * row + 2), (1 if column == ALL else 2 * column + 3)


def _back(came: dict[int, tuple[int, _Step]], start: int, end: int) -> list[_Step]:
    way: list[_Step] = []
    point = start
    while point != end:
        point, step = came[point]
        way.append(step)
    return way
