"""“已有人提过吗”: published items that resemble what somebody is about to say. Reads published items only, keeps nothing."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

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
    near = []
    published = Item.objects.filter(published_on__isnull=False, removed=False).exclude(state=Item.State.OPEN)
    for pk, code, statement in published.values_list("pk", "code", "statement").iterator(chunk_size=2000):
        wanted = _published_pairs(statement)
        shared = len(said & wanted)
        # Long complaints say one thing among many: measured against the smaller side, the other cannot water it down.
        likeness = shared / max(min(len(said), len(wanted)), 6)
        if likeness >= SIMILAR_ENOUGH:
            near.append((-round(likeness, 2), code, pk))
    best = sorted(near)[:_MOST]
    items = Item.objects.select_related("unit", "campaign", "category").in_bulk([pk for _likeness, _code, pk in best])
    return [Similar(items[pk], -likeness) for likeness, _code, pk in best]


def _pairs(text: str) -> frozenset[str]:
    plain = _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))


# Of what everybody may read anyway; what somebody is about to say is never kept.
_published_pairs = lru_cache(maxsize=20_000)(_pairs)
