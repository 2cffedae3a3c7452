"""What an audit says of each claim, once for Word, Excel and JSON."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.claim_audit.models import HeldClaim, HeldText, InnerFinding
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_date, chinese_moment
from huiyin.metrics.registry import BY_CODE


@dataclass(frozen=True)
class Line:
    """A claim in words; places are those of the original and of the clean text."""

    claim: HeldClaim
    state: str
    metric: str
    confirmed: str
    checks: tuple[str, ...]

    @property
    def comment(self) -> str:
        """As a comment beside the words."""
        parts = [f"【{self.state}】{self.claim.sentence}"]
        if self.metric:
            parts.append(f"指标：{self.metric}。")
        return "".join((*parts, self.confirmed, *self.checks))


def lines(claims: Iterable[HeldClaim], findings: Iterable[InnerFinding]) -> list[Line]:
    """Every claim of a text with what is said of it."""
    failing = [finding for finding in findings if not finding.passed]
    return [
        Line(
            claim, str(HeldClaim.State(claim.state).label), str(BY_CODE[claim.metric].label) if claim.metric in BY_CODE else "",
            _confirmed(claim),
            tuple(
                finding.sentence
                for finding in failing
                if any(p["start"] < claim.end and p["end"] > claim.start for p in finding.passages)
            ),
        )
        for claim in claims
    ]  # fmt: skip


def heading(text: HeldText) -> str:
    """What the text was held against, and when."""
    when = chinese_moment(text.as_of.astimezone(SHANGHAI)) if text.as_of else ""
    return f"对照“{text.unit.name}”在“{text.campaign.name}”中的记录，截至{when}。"


def _confirmed(claim: HeldClaim) -> str:
    if claim.decided_by is not None and claim.decided_at is not None:
        day = chinese_date(claim.decided_at.astimezone(SHANGHAI))
        return f"系统认为无法核对（{claim.barred.rstrip('。')}）；{claim.decided_by.name}{day}决定照样核对，理由：{claim.decided_why}。"
    said = claim.confirmation
    if said is None:
        return ""
    return f"按{said.by.name}{chinese_date(said.at.astimezone(SHANGHAI))}确认。"
