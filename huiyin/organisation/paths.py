"""Paths of the unit tree: fixed five-character base-36 steps, asked for by range so that every index serves them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.organisation.models import Unit

STEP = 5
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def step(key: int) -> str:
    """A unit's own step: its key in base 36, five characters (60 million units)."""
    text = ""
    while key:
        key, digit = divmod(key, 36)
        text = _DIGITS[digit] + text
    return text.rjust(STEP, "0")


def ancestors(path: str) -> list[str]:
    """The paths from the root down to and including `path`."""
    return [path[:n] for n in range(STEP, len(path) + 1, STEP)]


def within(path: str, field: str = "path") -> Q:
    """`field` lies in the subtree at `path`: a range, since a prefix LIKE is a full scan on SQLite."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": path + "~"})


def any_of(paths: list[str], field: str) -> Q:
    """`field` lies in one of the subtrees; matches nothing when there are none."""
    query = Q(pk__in=())
    for path in paths:
        query |= within(path, field)
    return query


def stands_in(paths: list[str], unit: str = "unit") -> Q:
    """The row's unit stands in one of the subtrees today, looked up row by row: for lists that end after a page.

    Left to join, SQLite begins with the units and sorts everything below them; so it walks the list's own index and
    stops when the page is full.
    """
    return Q(Exists(Unit.objects.filter(any_of(paths, "path"), pk=OuterRef(unit))))


def subtree(unit: Unit) -> QuerySet[Unit]:
    """The unit and everything below it today."""
    return Unit.objects.filter(within(unit.path))
