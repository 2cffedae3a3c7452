"""A copy of an uploaded workbook with the problems marked in their cells: mended, it can be uploaded as it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.batch_reading import MARK
from huiyin.ledgers.engine.excel.book import open_book, sheet_name
from huiyin.ledgers.engine.excel.columns import CHOICES_SHEET, GUIDE_SHEET, NOTES_SHEET
from huiyin.ledgers.engine.excel.faults import LostCell
from huiyin.ledgers.engine.excel.grids import Cell, Grid, grids
from huiyin.ledgers.engine.excel.intake import SourceFile
from huiyin.ledgers.engine.excel.survey import column_index
from huiyin.ledgers.engine.summary import ProblemSummary, SheetSummary

_OWN = frozenset({NOTES_SHEET, GUIDE_SHEET, CHOICES_SHEET})
_WIDEST = 60

# XlsxWriter ships no types: its sheets and formats are Any.
Sheet = Any
Style = Any


def write_marked(
    target: Path | BinaryIO, source: SourceFile, sheets: Sequence[SheetSummary], problems: Iterable[ProblemSummary]
) -> None:
    """Write every visible sheet of the source again, problem cells in red, what is wrong at the end of the row."""
    by_sheet: dict[str, list[ProblemSummary]] = defaultdict(list)
    for problem in problems:
        by_sheet[problem["sheet"]].append(problem)
    places = {sheet["name"]: {m["label"]: _index(m["cell"]) for m in sheet["matched"]} for sheet in sheets}
    headers = {sheet["name"]: sheet["header_row"] for sheet in sheets}
    with open_book(target, title=source.name, created=None, workdir=staged.folder()) as book:
        styles = _Styles(book)
        used: set[str] = set()
        for grid in grids(source):
            if grid.hidden or grid.sheet in _OWN:
                continue
            sheet = book.add_worksheet(_free_name(grid.sheet, used))
            _copy(sheet, styles, grid, headers.get(grid.sheet, 0), places.get(grid.sheet, {}), by_sheet[grid.sheet])
        _list_all(book.add_worksheet(GUIDE_SHEET), styles, by_sheet)


class _Styles:
    def __init__(self, book: Any) -> None:
        self.plain = book.add_format({"valign": "top"})
        self.wrong = book.add_format({"valign": "top", "bg_color": "#F8D7DA", "border": 1, "border_color": "#A61C1C"})
        self.words = book.add_format({"valign": "top", "font_color": "#A61C1C", "text_wrap": True})
        formats = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm", timedelta: "[h]:mm"}
        self.moments = {kind: book.add_format({"num_format": shape}) for kind, shape in formats.items()}
        self.wrong_moments = {
            kind: book.add_format({"num_format": shape, "bg_color": "#F8D7DA"}) for kind, shape in formats.items()
        }


def _copy(
    sheet: Sheet, styles: _Styles, grid: Grid, header_row: int, places: Mapping[str, int],
    problems: Sequence[ProblemSummary],
) -> None:  # fmt: skip
    by_row: dict[int, list[ProblemSummary]] = defaultdict(list)
    for problem in problems:
        by_row[problem["row"]].append(problem)
    fill = _Fill(grid)
    mark = 0
    for number, cells in enumerate(grid.rows, start=1):
        fill.take(number, cells)
        wrong = {places[problem["column"]] for problem in by_row[number] if problem["column"] in places}
        for index, cell in enumerate(cells, start=grid.first_column):
            _write(sheet, styles, number - 1, index, cell, is_wrong=index in wrong)
        mark = max(mark, grid.first_column + len(cells))
        if number == header_row:
            sheet.write_string(number - 1, mark, MARK, styles.words)
            sheet.set_column(mark, mark, _WIDEST)
        elif by_row[number]:
            sheet.write_string(number - 1, mark, "\n".join(_words(p) for p in by_row[number])[:32000], styles.words)


class _Fill:
    """Cells merged downwards come apart in the copy: words are repeated in every row they spanned."""

    def __init__(self, grid: Grid) -> None:
        self._spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._open: list[tuple[int, int, Cell]] = []
        for (top, left), (bottom, _right) in grid.merges:
            if bottom > top and left >= grid.first_column:
                self._spans[top + 1].append((left - grid.first_column, bottom + 1))

    def take(self, number: int, cells: list[Cell]) -> None:
        """Fill this row in place."""
        self._open = [span for span in self._open if span[1] >= number]
        for index, _last, words in self._open:
            if index < len(cells) and cells[index] == "" and isinstance(words, str):
                cells[index] = words
        for index, last in self._spans.get(number, ()):
            if index < len(cells):
                self._open.append((index, last, cells[index]))


def _write(sheet: Sheet, styles: _Styles, row: int, column: int, cell: Cell, *, is_wrong: bool) -> None:
    style = styles.wrong if is_wrong else styles.plain
    moments = styles.wrong_moments if is_wrong else styles.moments
    match cell:
        case bool():
            sheet.write_boolean(row, column, cell, style)
        case int() | float():
            sheet.write_number(row, column, cell, style)
        case datetime() | date() | time() | timedelta():
            sheet.write_datetime(row, column, cell, moments[type(cell)])
        case LostCell():
            sheet.write_string(row, column, cell.error, style)
        case "":
            if is_wrong:
                sheet.write_blank(row, column, None, style)
        case str():
            sheet.write_string(row, column, cell[:32000], style)


def _list_all(sheet: Sheet, styles: _Styles, by_sheet: Mapping[str, Sequence[ProblemSummary]]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(
        0, 0, _("这是标出问题的副本：改正红色的格子后可以直接上传，“%(mark)s”一列不会导入。") % {"mark": MARK}
    )
    row = 1
    for name, problems in by_sheet.items():
        for problem in problems:
            place = _("第 %(row)s 行") % {"row": problem["row"]} if problem["row"] else _("整张表")
            sheet.write_string(row, 0, f"{name} {place}")
            sheet.write_string(row, 1, _words(problem)[:32000], styles.words)
            row += 1


def _words(problem: ProblemSummary) -> str:
    return f"{problem['column']}：{problem['message']}" if problem["column"] else problem["message"]


def _free_name(name: str, used: set[str]) -> str:
    wanted = sheet_name(name or "数据")
    free, number = wanted, 2
    while free.casefold() in used:
        free, number = f"{wanted[:27]}({number})", number + 1
    used.add(free.casefold())
    return free


def _index(cell: str) -> int:
    return column_index("".join(letter for letter in cell if letter.isalpha()))
