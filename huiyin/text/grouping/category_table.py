"""Reads a table of categories (text or spreadsheet): code, name, description, or one column a level; mistakes are told by row."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huiyin.text.grouping.naming import Category
from huiyin.text.reading.problems import BROKEN, Unreadable
from huiyin.text.reading.said import OLE, PACKAGE
from huiyin.text.reading.source import read

CODE, NAME, ABOUT, PARENT = "code", "name", "about", "above"
HEADINGS = {
    "code": CODE, "编码": CODE, "代码": CODE, "类别编码": CODE, "编号": CODE,
    "name": NAME, "名称": NAME, "类别": NAME, "类别名称": NAME,
    "about": ABOUT, "说明": ABOUT, "描述": ABOUT, "类别说明": ABOUT,
    "above": PARENT, "wind": PARENT, "大类": PARENT, "上级": PARENT, "上级类别": PARENT,
}  # fmt: skip
LEVEL = re.compile(r"(?:level|级别|层级)\s*([1-9])|([一二三四五六1-6])级(?:分类|类别|标签|指标)?", re.IGNORECASE)
NUMERALS = "一二三四五六"
LONGEST = {CODE: 20, NAME: 60, ABOUT: 300, PARENT: 60}
LABELS = {CODE: "编码", NAME: "名称", ABOUT: "说明", PARENT: "上级"}
MOST_ROWS = 5_000
# What a person can mend in one sitting; past that only the number of mistakes is told.
TOLD = 20
PATH = "/"
_STOPS = (KeyboardInterrupt, SystemExit, GeneratorExit)

Cells = list[list[str]]


class TableProblem(Exception):
    """The message is a full Chinese sentence a line: which row and column, what is wrong, how to mend it."""


@dataclass(frozen=True, slots=True)
class CategoryTable:
    """The categories of a table; `coded` when the codes are the table's own and not numbered here."""

    categories: tuple[Category, ...]
    coded: bool

    def label(self, category: Category) -> str:
        """What people call the category: its own code, or the path of its names."""
        return category.code if self.coded else PATH.join((*category.above, category.name))


def read_table(path: Path) -> CategoryTable:
    """The categories of a file."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise TableProblem(f"{path}：没有这个文件。") from error
    except IsADirectoryError as error:
        raise TableProblem(f"{path}：是文件夹，请写出其中的文件。") from error
    except PermissionError as error:
        raise TableProblem(f"{path}：没有读取的权限。") from error
    return table_of(raw, name=str(path))


def table_of(raw: bytes, *, name: str) -> CategoryTable:
    """The categories of a file's bytes; `name` is what the file is called in sentences about it."""
    try:
        rows = _cells(raw)
    except Unreadable as problem:
        raise TableProblem(f"{name}：{problem}") from problem
    wrong: list[str] = []
    table = _table(rows, wrong)
    if wrong:
        more = [f"{name}：另有 {len(wrong) - TOLD} 处同样要改。"] if len(wrong) > TOLD else []
        raise TableProblem("\n".join([*(f"{name} {each}" for each in wrong[:TOLD]), *more]))
    return table


def _cells(raw: bytes) -> Cells:
    """All rows, empty ones among them, so that their numbers are the file's; blanks round a cell are dropped."""
    # Refuses what is broken, locked, too large or no text, with a sentence.
    text = read(raw).text
    if raw.startswith((PACKAGE, OLE)):
        return [[_cell(cell) for cell in row] for row in _sheet(raw)]
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = "\t" if "\t" in first else "，" if "，" in first and "," not in first else ","
    try:
        return [[" ".join(cell.split()).removeprefix("\ufeff") for cell in row] for row in _split(text, separator)]
    except csv.Error as error:
        raise Unreadable("引号不成对，表格读不出来。请用 WPS 或 Excel 打开检查，另存后再试。") from error


