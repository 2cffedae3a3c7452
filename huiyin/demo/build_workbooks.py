"""Turns the demonstration's text sources into the office workbooks that a clerk would hand in.

`source/` holds one folder a workbook and one tab-separated file a sheet; `source/layout.toml` says how each looks.
The same sources always give the same bytes, so a changed workbook in a review means a changed row.
"""

import argparse
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from huiyin.demo import rolls

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
WORKBOOKS = HERE / "workbooks"
CREATED = datetime(2014, 2, 7)
HEADER_ROW = 2  # below the title and the reporting unit; counted from nought
WIDEST = 52

Cell = str | int | date | None


class SourceError(Exception):
    """A source file cannot be made into a workbook; the message says where and how to mend it."""


@dataclass(frozen=True)
class Look:
    """How one sheet looks: its title, what its columns hold, and what stands below the rows."""

    name: str
    title: str
    measure: str = ""
    dates: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signature: str = ""
    # A file beside the sheet's that only counts people of units; the builder writes a line for each.
    counted: str = ""


@dataclass(frozen=True)
class Layout:
    """The whole layout file."""

    label: str
    reporting_unit: str
    workbooks: dict[str, tuple[Look, ...]]
    reporting_units: dict[str, str]  # of the workbooks that another unit hands in


@dataclass(frozen=True)
class Table:
    """One sheet's rows, typed."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def read_layout(source: Path = SOURCE) -> Layout:
    """The layout file as a value."""
    raw = tomllib.loads((source / "layout.toml").read_text(encoding="utf-8"))
    workbooks = {book["folder"]: tuple(_look(sheet) for sheet in book["sheet"]) for book in raw["workbook"]}
    others = {book["folder"]: book["reporting_unit"] for book in raw["workbook"] if "reporting_unit" in book}
    return Layout(raw["label"], raw["reporting_unit"], workbooks, others)


# A parsed TOML table holds values of any kind; Look gives them their types.
def _look(sheet: dict[str, Any]) -> Look:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in sheet.items()}
    return Look(**values)


def read_table(path: Path, look: Look) -> Table:
    """One source file. Every line must have as many cells as the header, and dates and numbers must be such."""
    lines = _lines(path)
    header = tuple(lines[0].split("\t"))
    if look.counted:
        lines += rolls.lines(header, _lines(path.with_name(f"{look.counted}.tsv"))[1:])
    unknown = {*look.dates, *look.months, *look.numbers, *look.totals} - set(header)
    if unknown:
        raise SourceError(f"版式文件为“{path.name}”列出了不存在的列：{'、'.join(sorted(unknown))}。请核对列名。")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise SourceError(
                f"“{path.name}”第{number}行有{len(cells)}格，表头有{len(header)}格。请补齐或删去多余的制表符。"
            )
        rows.append(tuple(_typed(cell, column, look, path, number) for cell, column in zip(cells, header, strict=True)))
    return Table(header, tuple(rows))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _typed(text: str, column: str, look: Look, path: Path, line: int) -> Cell:
    if not text:
        return None
    try:
        if column in look.numbers:
            return int(text)
        if column in look.dates or column in look.months:
            return date.fromisoformat(text)
    except ValueError as error:
        wanted = "整数" if column in look.numbers else "日期（如2013-10-17）"
        raise SourceError(f"“{path.name}”第{line}行“{column}”应为{wanted}，现为“{text}”。") from error
    return text


def build_all(target: Path = WORKBOOKS, source: Path = SOURCE) -> list[Path]:
    """Writes every workbook of the layout into `target` and returns their paths in layout order."""
    layout = read_layout(source)
    target.mkdir(parents=True, exist_ok=True)
    return [build_workbook(folder, looks, layout, source, target) for folder, looks in layout.workbooks.items()]


def build_workbook(folder: str, looks: Sequence[Look], layout: Layout, source: Path, target: Path) -> Path:
    """Writes one workbook: a sheet for each look, in order."""
    path = target / f"{folder}.xlsx"
    of_book = replace(layout, reporting_unit=layout.reporting_units.get(folder, layout.reporting_unit))
    tables = [read_table(source / folder / f"{look.name}.tsv", look) for look in looks]
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": folder, "subject": layout.label, "created": CREATED})
        book.set_calc_mode("auto")
        formats = _formats(book)
        for look, table in zip(looks, tables, strict=True):
            _write_sheet(book.add_worksheet(look.name), look, table, of_book, formats)
    return path


# XlsxWriter carries no types, so its workbook, sheets and formats are Any throughout.
def _formats(book: Any) -> dict[str, Any]:
    body = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1}
    plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    heading = {"font_name": "黑体", "align": "center", "text_wrap": True, "bg_color": "#EDEDED"}
    return {
        "title": book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True}),
        "title_words": book.add_format({"font_name": "黑体", "font_size": 18}),
        "label_words": book.add_format({"font_name": "楷体", "font_size": 12, "font_color": "#9C1C1C"}),
        "line": book.add_format(plain),
        "measure": book.add_format({**plain, "align": "right"}),
        "header": book.add_format({**body, **heading}),
        "text": book.add_format({**body, "text_wrap": True, "num_format": "@"}),
        "number": book.add_format({**body, "align": "right", "num_format": "0"}),
        "date": book.add_format({**body, "align": "center", "num_format": "yyyy-mm-dd"}),
        "month": book.add_format({**body, "align": "center", "num_format": "yyyy-mm"}),
        "total": book.add_format({**body, "bold": True, "align": "right"}),
        "note": book.add_format({**plain, "text_wrap": True}),
    }


def _write_sheet(sheet: Any, look: Look, table: Table, layout: Layout, formats: dict[str, Any]) -> None:
    header = ("序号", *table.header)
    last = len(header) - 1
    _write_head(sheet, look, layout, last, formats)
    for column, name in enumerate(header):
        sheet.write_string(HEADER_ROW, column, name, formats["header"])
        sheet.set_column(column, column, _width(name, column, table))
    for index, row in enumerate(table.rows, start=1):
        sheet.write_number(HEADER_ROW + index, 0, index, formats["number"])
        for column, cell in enumerate(row, start=1):
            _write_cell(sheet, HEADER_ROW + index, column, cell, header[column], look, formats)
    _write_foot(sheet, look, table, last, formats)
    sheet.freeze_panes(HEADER_ROW + 1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)


def _write_head(sheet: Any, look: Look, layout: Layout, last: int, formats: dict[str, Any]) -> None:
    sheet.merge_range(0, 0, 0, last, "", formats["title"])
    words = (formats["title_words"], f"{look.title}\n", formats["label_words"], layout.label)
    sheet.write_rich_string(0, 0, *words, formats["title"])
    sheet.set_row(0, 52)
    sheet.merge_range(1, 0, 1, last - 1, f"填报单位（盖章）：{layout.reporting_unit}", formats["line"])
    sheet.write_string(1, last, f"单位：{look.measure}" if look.measure else "", formats["measure"])


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, name: str, look: Look, formats: dict[str, Any]) -> None:
    match cell:
        case None:
            sheet.write_blank(row, column, None, formats["text"])
        case int():
            sheet.write_number(row, column, cell, formats["number"])
        case date():
            sheet.write_datetime(row, column, cell, formats["month" if name in look.months else "date"])
        case str():
            sheet.write_string(row, column, cell, formats["text"])


def _write_foot(sheet: Any, look: Look, table: Table, last: int, formats: dict[str, Any]) -> None:
    """合计 as a formula anyone can read, then the notes and the signatures, each across the sheet."""
    first, row = HEADER_ROW + 1, HEADER_ROW + 1 + len(table.rows)
    if look.totals:
        sheet.write_string(row, 0, "合计", formats["total"])
        for column in range(1, last + 1):
            sheet.write_blank(row, column, None, formats["total"])
        for name in look.totals:
            column = table.header.index(name)
            total = sum(cell for cells in table.rows if isinstance(cell := cells[column], int))
            letter = xlsxwriter.utility.xl_col_to_name(column + 1)
            sheet.write_formula(row, column + 1, f"=SUM({letter}{first + 1}:{letter}{row})", formats["total"], total)
        row += 1
    for note in look.notes:
        sheet.merge_range(row, 0, row, last, f"注：{note}", formats["note"])
        sheet.set_row(row, 32)
        row += 1
    if look.signature:
        sheet.merge_range(row, 0, row, last, look.signature, formats["line"])


def _width(name: str, column: int, table: Table) -> int:
    """Wide enough for the header and the longest cell, dates included, up to a width that still reads well."""
    if column == 0:
        return 6
    cells = [row[column - 1] for row in table.rows]
    longest = max((_display_width(str(cell)) for cell in cells if cell is not None), default=0)
    return min(max(_display_width(name), longest) + 2, WIDEST)


def _display_width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def main() -> None:
    """Rebuilds the committed workbooks, or writes them elsewhere."""
    parser = argparse.ArgumentParser(description="由文本来源生成演示活动的工作簿。")
    parser.add_argument("--to", type=Path, default=WORKBOOKS, help="写到哪个文件夹（默认 workbooks）")
    for path in build_all(parser.parse_args().to):
        print(path.name)


if __name__ == "__main__":
    main()
