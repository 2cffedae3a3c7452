"""Rows of a pasted list or a small workbook under declared columns: each row read, or refused with its reason."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused

T = TypeVar("T")
Cells = Mapping[str, str]
Columns = Mapping[str, tuple[str, ...]]
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_LONG_NUMBER = re.compile(r"\d{15,19}[Xx]?")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，（）", "0123456789.,（）")


@dataclass(frozen=True)
class Line(Generic[T]):
    """One row as it was read, or why it cannot be taken."""

    number: int
    words: tuple[str, ...]
    row: T | None = None
    problem: str = ""


def read_lines(rows: list[list[str]], columns: Columns, one: Callable[[Cells], T]) -> list[Line[T]]:
    """The columns in the order declared, or in any order under headings of these names."""
    where, begins = _heading(rows, columns)
    body = [(number, row) for number, row in enumerate(rows[begins:], begins + 1) if any(row)]
    if not body:
        raise Refused(_("没有读到内容。请按页面上写的各列粘贴或上传。"))
    found = []
    for number, row in body:
        words = tuple(row[at] if at is not None and at < len(row) else "" for at in where.values())
        try:
            _refuse_strange(row, where)
            found.append(Line(number, words, one(dict(zip(where, words, strict=True)))))
        except Refused as refusal:
            found.append(Line[T](number, words, problem=refusal.sentence))
    return found


def as_text(lines: Sequence[Line[T]]) -> str:
    """The rows again in the declared order, to be confirmed as they were shown."""
    return "\n".join("\t".join(line.words) for line in lines)


def day_of(words: str) -> date:
    """A day as people write it; anything else is refused with a sentence."""
    match = _DAY.fullmatch(words.strip())
    try:
        if match is None:
            raise ValueError
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise Refused(_("“%(day)s”不是日期，请写成 2013-10-08。") % {"day": words}) from error


def _heading(rows: list[list[str]], columns: Columns) -> tuple[dict[str, int | None], int]:
    """Where each column stands, and the first row below the headings; without headings the declared order."""
    for number, row in enumerate(rows[:5]):
        plain = ["".join(cell.split()).translate(FULL_WIDTH) for cell in row]
        where = {
            name: next((at for at, cell in enumerate(plain) if cell in said), None) for name, said in columns.items()
        }
        if sum(at is not None for at in where.values()) >= 2:
            return where, number + 1
    return {name: at for at, name in enumerate(columns)}, 0


def _refuse_strange(row: list[str], where: Mapping[str, int | None]) -> None:
    """Numbers of identity cards and bank cards are not taken, wherever they stand; nor cells nobody asked for."""
    if any(_LONG_NUMBER.fullmatch(cell.replace(" ", "")) for cell in row):
        raise Refused(_("有身份证号或银行卡号那样长的数字。这里不登记，请删去那一列。"))
    if list(where.values()) == list(range(len(where))) and any(row[len(where) :]):
        raise Refused(_("最多 %(n)d 格，多出的请删去；或者在第一行写上表头。") % {"n": len(where)})
