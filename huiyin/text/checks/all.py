"""Runs every inner check over a text and its claims, in the order of the text."""

from collections.abc import Sequence

from huiyin.text.checks.dates import dates
from huiyin.text.checks.finding import Finding
from huiyin.text.checks.restatements import restatements
from huiyin.text.checks.sums import sums
from huiyin.text.checks.wording import absolutes, shares
from huiyin.text.claim import Claim
from huiyin.text.offsets import Mapped


def inner_checks(mapped: Mapped, claims: Sequence[Claim]) -> list[Finding]:
    """What a report says against itself, first passage first."""
    findings = [
        *sums(mapped, claims),
        *restatements(mapped, claims),
        *shares(mapped, claims),
        *absolutes(mapped, claims),
        *dates(mapped),
    ]
    return sorted(findings, key=lambda finding: (finding.passages[0].start, finding.kind))
