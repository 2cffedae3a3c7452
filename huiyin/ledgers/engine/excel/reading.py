"""Reads source files sheet by sheet and row by row; file, sheet and row travel with everything that is found."""

import datetime
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice

from huiyin.ledgers.engine.excel.cells import REQUIRED, Parser, parser_for
from huiyin.ledgers.engine.excel.columns import (
    CHOICES_SHEET,
    GUIDE_SHEET,
    NOTES_SHEET,
    NUMERIC,
    Column,
    Kind,
    Problem,
)
from huiyin.ledgers.engine.excel.faults import CellProblem
from huiyin.ledgers.engine.excel.furniture import Furniture, Reason, Skipped
from huiyin.ledgers.engine.excel.grids import Cell, Grid, grids
from huiyin.ledgers.engine.excel.header import HEAD_ROWS, HeaderMatch, find_header, shown_text
from huiyin.ledgers.engine.excel.intake import SourceFile
from huiyin.ledgers.engine.excel.plain import column_parser, has_none

Resolver = Callable[[str], object]
"""Turns the text of a unit or a person into whatever the caller keeps; raises CellProblem when there is no such one."""

_SAMPLE_ROWS = 5
_PART = 200  # rows held at once: with more than 700 lists alive Python goes looking for garbage again and again
_OWN_SHEETS = frozenset({NOTES_SHEET, GUIDE_SHEET, CHOICES_SHEET})


