"""Pasted columns and Excel sheets of promises and of people helped: each row read, or refused with its reason."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.people_named import PeopleNamed
from huiyin.ledgers.engine.excel.plain_lists import FULL_WIDTH, Cells, Line, as_text, day_of, read_lines
from huiyin.organisation.models import Unit
from huiyin.service.promising import Promised
from huiyin.service.relieving import Helped
from huiyin.service.volunteering import LONGEST, Served

__all__ = ["PROMISES", "RECIPIENTS", "VOLUNTEERS", "Line", "as_text", "promises", "recipients", "volunteers"]

PROMISES = {
    "matter": ("答应办的事", "事项", "承诺事项", "内容"), "beneficiary": ("答应了谁", "对象", "受益对象"), "doer": ("承办人", "办理人"),
    "promised_on": ("答应日期", "走访日期", "日期"), "due_on": ("办理期限", "完成时限", "期限"),
}  # fmt: skip
RECIPIENTS = {
    "name": ("姓名", "受助人", "受助人姓名"), "household": ("住址或户号", "住址", "户号", "所在村组"),
    "money": ("金额", "金额（元）", "慰问金", "慰问金（元）"), "goods": ("物品", "慰问品"), "goods_value": ("折价", "折价（元）", "物品折价"),
}  # fmt: skip
VOLUNTEERS = {"name": ("姓名",), "number": ("工号",), "hours": ("时长", "小时", "服务时长", "时长（小时）")}


def promises(rows: list[list[str]]) -> list[Line[Promised]]:
    """答应办的事、答应了谁、承办人、答应日期、办理期限: in this order, or in any order under these headings."""
    return read_lines(rows, PROMISES, _promise)


def recipients(rows: list[list[str]]) -> list[Line[Helped]]:
    """姓名、住址或户号、金额、物品、折价: in this order, or under these headings; only the name must be there."""
    return read_lines(rows, RECIPIENTS, _helped)


def volunteers(rows: list[list[str]], *, unit: Unit, day: date) -> list[Line[Served]]:
    """姓名、工号、时长: in this order or under these headings; name or number, and the hours, must be there."""
    named = PeopleNamed(rows, VOLUNTEERS, unit=unit, day=day)
    return read_lines(rows, VOLUNTEERS, lambda cells: Served(named.take(cells), _hours(cells["hours"])))


def _hours(words: str) -> Decimal:
    try:
        found = Decimal(words.translate(FULL_WIDTH).removesuffix("小时").strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 < found <= LONGEST or found != found.quantize(Decimal("0.1")):
        raise Refused(_("“%(words)s”不是时长，请写 0 到 24 之间的小时数，最多一位小数。") % {"words": words})
    return found


def _promise(cells: Cells) -> Promised:
    if not all(cells.values()):
        raise Refused(_("要五格：答应办的事、答应了谁、承办人、答应日期、办理期限。"))
    return Promised(
        cells["matter"], cells["beneficiary"], cells["doer"], day_of(cells["promised_on"]), day_of(cells["due_on"])
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
    text = words.translate(FULL_WIDTH).replace(",", "").removesuffix("元").strip()
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found < Decimal(10) ** 10:
        raise Refused(_("“%(words)s”不是金额，请写成以元为单位的数。") % {"words": words})
    return found.quantize(Decimal("0.01"))
