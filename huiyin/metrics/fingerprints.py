"""校验码 of a figure: changes whenever an entry behind it comes, goes or is revised, even when the number does not."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Aggregate, Case, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast, Left

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryQuerySet
from huiyin.metrics.metric import AnyMetric, Ratio, by_book, selects_of
from huiyin.metrics.questions import conditions, standing
from huiyin.metrics.scope import Scope
from huiyin.organisation.models import Unit, UnitPath
from huiyin.organisation.paths import ancestors

_PART = 2000
# Up to so many units each is asked for by itself: their entries are a small part of the books, found by lineage. (Several
# thousand entries read for nothing take as long as one more question.)
_FEW = 8


def fingerprint(metric: AnyMetric, scope: Scope) -> str:
    """SHA-256 over (entry, revision) of every entry behind a figure."""
    return fingerprints([metric], scope)[metric.code]


def fingerprints(metrics: Iterable[AnyMetric], scope: Scope) -> dict[str, str]:
    """Many fingerprints of one scope, by code: one pass over each book."""
    wanted, where = list(metrics), conditions(scope)
    sets: dict[str, str] = {}
    for ledger, group in by_book(wanted):
        selects = selects_of(group)
        digests = [hashlib.sha256() for _select in selects]
        for texts in _strung(ledger, scope, where(ledger), selects):
            for digest, text in zip(digests, texts, strict=True):
                digest.update(text.encode())
        sets |= {m.code: digests[selects.index(m.select)].hexdigest() for m in group}
    return {metric.code: _seal(metric, sets) for metric in wanted}


def fingerprints_by_unit(
    metrics: Collection[AnyMetric], units: Sequence[Unit], scope: Scope
) -> dict[int, dict[str, str]]:
    """The same for each unit (by key) over its subtree as recorded: one pass over each book, or one a unit where they are few."""
    if len(units) <= _FEW:
        return {unit.pk: fingerprints(metrics, replace(scope, unit=unit)) for unit in units}
    wanted, where = list(metrics), conditions(replace(scope, unit=None))
    holder = {unit.path: unit.pk for unit in units}
    holder |= dict(UnitPath.objects.filter(unit__in=units).values_list("path", "unit_id"))

    @cache
    def holders(lineage: str) -> frozenset[int]:
        return frozenset(holder[path] for path in ancestors(lineage) if path in holder)

    sets: dict[int, dict[str, str]] = {unit.pk: {} for unit in units}
    for ledger, group in by_book(wanted):
        selects = selects_of(group)
        digests = {unit.pk: [hashlib.sha256() for _select in selects] for unit in units}
        for part in _parts(ledger, scope, where(ledger), selects):
            for pk, rows in _by_holder(part, holders).items():
                for n, digest in enumerate(digests[pk]):
                    digest.update("".join([pair for pair, _lineage, *chosen in rows if chosen[n]]).encode())
        for pk, found in digests.items():
            sets[pk] |= {m.code: found[selects.index(m.select)].hexdigest() for m in group}
    return {pk: {metric.code: _seal(metric, found) for metric in wanted} for pk, found in sets.items()}


# One entry: “entry:revision;”, the lineage it was recorded under, and for each choice whether it is among them.
Row = tuple[Any, ...]


def _by_holder(part: Iterable[Row], holders: Callable[[str], frozenset[int]]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in part:
        for pk in holders(row[1]):
            found.setdefault(pk, []).append(row)
    return found


class _Pair(Func):
    """“entry:revision;” as text, put together by the store: a quarter of the time that it takes row by row here."""

    output_field = TextField()
    template = "(%(expressions)s || ';')"
    arg_joiner = "::text || ':' || "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:  # Any: Django's own types
        """Entries are kept without dashes there."""
        (entry, _none), (revision, _none) = (compiler.compile(each) for each in self.get_source_expressions())
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        dashed = " || '-' || ".join(f"substr({entry}, {begin}, {length})" for begin, length in parts)
        return f"({dashed} || ':' || {revision} || ';')", ()


class _Strung(Aggregate):
    """Texts strung together in the order of a column, as PostgreSQL does it."""

    function = "STRING_AGG"
    arg_joiner = ", '' ORDER BY "
    output_field = TextField()


def _strung(ledger: Ledger[Any], scope: Scope, where: Q, selects: Sequence[Q]) -> Iterator[list[str]]:
    """The same pairs in the same order as one text for each select, a piece of every text at a time."""
    if connection.vendor != "postgresql":
        for part in _parts(ledger, scope, where, selects):
            yield ["".join([pair for pair, _lineage, *chosen in part if chosen[n]]) for n in range(len(selects))]
        return
    # Handed over row by row, the pairs take this store three times as long as strung together by how they begin.
    texts = {
        f"text_{n}": _Strung(_Pair("entry", "revision"), F("entry"), filter=select or None)
        for n, select in enumerate(selects)
    }
    begun = _chosen(ledger, scope, where, selects).annotate(begins=Left(Cast("entry", TextField()), 2))
    found = begun.order_by("begins").values("begins").annotate(**texts).values_list(*texts)
    for row in found.iterator(chunk_size=_PART // 100):
        yield [text or "" for text in row]


def _chosen(ledger: Ledger[Any], scope: Scope, where: Q, selects: Sequence[Q]) -> EntryQuerySet[Any]:
    """Every entry that one of the selects chooses."""
    rows = standing(ledger, scope, where)
    if not all(selects):
        return rows
    any_of_them = Q(pk__in=())
    for select in selects:
        any_of_them |= select
    return rows.filter(any_of_them)


def _parts(ledger: Ledger[Any], scope: Scope, where: Q, selects: Sequence[Q]) -> Iterator[list[Row]]:
    """Every entry that one of the selects chooses, in one order on every database, some thousands at a time."""
    rows = _chosen(ledger, scope, where, selects)
    flags = {
        f"chosen_{n}": Case(When(select, then=Value(1)), default=Value(0)) if select and len(selects) > 1 else Value(1)
        for n, select in enumerate(selects)
    }
    found = rows.annotate(pair=_Pair("entry", "revision"), **flags).order_by("entry")
    wanted = found.values_list("pair", "lineage", *flags).iterator(chunk_size=_PART)
    while part := list(islice(wanted, _PART)):
        yield part


def _seal(metric: AnyMetric, sets: Mapping[str, str]) -> str:
    """Bound to the definition: the same entries under another definition are another fingerprint."""
    if isinstance(metric, Ratio):
        inner = "".join(_seal(part, sets) for part in (metric.numerator, metric.denominator))
    else:
        inner = sets[metric.code]
    return hashlib.sha256(f"{metric.code}:{metric.version}:{inner}".encode()).hexdigest()
