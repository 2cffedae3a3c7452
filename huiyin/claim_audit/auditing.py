"""One text through the whole audit: read, repaired, its claims found, matched, bounded and judged. Writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.campaigns.models import Campaign
from huiyin.claim_audit.bodies import Names, names_of
from huiyin.claim_audit.bounds import Frame, barred, frame_of, suits
from huiyin.claim_audit.judging import State, Verdict, judge, judge_other_count
from huiyin.claim_audit.matching import Proposal, counted_otherwise, phrase_key, proposals, surroundings
from huiyin.claim_audit.periods import Span
from huiyin.metrics.figure import Figure, figures
from huiyin.metrics.metric import AnyMetric
from huiyin.metrics.registry import BY_CODE, METRICS
from huiyin.metrics.scope import Scope
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import subtree
from huiyin.text.checks.all import inner_checks
from huiyin.text.checks.finding import Finding
from huiyin.text.claim import Claim
from huiyin.text.claims import find_claims
from huiyin.text.folding import fold
from huiyin.text.numerals import Value
from huiyin.text.repair.pipeline import Repaired
from huiyin.text.report import prepared

NOTHING_COUNTS = "系统里没有统计这件事的指标。"
SAID_NOTHING = "已确认：没有指标统计这件事。"


@dataclass(frozen=True)
class Records:
    """What texts of one unit and campaign are held against: all its figures at one instant, its names, its days."""

    unit: Unit
    scope: Scope
    span: Span
    names: Names
    figures: Mapping[str, Figure]
    metrics: Sequence[AnyMetric] = METRICS


@dataclass(frozen=True)
class Judged:
    """A claim with its standing. `remembered` is the key of the confirmation that named its metric, or None."""

    claim: Claim
    key: str
    barred: str
    proposals: tuple[Proposal, ...]
    metric: AnyMetric | None
    verdict: Verdict
    remembered: bool = False


@dataclass(frozen=True)
class Audited:
    """A text after the audit."""

    repaired: Repaired
    names_unit: bool
    claims: tuple[Judged, ...]
    findings: tuple[Finding, ...]


def records_of(campaign: Campaign, unit: Unit, *, as_of: datetime, today: date) -> Records:
    """All figures of a unit in a campaign at one instant (a query a book), and how the unit and those below are called."""
    scope = Scope(unit=unit, campaign=campaign.uid, as_of=as_of)
    below = subtree(unit).exclude(pk=unit.pk).values_list("name", "short_name")
    ends_on = campaign.ends_on or max(today, campaign.begins_on)
    return Records(
        unit, scope, Span(campaign.begins_on, ends_on), names_of(unit.name, unit.short_name, below),
        figures(METRICS, scope),
    )  # fmt: skip


def audit(original: str, records: Records, remembered: Mapping[str, str]) -> Audited:
    """Hold a text against the records. `remembered`: phrase key → metric code ("": no metric), as people confirmed."""
    repaired = prepared(original, record=True)
    clean = repaired.clean
    folded = fold(clean)
    frame = frame_of(records.names, records.span, folded)
    found = list(find_claims(repaired.text))
    return Audited(
        repaired,
        frame.named,
        tuple(_judged(claim, clean, folded, frame, records, remembered) for claim in found),
        tuple(inner_checks(repaired.text, found)),
    )


def verdict_on(
    value: Value,
    approx: str,
    why_not: str,
    metric: AnyMetric | None,
    records_figures: Mapping[str, Figure],
    *,
    unit: str,
    quote: str,
) -> Verdict:
    """How a claim stands once it is known which metric it speaks of (None: no metric counts it)."""
    if why_not:
        return Verdict(State.UNCHECKABLE, why_not)
    if metric is None:
        return Verdict(State.NO_RECORD, SAID_NOTHING)
    figure = records_figures[metric.code]
    if kinds := counted_otherwise(unit, metric):
        return judge_other_count(unit, kinds, figure)
    return judge(value, approx, figure, quote=quote)


def _judged(
    claim: Claim, clean: str, folded: str, frame: Frame, records: Records, remembered: Mapping[str, str]
) -> Judged:
    clause = surroundings(clean, claim)
    found = proposals(claim, clause, records.metrics)
    likely = tuple(sorted(found, key=lambda one: not suits(one.metric, claim, folded)))
    key = phrase_key(claim, clause, records.metrics)
    if (code := remembered.get(key)) is not None and (not code or code in BY_CODE):
        metric = BY_CODE[code] if code else None
        why_not = barred(claim, folded, frame, metric)
        said = _verdict(claim, why_not, metric, records)
        return Judged(claim, key, why_not, likely, metric, said, remembered=True)
    best = likely[0] if likely else None
    metric = best.metric if best is not None and best.sure and suits(best.metric, claim, folded) else None
    why_not = barred(claim, folded, frame, metric)
    if why_not or metric is not None:
        return Judged(claim, key, why_not, likely, metric, _verdict(claim, why_not, metric, records))
    return Judged(claim, key, "", likely, None, _unmatched(best))


def _verdict(claim: Claim, why_not: str, metric: AnyMetric | None, records: Records) -> Verdict:
    return verdict_on(
        claim.value, claim.approx, why_not, metric, records.figures, unit=claim.unit, quote=claim.quote
    )  # fmt: skip


def _unmatched(best: Proposal | None) -> Verdict:
    """No metric is sure enough to judge by: say why, and never guess."""
    if best is None:
        return Verdict(State.NO_RECORD, NOTHING_COUNTS)
    return Verdict(State.NO_RECORD, f"没有把握对应的指标；可能是“{best.metric.label}”，请人工确认后再核对。")


def counted(claims: Iterable[Judged]) -> dict[State, int]:
    """How many claims stand how; every state is there."""
    counts = dict.fromkeys(State, 0)
    for each in claims:
        counts[each.verdict.state] += 1
    return counts
