"""Runs every inner check over a text and its claims, in the order of the text."""

from collections.abc import Iterator, Sequence
from heapq import merge

from huiyin.text.checks.dates import impossible_dates, stages
from huiyin.text.checks.finding import Finding
from huiyin.text.checks.restatements import two_callings, two_values
from huiyin.text.checks.shares import shares
from huiyin.text.checks.steps import steps, years
from huiyin.text.checks.sums import sums
from huiyin.text.checks.wording import absolute_shares, absolute_words
from huiyin.text.claim import Claim
from huiyin.text.folding import fold
from huiyin.text.offsets import Mapped


def inner_checks(mapped: Mapped, claims: Sequence[Claim]) -> list[Finding]:
    """What a report says against itself, first passage first."""
    return list(findings(mapped, claims))


def findings(mapped: Mapped, claims: Sequence[Claim]) -> Iterator[Finding]:
    """The same one by one: each check gives its findings in the order of the text."""
    text = fold(mapped.clean)
    return merge(
        sums(mapped, claims),
        two_values(text, claims),
        two_callings(text, claims),
        shares(text, claims),
        absolute_shares(claims),
        absolute_words(mapped, text),
        impossible_dates(mapped, text),
        stages(mapped, text),
        steps(mapped, text),
        years(mapped, text),
        key=_place,
    )


def _place(finding: Finding) -> tuple[int, str]:
    return finding.passages[0].start, finding.kind
