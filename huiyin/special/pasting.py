"""Pasted columns and Excel sheets of values: each row read, or refused with its reason."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.plain_lists import FULL_WIDTH, Cells, Line, as_text, day_of, read_lines
from huiyin.special.measuring import NewReading, Value
from huiyin.special.models import Indicator

__all__ = ["COLUMNS", "as_text", "lines", "number_of"]

COLUMNS = {
    "unit": ("单位", "责任单位"), "name": ("指标", "指标名称"), "value": ("现值", "数值"), "day": ("日期", "现值日期"),
    "source": ("来源", "数据来源"),
}  # fmt: skip
_MOST = Decimal(10) ** 14


def lines(rows: list[list[str]], known: Mapping[tuple[str, str], Indicator]) -> list[Line[NewReading]]:
    """单位、指标、现值、日期、来源: in this order or under these headings; all must be there, an indicator once."""
    seen: set[int] = set()

    def reading(cells: Cells) -> NewReading:
        found = known.get((cells["unit"], cells["name"]))
        if found is None:
            raise Refused(
                _("您登记的指标里没有“%(unit)s”的“%(name)s”。") % {"unit": cells["unit"], "name": cells["name"]}
            )
        if found.pk in seen:
            raise Refused(_("这项指标重复，请删去一行。"))
        seen.add(found.pk)
        if found.metric:
            raise Refused(_("这项指标从台账取数，不用报。"))
        if not cells["source"] or len(cells["source"]) > 200:
            raise Refused(_("没有来源，或来源超过 200 个字。"))
        return NewReading(found, Value(number_of(cells["value"]), day_of(cells["day"]), cells["source"]))

    return read_lines(rows, COLUMNS, reading)


def number_of(words: str) -> Decimal:
    """A number as people write it, with at most two decimals."""
    try:
        value = Decimal(words.translate(FULL_WIDTH).replace(",", "").strip())
    except InvalidOperation as error:
        raise Refused(_("“%(words)s”不是数。") % {"words": words[:20]}) from error
    if not value.is_finite() or not 0 <= value < _MOST or value != value.quantize(Decimal("0.01")):
        raise Refused(_("“%(words)s”不是 0 以上、最多两位小数的数。") % {"words": words[:20]})
    return value
