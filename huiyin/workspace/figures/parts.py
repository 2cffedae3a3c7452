"""How a figure splits over the units below: rows with their bars, and the same numbers for the chart script."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.bars import Bar, Bars, Total, bars
from huiyin.metrics.figure import Conditions, Figure, figures_by_unit
from huiyin.metrics.metric import Metric
from huiyin.metrics.reach import open_children
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Unit
from huiyin.workspace.figures.address import scope_query

MANY_BARS = 8


@dataclass(frozen=True)
class Part:
    """One row: a unit below (or the unit's own entries) and its figure."""

    name: str
    figure: Figure
    href: str


@dataclass(frozen=True)
class Split:
    """The rows, whether they add up to the whole, and a sentence on what is not shown."""

    rows: tuple[Part, ...] = ()
    total: bool = False
    note: str = ""


def split(metric: Metric[Any], found: Figure, where: Conditions, reach: Reach) -> Split:
    """A figure over the units below it. Neighbours are not set beside each other for one who reaches only one of them."""
    scope = found.scope
    below = open_children(scope, reach)
    if scope.unit is None or not below.units:
        return Split()
    mine = scope.unit if reach.may(READERS, scope.unit, scope.campaign) else None
    known = {**below.paths, scope.unit.pk: where.places}
    by_unit = figures_by_unit([metric], below.units, scope, own=mine, known=known)
    rows = [_part(unit, by_unit[unit.pk][metric.code], metric, scope) for unit in below.units]
    if mine is not None:
        own = by_unit[mine.pk][metric.code]
        if own.entries:
            href = reverse("figures_one", kwargs={"code": metric.code}) + scope_query(own.scope)
            rows.append(Part(_("%(unit)s本级") % {"unit": scope.unit}, own, href))
    if any(row.figure.suppressed for row in rows):
        # One hidden cell among shown ones could be had by subtraction: none is shown.
        return Split(note=_("有单位的数字少于5，按规定不分单位列出。"))
    shown = tuple(row for row in rows if row.figure.entries)
    silent = (
        _("另有 %(n)d 个单位没有记录，不在此列出。") % {"n": len(rows) - len(shown)} if len(shown) < len(rows) else ""
    )
    if not below.all_of_them:
        return Split(shown, note=silent + _("不在您权限范围内的单位不在此列出。"))
    if not metric.adds_up:
        return Split(shown, note=silent + _("同一个值会在几个单位出现，各单位之和不等于总数。"))
    if sum(row.figure.value or 0 for row in rows) != (found.value or 0):
        return Split(shown, note=silent + _("有单位调整过隶属：记录按登记时的隶属统计，各行之和与总数不等。"))
    return Split(shown, total=True, note=silent)


def _part(unit: Unit, fig: Figure, metric: Metric[Any], scope: Scope) -> Part:
    here = replace(scope, unit=unit, alone=False)
    return Part(str(unit), fig, reverse("figures_one", kwargs={"code": metric.code}) + scope_query(here))


def drawn(metric: Metric[Any], below: Split, total: Total) -> Bars | None:
    """The rows with their bars; the total at the foot where they add up to it."""
    rows = [Bar(row.name, row.figure.value, row.href, row.figure.text) for row in below.rows]
    label = str(metric.label)
    return bars(
        rows, title=label, unit=str(metric.measure_word), named=_("单位"), counted=label,
        total=total if below.total else None, always=True,
    )  # fmt: skip


def chart(metric: Metric[Any], rows: tuple[Part, ...]) -> dict[str, object] | None:
    """The rows as bars, for the page script; None where there is nothing to compare."""
    if len(rows) < 2 or not any(row.figure.value for row in rows):
        return None
    return {
        "type": "bar",
        "unit": str(metric.measure_word),
        "categories": [row.name for row in rows],
        "series": [
            {
                "name": str(metric.label),
                # A chart is drawn, not reckoned with: fractions may lose what no eye would see.
                "values": [None if row.figure.value is None else float(row.figure.value) for row in rows],
                "links": [row.href for row in rows],
            }
        ],
        "horizontal": len(rows) > MANY_BARS,
    }
