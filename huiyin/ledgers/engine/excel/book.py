"""Opens a workbook for writing the one safe way, and keeps its styles: text never becomes a formula, a link or a number."""

import datetime
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from huiyin.ledgers.engine.excel.columns import CHOICES_SHEET, GUIDE_SHEET, NOTES_SHEET, Column, Kind

# XlsxWriter ships no types: its workbook, sheets and formats are Any here and in the two modules that write.
Sheet = Any
Style = Any

LAST_ROW = 1_048_576
_FONT = "宋体"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = frozenset({NOTES_SHEET, GUIDE_SHEET, CHOICES_SHEET, "History", "历史记录"})
_WIDTHS = {
    Kind.TEXT: 20,
    Kind.LONG_TEXT: 50,
    Kind.INTEGER: 10,
    Kind.DECIMAL: 14,
    Kind.DATE: 12,
    Kind.CHOICE: 12,
    Kind.BOOLEAN: 8,
    Kind.UNIT: 22,
    Kind.PERSON: 12,
    Kind.TEXT_LIST: 24,
}


@contextmanager
def open_book(
    target: Path | BinaryIO, *, title: str, created: datetime.datetime | None, workdir: Path | None
) -> Iterator[Any]:
    """A workbook that reaches `target` only when everything went well; its working files are always removed."""
    with tempfile.TemporaryDirectory(prefix="huiyin-book-", dir=workdir) as folder:
        finished = Path(folder) / "book.xlsx"
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "tmpdir": folder,
            "default_format_properties": {"font_name": _FONT, "font_size": 11},
        }
        workbook = Workbook(str(finished), options)
        workbook.set_properties({"title": title} | ({"created": created} if created else {}))
        try:
            yield workbook
        finally:
            workbook.close()
        if isinstance(target, Path):
            partial = target.with_name(f"{target.name}.part")
            shutil.copyfile(finished, partial)
            partial.replace(target)
        else:
            with finished.open("rb") as file:
                shutil.copyfileobj(file, target)


class Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self.title = workbook.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.line = workbook.add_format({"align": "left"})
        self.line_right = workbook.add_format({"align": "right"})
        heading = {"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "bg_color": "#F2F2F2"}
        edges = {"top": 2, "bottom": 1, "left": 1, "right": 1}
        self.heading = workbook.add_format(heading | edges)
        self.required = workbook.add_format(heading | edges | {"font_color": "#A61C1C"})
        self.serial = workbook.add_format({"num_format": "0", "align": "center", "valign": "top"})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.total = workbook.add_format({"bold": True, "top": 1, "bottom": 2})
        self.edge = workbook.add_format({"top": 2})

    def cells(self, column: Column) -> Style:
        return self._workbook.add_format(_cell_properties(column))

    def totals(self, column: Column) -> Style:
        return self._workbook.add_format(_cell_properties(column) | {"bold": True, "top": 1, "bottom": 2})


def _cell_properties(column: Column) -> dict[str, object]:
    """How a column's cells look. Nil is shown as — and stays the number 0; text is text even when it is all digits."""
    match column.kind:
        case Kind.INTEGER:
            return {"num_format": '0;-0;"—"', "align": "right", "valign": "top"}
        case Kind.DECIMAL if column.decimals is not None:
            places = "#,##0" + ("." + "0" * column.decimals if column.decimals else "")
            return {"num_format": f'{places};-{places};"—"', "align": "right", "valign": "top"}
        case Kind.DECIMAL:
            return {"num_format": 'General;-General;"—"', "align": "right", "valign": "top"}
        case Kind.DATE:
            return {"num_format": "yyyy-mm-dd", "align": "center", "valign": "top"}
        case Kind.LONG_TEXT | Kind.TEXT_LIST:
            return {"num_format": "@", "text_wrap": True, "valign": "top"}
        case Kind.BOOLEAN | Kind.CHOICE:
            return {"num_format": "@", "align": "center", "valign": "top"}
        case _:
            return {"num_format": "@", "valign": "top"}


def width_of(column: Column) -> float:
    """Fixed by kind, wider when the heading needs it (a Chinese character takes two)."""
    return max(_WIDTHS[column.kind], min(2 * len(column.label) + 2, 40))


def sheet_name(title: str) -> str:
    """The title as Excel allows it on a tab."""
    name = _FORBIDDEN.sub("", title).strip().strip("'")[:31].strip("' ")
    return name if name and name not in _RESERVED else "数据"


def set_up_page(sheet: Sheet, *, header_row: int, landscape: bool = True) -> None:
    """A4, one page wide, the header on every page, 第 n 页 共 m 页."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    sheet.freeze_panes(header_row + 1, 0)
