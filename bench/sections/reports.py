"""报告: a closing report that prints every figure of the catalogue: the numbers, their fingerprints, the Word."""

from typing import Any

from bench.data.books import NOW
from bench.measuring import RENDERING, compare, timed
from bench.results import Found
from bench.rivals.figures import CODES, figures
from bench.rivals.fingerprints import fingerprints
from bench.site import Site
from huiyin.metrics.metric import Ratio
from huiyin.metrics.registry import METRICS
from huiyin.reports import composing, drafting
from huiyin.reports.figures import report_scope, take, unit_figure_id
from huiyin.reports.models import Report

AIM = 2.0
Taken = dict[str, tuple[object, int, str]]


def run(site: Site) -> Found:
    """The figures as a report takes them, then the whole draft."""
    found = Found("reports", "报告：生成报告稿")
    count = sum(not isinstance(metric, Ratio) for metric in METRICS)
    known = [metric for metric in METRICS if metric.code in CODES]

    def by_hand() -> Taken:
        numbers, prints = figures(site.root.path, site.campaign.uid), fingerprints(site.root.path, site.campaign.uid)
        return {code: (value, entries, prints[code]) for code, (value, entries) in numbers.items()}

    def taking() -> Taken:
        taken = take(report_scope(site.campaign, site.root, NOW), (), known)
        return {code: (fig.value, fig.entries, taken.fingerprints[code]) for code, fig in taken.figures.items()}

    def with_county() -> Taken:
        taken = take(report_scope(site.campaign, site.root, NOW), (site.county,), known)
        return {code: (fig.value, fig.entries, taken.fingerprints[code]) for code, fig in taken.figures.items()}

    def by_hand_with_county() -> Taken:
        numbers = figures(site.county.path, site.campaign.uid)
        prints = fingerprints(site.county.path, site.campaign.uid)
        below = {code: (value, entries, prints[code]) for code, (value, entries) in numbers.items()}
        return by_hand() | {unit_figure_id(code, site.county): below[code] for code in below}

    found.lines.append(compare(f"取数：{len(known)} 个指标和校验码 take", taking, by_hand, aim=AIM))
    found.lines.append(
        compare(f"取数：市级和一个县，共 {2 * len(known)} 个数字和校验码", with_county, by_hand_with_county, aim=AIM)
    )
    line = compare(
        f"生成一稿：总结报告，{len(METRICS)} 个指标（{count} 个直接取自台账）", _drafter(site), by_hand, aim=AIM,
        note="“模板”一栏是排成 Word 的时间",
    )  # fmt: skip
    found.lines.append(line)
    return found


def _drafter(site: Site) -> Any:  # Any: the question, as compare takes it
    actor = site.reach_of(site.world.office)
    report = drafting.start_report(
        site.campaign, unit=site.root, kind="closing", title="作风建设总结报告", addressee="上级党委", document_no="",
        template=None, actor=actor, now=NOW,
    )  # fmt: skip
    plain = composing.compose

    def compose(*given: Any, **named: Any) -> composing.Composed:
        with timed(RENDERING.spent):
            return plain(*given, **named)

    drafting.compose = compose  # type: ignore[attr-defined]  # timed apart, as templates of pages are

    def draft() -> Taken:
        fresh = Report.objects.select_related("unit", "campaign", "template").get(pk=report.pk)
        version = drafting.draft(fresh, revision=fresh.revision, actor=actor, now=NOW)
        rows = version.figures.filter(code__in=CODES).values_list("code", "value", "entries", "fingerprint")
        return {code: (value, entries, print_) for code, value, entries, print_ in rows}

    return draft
