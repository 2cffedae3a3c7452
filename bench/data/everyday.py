"""Entries for the books of everyday work that the installation leaves empty: made from each book's own columns and rules."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from bench.data import wording
from bench.data.books import TODAY, Fact, write
from bench.data.rows import Draw, filling
from bench.data.tree import Node
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.registry import LEDGERS
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import STEP

# Any: values of whatever type the columns have; a day becomes a date once the entry has one.
Values = tuple[Any, ...]
Book = Ledger[EntryRevision]
_SPAN, _SAMPLES, _TRIES = 700, 40, 4000


def empty_books() -> list[Book]:
    """The books without an entry, but for those of sealed words."""
    return [ledger for ledger in LEDGERS if not ledger.sealed and not ledger.model.objects.exists()]


def fill_books(books: list[Book], count: int, campaign: UUID, account: int, seed: int) -> None:
    """So many entries in each, spread over the open units."""
    nodes = _nodes()
    with filling():
        for ledger in books:
            draw = Draw(seed, ledger.code)
            samples = _samples(ledger, draw)
            facts = (_fact(draw, nodes, samples, account) for _n in range(count))
            write(ledger, " ".join(_columns(ledger)), facts, draw, campaign)


def _fact(draw: Draw, nodes: list[Node], samples: list[Values], account: int) -> Fact:
    day = TODAY - timedelta(days=draw.random.randint(30, _SPAN))
    said = draw.random.choice(samples)
    values = tuple(day + one if isinstance(one, timedelta) else one for one in said)
    return Fact(draw.random.choice(nodes), day, values, account, days_late=draw.random.randint(0, 5))


def _columns(ledger: Book) -> tuple[str, ...]:
    return (*ledger.columns, *ledger.kept)


def _samples(ledger: Book, draw: Draw) -> list[Values]:
    """Rows that the book itself would take: its rules are asked, nothing is known of them here."""
    fields = {field.name: field for field in ledger.model._meta.concrete_fields}
    drawers = [_drawer(fields[name]) for name in _columns(ledger)]
    found: list[Values] = []
    for _try in range(_TRIES):
        said = tuple(drawn(draw) for drawn in drawers)
        if _taken(ledger, said):
            found.append(said)
            if len(found) == _SAMPLES:
                return found
    raise SystemExit(f"《{ledger.name}》：{_TRIES} 次里只有 {len(found)} 行合乎约束。")


def _taken(ledger: Book, said: Values) -> bool:
    given = {
        name: TODAY + one if isinstance(one, timedelta) else one
        for name, one in zip(_columns(ledger), said, strict=True)
    }
    try:
        ledger.model(fact_date=TODAY, **given).validate_constraints(
            exclude={"supersedes", "entry", "number", "revision"}
        )
    except ValidationError:
        return False
    return True


def _drawer(field: "models.Field[Any, Any]") -> Callable[[Draw], Any]:
    """What a column may hold, by its type; every third optional one is left open."""
    said = _value(field)
    if not (field.blank or field.null):
        return said
    nothing = None if field.null else field.get_default()
    return lambda draw: nothing if draw.chance(0.33) else said(draw)


def _value(field: "models.Field[Any, Any]") -> Callable[[Draw], Any]:
    if field.choices:
        codes = [code for code, _label in field.flatchoices]
        return lambda draw: draw.random.choice(codes)
    if isinstance(field, models.BooleanField):
        return lambda draw: draw.chance(0.5)
    if isinstance(field, models.DateField):
        return lambda draw: timedelta(days=draw.random.randint(0, 20))
    if isinstance(field, models.DecimalField):
        return lambda draw: Decimal(draw.random.randint(1, 90))
    if isinstance(field, models.UUIDField):
        return lambda draw: draw.uid()
    if isinstance(field, models.IntegerField):
        return lambda draw: draw.random.randint(1, 90)
    length = getattr(field, "max_length", None) or 200
    return lambda draw: wording.measure(draw)[:length]


def _nodes() -> list[Node]:
    """The open units as the tree knows them."""
    rows = Unit.objects.filter(closed_on=None).values_list("pk", "uid", "name", "code", "kind", "path")
    return [Node(*row, level=len(row[-1]) // STEP, parent=None) for row in rows]
