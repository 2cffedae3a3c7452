"""A figure is a number that can show its entries: both come from one filtered queryset, so they cannot disagree."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from huiyin.ledgers.engine.declaration import E, Ledger
from huiyin.ledgers.engine.models import EntryQuerySet
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics import sealed
from huiyin.metrics.metric import AnyMetric, CountDistinct, CountEntries, Metric, Ratio, SumOf, by_book, selects_of
from huiyin.metrics.scope import Scope, in_scope
from huiyin.metrics.together import together
from huiyin.organisation.models import Unit, UnitPath

__all__ = [
    "Conditions", "CountDistinct", "CountEntries", "Figure", "Finding", "Metric", "Number", "Ratio", "Scope", "SumOf", "conditions",
    "figure", "figures", "figures_by_unit", "selected", "totals",
]  # fmt: skip

Number = int | Decimal
# Printed in documents and later compared with what was printed: never translated.
FEW = "少于5"
NOT_ALONE = "不单列"
Conditions = Callable[[Ledger[Any]], Q]


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
    """A number with its metric, scope and entries. `value` is None when nothing was recorded at all.

    `withheld`: why a figure over sealed words is not shown (see metrics.sealed); then it has neither value nor entries.
    """

    metric: AnyMetric
    scope: Scope
    value: Number | None
    entries: int
    findings: tuple[Finding, ...] = ()
    numerator: "Figure | None" = None
    denominator: "Figure | None" = None
    withheld: str = ""

    @property
    def suppressed(self) -> bool:
        """Whether the number is not shown; it then reads 少于5 or 不单列 and opens onto the reason only."""
        if self.withheld:
            return True
        if isinstance(self.metric, Ratio):
            return any(part.suppressed for part in (self.numerator, self.denominator) if part is not None)
        return self.value is not None and 0 < self.value < self.metric.least

    @property
    def text(self) -> str:
        """The number alone: thousands are not separated in official documents; nothing recorded is —."""
        if self.suppressed:
            return NOT_ALONE if self.withheld == sealed.GIVES_AWAY else FEW
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


def conditions(scope: Scope) -> Conditions:
    """The scope's condition on each book; a book of sealed words is not narrowed in time."""
    narrow, whole = in_scope(scope), sealed.whole(scope)
    wide = narrow if whole is scope else in_scope(whole)
    return lambda ledger: wide if ledger.sealed else narrow


def standing(ledger: Ledger[E], scope: Scope, where: Q | None = None) -> EntryQuerySet[E]:
    """The revisions of a book that stood at the scope's instant, unvoided, within scope."""
    where = conditions(scope)(ledger) if where is None else where
    rows = entries(ledger).as_of(scope.as_of).standing().filter(where)
    # Who holds which post is no campaign's doing: such a book is read whole, within unit and period.
    return rows.filter(campaign=scope.campaign) if scope.campaign is not None and ledger.of_campaigns else rows


def selected(metric: Metric[E], scope: Scope, where: Q | None = None) -> EntryQuerySet[E]:
    """The entries a figure counts (`where`: the scope's condition, for one who has it already)."""
    return standing(metric.ledger, scope, where).filter(metric.select)


def figures(metrics: Iterable[AnyMetric], scope: Scope, where: Conditions | None = None) -> dict[str, Figure]:
    """Many figures of one scope, by code: one query for all books (and one more for a book of sealed words)."""
    wanted = list(metrics)
    return _figures(wanted, scope, conditions(scope) if where is None else where, _heard(wanted, scope))


def _figures(
    wanted: Sequence[AnyMetric], scope: Scope, where: Conditions, heard: Mapping[str, sealed.Voices]
) -> dict[str, Figure]:
    counted: dict[str, Figure] = {}
    groups = by_book(wanted)
    rows = together(
        {ledger.code: (standing(ledger, scope, where(ledger)), _columns(group)) for ledger, group in groups}
    )
    for ledger, group in groups:
        withheld = heard[ledger.code].withheld(scope, sealed.recorded_under(scope.unit)) if ledger.sealed else ""
        counted |= _read(group, rows[ledger.code], scope, withheld)
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
    heard = _heard(wanted, scope) if units else {}
    answer: dict[int, dict[str, Figure]] = {}
    for unit in moved:
        here = replace(scope, unit=unit, alone=False)
        answer[unit.pk] = _figures(wanted, here, conditions(here), heard)
    elsewhere = conditions(replace(scope, unit=None))
    for depth in sorted({len(path) for path in placed}):
        level = {path: unit for path, unit in placed.items() if len(path) == depth}
        counted: dict[str, dict[str, Figure]] = {path: {} for path in level}
        for ledger, group in by_book(wanted):
            rows = {
                row["node"]: row
                for row in _below(standing(ledger, scope, elsewhere(ledger)), sorted(level)).annotate(**_columns(group))
            }
            for path, unit in level.items():
                here = replace(scope, unit=unit, alone=False)
                withheld = heard[ledger.code].withheld(here, [path]) if ledger.sealed else ""
                counted[path] |= _read(group, rows.get(path, {}), here, withheld)
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
    """The aggregates that answer for a book's metrics in one pass; entries that several count are counted once."""
    columns: dict[str, Any] = {
        f"entries_{n}": Count("pk", filter=select or None) for n, select in enumerate(selects_of(group))
    }
    for n, metric in enumerate(group):
        if not isinstance(metric.reduce, CountEntries):
            columns[f"total_{n}"] = metric.reduce.aggregate(metric.select)
        if metric.may_be_blank:
            columns[f"blank_{n}"] = Count("pk", filter=metric.select & blank(metric))
    return columns


def blank(metric: Metric[Any]) -> Q:
    """Entries that leave the summed column blank."""
    return Q(**{f"{metric.column}__isnull": True})


def _heard(wanted: Sequence[AnyMetric], scope: Scope) -> dict[str, sealed.Voices]:
    """Who spoke, for each book of sealed words among those that the metrics read."""
    return {ledger.code: _voices(ledger, scope) for ledger, _group in by_book(wanted) if ledger.sealed}


def _voices(ledger: Ledger[Any], scope: Scope) -> sealed.Voices:
    """How many spoke, in all units and all time, for each campaign that the scope counts."""
    everywhere = Scope(campaign=scope.campaign, as_of=scope.as_of)
    rows = standing(ledger, everywhere).order_by().values_list("campaign", "lineage")
    return sealed.voices(rows.annotate(heard=Sum(ledger.sealed)))


def _read(group: Sequence[Metric[Any]], row: Mapping[str, Any], scope: Scope, withheld: str) -> dict[str, Figure]:
    if group[0].ledger.sealed:
        scope = sealed.whole(scope)
    if withheld:
        return {metric.code: Figure(metric, scope, None, 0, withheld=withheld) for metric in group}
    found, selects = {}, selects_of(group)
    for n, metric in enumerate(group):
        count = row.get(f"entries_{selects.index(metric.select)}", 0)
        nothing = None if isinstance(metric.reduce, SumOf) else 0
        value = row.get(f"total_{n}", count) if count else nothing
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
