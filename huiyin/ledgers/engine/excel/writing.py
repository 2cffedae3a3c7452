"""Writes a ledger's rows to a workbook that reading.py reads back equal."""

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from huiyin.ledgers.engine.excel.book import (
    LAST_ROW,
    Sheet,
    Style,
    Styles,
    open_book,
    set_up_page,
    sheet_name,
    width_of,
)
from huiyin.ledgers.engine.excel.cells import EXACT_LIMIT
from huiyin.ledgers.engine.excel.columns import NOTES_SHEET, NUMERIC, SERIAL_LABEL, Column, Kind, check_columns
from huiyin.ledgers.engine.excel.dates import LAST_SUSPECT_YEAR
from huiyin.ledgers.engine.excel.headings import is_serial
from huiyin.ledgers.engine.excel.survey import column_letters

LONGEST_TEXT = 32_767  # what one Excel cell holds, in UTF-16 units
_EXACT_DIGITS = 15
_SERIAL_WIDTH = 6

Write = Callable[[int, object], None]


class BookRefused(Exception):
    """The rows do not fit into a workbook; the message is the sentence to show."""


def write_book(
    target: Path | BinaryIO,
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, object] | Sequence[object]],
    notes: Sequence[tuple[str, str]],
    unit_note: str = "",
    reporting_line: str = "",
    totals: Collection[str] = (),
    created: datetime.datetime | None = None,
    workdir: Path | None = None,
) -> int:
    """Write the rows under title and header, 序号 first, and the notes on their own sheet; returns how many rows.

    `unit_note` stands top right (单位：万元), `reporting_line` top left (填报单位（盖章）：… 填表人：…);
    `totals` names numeric columns that get a visible SUM in a last 合计 row. A row is a mapping by column name,
    or a sequence in the order of the columns; None leaves a cell blank (not reported). `created` is the time shown
    in the file's properties; working files lie in `workdir` (the system's own place when None).
    """
    check_columns(columns)
    with open_book(target, title=title, created=created, workdir=workdir) as workbook:
        styles = Styles(workbook)
        table = _Table(workbook.add_worksheet(sheet_name(title)), styles, columns, totals)
        table.head(title, reporting_line, unit_note)
        count = table.body(rows)
        table.foot(count)
        if notes:
            _write_notes(workbook, styles, notes)
    return count


