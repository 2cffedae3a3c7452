"""One sheet after another as a stream of rows: .xlsx and .xls through calamine, CSV by the standard library."""

import csv
import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from huiyin.ledgers.engine.excel.faults import ERROR_VALUES, LostCell
from huiyin.ledgers.engine.excel.intake import SourceFile
from huiyin.ledgers.engine.excel.limits import UploadRefused
from huiyin.ledgers.engine.excel.sniffing import FileKind
from huiyin.ledgers.engine.excel.survey import SheetSurvey

Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta | LostCell
# A damaged file makes calamine panic, which reaches Python as a BaseException of a class nobody can import:
# everything it raises is turned into a sentence, except what must stop the program.
_STOPS = (KeyboardInterrupt, SystemExit, GeneratorExit)
Merge = tuple[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class Grid:
    """A sheet: `rows` starts at Excel's row 1; every row starts at Excel's column `first_column` (0 is A)."""

    file: str
    sheet: str
    rows: Iterator[list[Cell]]
    first_column: int = 0
    merges: tuple[Merge, ...] = ()
    hidden: bool = False


def grids(source: SourceFile) -> Iterator[Grid]:
    """The sheets of a source, each to be used up before the next is asked for."""
    if source.kind is FileKind.CSV:
        yield Grid(source.name, "", _csv_rows(source))
        return
    with _open(source) as workbook:
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            if about.visible != SheetVisibleEnum.Visible:
                yield Grid(source.name, about.name, iter(()), hidden=True)
                continue
            yield _grid(source, workbook, index, about.name)


def _refusal(source: SourceFile, error: BaseException, *, row: int = 0) -> UploadRefused:
    """What went wrong inside calamine, as a sentence."""
    if isinstance(error, PasswordError):
        return UploadRefused(
            f"《{source.name}》设了打开密码，系统读不了。请在 Excel 或 WPS 里去掉密码，另存后重新上传。"
        )
    if row:
        return UploadRefused(
            f"《{source.name}》第 {row} 行读不出来，多半是有个很大的数被设成了日期格式。"
            "请把那一格改成“常规”或“文本”格式重新填写，另存后再上传。"
        )
    return UploadRefused(f"《{source.name}》已损坏，打不开。请用 Excel 或 WPS 打开确认无误，另存后重新上传。")


def _open(source: SourceFile) -> CalamineWorkbook:
    try:
        # Given a path, calamine goes by the extension; given a file, by what is in it.
        with source.path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)
    except _STOPS:
        raise
    except BaseException as error:
        raise _refusal(source, error) from error


def _grid(source: SourceFile, workbook: CalamineWorkbook, index: int, name: str) -> Grid:
    try:
        sheet = workbook.get_sheet_by_index(index)
        merges = tuple(sheet.merged_cell_ranges or ())
    except _STOPS:
        raise
    except BaseException as error:
        raise _refusal(source, error) from error
    first_column = sheet.start[1] if sheet.start else 0
    survey = source.surveys.get(name)
    return Grid(source.name, name, _rows(source, sheet, first_column, survey), first_column, merges)


def _rows(
    source: SourceFile, sheet: CalamineSheet, first_column: int, survey: SheetSurvey | None
) -> Iterator[list[Cell]]:
    lost = _lost_by_row(first_column, survey)
    row = 0
    try:
        for row, cells in enumerate(sheet.iter_rows(), 1):
            if row in lost:
                for index, words in lost[row]:
                    if 0 <= index < len(cells):
                        cells[index] = LostCell(words)  # type: ignore[call-overload]  # the row is ours to fill
            yield cells  # type: ignore[misc]  # calamine gives fewer types
    except _STOPS:
        raise
    except BaseException as error:
        raise _refusal(source, error, row=row + 1) from error


def _lost_by_row(first_column: int, survey: SheetSurvey | None) -> dict[int, list[tuple[int, str]]]:
    by_row: dict[int, list[tuple[int, str]]] = {}
    if survey is not None:
        for (row, column), error in survey.lost.items():
            by_row.setdefault(row + 1, []).append((column - first_column, error))
    return by_row


def _csv_rows(source: SourceFile) -> Iterator[list[Cell]]:
    with source.path.open(encoding=source.encoding, newline="") as file:
        start = file.read(8192)
        file.seek(0)
        reader = csv.reader(file, delimiter=_delimiter(start))
        while True:
            try:
                yield [LostCell(cell) if cell in ERROR_VALUES else cell for cell in next(reader)]
            except StopIteration:
                return
            except csv.Error as error:
                raise UploadRefused(
                    f"《{source.name}》第 {reader.line_num} 行附近的引号或内容不合 CSV 的写法。"
                    "请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"
                ) from error


def _delimiter(start: str) -> str:
    """Comma, tab or semicolon: whichever the first lines use most."""
    lines = "".join(start.splitlines(keepends=True)[:5])
    return max((",", "\t", ";"), key=lines.count)