def _split(text: str, separator: str) -> list[list[str]]:
    if separator == "\t":
        return [line.split("\t") for line in text.splitlines()]
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def _sheet(raw: bytes) -> Sequence[Sequence[object]]:
    """The cells of the first sheet."""
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        rows: Sequence[Sequence[object]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except _STOPS:
        raise
    except BaseException as error:
        # A damaged file makes the library panic, which arrives as a BaseException of a class nobody can import.
        raise Unreadable(BROKEN) from error
    return rows


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _table(rows: Cells, wrong: list[str]) -> CategoryTable:
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    empty = CategoryTable((), coded=False)
    if not filled:
        wrong.append("里没有内容，请在第一行写表头、以下每行写一个类别。")
        return empty
    top, heading = filled[0]
    columns, levels = _columns(top, heading, wrong)
    if wrong:
        return empty
    if len(filled) == 1:
        wrong.append(f"第 {top} 行的表头下面没有类别，请每行写一个类别。")
    if len(filled) - 1 > MOST_ROWS:
        wrong.append(f"有 {len(filled) - 1} 个类别，超过 {MOST_ROWS} 个，请只留要用的。")
        return empty
    read_row = _Rows(columns, levels, wrong)
    made = tuple(each for number, row in filled[1:] if (each := read_row.category(number, row)) is not None)
    return CategoryTable(made, coded=CODE in columns)


def _columns(number: int, heading: Sequence[str], wrong: list[str]) -> tuple[dict[str, int], list[int]]:
    """Where each field stands, and where the levels stand from the highest to the lowest."""
    fields: dict[str, int] = {}
    levels: dict[int, int] = {}
    for at, word in enumerate(heading):
        found = LEVEL.fullmatch(word)
        if found:
            digit = found[1] or found[2]
            level = NUMERALS.index(digit) + 1 if digit in NUMERALS else int(digit)
            known, place = level in levels, levels.setdefault(level, at)
        elif word.lower() in HEADINGS:
            field = HEADINGS[word.lower()]
            known, place = field in fields, fields.setdefault(field, at)
        else:
            continue
        if known:
            wrong.append(f"第 {number} 行：第 {place + 1} 列和第 {at + 1} 列的表头是同一项，请删去一列。")
    if not levels and NAME not in fields:
        wrong.append(f"第 {number} 行：表头里没有“名称”，也没有“level1”“一级”这样的列，请在第一行补上表头。")
    if levels and NAME in fields:
        wrong.append(f"第 {number} 行：“名称”列和分级的列不能同时有，请只留一种。")
    if levels and sorted(levels) != list(range(1, len(levels) + 1)):
        wrong.append(f"第 {number} 行：分级的列缺了中间的一级，请从第一级起依次写。")
    return fields, [levels[level] for level in sorted(levels)]


class _Rows:
    """Makes categories of rows, remembering what was there before."""

    def __init__(self, columns: dict[str, int], levels: list[int], wrong: list[str]) -> None:
        self._columns, self._levels, self._wrong = columns, levels, wrong
        self._codes: dict[str, int] = {}
        self._paths: dict[tuple[str, ...], int] = {}
        self._numbers: dict[tuple[str, ...], int] = {}
        self._children: dict[tuple[str, ...], int] = {}

    def category(self, number: int, row: Sequence[str]) -> Category | None:
        before = len(self._wrong)
        values = {field: row[at] if at < len(row) else "" for field, at in self._columns.items()}
        path = self._path(number, row, values)
        code = values.get(CODE, "") if CODE in self._columns else self._numbered(path)
        if CODE in self._columns and not code:
            self._wrong.append(f"第 {number} 行第 {self._columns[CODE] + 1} 列：没有编码，请补上。")
        for field, text in {**values, CODE: code}.items():
            if len(text) > LONGEST[field]:
                self._wrong.append(f"第 {number} 行：{LABELS[field]}超过 {LONGEST[field]} 个字，请写短些。")
        for kind, seen in (
            ("编码", self._codes.setdefault(code, number)),
            ("类别", self._paths.setdefault(path, number)),
        ):
            if seen != number and len(self._wrong) == before:
                self._wrong.append(f"第 {number} 行：{kind}与第 {seen} 行重复，请改成不同的，或删去一行。")
        if len(self._wrong) > before:
            return None
        return Category(code, path[-1], about=values.get(ABOUT, ""), above=path[:-1])

    def _path(self, number: int, row: Sequence[str], values: dict[str, str]) -> tuple[str, ...]:
        """The names from the highest level down to the category's own."""
        if not self._levels:
            if not values[NAME]:
                self._wrong.append(f"第 {number} 行第 {self._columns[NAME] + 1} 列：没有名称，请补上。")
            return (values[PARENT], values[NAME]) if values.get(PARENT) else (values[NAME],)
        names = [row[at] if at < len(row) else "" for at in self._levels]
        while names and not names[-1]:
            names.pop()
        for at, name in zip(self._levels, names, strict=False):
            if not name:
                self._wrong.append(f"第 {number} 行第 {at + 1} 列：上一级是空的，请补上。")
            elif len(name) > LONGEST[NAME]:
                self._wrong.append(f"第 {number} 行第 {at + 1} 列：名称超过 {LONGEST[NAME]} 个字，请写短些。")
        if not names:
            self._wrong.append(f"第 {number} 行：分级的列都是空的，请补上或删去这一行。")
        return tuple(names) or ("",)

    def _numbered(self, path: tuple[str, ...]) -> str:
        """A code of two digits a level, numbered as the names first come: 010203."""
        code = ""
        for depth in range(1, len(path) + 1):
            step = path[:depth]
            if step not in self._numbers:
                self._children[step[:-1]] = self._children.get(step[:-1], 0) + 1
                self._numbers[step] = self._children[step[:-1]]
            number = self._numbers[step]
            # More than 99 brothers keep their order and stay apart: 98, 99, A00, A01 …
            code += f"{number:02d}" if number < 100 else f"A{number - 100:02d}" if number < 200 else f"B{number:04d}"
        return code
