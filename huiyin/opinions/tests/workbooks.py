"""Small workbooks for tests, as clerks send them: title, reporting unit, header, rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

SLIP_HEADER = (
    "编号",
    "渠道",
    "征求对象",
    "评价对象类别",
    "评价对象",
    "意见原文",
    "收到日期",
    "是否署名",
    "署名人",
    "署名人工号",
    "备注",
)


# A cell may hold anything a clerk types.
Sheets = Mapping[str, Sequence[tuple[Any, ...]]]


def write(path: Path, sheets: Sheets) -> Path:
    """One workbook; the first row of each sheet is its header."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, f"青山县委{name}表")
            sheet.write(1, 0, "填报单位（盖章）：青山县委")
            for down, row in enumerate(rows, 2):
                for across, value in enumerate(row):
                    if value is not None:
                        sheet.write(down, across, value)
    return path
