"""“已有人提过吗”: published items that resemble what somebody is about to say. Reads published items only, keeps nothing."""

import re
import unicodedata
from dataclasses import dataclass

from huiyin.opinions.models import Item
from huiyin.opinions.terms import SIMILAR_ENOUGH

_NOT_WORDS = re.compile(r"[\W_]+")
_MOST = 5


@dataclass(frozen=True)
class Similar:
    """A published item and how much of its wording is in the text, from 0 to 1."""

    item: Item
    likeness: float


def similar_published(text: str) -> list[Similar]:
    """The nearest published items, best first. A short item counts as near when most of its word pairs are in the text."""
    said = _pairs(text)
    if len(said) < 3:
        return []
    found = []
    items = Item.objects.filter(published_on__isnull=False, removed=False).exclude(state=Item.State.OPEN)
    for item in items.select_related("unit", "campaign", "category").iterator(chunk_size=500):
        wanted = _pairs(item.statement)
        shared = len(said & wanted)
        # Long complaints say one thing among many: measured against the smaller side, the other cannot water it down.
        likeness = shared / max(min(len(said), len(wanted)), 6)
        if likeness >= SIMILAR_ENOUGH:
            found.append(Similar(item, round(likeness, 2)))
    return sorted(found, key=lambda one: (-one.likeness, one.item.code))[:_MOST]


def _pairs(text: str) -> set[str]:
    plain = _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return {plain[n : n + 2] for n in range(len(plain) - 1)}
