"""The charts of opinions: by channel, by category; drawn from what the pages have fetched already."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from huiyin.core.bars import Bar, Bars, bars
from huiyin.opinions.counts import ChannelLine
from huiyin.opinions.models import Item

NO_CATEGORY = "-"


def channel_bars(lines: Sequence[ChannelLine], listed: str) -> Bars | None:
    """The opinions that came through each channel; nothing for who may not read them."""
    rows = [
        Bar(line.label, line.opinions, f"{listed}?channel={line.channel}")
        for line in lines
        if line.opinions is not None
    ]  # fmt: skip
    return bars(rows, title=_("各渠道的原始意见"), unit=_("条"), named=_("渠道"), counted=_("原始意见"), working=True)


def category_bars(items: Iterable[Item], here: str) -> Bars | None:
    """The consolidated items of each category in the campaign's order, those in none last; each narrows the list."""
    counts: dict[tuple[bool, int, str, str], int] = {}
    for item in items:
        found = item.category
        key = (False, found.order, found.code, found.name) if found else (True, 0, NO_CATEGORY, _("未归类"))
        counts[key] = counts.get(key, 0) + 1
    rows = [
        Bar(name, number, f"{here}?{urlencode({'category': code})}#items")
        for (_last, _order, code, name), number in sorted(counts.items())
    ]  # fmt: skip
    return bars(rows, title=_("各类别的条目"), unit=_("条"), named=_("类别"), counted=_("梳理条目"), working=True)


def of_category(items: Sequence[Item], code: str) -> tuple[Sequence[Item], str]:
    """The items of one category, and its name; all of them, and none, for a code that no item has."""
    found = [item for item in items if (item.category.code if item.category else NO_CATEGORY) == code]
    if not found:
        return items, ""
    return found, found[0].category.name if found[0].category else _("未归类")
