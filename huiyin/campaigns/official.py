"""Units in the official order, some at a time: the order follows the tree, so that no key of the database gives it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.organisation.models import Unit
from huiyin.organisation.queries import official_ranks

PAGE = 50


@dataclass(frozen=True)
class Window:
    """Some units of a list: where they begin, how many there are in all, where the pages before and after begin."""

    units: list[Unit]
    start: int
    total: int
    before: int | None
    after: int | None


def in_order(units: QuerySet[Unit]) -> list[int]:
    """The keys of units in the official order, without loading them."""
    rows = dict(units.order_by().values_list("pk", "path"))
    ranks = official_ranks(rows.values())
    return sorted(rows, key=lambda key: ranks[rows[key]])


def names_in_order(units: QuerySet[Unit]) -> dict[int, str]:
    """What units are called, by key, in the official order."""
    rows = {key: (path, short or name) for key, path, short, name in _rows(units)}
    ranks = official_ranks(path for path, _name in rows.values())
    return {key: rows[key][1] for key in sorted(rows, key=lambda key: ranks[rows[key][0]])}


def _rows(units: QuerySet[Unit]) -> QuerySet[Unit, tuple[int, str, str, str]]:
    return units.order_by().values_list("pk", "path", "short_name", "name")


def window(keys: list[int], start: int, size: int = PAGE) -> Window:
    """The units at one place of an ordered list."""
    start = start if 0 <= start < len(keys) else 0
    here = keys[start : start + size]
    found = Unit.objects.in_bulk(here)
    return Window(
        units=[found[key] for key in here],
        start=start,
        total=len(keys),
        before=max(0, start - size) if start else None,
        after=start + size if start + size < len(keys) else None,
    )
