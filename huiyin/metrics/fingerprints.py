"""校验码 of a figure: changes whenever an entry behind it comes, goes or is revised, even when the number does not."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Case, Q, Value, When

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.metrics.figure import standing
from huiyin.metrics.metric import AnyMetric, Metric, Ratio, by_book
from huiyin.metrics.scope import Scope, in_scope
from huiyin.organisation.models import Unit, UnitPath
from huiyin.organisation.paths import ancestors


def fingerprint(metric: AnyMetric, scope: Scope) -> str:
    """SHA-256 over (entry, revision) of every entry behind a figure."""
    return fingerprints([metric], scope)[metric.code]


def fingerprints(metrics: Iterable[AnyMetric], scope: Scope) -> dict[str, str]:
    """Many fingerprints of one scope, by code: one pass over each book."""
    wanted, where = list(metrics), in_scope(scope)
    sets: dict[str, str] = {}
    for ledger, group in by_book(wanted):
        selects = _different(group)
        digests = [hashlib.sha256() for _select in selects]
        for pair, _lineage, flags in _pairs(ledger, scope, where, selects):
            for digest, chosen in zip(digests, flags, strict=True):
                if chosen:
                    digest.update(pair)
        sets |= {m.code: digests[selects.index(m.select)].hexdigest() for m in group}
    return {metric.code: _seal(metric, sets) for metric in wanted}


def fingerprints_by_unit(
    metrics: Iterable[AnyMetric], units: Sequence[Unit], scope: Scope
) -> dict[int, dict[str, str]]:
    """The same for each unit (by key) over its subtree as recorded: still one pass over each book."""
    wanted, where = list(metrics), in_scope(replace(scope, unit=None))
    holder = {unit.path: unit.pk for unit in units}
    holder |= dict(UnitPath.objects.filter(unit__in=units).values_list("path", "unit_id"))
    sets: dict[int, dict[str, str]] = {unit.pk: {} for unit in units}
    for ledger, group in by_book(wanted):
        selects = _different(group)
        digests = {unit.pk: [hashlib.sha256() for _select in selects] for unit in units}
        for pair, lineage, flags in _pairs(ledger, scope, where, selects):
            for pk in {holder[path] for path in ancestors(lineage) if path in holder}:
                for digest, chosen in zip(digests[pk], flags, strict=True):
                    if chosen:
                        digest.update(pair)
        for pk, found in digests.items():
            sets[pk] |= {m.code: found[selects.index(m.select)].hexdigest() for m in group}
    return {pk: {metric.code: _seal(metric, found) for metric in wanted} for pk, found in sets.items()}


def _different(group: Sequence[Metric[Any]]) -> list[Q]:
    """Metrics over the same entries share one digest of them."""
    found: list[Q] = []
    for metric in group:
        if metric.select not in found:
            found.append(metric.select)
    return found


def _pairs(
    ledger: Ledger[Any], scope: Scope, where: Q, selects: Sequence[Q]
) -> Iterator[tuple[bytes, str, tuple[bool, ...]]]:
    """Every (entry, revision) that one of the selects chooses, in one order on every database, and by which."""
    rows = standing(ledger, scope, where)
    if all(selects):
        any_of_them = Q(pk__in=())
        for select in selects:
            any_of_them |= select
        rows = rows.filter(any_of_them)
    flags = {
        f"chosen_{n}": Case(When(select, then=Value(True)), default=Value(False)) if select else Value(True)
        for n, select in enumerate(selects)
    }
    found = rows.annotate(**flags).order_by("entry").values_list("entry", "revision", "lineage", *flags)
    for entry, revision, lineage, *chosen in found.iterator(chunk_size=2000):
        yield f"{entry}:{revision};".encode(), lineage, tuple(chosen)


def _seal(metric: AnyMetric, sets: Mapping[str, str]) -> str:
    """Bound to the definition: the same entries under another definition are another fingerprint."""
    if isinstance(metric, Ratio):
        inner = "".join(_seal(part, sets) for part in (metric.numerator, metric.denominator))
    else:
        inner = sets[metric.code]
    return hashlib.sha256(f"{metric.code}:{metric.version}:{inner}".encode()).hexdigest()