class SheetStatus(StrEnum):
    READY = "可以导入"
    BLOCKED = "表头有问题"
    NO_HEADER = "没有找到表头"
    EMPTY = "空表"
    IGNORED = "说明表或隐藏的表"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data; a column with a problem, or one the sheet does not have, is absent from `values`."""

    file: str
    sheet: str
    row: int
    values: Mapping[str, object]
    problems: tuple[Problem, ...]


class SheetReading:
    """One sheet: what its header says, then its rows once; the counts are complete when the rows are used up."""

    def __init__(self, grid: Grid, status: SheetStatus, header: HeaderMatch | None, sample: Sequence[Sequence[Cell]]):
        self.file = grid.file
        self.sheet = grid.sheet
        self.status = status
        self.header = header
        self.sample = tuple(tuple(shown_text(cell) for cell in row) for row in sample)
        self.problems = tuple(Problem(grid.file, grid.sheet, 0, "", words) for words in _sheet_problems(status, header))
        self.row_count = 0
        self.problem_count = 0
        self._skipped: dict[Reason, Skipped] = {}
        self._rows: Iterator[Row] = iter(())
        self._cells: Iterator[list[Cell]] = iter(())
        self._first = 1
        self._plan: _Plan | None = None

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        return tuple(self._skipped.values())

    def rows(self) -> Iterator[Row]:
        """The rows of data. Nothing comes from a sheet that is not READY, or when they were taken before."""
        rows, self._rows = self._rows, iter(())
        return rows

    def parts(self) -> Iterator["Part"]:
        """The same rows some hundreds at a time; take a part as columns where it has them, or its rows."""
        cells, number, plan, self._rows = self._cells, self._first, self._plan, iter(())
        while plan is not None and (rows := list(islice(cells, _PART))):
            yield Part(self, plan, range(number, number + len(rows)), rows)
            number += len(rows)

    def _serve(self, cells: Iterator[list[Cell]], first: int, plan: "_Plan") -> None:
        self._cells, self._first, self._plan = cells, first, plan
        self._rows = self._read(enumerate(cells, start=first), plan)

    def _read(self, numbered: Iterator[tuple[int, list[Cell]]], plan: "_Plan") -> Iterator[Row]:
        reason_of = plan.furniture.reason
        for number, cells in numbered:
            if len(cells) < plan.width:
                cells.extend([""] * (plan.width - len(cells)))
            reason = reason_of(cells)
            if reason is not None:
                self._skipped.setdefault(reason, Skipped(reason)).add(number)
                continue
            values, problems = plan.read(number, cells)
            self.row_count += 1
            self.problem_count += len(problems)
            yield Row(self.file, self.sheet, number, values, problems)


class Part:
    """Some rows of a sheet. `columns` has the values of each column when every row is data without any problem."""

    def __init__(self, reading: SheetReading, plan: "_Plan", numbers: range, rows: list[list[Cell]]) -> None:
        self._reading = reading
        self._plan = plan
        self._rows = rows
        self.numbers = numbers
        self.columns = plan.columns(rows)

    def take(self) -> None:
        """They were taken as columns."""
        self._reading.row_count += len(self.numbers)

    def rows(self) -> Iterator[Row]:
        """They are taken one by one."""
        return self._reading._read(zip(self.numbers, self._rows, strict=True), self._plan)


def read(
    source: SourceFile,
    columns: Sequence[Column],
    *,
    remembered: Mapping[str, str],
    today: datetime.date,
    resolvers: Mapping[str, Resolver] | None = None,
    supplied: Collection[str] = (),
) -> Iterator[SheetReading]:
    """The sheets of a source, lazily: finish one before asking for the next.

    `remembered` maps normalise_header(heading) to a column's name; `resolvers` are by column name;
    `supplied` names required columns whose value comes from elsewhere and which the sheet may lack.
    Raises UploadRefused, here or while rows are taken, when the file turns out to be damaged.
    """
    for grid in grids(source):
        yield _open_sheet(grid, columns, remembered, today, resolvers or {}, supplied)


def _open_sheet(
    grid: Grid,
    columns: Sequence[Column],
    remembered: Mapping[str, str],
    today: datetime.date,
    resolvers: Mapping[str, Resolver],
    supplied: Collection[str],
) -> SheetReading:
    if grid.hidden or grid.sheet in _OWN_SHEETS:
        return SheetReading(grid, SheetStatus.IGNORED, None, ())
    head = list(islice(grid.rows, HEAD_ROWS))
    header = find_header(
        head, columns, remembered, merges=grid.merges, first_column=grid.first_column, supplied=supplied
    )
    status = _status(grid, head, header)
    below = header.last_row if header else 0
    reading = SheetReading(grid, status, header, head[below : below + _SAMPLE_ROWS])
    if status is SheetStatus.READY and header is not None:
        plan = _Plan(grid, header, today, resolvers)
        reading._serve(chain(head[below:], grid.rows), below + 1, plan)
    return reading


def _status(grid: Grid, head: Sequence[Sequence[Cell]], header: HeaderMatch | None) -> SheetStatus:
    if not any(cell != "" for row in head for cell in row) and next(grid.rows, None) is None:
        return SheetStatus.EMPTY
    if header is None or not header.found:
        return SheetStatus.NO_HEADER
    return SheetStatus.BLOCKED if header.problems else SheetStatus.READY


def _sheet_problems(status: SheetStatus, header: HeaderMatch | None) -> tuple[str, ...]:
    if status is SheetStatus.BLOCKED and header is not None:
        return header.problems
    if status is SheetStatus.NO_HEADER:
        return (
            f"前 {HEAD_ROWS} 行里没有找到认识的表头。请确认选对了台账和工作表；"
            "也可以下载空白模板，把内容抄进去再上传。",
        )
    return ()


class _Plan:
    """How to read the rows below one header: which cell goes to which column through which parser."""

    def __init__(
        self, grid: Grid, header: HeaderMatch, today: datetime.date, resolvers: Mapping[str, Resolver]
    ) -> None:
        self.furniture = Furniture(header)
        self.width = max(matched.index for matched in header.matched) + 1
        self._file = grid.file
        self._sheet = grid.sheet
        self._merged = _Merged(grid, header)
        self._cells = tuple(
            (matched.index, matched.column, matched.column.name, _parser(matched.column, today, resolvers))
            for matched in header.matched
        )
        self._at_once = tuple(
            (index, column, name, column_parser(column, parse)) for index, column, name, parse in self._cells
        )
        # Of rows without a column that must be filled, a closer look says whether they are data.
        self._is_plain = not self._merged and any(matched.column.required for matched in header.matched)

    def columns(self, rows: list[list[Cell]]) -> dict[str, list[object]] | None:
        """The values of all columns, or None when some row is not data or has a problem: then rows are read one by one."""
        if not self._is_plain or min(map(len, rows)) < self.width:
            return None
        cells = list(zip(*rows, strict=False))
        if "" in cells[0] or not self.furniture.is_ordinary(cells[0]):
            return None
        found: dict[str, list[object]] = {}
        try:
            for index, column, name, parse in self._at_once:
                found[name] = parse(cells[index])
                if column.required and has_none(found[name]):
                    return None
        except CellProblem:
            return None
        return found

    def read(self, number: int, cells: list[Cell]) -> tuple[dict[str, object], tuple[Problem, ...]]:
        values: dict[str, object] = {}
        problems: tuple[Problem, ...] = ()
        shared = self._merged.fill(number, cells) if self._merged else {}
        for index, column, name, parse in self._cells:
            cell = cells[index]
            try:
                if index in shared:
                    raise CellProblem(shared[index])
                value = None if cell == "" else parse(cell)
                if value is None and column.required:
                    raise CellProblem(REQUIRED)
            except CellProblem as problem:
                problems += (Problem(self._file, self._sheet, number, column.label, problem.message),)
            else:
                values[name] = value
        return values, problems


def _parser(column: Column, today: datetime.date, resolvers: Mapping[str, Resolver]) -> Parser:
    parse = parser_for(column, today=today)
    resolve = resolvers.get(column.name)
    if resolve is None:
        return parse
    if column.kind not in (Kind.UNIT, Kind.PERSON):
        raise ValueError(f"列“{column.label}”不是单位或人员，不能另外查找。")
    known: dict[str, object] = {}

    def resolved(cell: object) -> object:
        text = parse(cell)
        if not isinstance(text, str):
            return None
        if text not in known:
            known[text] = resolve(text)
        return known[text]

    return resolved


class _Merged:
    """Cells merged downwards: text fills the rows it spans; one number over several rows cannot be told apart."""

    def __init__(self, grid: Grid, header: HeaderMatch) -> None:
        columns = {matched.index: matched.column for matched in header.matched}
        self._starting: dict[int, list[tuple[int, int]]] = {}
        self._open: dict[int, tuple[int, int, Cell]] = {}
        self._columns = columns
        for (top, left), (bottom, _) in grid.merges:
            index = left - grid.first_column
            if bottom > top >= header.last_row and index in columns:
                self._starting.setdefault(top + 1, []).append((index, bottom + 1))

    def __bool__(self) -> bool:
        return bool(self._starting)

    def fill(self, number: int, cells: list[Cell]) -> dict[int, str]:
        """Fill this row's merged cells; the sentence for each that cannot be filled, by index."""
        for index, bottom in self._starting.get(number, ()):
            self._open[index] = (number, bottom, cells[index])
        shared: dict[int, str] = {}
        for index, (top, bottom, value) in list(self._open.items()):
            if number > bottom:
                del self._open[index]
            elif number > top and cells[index] == "" and value != "":
                if self._columns[index].kind in NUMERIC:
                    shared[index] = (
                        f"第 {top} 至 {bottom} 行合并成一格，只有一个数，分不清每一行是多少。请取消合并，逐行填写。"
                    )
                else:
                    cells[index] = value
        return shared
