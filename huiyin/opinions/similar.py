"""“已有人提过吗”: published items that resemble what somebody is about to say. Reads published items only, keeps nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from huiyin.opinions.models import Item
from huiyin.opinions.terms import SIMILAR_ENOUGH
from huiyin.text.grouping.folding import folded

_MOST = 5
_AT_ONCE = 2000
_KEPT = 20_000
# Of what everybody may read anyway; what somebody is about to say is never kept.
_published: dict[str, frozenset[str]] = {}


@dataclass(frozen=True)
class Similar:
    """A published item and how much of its wording is in the text, from 0 to 1."""

    item: Item
    likeness: float


def similar_published(text: str) -> list[Similar]:
    """The nearest published items, best first. A short item counts as near when most of its word pairs are in the text."""
    said = _pairs(folded([text])[0])
    if len(said) < 3:
        return []
    near = []
    published = Item.objects.filter(published_on__isnull=False, removed=False).exclude(state=Item.State.OPEN)
    rows = published.values_list("pk", "code", "statement").iterator(chunk_size=_AT_ONCE)
    while part := list(islice(rows, _AT_ONCE)):
        wanted = _published_pairs([statement for _pk, _code, statement in part])
        for pk, code, statement in part:
            # Long complaints say one thing among many: measured against the smaller side, the other cannot water it down.
            likeness = len(said & wanted[statement]) / max(min(len(said), len(wanted[statement])), 6)
            if likeness >= SIMILAR_ENOUGH:
                near.append((-round(likeness, 2), code, pk))
    best = sorted(near)[:_MOST]
    items = Item.objects.select_related("unit", "campaign", "category").in_bulk([pk for _likeness, _code, pk in best])
    return [Similar(items[pk], -likeness) for likeness, _code, pk in best]


def _published_pairs(statements: Sequence[str]) -> dict[str, frozenset[str]]:
    """The word pairs of published statements, those not met before folded together: one by one it would take long."""
    known = {each: pairs for each in set(statements) if (pairs := _published.get(each)) is not None}
    new = sorted(set(statements) - set(known))
    if len(_published) + len(new) > _KEPT:
        _published.clear()
    fresh = dict(zip(new, map(_pairs, folded(new)), strict=True))
    _published.update(fresh)
    return known | fresh


def _pairs(plain: str) -> frozenset[str]:
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))
