"""Reads files of one JSON object a line; every line that cannot be used is answered with its number and how to mend it."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

STANDARD_INPUT = "-"
# What a person can mend in one sitting; past that only the number of bad lines is told.
TOLD = 20
BYTE_ORDER_MARK = "\ufeff"


class BadLines(Exception):
    """The message is a full Chinese sentence a line: which line, what is wrong, how to mend it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a file: its number, its `id` as it stands there, and its texts by name."""

    line: int
    id: str | int
    texts: dict[str, str]


def read_rows(name: str, *, fields: Sequence[str], identified: bool = True) -> list[Row]:
    """All lines of a file (`-` is standard input) that hold the named texts; empty lines are passed over.

    With `identified` each object must have an `id` (text or whole number); otherwise its line number serves. Files taken
    from other systems repeat an id now and then: such lines are read too, see `warn_of_repeats`.
    """
    rows: list[Row] = []
    wrong: list[str] = []
    for number, line in enumerate(_lines(name), start=1):
        if not line.strip():
            continue
        try:
            row = _row(number, line, fields, identified=identified)
        except ValueError as problem:
            wrong.append(f"{name} 第 {number} 行：{problem}")
            continue
        rows.append(row)
    if wrong:
        more = [f"{name}：另有 {len(wrong) - TOLD} 行同样无法使用。"] if len(wrong) > TOLD else []
        raise BadLines("\n".join([*wrong[:TOLD], *more]))
    return rows


def warn_of_repeats(name: str, rows: Sequence[Row]) -> None:
    """On standard error a sentence for each line whose id stood on an earlier line already, at most as many as are told."""
    first_line: dict[str | int, int] = {}
    again = [row for row in rows if first_line.setdefault(row.id, row.line) != row.line]
    for row in again[:TOLD]:
        said = f"{name} 第 {row.line} 行：id {row.id} 与第 {first_line[row.id]} 行相同，两行各按自己的内容处理。"
        print(said, file=sys.stderr)
    if len(again) > TOLD:
        print(f"{name}：另有 {len(again) - TOLD} 行的 id 也与前面相同。", file=sys.stderr)


def _row(number: int, line: str, fields: Sequence[str], *, identified: bool) -> Row:
    try:
        found: object = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError("不是完整的 JSON 对象，请检查引号、逗号和括号。") from error
    if not isinstance(found, dict):
        raise ValueError("应是一个 JSON 对象，即写在 { } 里。")
    entry = cast(dict[str, object], found)
    texts = {field: _text(entry, field) for field in fields}
    return Row(line=number, id=_id(entry) if identified else number, texts=texts)


def _text(entry: dict[str, object], field: str) -> str:
    if field not in entry:
        raise ValueError(f"缺少 {field}，请补上。")
    value = entry[field]
    if not isinstance(value, str):
        raise ValueError(f"{field} 应是文字，请加上引号。")
    # A lone half of a surrogate pair (legal in JSON) can be neither printed nor compared.
    return value.encode("utf-8", "replace").decode("utf-8")


def _id(entry: dict[str, object]) -> str | int:
    if "id" not in entry:
        raise ValueError("缺少 id，请补上。")
    value = entry["id"]
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("id 应是文字或整数。")
    return value


def _lines(name: str) -> Iterator[str]:
    """The lines of a file as text; what the system says of it is turned into a sentence."""
    try:
        written = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        text = written.decode("utf-8")
    except FileNotFoundError as error:
        raise BadLines(f"{name}：没有这个文件。") from error
    except IsADirectoryError as error:
        raise BadLines(f"{name}：是文件夹，请写出其中的文件。") from error
    except PermissionError as error:
        raise BadLines(f"{name}：没有读取的权限。") from error
    except UnicodeDecodeError as error:
        at = written[: error.start].count(b"\n") + 1
        raise BadLines(f"{name} 第 {at} 行：不是 UTF-8 编码，请另存为 UTF-8 后再试。") from error
    # Only a line feed ends a line: other separators may stand inside a JSON text.
    yield from text.removeprefix(BYTE_ORDER_MARK).split("\n")
