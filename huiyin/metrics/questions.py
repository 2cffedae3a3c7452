"""What books are asked for figures: the entries of a scope, and everything metrics reckon over them, put into words once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, DateField, DateTimeField, Q, Sum, UUIDField
from django.db.models.functions import Substr

from huiyin.ledgers.engine.declaration import E, Ledger
from huiyin.ledgers.engine.models import EntryQuerySet
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics import sealed
from huiyin.metrics.metric import AnyMetric, CountEntries, Metric, by_book, selects_of
from huiyin.metrics.prepared import Later, Prepared, prepare
from huiyin.metrics.scope import Paths, Scope, ends_of, in_bounds, recorded_at
from huiyin.metrics.together import Cell, Row, Together, together
from huiyin.organisation.fields import PathField
from huiyin.organisation.paths import STEP

_KEPT = 512  # questions kept in words: pages ask for the same few dozen choices of metrics again and again


@dataclass(frozen=True)
class Conditions:
    """The scope's condition on each book; a book of sealed words is not narrowed in time."""

    scope: Scope
    paths: Paths | None

    def __call__(self, ledger: Ledger[Any]) -> Q:
        """As a filter of that book's entries."""
        scope = sealed.whole(self.scope) if ledger.sealed else self.scope
        to = None if scope.alone else ends_of(self.paths)
        return in_bounds(self.paths, to=to, begin=scope.begin, end=scope.end)

    @property
    def places(self) -> Paths:
        """The paths under which the unit's entries were recorded; one empty path for all units."""
        if self.paths is None:
            # The only tree there ever was: its root has stood nowhere else.
            return ("",) if self.scope.unit is None else (self.scope.unit.path,)
        return self.paths


def conditions(scope: Scope) -> Conditions:
    """Asks once which paths the unit has had."""
    return Conditions(scope, recorded_at(scope))


def standing(ledger: Ledger[E], scope: Scope, where: Q | None = None) -> EntryQuerySet[E]:
    """The revisions of a book that stood at the scope's instant, unvoided, within scope."""
    return _standing(ledger, conditions(scope)(ledger) if where is None else where, scope.as_of, scope.campaign)


def selected(metric: Metric[E], scope: Scope, where: Q | None = None) -> EntryQuerySet[E]:
    """The entries a figure counts (`where`: the scope's condition, for one who has it already)."""
    return standing(metric.ledger, scope, where).filter(metric.select)


# Any: an instant and a campaign, or places for them.
def _standing(ledger: Ledger[E], where: Q, as_of: Any, campaign: Any) -> EntryQuerySet[E]:
    rows = entries(ledger).as_of(as_of).standing().filter(where)
    # Who holds which post is no campaign's doing: such a book is read whole, within unit and period.
    return rows.filter(campaign=campaign) if campaign is not None and ledger.of_campaigns else rows


class Reckoned(NamedTuple):
    """A metric and the columns of its book's row that answer for it; empty where none is needed."""

    metric: Metric[Any]
    entries: str
    total: str
    blank: str


@dataclass(frozen=True)
class Book:
    """A book and what is reckoned over it in one pass; entries that several metrics count are counted once."""

    ledger: Ledger[Any]
    columns: Mapping[str, Any]  # Any: Django's aggregates share no public base type
    reckoned: tuple[Reckoned, ...]


@lru_cache(maxsize=_KEPT)
def books_of(metrics: tuple[AnyMetric, ...]) -> tuple[Book, ...]:
    """The books that metrics are read from."""
    return tuple(_book(ledger, group) for ledger, group in by_book(metrics))


def _book(ledger: Ledger[Any], group: list[Metric[Any]]) -> Book:
    selects = selects_of(group)
    columns: dict[str, Any] = {f"entries_{n}": Count("pk", filter=select or None) for n, select in enumerate(selects)}
    reckoned = []
    for n, metric in enumerate(group):
        total = blank_ones = ""
        if not isinstance(metric.reduce, CountEntries):
            columns[total := f"total_{n}"] = metric.reduce.aggregate(metric.select)
        if metric.may_be_blank:
            columns[blank_ones := f"blank_{n}"] = Count("pk", filter=metric.select & blank(metric))
        reckoned.append(Reckoned(metric, f"entries_{selects.index(metric.select)}", total, blank_ones))
    return Book(ledger, columns, tuple(reckoned))


def blank(metric: Metric[Any]) -> Q:
    """Entries that leave the summed column blank."""
    return Q(**{f"{metric.column}__isnull": True})


