"""Signs that answers were coached, from the answers alone: which were identical, and how all-top grades compare.

A sign is a reminder, never a finding, and points at nobody: one word for a whole box. Halos (whoever is pleased with
one thing is pleased with all) make equal answers natural, so a row of one grade throughout is no sign by itself; a
model answer handed out is one that differs from item to item and that many give all the same. Pure.
"""

from collections import Counter
from collections.abc import Sequence
from math import exp, lgamma, log

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting

Vector = tuple[int, ...]

_SOURCE = _("规则表 §17 真实抱怨；数值没有来源")
# Fewer items than these and equal answers mean nothing.
ITEMS_FEWEST = Setting(_("雷同提示：至少几项指标"), 4, _("项"), _SOURCE, True)
ALIKE_FEWEST = Setting(_("雷同提示：至少几张选票各项答案完全相同"), 5, _("张"), _SOURCE, True)
ALIKE_SHARE = Setting(_("雷同提示：至少占收回的比例"), 20, "%", _SOURCE, True)
ALIKE_TIMES = Setting(_("雷同提示：至少为偶然相同张数的几倍"), 3, _("倍"), _SOURCE, True)
ALIKE_ODDS = Setting(_("雷同提示：偶然发生的可能小于几分之一"), 10_000, _("分之一"), _SOURCE, True)
TOP_FEWEST = Setting(_("全选最高档提示：至少收回几张"), 20, _("张"), _SOURCE, True)
TOP_SHARE = Setting(_("全选最高档提示：至少占收回的比例"), 95, "%", _SOURCE, True)
TOP_OTHERS = Setting(_("全选最高档提示：其他单位同一选票至多"), 60, "%", _SOURCE, True)
TOP_OTHERS_FEWEST = Setting(_("全选最高档提示：至少与几个单位比较"), 3, _("个"), _SOURCE, True)
SETTINGS = (
    ITEMS_FEWEST, ALIKE_FEWEST, ALIKE_SHARE, ALIKE_TIMES, ALIKE_ODDS, TOP_FEWEST, TOP_SHARE, TOP_OTHERS,
    TOP_OTHERS_FEWEST,
)  # fmt: skip

ALIKE, TOP = "alike", "top"
_SAID = {
    ALIKE: "有一组逐项不同的答案，在收回的选票里完全相同的远多于偶然（不少于 {fewest} 张、{share}%），可能发过统一的答案。",
    TOP: "全部选最高档的不少于 {top}%，同一选票的其他单位至多 {others}%，差别很大。",
}


def sentences(signs: Sequence[str]) -> list[str]:
    """What the signs of a box say, and what they do not."""
    if not signs:
        return []
    numbers = {
        "fewest": ALIKE_FEWEST.value, "share": ALIKE_SHARE.value, "top": TOP_SHARE.value, "others": TOP_OTHERS.value,
    }  # fmt: skip
    said = "".join(_SAID[sign].format(**numbers) for sign in (ALIKE, TOP) if sign in signs)
    return [
        f"请核实：{said}这只是从答案内容看出的提示（提示线待确认），不是结论，不指向任何人；"
        "真的办得好的单位也可能如此，请结合复评、走访和暗访核实。"
    ]


def alike(vectors: Sequence[Vector]) -> bool:
    """Whether one answer that differs from item to item was given all the same by far more than chance would have it.

    Chance: each item answered by itself as it was answered over the whole box. A weak item that everybody marks down
    is in those shares already and is no sign.
    """
    whole = [vector for vector in vectors if min(vector, default=-1) >= 0]
    n = len(whole)
    if not n or len(whole[0]) < ITEMS_FEWEST.value:
        return False
    mixed = Counter(vector for vector in whole if len(set(vector)) > 1)
    if not mixed:
        return False
    columns = [Counter(column) for column in zip(*whole, strict=True)]
    for vector, often in mixed.most_common(3):
        if often < ALIKE_FEWEST.value or 100 * often < ALIKE_SHARE.value * n:
            return False
        expected = float(n)
        for column, option in zip(columns, vector, strict=True):
            expected *= column[option] / n
        # As many trials as there are different answers that might have been the most frequent one.
        if often >= ALIKE_TIMES.value * expected and len(mixed) * _tail(often, expected) < 1 / ALIKE_ODDS.value:
            return True
    return False


def all_top(mine: Sequence[Sequence[int]], others: Sequence[Sequence[Sequence[int]]]) -> bool:
    """Whether far more than elsewhere chose the best grade for everything; from the published counts of each item.

    At least 1 − Σ(share not best) of a box chose the best throughout, and at most the smallest share of the best; so
    nothing is asked that the counts do not say already.
    """
    least, many = _top_bounds(mine)[0], min((sum(row) for row in mine), default=0)
    compared = [_top_bounds(one)[1] for one in others if min((sum(row) for row in one), default=0) >= TOP_FEWEST.value]
    if len(mine) < ITEMS_FEWEST.value or many < TOP_FEWEST.value or len(compared) < TOP_OTHERS_FEWEST.value:
        return False
    return 100 * least >= TOP_SHARE.value and 100 * max(compared) <= TOP_OTHERS.value


def _top_bounds(marks: Sequence[Sequence[int]]) -> tuple[float, float]:
    shares = [row[0] / sum(row) if sum(row) else 0.0 for row in marks]
    return max(0.0, 1 - sum(1 - share for share in shares)), min(shares, default=0.0)


def _tail(often: int, expected: float) -> float:
    """The chance of at least so many where so many are expected (Poisson); summed as far as it counts."""
    if expected <= 0:
        return 0.0
    total, k = 0.0, often
    while True:
        term = exp(k * log(expected) - expected - lgamma(k + 1))
        total += term
        if k > expected and term < total * 1e-12:
            return min(total, 1.0)
        k += 1
