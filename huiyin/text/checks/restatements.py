"""One thing stated twice: with two values, or one value counted in two ways."""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from huiyin.text.checks.finding import Finding, Kind, counted_as, of_claim, plain
from huiyin.text.claim import Claim
from huiyin.text.nouns import VERB
from huiyin.text.offsets import PLACE

# Only numbers that speak for the whole can contradict each other; two visits may well differ.
WHOLE = re.compile(r"共|累计|总计|合计|现有|辖|下设|全[省市县区镇乡村校院局]|以来|全年|总数|总人口")
SORTED = re.compile(r"汇总|梳理|归纳|整理|归并|合并|分类|概括")
VERBATIM = re.compile(r"原汁原味|原始|原话|原文|未经|照单")
CLAUSE = 40
TAIL = 12
CLAUSE_END = re.compile(r"[，,。；;、\n]")
COUNTED = frozenset("个名人户家所件条项份篇场次位支处")
SMALLEST = 10
ENDS = "。！？\n；;"
SENTENCE_END = re.compile(f"[{ENDS}]")


def _clause(text: str, claim: Claim) -> str:
    window = text[max(0, claim.clean_start - CLAUSE) : claim.clean_end]
    cut = max(map(window.rfind, ENDS))
    return window[cut + 1 :]


def two_values(text: str, claims: Sequence[Claim]) -> Iterator[Finding]:
    """The same noun and unit, both said of the whole, with values that cannot both hold; `text` is folded."""
    same: dict[tuple[str, str, str], array[int]] = defaultdict(lambda: array(PLACE))
    for number, claim in enumerate(claims):
        if (
            len(claim.what) > 1
            and claim.unit in COUNTED
            and claim.modality in {"done", "bg"}
            and not isinstance(claim.value, tuple)
        ):
            same[claim.what, counted_as(claim.unit), claim.time].append(number)
    for one, other in sorted(pair for group in same.values() for pair in _contradicting(text, claims, group)):
        first, second = claims[one], claims[other]
        yield Finding(
            Kind.TWICE,
            False,
            f"“{first.what}”前后两处数字不同：{plain(first.value)}{first.unit}和{plain(second.value)}{second.unit}；"
            "如果说的是同一件事，应当统一。",
            (of_claim(first), of_claim(second)),
        )


def _contradicting(text: str, claims: Sequence[Claim], group: "array[int]") -> Iterator[tuple[int, int]]:
    """Neighbours among the numbers of one thing that speak for the whole and cannot both hold."""
    if len({claims[number].value for number in group}) < 2:
        return
    whole = (number for number in group if WHOLE.search(_clause(text, claims[number])))
    for one, other in pairwise(whole):
        first, second = claims[one], claims[other]
        if not _compatible(first, second) and _may_be_one(text, first, second):
            yield one, other


def _may_be_one(text: str, first: Claim, second: Claim) -> bool:
    """Two numbers of one sentence are a list, and 16项制度予以保留 says nothing of what was 废止."""
    if not SENTENCE_END.search(text, first.clean_end, second.clean_start):
        return False
    done = [_done_with(text, claim) or claim.verb for claim in (first, second)]
    return not all(done) or done[0] == done[1]


def _done_with(text: str, claim: Claim) -> str:
    """What was done with what was counted, as the words behind it say."""
    behind = text[claim.clean_end : claim.clean_end + TAIL]
    found = VERB.search(CLAUSE_END.split(behind)[0])
    return found[0] if found else ""


def _compatible(first: Claim, second: Claim) -> bool:
    """200多 and 213 may both hold; 200 and 213 may not."""
    if isinstance(first.value, tuple) or isinstance(second.value, tuple):
        return True
    low, high = sorted((first, second), key=lambda claim: claim.value if not isinstance(claim.value, tuple) else 0)
    if low.value == high.value:
        return True
    if isinstance(low.value, tuple) or isinstance(high.value, tuple):
        return True
    close = high.value <= low.value * 1.1
    return (
        (low.approx == "at_least" and close)
        or (high.approx == "at_most" and close)
        or ("about" in {low.approx, high.approx} and close)
    )


def two_callings(text: str, claims: Sequence[Claim]) -> Iterator[Finding]:
    """One number given once as sorted and once as verbatim: sorting seldom leaves the count as it was."""
    same: dict[tuple[object, str], array[int]] = defaultdict(lambda: array(PLACE))
    for number, claim in enumerate(claims):
        if claim.unit in {"条", "个", "件"} and not isinstance(claim.value, tuple) and claim.value >= SMALLEST:
            same[claim.value, claim.unit].append(number)
    pairs: list[tuple[int, int]] = []
    for group in same.values():
        if len(group) < 2:
            continue
        sorted_one = next((each for each in group if SORTED.search(_clause(text, claims[each]))), None)
        verbatim = next((each for each in group if VERBATIM.search(_clause(text, claims[each]))), None)
        if sorted_one is not None and verbatim is not None and sorted_one != verbatim:
            pairs.append((sorted_one, verbatim))
    for pair in sorted(pairs):
        first, second = claims[pair[0]], claims[pair[1]]
        yield Finding(
            Kind.CALLED,
            False,
            f"口径不一：{plain(first.value)}{first.unit}一处说是汇总梳理后的数，一处说是原汁原味的数；应当写明是原始条数还是梳理后的条数。",
            (of_claim(first), of_claim(second)),
        )