class Shape(NamedTuple):
    """What of a scope changes the words of a question; everything else is a value in it."""

    paths: int | None
    alone: bool
    begin: bool
    end: bool
    campaign: bool
    as_of: bool

    @classmethod
    def of(cls, scope: Scope, paths: Paths | None) -> "Shape":
        """That of a scope recorded under these paths."""
        return cls(
            None if paths is None else len(paths), scope.alone, scope.begin is not None, scope.end is not None,
            scope.campaign is not None, scope.as_of is not None,
        )  # fmt: skip

    def places(self) -> "Places":
        """Places for what will be told."""
        count = self.paths
        return Places(
            None if count is None else [Later(f"from_{n}", PathField()) for n in range(count)],
            None if count is None or self.alone else [Later(f"to_{n}", PathField()) for n in range(count)],
            Later("begin", DateField()) if self.begin else None,
            Later("end", DateField()) if self.end else None,
            Later("campaign", UUIDField()) if self.campaign else None,
            Later("as_of", DateTimeField()) if self.as_of else None,
        )  # fmt: skip


class Places(NamedTuple):
    """Where the values of a scope come in a question."""

    paths: list[Later] | None
    to: list[Later] | None
    begin: Later | None
    end: Later | None
    campaign: Later | None
    as_of: Later | None

    def rows(self, ledger: Ledger[E]) -> EntryQuerySet[E]:
        """The entries of a book in the scope that will be told."""
        begin, end = (None, None) if ledger.sealed else (self.begin, self.end)
        where = in_bounds(self.paths, to=self.to, begin=begin, end=end)
        return _standing(ledger, where, self.as_of, self.campaign)


def _told(scope: Scope, paths: Paths | None) -> dict[str, object]:
    told: dict[str, object] = {
        "begin": scope.begin, "end": scope.end, "campaign": scope.campaign, "as_of": scope.as_of,
    }  # fmt: skip
    for n, path in enumerate(paths or ()):
        told[f"from_{n}"], told[f"to_{n}"] = path, path + "~"
    return told


def rows_of(
    metrics: tuple[AnyMetric, ...], where: Conditions, *, cells: bool
) -> tuple[dict[str, Row], dict[str, list[Cell]]]:
    """A row of aggregates for each book, by its code; with `cells` also who spoke where, for each book of sealed words."""
    shape = Shape.of(where.scope, where.paths)
    return _in_words(metrics, shape, cells).ask(_told(where.scope, where.paths))


@lru_cache(maxsize=_KEPT)
def _in_words(metrics: tuple[AnyMetric, ...], shape: Shape, cells: bool) -> Together:
    places = shape.places()
    asked = {book.ledger.code: (places.rows(book.ledger), book.columns) for book in books_of(metrics)}
    return together(asked, _heard(metrics, places) if cells else {})


def cells_of(metrics: tuple[AnyMetric, ...], scope: Scope) -> dict[str, list[Cell]]:
    """Who spoke where, in all units and all time, for each campaign that the scope counts."""
    scope = replace(scope, unit=None, alone=False)
    return _cells_in_words(metrics, Shape.of(scope, None)).ask(_told(scope, None))[1]


@lru_cache(maxsize=_KEPT)
def _cells_in_words(metrics: tuple[AnyMetric, ...], shape: Shape) -> Together:
    return together({}, _heard(metrics, shape.places()))


def _heard(metrics: tuple[AnyMetric, ...], places: Places) -> dict[str, tuple[Any, dict[str, Any]]]:
    """How many spoke, in all units and all time, for each book of sealed words among those that the metrics read."""
    everywhere = places._replace(paths=None, to=None)
    return {
        book.ledger.code: (everywhere.rows(book.ledger), {"heard": Sum(book.ledger.sealed)})
        for book in books_of(metrics)
        if book.ledger.sealed
    }


def rows_below(
    metrics: tuple[AnyMetric, ...], scope: Scope, nodes: Sequence[str], depth: int
) -> dict[str, dict[str, Row]]:
    """For each book, by its code, a row of aggregates for each path of this depth or less below which there are entries.

    All paths between the first and the last of `nodes` may be among them.
    """
    # Below a root a range would leave hardly anything out, and make the store look row by row.
    paths = None if depth <= 2 * STEP else (min(nodes),)
    scope = replace(scope, unit=None, alone=False)
    told = _told(scope, paths) | {"to_0": max(nodes) + "~"}
    found: dict[str, dict[str, Row]] = {}
    for code, names, question in _below_in_words(metrics, Shape.of(scope, paths), depth):
        found[code] = {node: dict(zip(names, row, strict=True)) for node, *row in question.ask(told)}
    return found


@lru_cache(maxsize=_KEPT)
def _below_in_words(
    metrics: tuple[AnyMetric, ...], shape: Shape, depth: int
) -> tuple[tuple[str, tuple[str, ...], Prepared], ...]:
    places = shape.places()
    return tuple(
        (book.ledger.code, tuple(book.columns), _by_node(places.rows(book.ledger), book.columns, depth))
        for book in books_of(metrics)
    )


def _by_node(rows: EntryQuerySet[Any], columns: Mapping[str, Any], depth: int) -> Prepared:
    grouped = rows.annotate(node=Substr("lineage", 1, depth)).order_by().values("node").annotate(**columns)
    found = grouped.values_list("node", *columns)
    return prepare(found, [found.query.annotations[name] for name in ("node", *columns)])
