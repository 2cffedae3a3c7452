"""Looks through sealed words for what somebody typed: they are in no index, so some thousands are read at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

# One page looks through so many; the next goes on from there.
SEARCHED = 4000
_CHUNK = 400

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Found(Generic[Row]):
    """What was found from here on; `after` is where to go on, `count` how many if everything from here was read."""

    rows: list[Row]
    after: Row | None
    count: int | None


def look_through(
    rows: QuerySet[Row], sought: str, size: int, words: Callable[[Sequence[Row]], Sequence[str | None]]
) -> Found[Row]:
    """The first `size` rows whose words hold every one of the words sought, in the order of the rows."""
    terms = sought.casefold().split()
    looked_at = list(rows[:SEARCHED])
    hits: list[Row] = []
    for begin in range(0, len(looked_at), _CHUNK):
        chunk = looked_at[begin : begin + _CHUNK]
        hits += [row for row, text in zip(chunk, words(chunk), strict=True) if _holds(text, terms)]
    whole = len(looked_at) < SEARCHED
    after: Row | None = None if whole else looked_at[-1]
    if len(hits) > size:
        after = hits[size - 1]
    return Found(hits[:size], after, len(hits) if whole else None)


def _holds(text: str | None, terms: Sequence[str]) -> bool:
    if text is None:
        return False
    folded = text.casefold()
    return all(term in folded for term in terms)
