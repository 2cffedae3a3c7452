"""Attackers on a table with hidden cells: they know every shown cell and margin, and nothing of the rules that hid them."""

import io
from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np
from python_calamine import CalamineWorkbook
from scipy.optimize import Bounds, LinearConstraint, milp

from huiyin.opinions.grid.table import ALL, Cell, Table, table

LEAST = 5


def tabled(shape: tuple[int, ...], inner: Mapping[Any, int], who: Collection[int] = ()) -> Table:
    return table(shape, [cell for cell, count in inner.items() for _each in range(count)], who=who)


def everything_that_fits(of: Table, hidden: Collection[Cell]) -> Iterator[Table]:
    """By trying: every table of whole numbers with the shown numbers; nothing is taken from the rules under test."""
    inner = list(product(*map(range, of.shape)))

    def fill(at: int, left: int, so_far: dict[Cell, int]) -> Iterator[Table]:
        if at == len(inner):
            made = tabled(of.shape, so_far)
            if not left and all(made.counts[cell] == of.counts[cell] for cell in of.cells() if cell not in hidden):
                yield made
            return
        cell = inner[at]
        for count in range(left + 1) if cell in hidden else [of.counts[cell]]:
            if count <= left:
                yield from fill(at + 1, left - count, {**so_far, cell: count})

    yield from fill(0, of.total, {})


def bounds_by_trying(of: Table, hidden: Collection[Cell]) -> dict[Cell, tuple[int, int]]:
    found: dict[Cell, tuple[int, int]] = {}
    for made in everything_that_fits(of, hidden):
        for cell in hidden:
            low, high = found.get(cell, (made.counts[cell], made.counts[cell]))
            found[cell] = (min(low, made.counts[cell]), max(high, made.counts[cell]))
    return found


def bounds_by_solver(of: Table, cell: Cell, hidden: Collection[Cell]) -> tuple[int, int]:
    """By an integer program over the inner cells alone, set up another way than the product does."""
    inner = list(product(*map(range, of.shape)))
    rows, right = [], []
    for shown in of.cells():
        if shown not in hidden:
            rows.append([all(w in (ALL, i) for w, i in zip(shown, one, strict=True)) for one in inner])
            right.append(of.counts[shown])
    goal = np.array([all(w in (ALL, i) for w, i in zip(cell, one, strict=True)) for one in inner], dtype=float)
    given_ = LinearConstraint(np.array(rows, dtype=float), right, right)
    ends = [
        milp(towards * goal, integrality=np.ones(len(inner)), bounds=Bounds(0, np.inf), constraints=given_)
        for towards in (1, -1)
    ]
    return round(ends[0].fun), round(-ends[1].fun)


def found_out(bounds: dict[Cell, tuple[int, int]]) -> list[Cell]:
    return [cell for cell, (low, high) in bounds.items() if high - low < LEAST or (low >= 1 and high < LEAST)]


def cells(file: bytes) -> list[list[object]]:
    """The cells of a workbook's first sheet, row by row."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
