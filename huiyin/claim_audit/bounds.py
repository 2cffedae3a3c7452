"""Why a claim cannot be held against a campaign's records at all: a plan, a part, another body, another time."""

import re
from dataclasses import dataclass

from huiyin.claim_audit.bodies import Names, other_body
from huiyin.claim_audit.periods import Span, other_time
from huiyin.metrics.metric import AnyMetric, Of, Ratio
from huiyin.text.claim import Claim
from huiyin.text.folding import fold

_SENTENCE_ENDS = "。！？!?\n"
_FARTHEST = 300
_MODES = {
    "plan": "文中说的是打算要做的，还不是已经做了的，不与记录核对。",
    "rule": "文中说的是规定或要求，不是已经做了的事，不与记录核对。",
}
# 2014年将组织…: 将 alone is also the 将 of 将某事定为某事.
_FUTURE = re.compile(r"(?:年|月|今后|下一步|届时|未来|随后)[^,，。;；]{0,4}(?<!即)将(?!其)[^,，。;；]{0,20}$")
_EACH = re.compile(
    r"(?:每一?(?:个|名|位|人|次|期|组|年|月|周|天|季度?|户|支|所|家|场|村|镇|乡|县|市|科|处)|人均|户均|平均|均为|均在|年均|各自)"
    r"[^,，。;；、]{0,12}(?:[,，][^,，。;；、]{0,4})?$"
)
# A mean per head, which a figure may be itself; 每个支部 and 平均每次 are means over something else.
_MEAN = re.compile(r"(?:人均|平均每人)[^,，。;；、]{0,12}$")
# Right before the number it is said to have dropped; 支出下降，接待增加45% drops elsewhere, 占支出的45% nowhere.
_DROPPED = re.compile(r"(?:减少|下降|降低|压减|压缩|削减|降幅)[^,，。;；增升涨高占]{0,6}$")
_PART = re.compile(r"其中[^,，。;；)]{0,20}(?:[,，][^,，。;；)]{0,8})?$")
_NOT_DONE = re.compile(
    r"(?:没有|没能|未能|尚未|未曾|并未|还未|从未|未(?![来必尽婚成央免知])|不再|停止|取消了?)[^,，。;；、的]{0,10}$"
)
# 要求向三校派出2个督导组 asks for it; 按照要求派出2个督导组 is done.
_ASKED = re.compile(
    r"(?:^|[,，。;；:])(?![^,，。;；]{0,12}(?:按|据|照|围绕|符合))[^,，。;；的]{0,6}(?:要求|责成|督促|建议)[^,，。;；的了]{1,16}$"
)
_COMPARED = re.compile(r"(?:同比|环比|相比|比去年|比上年|较去年|较上年)[^,，。;；]{0,16}$")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a text is held against: the unit's names and the campaign's days. `named`: the text speaks of the unit."""

    names: Names
    span: Span
    named: bool
    mentions: "re.Pattern[str]"


def frame_of(names: Names, span: Span, folded: str) -> Frame:
    """The frame of one text (folded)."""
    return Frame(names, span, names.named_in(folded), names.mentions_in(folded))


def barred(claim: Claim, folded: str, frame: Frame, metric: AnyMetric | None = None) -> str:
    """The sentence that says why a claim cannot be checked; "" when it can. `folded` is the clean text, folded.

    `metric` is the one it would be held against: a mean is held against a mean, a drop since last year against a drop.
    """
    if not frame.named:
        return f"通篇没有提到“{frame.names.unit}”，看不出说的是它的事，不与它的记录核对。"
    if claim.modality in _MODES:
        return _MODES[claim.modality]
    begin, stop = _sentence(folded, claim)
    before = folded[begin : claim.clean_start]
    if _FUTURE.search(before):
        return _MODES["plan"]
    if _ASKED.search(before):
        return _MODES["rule"]
    if found := _NOT_DONE.search(before):
        return f"文中说的是“{found[0][:10]}”，不是已经做了的事，不与记录核对。"
    rest = folded[claim.clean_start : claim.clean_end + _to_clause_end(folded, claim.clean_end, stop)]
    if (part := _row_head(claim, folded)) and part not in (*frame.names.own, fold(frame.names.unit)):
        return f"这一行说的是“{part}”的数，记录统计的是“{frame.names.unit}”的全部，两者不能相比。"
    if body := other_body(frame.names, frame.mentions, before, rest):
        return f"这句话说的是“{body}”，记录统计的是“{frame.names.unit}”的全部，两者不能相比。"
    if when := other_time(frame.span, before + rest):
        return f"这句话说的是“{when}”，不在活动期间，不与记录核对。"
    if when := _opening_time(folded, begin, frame.span):
        return f"这一段说的是“{when}”，不在活动期间，不与记录核对。"
    return _shares(before, metric)


def suits(metric: AnyMetric, claim: Claim, folded: str) -> bool:
    """Whether a metric says a number the way the sentence does: 人均35人次 is for a mean only, 共175人次 for none."""
    of = metric.of if isinstance(metric, Ratio) else None
    begin, _stop = _sentence(folded, claim)
    before = folded[begin : claim.clean_start]
    if of is Of.DROP:
        return _DROPPED.search(before) is not None
    if _MEAN.search(before):
        return of is Of.MEAN
    return _COMPARED.search(before) is None and of is not Of.MEAN


def _row_head(claim: Claim, folded: str) -> str:
    """What heads the table row that a claim stands in, where the row is one part of many."""
    start = folded.rfind("\n", 0, claim.clean_start) + 1
    head = re.compile(rf"[0-9.、| ]*{re.escape(claim.actor)} *[ |]") if claim.actor else None
    return claim.actor if head is not None and head.match(folded, start, claim.clean_start) else ""


def _shares(before: str, metric: AnyMetric | None) -> str:
    """Averages, parts and comparisons are not the whole that a figure counts, unless the figure is such a one itself."""
    of = metric.of if isinstance(metric, Ratio) else None
    if of is Of.MEAN and _MEAN.search(before) and not _PART.search(before):
        return ""
    if of is Of.DROP and _DROPPED.search(before) and not (_EACH.search(before) or _PART.search(before)):
        return ""
    if found := _EACH.search(before):
        return f"文中说的是“{found[0][:6]}”的数，记录统计的是总数，两者不能相比。"
    if _PART.search(before):
        return "文中说的是其中一部分，记录统计的是全部，两者不能相比。"
    if _COMPARED.search(before):
        return "文中说的是增减幅度，记录里没有可比的上期数，无法核对。"
    return ""


def _sentence(folded: str, claim: Claim) -> tuple[int, int]:
    low = max(0, claim.clean_start - _FARTHEST)
    begin = max(low, *(folded.rfind(mark, low, claim.clean_start) + 1 for mark in _SENTENCE_ENDS))
    stop = min(len(folded), claim.clean_end + 60)
    ends = [at for mark in _SENTENCE_ENDS if (at := folded.find(mark, claim.clean_end, stop)) >= 0]
    return begin, min([stop, *ends])


def _to_clause_end(folded: str, place: int, stop: int) -> int:
    found = re.search(r"[,，;；:]", folded[place:stop])
    return found.start() if found else stop - place


def _opening_time(folded: str, sentence: int, span: Span) -> str:
    """The time that opens an earlier sentence of the paragraph: 2012年，全委…。 speaks of what follows, too."""
    low = max(folded.rfind("\n", 0, sentence) + 1, sentence - 1500)
    other = ""
    for said in re.split(r"[。！？!?]", folded[low:sentence])[:-1]:
        opening = re.match(r"\s*(?:[一二三四五六七八九十0-9(]+[、.)]\s*)?(?P<time>.{0,12}年[^,，]{0,4}(?=[,，]))", said)
        if opening is not None:
            other = other_time(span, opening["time"])
        elif re.search(r"今年|活动开展以来|这次活动", said):
            other = ""
    return other
