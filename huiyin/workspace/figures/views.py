"""The catalogue of figures, and one figure with the entries behind it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.bars import Total
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_moment
from huiyin.core.errors import NotReached
from huiyin.ledgers.engine.fields import display, field_named, label_of
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.metrics.docs import method
from huiyin.metrics.figure import Conditions, Figure, blank, conditions, figures, selected
from huiyin.metrics.fingerprints import fingerprint
from huiyin.metrics.metric import AnyMetric, Metric, Ratio
from huiyin.metrics.reach import entries_within, require_reader
from huiyin.metrics.registry import BY_CODE, METRICS, by_theme
from huiyin.workspace.figures.address import Named, read_address, scope_query
from huiyin.workspace.figures.forms import ScopeForm
from huiyin.workspace.figures.parts import chart, drawn, split
from huiyin.workspace.figures.printed import Printed, printed
from huiyin.workspace.gate import StaffRequest, staff

PAGE = 50
_NO_ENTRY = UUID(int=0)


@dataclass(frozen=True)
class Row:
    """One entry behind a figure, as the page shows it; `counted` is what it adds to the number."""

    number: str
    date: date
    unit: str
    title: str
    counted: str
    href: str


@staff("GET")
def index(request: StaffRequest) -> HttpResponse:
    """All figures in one scope, by theme: one query a book."""
    require_reader(request.reach)
    named = read_address(request.GET, request.reach, clock.now())
    found = figures(METRICS, named.scope)
    if named.scope.as_of is not None:
        found |= figures(filter(_is_sealed, METRICS), replace(named.scope, as_of=None))
    return render(
        request,
        "workspace/figures/index.html",
        {
            "scope": named.scope,
            "campaign_in_scope": named.campaign_name,
            "as_of": as_of_words(named.scope.as_of),
            "themes": [(name, [found[metric.code] for metric in metrics]) for name, metrics in by_theme()],
            "form": ScopeForm(named.scope, reach=request.reach),
        },
    )


@staff("GET")
def one(request: StaffRequest, *, code: str) -> HttpResponse:
    """One figure: value, 口径, 统计范围, time, findings, and its entries — those reached, and how many lie elsewhere."""
    require_reader(request.reach)
    metric = BY_CODE.get(code)
    if metric is None:
        raise NotReached(_("没有这个指标。"))
    named = read_address(request.GET, request.reach, clock.now())
    if named.taken is not None and named.taken.metric_code != code:
        raise NotReached(_("没有这个指标。"))
    if _is_sealed(metric) and named.version is None:
        named = replace(named, scope=replace(named.scope, as_of=None))
    where = conditions(named.scope)
    found = figures([metric], named.scope, where)[metric.code]
    context: dict[str, object] = {
        "fig": found,
        "facts": _facts(metric, found, named),
        "printed": _printed(named, found, request),
        "crumbs": [(_("数字"), reverse("figures_index") + scope_query(named.scope)), (str(metric.label), "")],
    }
    if found.suppressed:
        return render(request, "workspace/figures/suppressed.html", context)
    if isinstance(metric, Ratio):
        parts = [found.numerator, found.denominator]
        return render(request, "workspace/figures/ratio.html", context | {"parts": parts})
    if _is_sealed(metric):
        below = split(metric, found, where, request.reach)
        whole = Total(found.text, scope_query(found.scope))
        context |= {
            "certificate": fingerprint(metric, found.scope), "below": below, "bars": drawn(metric, below, whole),
            "chart": chart(metric, below.rows),
        }  # fmt: skip
        return render(request, "workspace/figures/one.html", context)
    return render(request, "workspace/figures/one.html", context | _entries(request, metric, found, named, where))


def _is_sealed(metric: AnyMetric) -> bool:
    """Over sealed words: two instants subtracted would tell what came between, so only a report's own are opened."""
    return isinstance(metric, Metric) and bool(metric.ledger.sealed)


