"""Reads cells of many rows a column at a time where nothing about them is out of the ordinary: a third of the time by rows."""

import datetime
from collections.abc import Callable, Hashable, Sequence
from itertools import repeat
from operator import is_
from typing import Any

from huiyin.ledgers.engine.excel.cells import Parser
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.grids import Cell

Cells = Sequence[Cell]
# The values of one column, None where a cell is blank; raises CellProblem where a cell needs a sentence.
ColumnParser = Callable[[Cells], list[object]]

_REMEMBERED = 20_000  # readings of different cells kept for a column; then it begins anew
# Of these, cells that are equal are read alike (True equals 1.0).
_PLAIN, _WHOLE = frozenset({str, datetime.date, datetime.datetime}), frozenset({str, float})
_NONE = frozenset({str})


def has_none(values: Sequence[object]) -> bool:
    """Whether one of the values is None, without asking the others whether they equal it."""
    return any(map(is_, values, repeat(None)))


def column_parser(column: Column, parse: Parser) -> ColumnParser:
    """The same as `parse` of every filled cell, made once for a sheet."""
    match column.kind:
        case Kind.TEXT:
            return _texts(column, parse, str.strip)
        case Kind.LONG_TEXT:
            return _texts(column, parse, str.rstrip)
        case Kind.INTEGER:
            return _remembered(parse, _WHOLE)
        case Kind.DATE | Kind.CHOICE | Kind.BOOLEAN | Kind.UNIT | Kind.PERSON:
            return _remembered(parse, _PLAIN)
        case _:
            return lambda cells: _one_by_one(cells, parse)


def _one_by_one(cells: Cells, parse: Parser) -> list[object]:
    return [None if cell == "" else parse(cell) for cell in cells]


def _texts(column: Column, parse: Parser, stripped: Callable[[str], str]) -> ColumnParser:
    """Words that show everything they hold stay as they are."""
    limit = column.max_length

    def texts(cells: Cells) -> list[object]:
        if set(map(type, cells)) == _NONE:
            words: list[Any] = list(cells)
            is_plain = "".join(words).isprintable() and list(map(stripped, words)) == words
            if is_plain and (limit is None or max(map(len, words)) <= limit):
                return [word or None for word in words] if "" in words else words
        return _one_by_one(cells, parse)

    return texts


def _remembered(parse: Parser, plain: frozenset[type]) -> ColumnParser:
    """For columns in which the same few cells come again and again."""
    known: dict[Hashable, object] = {"": None}

    def remembered(cells: Cells) -> list[object]:
        if not plain.issuperset(map(type, cells)):
            return _one_by_one(cells, parse)
        if len(known) > _REMEMBERED:
            known.clear()
            known[""] = None
        for cell in set(cells).difference(known):
            known[cell] = parse(cell)
        return list(map(known.__getitem__, cells))

    return remembered
