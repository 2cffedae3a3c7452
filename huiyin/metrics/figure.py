"""A figure is a number that can show its entries: both come from one filtered queryset, so they cannot disagree."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from huiyin.metrics import sealed
from huiyin.metrics.metric import AnyMetric, CountDistinct, CountEntries, Metric, Of, Ratio, SumOf
from huiyin.metrics.questions import (
    Book,
    Conditions,
    blank,
    books_of,
    cells_of,
    conditions,
    rows_below,
    rows_of,
    selected,
    standing,
)
from huiyin.metrics.scope import Scope
from huiyin.organisation.models import Unit, UnitPath

__all__ = [
    "Conditions", "CountDistinct", "CountEntries", "Figure", "Finding", "Metric", "Number", "Ratio", "Scope", "SumOf", "blank",
    "conditions", "figure", "figures", "figures_by_unit", "selected", "standing", "totals",
]  # fmt: skip

Number = int | Decimal
# Printed in documents and later compared with what was printed: never translated.
FEW = "少于5"
NOT_ALONE = "不单列"
Wanted = tuple[AnyMetric, ...]
Heard = Mapping[str, sealed.Voices]
Known = Mapping[int, Collection[str]]


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
            rounded = f"{Decimal(self.value).quantize(Decimal('0.1'), ROUND_HALF_UP)}"
            return rounded.removesuffix(".0") if self.metric.of is Of.MEAN else f"{rounded}%"
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
        return f"{self.text}{self.metric.suffix}（{self.share}）" if self.share else self.text


def figures(metrics: Iterable[AnyMetric], scope: Scope, where: Conditions | None = None) -> dict[str, Figure]:
    """Many figures of one scope, by code: one query for all books."""
    wanted = tuple(metrics)
    return _figures(wanted, conditions(scope) if where is None else where)


def _figures(wanted: Wanted, where: Conditions, heard: Heard | None = None) -> dict[str, Figure]:
    """`heard`: who spoke, for one who has asked already."""
    scope, counted = where.scope, dict[str, Figure]()
    rows, cells = rows_of(wanted, where, cells=heard is None)
    for book in books_of(wanted):
        withheld = ""
        if book.ledger.sealed:
            voices = heard[book.ledger.code] if heard is not None else sealed.voices(cells.get(book.ledger.code, ()))
            withheld = voices.withheld(scope, where.places)
        counted |= _read(book, rows[book.ledger.code], scope, withheld)
    return _answer(wanted, counted, scope)


def figure(metric: AnyMetric, scope: Scope) -> Figure:
    """The figure of one metric in one scope."""
    return figures([metric], scope)[metric.code]


def figures_by_unit(
    metrics: Iterable[AnyMetric], units: Sequence[Unit], scope: Scope, *, own: Unit | None = None, known: Known | None = None
) -> dict[int, dict[str, Figure]]:  # fmt: skip
    """The same figures for each unit (by key) over its subtree as recorded: one query a book and depth of the tree.

    A unit that has moved has entries under several paths: it is asked for by itself, since different values counted
    under each path would be counted twice. `own`: the unit above them all, told beside them without those below it.
    `known`: the paths that units (by key) have had, for one who has asked already.
    """
    wanted = tuple(metrics)
    every = [*units] if own is None else [*units, own]
    if not every:
        return {}
    heard = _heard(wanted, scope)
    placed, moved = _by_path(every, known)
    answer: dict[int, dict[str, Figure]] = {}
    above = placed.pop(own.path, None) if own is not None else None
    for unit in moved if placed or above is None else [*moved, above]:
        here = replace(scope, unit=unit, alone=unit == own)
        answer[unit.pk] = _figures(wanted, conditions(here), heard)
    for depth in sorted({len(path) for path in placed}):
        nodes = {path: unit for path, unit in placed.items() if len(path) == depth}
        if above is not None and above.pk not in answer:
            nodes[above.path] = above
        counted: dict[str, dict[str, Figure]] = {path: {} for path in nodes}
        rows = rows_below(wanted, scope, list(nodes), depth)
        for book in books_of(wanted):
            for path, unit in nodes.items():
                here = replace(scope, unit=unit, alone=unit == own)
                withheld = heard[book.ledger.code].withheld(here, [path]) if book.ledger.sealed else ""
                counted[path] |= _read(book, rows[book.ledger.code].get(path, {}), here, withheld)
        for path, unit in nodes.items():
            answer[unit.pk] = _answer(wanted, counted[path], replace(scope, unit=unit, alone=unit == own))
    return answer


def totals(metric: AnyMetric, units: Sequence[Unit], scope: Scope) -> dict[int, Number]:
    """One number per unit (by key), each over its subtree as recorded; units with no entry at all are left out.

    The one door all sums by unit go through: roll-up rows can slip under it later.
    """
    found = figures_by_unit([metric], units, scope)
    return {pk: row[metric.code].value or 0 for pk, row in found.items() if row[metric.code].entries}


def _heard(wanted: Wanted, scope: Scope) -> dict[str, sealed.Voices]:
    """Who spoke, for each book of sealed words among those that the metrics read."""
    books = [book.ledger.code for book in books_of(wanted) if book.ledger.sealed]
    cells = cells_of(wanted, scope) if books else {}
    return {code: sealed.voices(cells.get(code, ())) for code in books}


def _by_path(units: Sequence[Unit], known: Known | None) -> tuple[dict[str, Unit], list[Unit]]:
    """Units by their only path, and those that have had several."""
    paths: dict[int, set[str]] = {unit.pk: {unit.path, *(known or {}).get(unit.pk, ())} for unit in units}
    asked = [unit.pk for unit in units if known is None or unit.pk not in known]
    for pk, path in UnitPath.objects.filter(unit__in=asked).values_list("unit_id", "path") if asked else ():
        paths[pk].add(path)
    return {u.path: u for u in units if len(paths[u.pk]) == 1}, [u for u in units if len(paths[u.pk]) > 1]


def _read(book: Book, row: Mapping[str, Any], scope: Scope, withheld: str) -> dict[str, Figure]:
    if book.ledger.sealed:
        scope = sealed.whole(scope)
    if withheld:
        return {r.metric.code: Figure(r.metric, scope, None, 0, withheld=withheld) for r in book.reckoned}
    found = {}
    for metric, entries, total, blank_ones in book.reckoned:
        count = row.get(entries, 0)
        nothing = None if isinstance(metric.reduce, SumOf) else 0
        value = row.get(total, count) if count else nothing
        blanks = row.get(blank_ones, 0)
        findings = (Finding(_("该栏未填报，合计中没有计入"), blanks, "blank"),) if blanks else ()
        found[metric.code] = Figure(metric, scope, value, count, findings)
    return found


def _answer(wanted: Iterable[AnyMetric], counted: Mapping[str, Figure], scope: Scope) -> dict[str, Figure]:
    return {m.code: _ratio(m, counted, scope) if isinstance(m, Ratio) else counted[m.code] for m in wanted}


def _ratio(metric: Ratio, counted: Mapping[str, Figure], scope: Scope) -> Figure:
    above, below = counted[metric.numerator.code], counted[metric.denominator.code]
    value = metric.of.reckon(Decimal(above.value or 0), Decimal(below.value)) if below.value else None
    findings = tuple(dict.fromkeys(above.findings + below.findings))
    return Figure(metric, scope, value, above.entries + below.entries, findings, above, below)
