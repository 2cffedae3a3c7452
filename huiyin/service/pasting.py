"""Pasted columns and Excel sheets of promises and of people helped: each row read, or refused with its reason."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.service.promising import Promised
from huiyin.service.relieving import Helped

T = TypeVar("T")
Cells = Mapping[str, str]
PROMISES = {
    "matter": ("答应办的事", "事项", "承诺事项", "内容"), "beneficiary": ("答应了谁", "对象", "受益对象"), "doer": ("承办人", "办理人"),
    "promised_on": ("答应日期", "走访日期", "日期"), "due_on": ("办理期限", "完成时限", "期限"),
}  # fmt: skip
RECIPIENTS = {
    "name": ("姓名", "受助人", "受助人姓名"), "household": ("住址或户号", "住址", "户号", "所在村组"),
    "money": ("金额", "金额（元）", "慰问金", "慰问金（元）"), "goods": ("物品", "慰问品"), "goods_value": ("折价", "折价（元）", "物品折价"),
}  # fmt: skip
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_LONG_NUMBER = re.compile(r"\d{15,19}[Xx]?")
_FULL = str.maketrans("０１２３４５６７８９．，（）", "0123456789.,（）")


@dataclass(frozen=True)
class Line(Generic[T]):
    """One row as it was read, or why it cannot be taken."""

    number: int
    words: tuple[str, ...]
    row: T | None = None
    problem: str = ""


def promises(rows: list[list[str]]) -> list[Line[Promised]]:
    """答应办的事、答应了谁、承办人、答应日期、办理期限: in this order, or in any order under these headings."""
    return _read(rows, PROMISES, _promise)


def recipients(rows: list[list[str]]) -> list[Line[Helped]]:
    """姓名、住址或户号、金额、物品、折价: in this order, or under these headings; only the name must be there."""
    return _read(rows, RECIPIENTS, _helped)


def as_text(lines: Sequence[Line[T]]) -> str:
    """The rows again in the declared order, to be confirmed as they were shown."""
    return "\n".join("\t".join(line.words) for line in lines)


def _read(rows: list[list[str]], columns: Mapping[str, tuple[str, ...]], one: Callable[[Cells], T]) -> list[Line[T]]:
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


def _heading(rows: list[list[str]], columns: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, int | None], int]:
    """Where each column stands, and the first row below the headings; without headings the declared order."""
    for number, row in enumerate(rows[:5]):
        plain = ["".join(cell.split()).translate(_FULL) for cell in row]
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


def _promise(cells: Cells) -> Promised:
    if not all(cells.values()):
        raise Refused(_("要五格：答应办的事、答应了谁、承办人、答应日期、办理期限。"))
    return Promised(
        cells["matter"], cells["beneficiary"], cells["doer"], _day(cells["promised_on"]), _day(cells["due_on"])
    )


def _helped(cells: Cells) -> Helped:
    if not cells["name"]:
        raise Refused(_("没有姓名。合计行请删去，合计由系统计算。"))
    if len(cells["name"]) > 60 or len(cells["household"]) > 120 or len(cells["goods"]) > 120:
        raise Refused(_("姓名最多 60 个字，住址或户号、物品最多 120 个字。"))
    if cells["name"] in {"合计", "总计", "小计"}:
        raise Refused(_("这是合计行，请删去，合计由系统计算。"))
    return Helped(
        cells["name"], cells["household"], _amount(cells["money"]), cells["goods"], _amount(cells["goods_value"])
    )


def _amount(words: str) -> Decimal:
    if not words:
        return Decimal(0)
    text = words.translate(_FULL).replace(",", "").removesuffix("元").strip()
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found < Decimal(10) ** 10:
        raise Refused(_("“%(words)s”不是金额，请写成以元为单位的数。") % {"words": words})
    return found.quantize(Decimal("0.01"))


def _day(words: str) -> date:
    match = _DAY.fullmatch(words.strip())
    try:
        if match is None:
            raise ValueError
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise Refused(_("“%(day)s”不是日期，请写成 2013-10-08。") % {"day": words}) from error
