"""催报: the text to copy for units that have not handed in; where the voices are anonymous it gives numbers only."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.core.dates import chinese_date
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.organisation.models import Unit


# Any: the entry's model differs from ledger to ledger.
def names_units(ledger: Ledger[Any]) -> bool:
    """Whether who is silent may be named: not in a ledger of sealed voices, where it points at who spoke (rules.md §2.8)."""
    return not ledger.sealed


def reminder(
    ledger: Ledger[Any], *, missing: Sequence[Unit], expected: int, begins_on: str, ends_on: str, on: date
) -> str:
    """The text about the units without a row in an upload, out of `expected`; empty when all are there."""
    if not missing:
        return ""
    span = _("（%(begin)s 至 %(end)s）") % {"begin": begins_on, "end": ends_on} if begins_on else ""
    words = {
        "day": chinese_date(on), "ledger": ledger.name, "span": span, "count": len(missing), "expected": expected,
        "there": expected - len(missing),
    }  # fmt: skip
    if not names_units(ledger):
        return (
            _(
                "截至 %(day)s，“%(ledger)s”%(span)s应报 %(expected)s 个单位，本次汇总的表里有 %(there)s 个，缺 %(count)s 个。"
                "请抓紧报送；已经自行登记的，不用再报。"
            )
            % words
        )
    named = "、".join(str(unit) for unit in missing)
    return _(
        "截至 %(day)s，“%(ledger)s”%(span)s本次汇总的表里缺 %(count)s 个单位：%(units)s。"
        "请抓紧报送；已经自行登记的，不用再报；没有发生的，请书面说明。"
    ) % {**words, "units": named}