class _Table:
    """One sheet being filled from top to bottom: constant memory does not allow going back."""

    def __init__(self, sheet: Sheet, styles: Styles, columns: Sequence[Column], totals: Collection[str]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._columns = columns
        self._offset = 0 if any(is_serial(column.label) for column in columns) else 1
        self._totals: dict[str, Decimal] = dict.fromkeys(totals, Decimal(0))
        self._header_row = 0
        unknown = set(totals) - {column.name for column in columns if column.kind in NUMERIC}
        if not self._offset and columns[0].name in self._totals:
            raise ValueError("第一列要写“合计”二字，不能又是合计的列。")
        if unknown:
            raise ValueError(f"合计只能用于数字列：{'、'.join(sorted(unknown))}。")

    @property
    def _last(self) -> int:
        """The last column people see."""
        shown = [index for index, column in enumerate(self._columns) if not column.hidden]
        return (max(shown) if shown else 0) + self._offset

    def head(self, title: str, reporting_line: str, unit_note: str) -> None:
        sheet, styles = self._sheet, self._styles
        if self._offset:
            sheet.set_column(0, 0, _SERIAL_WIDTH)
        for index, column in enumerate(self._columns, start=self._offset):
            sheet.set_column(index, index, width_of(column), None, {"hidden": column.hidden})
        sheet.set_row(0, 30)
        if self._last:
            sheet.merge_range(0, 0, 0, self._last, "", styles.title)
        sheet.write_string(0, 0, _text(title), styles.title)
        row = 1
        if reporting_line or unit_note:
            sheet.write_string(1, 0, _text(reporting_line or unit_note), styles.line)
            if reporting_line and unit_note:
                sheet.write_string(1, max(self._last, 1), _text(unit_note), styles.line_right)
            row = 2
        if self._offset:
            sheet.write_string(row, 0, SERIAL_LABEL, styles.heading)
        for index, column in enumerate(self._columns, start=self._offset):
            sheet.write_string(row, index, column.label, styles.required if column.required else styles.heading)
        self._header_row = row
        set_up_page(sheet, header_row=row)

    def body(self, rows: Iterable[Mapping[str, object] | Sequence[object]]) -> int:
        names = [column.name for column in self._columns]
        writers = [
            _writer(self._sheet, index, column, self._styles.cells(column))
            for index, column in enumerate(self._columns, start=self._offset)
        ]
        summed = [(index, name) for index, name in enumerate(names) if name in self._totals]
        write_number, serial = self._sheet.write_number, self._styles.serial
        row, count = self._header_row, 0
        for record in rows:
            row, count = row + 1, count + 1
            if row + 2 >= LAST_ROW:
                raise BookRefused(f"要导出的行超过了 Excel 一张表的上限（{LAST_ROW} 行）。请缩小范围，分几次导出。")
            values = [record[name] for name in names] if isinstance(record, Mapping) else record
            if self._offset:
                write_number(row, 0, count, serial)
            for write, value in zip(writers, values, strict=True):
                if value is not None:
                    write(row, value)
            for index, name in summed:
                self._totals[name] += _summand(self._columns[index], values[index], count)
        return count

    def foot(self, count: int) -> None:
        """The 合计 row with formulas people can see, or just the closing line."""
        sheet, first, row = self._sheet, self._header_row + 1, self._header_row + 1 + count
        if not self._totals:
            for index in range(self._last + 1):
                sheet.write_blank(row, index, None, self._styles.edge)
            return
        for index in range(self._last + 1):
            sheet.write_blank(row, index, None, self._styles.total)
        sheet.write_string(row, 0, "合计", self._styles.total)
        for index, column in enumerate(self._columns, start=self._offset):
            if column.name not in self._totals:
                continue
            total, style = self._totals[column.name], self._styles.totals(column)
            letter = column_letters(index)
            formula = f"=SUM({letter}{first + 1}:{letter}{row})" if count else "=0"
            sheet.write_formula(row, index, formula, style, float(total))


def _summand(column: Column, value: object, number: int) -> Decimal:
    if value is None:
        return Decimal(0)
    if not isinstance(value, int | Decimal) or not _is_exact(value):
        raise BookRefused(
            f"第 {number} 条的“{column.label}”超过 {_EXACT_DIGITS} 位数字，Excel 算不准合计。请核对这个数。"
        )
    return Decimal(value)


def _writer(sheet: Sheet, index: int, column: Column, style: Style) -> Write:
    """The function that writes one column's values; a value of the wrong type is a mistake in the caller."""
    match column.kind:
        case Kind.INTEGER | Kind.DECIMAL:
            return _number_writer(sheet, index, column, style)
        case Kind.DATE:
            return _date_writer(sheet, index, column, style)
        case Kind.CHOICE:
            labels: Mapping[object, str] = dict(column.choices)
            return _text_writer(sheet, index, column, style, labels.get)
        case Kind.BOOLEAN:
            words: Mapping[object, str] = {True: "是", False: "否"}
            return _text_writer(sheet, index, column, style, words.get)
        case Kind.TEXT_LIST:
            return _text_writer(sheet, index, column, style, _joined)
        case _:
            return _text_writer(sheet, index, column, style, _as_text)


def _as_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _joined(value: object) -> str | None:
    if isinstance(value, str) or not isinstance(value, Iterable):
        return None
    return "、".join(str(item) for item in value)


def _text_writer(
    sheet: Sheet, index: int, column: Column, style: Style, to_text: Callable[[object], str | None]
) -> Write:
    write_string: Callable[..., int] = sheet.write_string

    def write(row: int, value: object) -> None:
        text = to_text(value)
        if text is None:
            raise _wrong_type(column, value)
        if text:
            write_string(row, index, text if len(text) <= LONGEST_TEXT // 2 else _text(text), style)

    return write


def _number_writer(sheet: Sheet, index: int, column: Column, style: Style) -> Write:
    """Numbers Excel cannot hold exactly go as text, which is read back digit for digit."""
    write_number: Callable[..., int] = sheet.write_number
    allowed = int if column.kind is Kind.INTEGER else (int, Decimal)

    def write(row: int, value: object) -> None:
        if not isinstance(value, allowed) or isinstance(value, bool):
            raise _wrong_type(column, value)
        if _is_exact(value):
            write_number(row, index, value, style)
        else:
            sheet.write_string(row, index, format(value, "d" if isinstance(value, int) else "f"), style)

    return write


def _is_exact(value: int | Decimal) -> bool:
    if isinstance(value, int):
        return -EXACT_LIMIT < value < EXACT_LIMIT
    return value.is_finite() and len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS and abs(value) < EXACT_LIMIT


def _date_writer(sheet: Sheet, index: int, column: Column, style: Style) -> Write:
    """Days Excel's calendar gets wrong, or that look like a stray number on reading, go as text."""

    def write(row: int, value: object) -> None:
        if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
            raise _wrong_type(column, value)
        if value.year > LAST_SUSPECT_YEAR:
            sheet.write_datetime(row, index, value, style)
        else:
            sheet.write_string(row, index, value.isoformat(), style)

    return write


def _wrong_type(column: Column, value: object) -> BookRefused:
    return BookRefused(f"“{column.label}”这一列不能写入 {value!r}：类型或选项不对。")


def _text(text: str) -> str:
    units = len(text.encode("utf-16-le")) // 2
    if units > LONGEST_TEXT:
        raise BookRefused(
            f"有一格文字共 {len(text)} 个字，超过 Excel 一格 {LONGEST_TEXT} 字的上限，导出会丢字。请改用其他格式导出。"
        )
    return text


def _write_notes(workbook: Any, styles: Styles, notes: Sequence[tuple[str, str]]) -> None:
    sheet = workbook.add_worksheet(NOTES_SHEET)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, "项目", styles.heading)
    sheet.write_string(0, 1, "说明", styles.heading)
    for row, (name, words) in enumerate(notes, start=1):
        sheet.write_string(row, 0, _text(name), styles.wrapped)
        sheet.write_string(row, 1, _text(words), styles.wrapped)
    set_up_page(sheet, header_row=0, landscape=False)
