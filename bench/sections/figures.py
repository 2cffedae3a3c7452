"""数字: one figure and its entries, at page 1 and far down, with how it splits over the units below."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bench.measuring import compare
from bench.results import Found, Line
from bench.rivals import figures as hand_figures
from bench.rivals.entries import figure_page, number_mark
from bench.site import Site
from huiyin.metrics.figure import Scope, figure
from huiyin.metrics.metric import Metric
from huiyin.metrics.registry import BY_CODE
from huiyin.organisation.models import Unit
from huiyin.workspace.figures.views import PAGE

AIM, FAR = 2.0, 1000
# (metric, its book, which entries): one that is summed over posted events, one that is counted over a book kept by hand.
FIGURES = (("F3.closed", "ledgers_measureevent", "e.event = 'closed'"), ("M1.meetings", "ledgers_meeting", ""))


def run(site: Site) -> Found:
    """The pages of figures, and the number alone."""
    found = Found("figures", "数字和它的条目")
    for unit, name in ((site.root, "市级"), (site.county, "县级")):
        for code, book, which in FIGURES:
            found.lines += _pages(site, unit, name, code, book, which)
        found.lines.append(_number(site, unit, name))
    return found


def _number(site: Site, unit: Unit, name: str) -> Line:
    metric, scope = BY_CODE["F3.closed"], Scope(unit=unit, campaign=site.campaign.uid)

    def product() -> object:
        found = figure(metric, scope)
        return found.value, found.entries

    codes = frozenset({"F3.closed"})
    return compare(
        f"一个指标 figure：已销号（{name}）", product,
        lambda: hand_figures.figures(unit.path, site.campaign.uid, codes)["F3.closed"], aim=AIM,
    )  # fmt: skip


def _pages(site: Site, unit: Unit, name: str, code: str, book: str, which: str) -> list[Line]:
    metric, campaign = BY_CODE[code], site.campaign.uid
    assert isinstance(metric, Metric)
    children = {child.path: str(child) for child in Unit.objects.filter(parent=unit)}
    total = figure(metric, Scope(unit=unit, campaign=campaign)).entries
    far = max(0, min(FAR, total // PAGE) - 1)
    lines = []
    for place in dict.fromkeys((0, far)):
        mark = number_mark(book, which, unit.path, site.root.path, campaign, place * PAGE)
        query = {"unit": str(unit.uid), "campaign": str(campaign)} | ({"after": str(mark)} if mark else {})
        address = f"{reverse('figures_one', kwargs={'code': code})}?{urlencode(query)}"

        def rival(mark: int | None = mark) -> object:
            return figure_page(code, book, which, unit.path, site.root.path, children, campaign, mark, PAGE)

        what = f"数字页：{metric.label}，条目第 {place + 1:,} 页（{name}）"
        lines.append(site.page_line(what, address, _seen(unit), rival, aim=AIM))
    return lines


def _seen(unit: Unit) -> Any:  # Any: a function from what the template was given
    def seen(context: dict[str, Any]) -> object:
        parts = {part.name: part.figure.value for part in context["below"].rows}
        own = next((parts.pop(name) for name in list(parts) if name.startswith(f"{unit}本级")), None)
        return {
            "value": context["fig"].value, "entries": context["in_all"], "reached": context["reached"],
            "rows": [int(row.number.rpartition("-")[2]) for row in context["rows"]], "below": parts, "own": own,
        }  # fmt: skip

    return seen
