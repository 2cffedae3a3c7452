"""A figure is a number that can show its entries: both come from one filtered queryset, so they cannot disagree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from huiyin.ledgers.engine.declaration import E, Ledger
from huiyin.ledgers.engine.models import EntryQuerySet
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics.metric import AnyMetric, CountDistinct, CountEntries, Metric, Ratio, SumOf, by_book
from huiyin.metrics.scope import Scope, in_scope
from huiyin.organisation.models import Unit, UnitPath

__all__ = [
    "CountDistinct", "CountEntries", "Figure", "Finding", "Metric", "Number", "Ratio", "Scope", "SumOf", "figure",
    "figures", "figures_by_unit", "selected", "totals",
]  # fmt: skip

Number = int | Decimal
# Printed in documents and later compared with what was printed: never translated.
FEW = "少于5"


@dataclass(frozen=True)
class Finding:
    """Something a reader must know about a figure, with the entries it concerns (`only` is how a page asks for them)."""

    text: str
    entries: int
    only: str

    @property
    def count_text(self) -> str:
        """How many entries it concerns, in words."""
        return _("涉及%(n)d条记录。") % {"n": self.entries}


@dataclass(frozen=True)
class Figure:
    """A number with its metric, scope and entries. `value` is None when nothing was recorded at all."""

    metric: AnyMetric
    scope: Scope
    value: Number | None
    entries: int
    findings: tuple[Finding, ...] = ()
    numerator: "Figure | None" = None
    denominator: "Figure | None" = None

    @property
    def suppressed(self) -> bool:
        """Whether the number is too small to be shown; it then reads 少于5 and opens onto the reason only."""
        if isinstance(self.metric, Ratio):
            return any(part.suppressed for part in (self.numerator, self.denominator) if part is not None)
        return self.value is not None and 0 < self.value < self.metric.least

    @property
    def text(self) -> str:
        """The number alone: thousands are not separated in official documents; nothing recorded is —."""
        if self.suppressed:
            return FEW
        if self.value is None:
            return "—"
        if isinstance(self.metric, Ratio):
            # 四舍五入, as people do by hand; not to the even neighbour.
            return f"{Decimal(self.value).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
        if isinstance(self.value, Decimal):
            whole, _point, rest = f"{self.value:f}".partition(".")
            return f"{whole}.{rest.rstrip('0')}".rstrip(".")
        return str(self.value)

    @property
    def share(self) -> str:
        """Of what a percentage is: 588／600; empty for other figures and where there is nothing to divide."""
        if self.numerator is None or self.denominator is None or self.value is None or self.suppressed:
            return ""
        return f"{self.numerator.text}／{self.denominator.text}"

    @property
    def printed(self) -> str:
        """As printed in documents and tables, where nothing stands beside it: a percentage brings its denominator."""
        return f"{self.text}（{self.share}）" if self.share else self.text


def standing(ledger: Ledger[E], scope: Scope, where: Q | None = None) -> EntryQuerySet[E]:
    """The revisions of a book that stood at the scope's instant, unvoided, within scope."""
    rows = entries(ledger).as_of(scope.as_of).standing().filter(in_scope(scope) if where is None else where)
    # Who holds which post is no campaign's doing: such a book is read whole, within unit and period.
    return rows.filter(campaign=scope.campaign) if scope.campaign is not None and ledger.of_campaigns else rows


def selected(metric: Metric[E], scope: Scope, where: Q | None = None) -> EntryQuerySet[E]:
    """The entries a figure counts (`where`: the scope's condition, for one who has it already)."""
    return standing(metric.ledger, scope, where).filter(metric.select)


def figures(metrics: Iterable[AnyMetric], scope: Scope, where: Q | None = None) -> dict[str, Figure]:
    """Many figures of one scope, by code: one query a book."""
    wanted = list(metrics)
    where = in_scope(scope) if where is None else where
    counted: dict[str, Figure] = {}
    for ledger, group in by_book(wanted):
        row = standing(ledger, scope, where).aggregate(**_columns(group))
        counted |= _read(group, row, scope)
    return _answer(wanted, counted, scope)


def figure(metric: AnyMetric, scope: Scope) -> Figure:
    """The figure of one metric in one scope."""
    return figures([metric], scope)[metric.code]


