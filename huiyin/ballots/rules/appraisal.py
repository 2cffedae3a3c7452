"""Appraisal of members by four grades with its cap, and satisfaction by five grades: index and rate are two things.

Sources: rules.md §3.3 (民主评议党员), §9.1 (民意调查, 国家口径).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MEMBER_GRADES = ("优秀", "合格", "基本合格", "不合格")
TEAM_GRADES = ("好", "较好", "一般", "差")
SATISFACTION_GRADES = ("很满意", "满意", "基本满意", "不太满意", "不满意")
SATISFACTION_WEIGHTS = (100, 80, 60, 30, 0)


def excellent_cap(members: int) -> int:
    """At most a third of the full members taking part may be 优秀; probationary members take part but get no grade."""
    return members // 3


def over_cap(excellent: int, members: int) -> str:
    """The warning when more are 优秀 than the cap lets, or nothing; going on needs a written reason."""
    cap = excellent_cap(members)
    if excellent <= cap:
        return ""
    return f"评为优秀 {excellent} 人，超过参加评定的正式党员 {members} 人的三分之一（{cap} 人），确需超过的要写明理由。"


@dataclass(frozen=True)
class Satisfaction:
    """One indicator: the index (0–100, one decimal), the rate in percent with what it takes in, and how many stand."""

    index: Decimal | None
    rate: Decimal | None
    rate_with_basic: Decimal | None
    valid: int


def satisfaction(counts: Sequence[int], weights: Sequence[int] = SATISFACTION_WEIGHTS) -> Satisfaction:
    """Index = Σ share × weight; rate = (很满意 + 满意 [+ 基本满意]) ÷ valid. Abstentions are in no denominator (§9.1)."""
    if len(counts) != len(weights):
        raise ValueError(f"{len(counts)} counts for {len(weights)} grades")
    valid = sum(counts)
    if not valid:
        return Satisfaction(None, None, None, 0)
    return Satisfaction(
        _tenths(Decimal(sum(n * w for n, w in zip(counts, weights, strict=True))) / valid),
        _tenths(Decimal(100 * sum(counts[:2])) / valid),
        _tenths(Decimal(100 * sum(counts[:3])) / valid),
        valid,
    )


def _tenths(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)
