"""Signs that opinions sent to the public page were written by arrangement: much the same words, or nearly all on one day.

From content and day alone; nothing finer is kept, so nothing finer is asked. A sign is a reminder for those who read the
words, never a finding; it points at nobody and changes nothing (rules.md §17, features.md G19).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting
from huiyin.opinions.access import visible
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import Channel, Round
from huiyin.organisation.access import Reach
from huiyin.text.grouping.near import near_duplicates

_SOURCE = _("规则表 §17 真实抱怨；数值没有来源")
WORDS_FEWEST = Setting(_("意见雷同提示：至少几条大体相同"), 5, _("条"), _SOURCE, True)
WORDS_SHARE = Setting(_("意见雷同提示：至少占网上收到的比例"), 20, "%", _SOURCE, True)
# Shorter ones are alike by nature: 没有意见, 满意.
WORDS_LENGTH = Setting(_("意见雷同提示：短于几个字的不比较"), 20, _("字"), _SOURCE, True)
DAY_FEWEST = Setting(_("意见集中提示：网上至少收到几条"), 20, _("条"), _SOURCE, True)
DAY_SHARE = Setting(_("意见集中提示：一天之内至少占的比例"), 60, "%", _SOURCE, True)
DAYS_OPEN = Setting(_("意见集中提示：至少征求了几天"), 5, _("天"), _SOURCE, True)
SETTINGS = (WORDS_FEWEST, WORDS_SHARE, WORDS_LENGTH, DAY_FEWEST, DAY_SHARE, DAYS_OPEN)

# Of more, so many are looked at: uids are drawn by lot, so the first of them are a fair sample.
LOOKED_AT = 2000
ALIKE, ONE_DAY = "alike", "one_day"
_SAID = {
    ALIKE: _("网上收到的意见里，有不少于 %(share)d%% 大体相同，可能照着同一份稿子写。"),
    ONE_DAY: _("征求了 %(days)d 天以上，网上收到的意见却有不少于 %(day_share)d%% 在同一天，可能是组织起来集中填的。"),
}


def sentences(round: Round, reach: Reach, *, today: date) -> list[str]:
    """What the signs of a round say to somebody who reads its words."""
    there = visible(reach).filter(round=round, channel=Channel.WEB, erased=False)
    looked_at = list(there.order_by("uid").values_list("uid", flat=True)[:LOOKED_AT])
    days = Counter(dict(there.values_list("day").annotate(n=Count("pk")).order_by()))
    ended = min(round.closes_on or today, today)
    found = []
    if alike(_long_ones(looked_at), among=len(looked_at)):
        found.append(ALIKE)
    if one_day(days, among=(ended - round.opens_on).days + 1):
        found.append(ONE_DAY)
    if not found:
        return []
    numbers = {"share": WORDS_SHARE.value, "days": DAYS_OPEN.value, "day_share": DAY_SHARE.value}
    said = "".join(str(_SAID[sign]) % numbers for sign in found)
    note = _(
        "这只是从内容和日期看出的提示（提示线待确认），不是结论，不指向任何人：一件大家都遇到的事，一次会上的动员，也会这样。每一条照样办理。"
    )
    return [f"{said}{note}"]  # fmt: skip


def alike(texts: Sequence[str], *, among: int) -> bool:
    """Whether one wording and its near copies are many, and a good part of all."""
    if not texts:
        return False
    ((_first, most),) = Counter(near_duplicates(texts)).most_common(1)
    return most >= WORDS_FEWEST.value and 100 * most >= WORDS_SHARE.value * among


def one_day(days: Counter[date], *, among: int) -> bool:
    """Whether most came on one day, `among` so many days of asking."""
    if days.total() < DAY_FEWEST.value or among < DAYS_OPEN.value:
        return False
    return 100 * max(days.values()) >= DAY_SHARE.value * days.total()


def _long_ones(uids: Collection[UUID]) -> list[str]:
    return [words for words in words_of(uids).values() if len(words) >= WORDS_LENGTH.value]
