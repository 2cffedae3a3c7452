"""Writes the blank template of a ledger: a header to fill in under, lists to choose from, and how to fill each column."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from huiyin.ledgers.engine.excel.book import Sheet, Styles, open_book, set_up_page, sheet_name, width_of
from huiyin.ledgers.engine.excel.columns import (
    CHOICES_SHEET,
    GUIDE_SHEET,
    SERIAL_LABEL,
    Column,
    Kind,
    check_columns,
)
from huiyin.ledgers.engine.excel.headings import is_serial
from huiyin.ledgers.engine.excel.survey import column_letters

_FILLABLE_ROWS = 5000
_YES_NO = ("是", "否")
_KIND_WORDS = {
    Kind.TEXT: "文字",
    Kind.LONG_TEXT: "文字，可以分行",
    Kind.INTEGER: "整数",
    Kind.DECIMAL: "数字",
    Kind.DATE: "日期",
    Kind.CHOICE: "从下拉选项中选",
    Kind.BOOLEAN: "是或否",
    Kind.UNIT: "单位名称",
    Kind.PERSON: "姓名",
    Kind.TEXT_LIST: "几项之间用顿号隔开",
}
_EXAMPLES = {
    Kind.INTEGER: "12",
    Kind.DECIMAL: "3.50",
    Kind.DATE: "2013-10-17",
    Kind.BOOLEAN: "是",
    Kind.TEXT_LIST: "甲、乙、丙",
}


def write_template(
    target: Path | BinaryIO,
    *,
    title: str,
    columns: Sequence[Column],
    notes: Sequence[str] = (),
    created: datetime.datetime | None = None,
    workdir: Path | None = None,
) -> None:
    """A blank workbook for these columns; hidden ones are left out, `notes` open the 填写说明."""
    check_columns(columns)
    asked = [column for column in columns if not column.hidden]
    with open_book(target, title=title, created=created, workdir=workdir) as workbook:
        styles = Styles(workbook)
        sheet = workbook.add_worksheet(sheet_name(title))
        guide = workbook.add_worksheet(GUIDE_SHEET)
        lists = _write_lists(workbook, asked)
        _write_form(sheet, styles, title, asked, lists)
        _write_guide(guide, styles, asked, notes)


def _write_lists(workbook: Any, columns: Sequence[Column]) -> dict[str, str]:
    """Every list of choices on a hidden sheet (a list typed into the rule itself may have 255 characters only)."""
    offered = [(column, _offered(column)) for column in columns if _offered(column)]
    if not offered:
        return {}
    sheet = workbook.add_worksheet(CHOICES_SHEET)
    sheet.hide()
    references: dict[str, str] = {}
    for index, (column, words) in enumerate(offered):
        letter = column_letters(index)
        references[column.name] = f"='{CHOICES_SHEET}'!${letter}$1:${letter}${len(words)}"
    for row in range(max(len(words) for _, words in offered)):
        for index, (_, words) in enumerate(offered):
            if row < len(words):
                sheet.write_string(row, index, words[row])
    return references


def _offered(column: Column) -> tuple[str, ...]:
    if column.kind is Kind.BOOLEAN:
        return _YES_NO
    return tuple(label for _, label in column.choices)


def _write_form(sheet: Sheet, styles: Styles, title: str, columns: Sequence[Column], lists: dict[str, str]) -> None:
    offset = 0 if any(is_serial(column.label) for column in columns) else 1
    last = len(columns) - 1 + offset
    header_row = 1
    sheet.set_row(0, 30)
    if last:
        sheet.merge_range(0, 0, 0, last, "", styles.title)
    sheet.write_string(0, 0, title, styles.title)
    if offset:
        sheet.set_column(0, 0, 6)
        sheet.write_string(header_row, 0, SERIAL_LABEL, styles.heading)
    for index, column in enumerate(columns, start=offset):
        sheet.set_column(index, index, width_of(column), styles.cells(column))
        sheet.write_string(header_row, index, column.label, styles.required if column.required else styles.heading)
        if column.name in lists:
            sheet.data_validation(
                header_row + 1,
                index,
                header_row + _FILLABLE_ROWS,
                index,
                {
                    "validate": "list",
                    "source": lists[column.name],
                    "error_title": "不在选项里",
                    "error_message": "请从下拉选项中选一个。",
                },
            )
    set_up_page(sheet, header_row=header_row)


def _write_guide(sheet: Sheet, styles: Styles, columns: Sequence[Column], notes: Sequence[str]) -> None:
    row = 0
    for words in (*notes, "红字的列必须填写。没有的数填 0 或“—”；不清楚、没有统计的留空，不要填 0。"):
        sheet.write_string(row, 0, words)
        row += 1
    headings = ("表头", "是否必填", "填什么", "示例", "说明")
    for index, (heading, width) in enumerate(zip(headings, (24, 10, 26, 24, 70), strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(row, index, heading, styles.heading)
    header_row = row
    for column in columns:
        row += 1
        required = "必填" if column.required else "选填"
        for index, words in enumerate((column.label, required, _what(column), _example(column), _help(column))):
            if words:
                sheet.write_string(row, index, words, styles.wrapped)
    set_up_page(sheet, header_row=header_row)


def _what(column: Column) -> str:
    words = _KIND_WORDS[column.kind]
    if column.decimals is not None:
        words += f"，保留 {column.decimals} 位小数"
    if column.max_length is not None:
        words += f"，{'每项' if column.kind is Kind.TEXT_LIST else ''}最多 {column.max_length} 个字"
    return words


def _example(column: Column) -> str:
    if column.example:
        return column.example
    return column.choices[0][1] if column.choices else _EXAMPLES.get(column.kind, "")


def _help(column: Column) -> str:
    if not column.choices:
        return column.help
    listed = f"可以填：{'、'.join(_offered(column))}。"
    return f"{column.help}{listed}"