def _entries(
    request: StaffRequest, metric: Metric[Any], found: Figure, named: Named, where: Conditions
) -> dict[str, object]:
    """The entries that may be opened, a page at a time, and how the number splits over the units below."""
    keep = {"report": str(named.version.uid), "figure": named.taken.code} if named.version and named.taken else {}
    rows = selected(metric, named.scope, where(metric.ledger))
    only = request.GET.get("only", "")
    if only == "blank" and metric.may_be_blank:
        rows, keep = rows.filter(blank(metric)), keep | {"only": only}
    in_all = rows.count() if "only" in keep else found.entries
    mine = rows.filter(entries_within(request.reach))
    reached = mine.count()
    after = request.GET.get("after", "")
    page = mine.select_related("unit").order_by("-number")
    if after.isdecimal():
        page = page.filter(number__lt=int(after))
    shown = list(page[: PAGE + 1])
    below = split(metric, found, where, request.reach)
    all_href = scope_query(named.scope, **{k: v for k, v in keep.items() if k != "only"})
    return {
        "rows": _rows(metric, shown[:PAGE]),
        "counted_label": label_of(metric.ledger, metric.column) if _shows_column(metric) else "",
        "in_all": in_all,
        "reached": reached,
        "elsewhere": in_all - reached,
        "only_blank": "only" in keep,
        "all_href": all_href,
        "findings": [(f, scope_query(named.scope, only=f.only)) for f in found.findings],
        "position": _("共 %(n)d 条") % {"n": reached},
        "newer_label": _("回到最新"),
        "older_href": scope_query(named.scope, **keep, after=str(shown[PAGE - 1].number)) if len(shown) > PAGE else "",
        "newer_href": scope_query(named.scope, **keep) if after else "",
        "below": below,
        "bars": drawn(metric, below, Total(found.text, all_href)),
        "chart": chart(metric, below.rows),
    }


def _facts(metric: AnyMetric, found: Figure, named: Named) -> list[tuple[str, str]]:
    facts = [
        (_("指标编号"), _("%(code)s（口径第 %(n)d 版）") % {"code": metric.code, "n": metric.version}),
        (_("口径"), str(metric.definition)),
        (_("算法"), method(metric)),
        (_("统计范围"), found.scope.sentence()),
        (_("活动"), named.campaign_name or _("不限活动")),
        (_("统计时点"), as_of_words(named.scope.as_of) or _("当前")),
    ]
    if isinstance(metric, Metric):
        facts.append((_("来源台账"), str(metric.ledger.name)))
    if _is_sealed(metric):
        facts.append((_("时间"), _("原话是密封的，这个数字不按时间细分，免得从某一天的数字看出是谁说的。")))
    return facts


def _printed(named: Named, found: Figure, request: StaffRequest) -> Printed | None:
    if named.version is None or named.taken is None:
        return None
    return printed(named.version, named.taken, found, request.reach)


def as_of_words(instant: datetime | None) -> str:
    """An instant in words, by the clock of Shanghai; empty for now."""
    return chinese_moment(instant.astimezone(SHANGHAI)) if instant else ""


def entry_href(ledger: str, entry: UUID) -> str:
    """The page of an entry."""
    return reverse("ledgers_entry", kwargs={"code": ledger, "uid": entry})


def _shows_column(metric: Metric[Any]) -> bool:
    """A column that the ledger itself does not show (the group of a day's few opinions) is not shown here either."""
    return bool(metric.column) and metric.column in metric.ledger.columns


def _rows(metric: Metric[Any], entries: list[EntryRevision]) -> list[Row]:
    ledger, field = metric.ledger, field_named(metric.ledger, metric.column) if _shows_column(metric) else None
    # Looking an address up takes longer than anything else in a row: all of them differ in the entry alone.
    before, _none, after = entry_href(ledger.code, _NO_ENTRY).partition(str(_NO_ENTRY))
    return [
        Row(
            entry.entry_no, entry.fact_date, str(entry.unit),
            str(getattr(entry, ledger.title_column) if ledger.title_column else ledger.name),
            display(field, getattr(entry, field.attname)) if field else "", f"{before}{entry.entry}{after}",
        )
        for entry in entries
    ]  # fmt: skip