def figures_by_unit(metrics: Iterable[AnyMetric], units: Sequence[Unit], scope: Scope) -> dict[int, dict[str, Figure]]:
    """The same figures for each unit (by key) over its subtree as recorded: one query a book and depth of the tree.

    A unit that has moved has entries under several paths: it is asked for by itself, since different values counted
    under each path would be counted twice.
    """
    wanted = list(metrics)
    placed, moved = _by_path(units)
    answer: dict[int, dict[str, Figure]] = {}
    for unit in moved:
        answer[unit.pk] = figures(wanted, replace(scope, unit=unit, alone=False))
    elsewhere = in_scope(replace(scope, unit=None))
    for depth in sorted({len(path) for path in placed}):
        level = {path: unit for path, unit in placed.items() if len(path) == depth}
        counted: dict[str, dict[str, Figure]] = {path: {} for path in level}
        for ledger, group in by_book(wanted):
            rows = {
                row["node"]: row
                for row in _below(standing(ledger, scope, elsewhere), sorted(level)).annotate(**_columns(group))
            }
            for path, unit in level.items():
                counted[path] |= _read(group, rows.get(path, {}), replace(scope, unit=unit, alone=False))
        for path, unit in level.items():
            answer[unit.pk] = _answer(wanted, counted[path], replace(scope, unit=unit, alone=False))
    return answer


def totals(metric: AnyMetric, units: Sequence[Unit], scope: Scope) -> dict[int, Number]:
    """One number per unit (by key), each over its subtree as recorded; units with no entry at all are left out.

    The one door all sums by unit go through: roll-up rows can slip under it later.
    """
    found = figures_by_unit([metric], units, scope)
    return {pk: row[metric.code].value or 0 for pk, row in found.items() if row[metric.code].entries}


def _by_path(units: Sequence[Unit]) -> tuple[dict[str, Unit], list[Unit]]:
    """Units by their only path, and those that have had several."""
    paths: dict[int, set[str]] = {unit.pk: {unit.path} for unit in units}
    for pk, path in UnitPath.objects.filter(unit__in=list(paths)).values_list("unit_id", "path"):
        paths[pk].add(path)
    return {u.path: u for u in units if len(paths[u.pk]) == 1}, [u for u in units if len(paths[u.pk]) > 1]


def _below(rows: EntryQuerySet[Any], paths: list[str]) -> Any:  # Any: rows of values, keyed by the node they lie below
    """Entries grouped by which of these paths (all of one depth) they lie below."""
    return (
        rows.filter(lineage__gte=paths[0], lineage__lt=paths[-1] + "~")
        .annotate(node=Substr("lineage", 1, len(paths[0])))
        .filter(node__in=paths)
        .order_by()
        .values("node")
    )


def _columns(group: Sequence[Metric[Any]]) -> dict[str, Any]:  # Any: Django's aggregates share no public base type
    """The aggregates that answer for a book's metrics in one pass."""
    columns: dict[str, Any] = {}
    for n, metric in enumerate(group):
        columns[f"total_{n}"] = metric.reduce.aggregate(metric.select)
        columns[f"entries_{n}"] = Count("pk", filter=metric.select or None)
        if metric.may_be_blank:
            columns[f"blank_{n}"] = Count("pk", filter=metric.select & blank(metric))
    return columns


def blank(metric: Metric[Any]) -> Q:
    """Entries that leave the summed column blank."""
    return Q(**{f"{metric.column}__isnull": True})


def _read(group: Sequence[Metric[Any]], row: Mapping[str, Any], scope: Scope) -> dict[str, Figure]:
    found = {}
    for n, metric in enumerate(group):
        count = row.get(f"entries_{n}", 0)
        nothing = None if isinstance(metric.reduce, SumOf) else 0
        value = row.get(f"total_{n}") if count else nothing
        blanks = row.get(f"blank_{n}", 0)
        findings = (Finding(_("该栏未填报，合计中没有计入"), blanks, "blank"),) if blanks else ()
        found[metric.code] = Figure(metric, scope, value, count, findings)
    return found


def _answer(wanted: Iterable[AnyMetric], counted: Mapping[str, Figure], scope: Scope) -> dict[str, Figure]:
    return {m.code: _ratio(m, counted, scope) if isinstance(m, Ratio) else counted[m.code] for m in wanted}


def _ratio(metric: Ratio, counted: Mapping[str, Figure], scope: Scope) -> Figure:
    above, below = counted[metric.numerator.code], counted[metric.denominator.code]
    value = Decimal(above.value or 0) * 100 / Decimal(below.value) if below.value else None
    findings = tuple(dict.fromkeys(above.findings + below.findings))
    return Figure(metric, scope, value, above.entries + below.entries, findings, above, below)
