"""Shares without what they are shares of: a number in the same sentence is a base only when it can be one."""

import re
from collections.abc import Iterable, Iterator, Sequence

from huiyin.text.checks.finding import Finding, Kind, of_claim, plain
from huiyin.text.claim import Claim
from huiyin.text.measure_words import MEASURES
from huiyin.text.measure_words import Kind as Measured

GROWTH = re.compile(r"增长|下降|减少|提高|降低|上升|同比|增加|压减|压缩|缩短|降幅|增幅")
# 由去年的85%提高到今年的98%; 85%上升到98%; 98%，较上年的85%提高13个百分点
FROM, TO, LEAD = (
    re.compile(r"[由从](?:[0-9]{4}年|[0-9]{1,2}月)?[^，。；,;0-9]{0,8}$"),
    re.compile(r"^[^。；;]{0,10}[到至为达][^，。；,;0-9]{0,6}$"),
    16,
)
CHANGED_TO = re.compile(
    r"^(?:[，,]?)(?:逐年|进一步|已|大幅|稳步)?(?:提高|提升|上升|升|增加|增长|下降|降低|降|减少|压缩|回落)[到至为][^，。；,;0-9]{0,6}$"
)
BESIDE_OLD = re.compile(r"^[，,]?(?:较|比)(?:[0-9]{4}年)?[^，。；,;0-9]{0,8}$")
CHANGED_BY = re.compile(r"(?:提高|提升|上升|增加|增长|下降|降低|减少|升|降|高|低|多|少)")
ENDS = "。！？\n!?"
REACH, CLAUSE = 160, 24
CLAUSE_END = re.compile(r".*[，,。；;、:！？!?\n]", re.DOTALL)
RATES = frozenset({"%", "‰", "个百分点", "倍", ""})
# How long, how old, how many marks: a share is never taken of these.
NEVER = frozenset(
    measure.unit
    for measure in MEASURES.values()
    if measure.kind in {Measured.TIME, Measured.YEAR, Measured.AGE, Measured.SCORE}
)
MONEY = frozenset(measure.unit for measure in MEASURES.values() if measure.kind is Measured.MONEY)
ABOUT_MONEY = re.compile(r"资金|投资|收入|支出|经费|产值|税|费|贷款|存款|利润|预算|金额|总额|价|款|额|生产总值|补贴")
# Who was asked or came is counted in persons, households and papers; what was dealt with in cases and items.
OF_PEOPLE = re.compile(
    r"(?:参学|参训|受训|轮训|培训|受教育|参会|到会|出勤|到课|参加|参与|知晓|支持|赞成|信任|就业|入学|升学|参保|测评|得票|回收|投票|应答)"
    r"[^，。；]{0,3}(?:率|度|面|票|比例)"
)
PEOPLE = frozenset({"人", "名", "位", "人次", "户", "户次", "家", "口", "份", "张", "票", "篇", "字"})
OF_MATTERS = re.compile(
    r"(?:办结|结案|化解|整改|完成|落实|回复|答复|处置|销号|解决|受理|立案|审结|调处|兑现|执结|办复|查处|查结)[^，。；]{0,2}(?:率|比例)"
)
MATTERS = frozenset(
    {"件", "条", "项", "个", "起", "宗", "批", "批次", "件次", "人次", "次", "例", "处", "份", "户", "名", "人"}
)
# Satisfied are persons, or those whose matters were dealt with; 群众满意率 speaks of persons.
OF_CONTENT = re.compile(r"(?:满意|好评|认可|拥护)[^，。；]{0,3}(?:率|度|面|票|比例)")
PERSONS_NAMED = re.compile(r"群众|居民|村民|职工|党员|干部|学生|家长|患者|企业|社会")
ASKED = PEOPLE | {"件", "起", "宗", "例", "件次", "批", "批次"}
# How often and how far something was done is no base of how far something reaches: 宣讲54场,覆盖面98%.
OF_REACH = re.compile(r"(?:覆盖|普及|通[村组户车路电水邮网]|入户|见面|惠及)[^，。；]{0,2}(?:率|面|比例)")
NO_BASE = frozenset({"次", "场", "场次", "期", "轮", "堂", "节", "趟", "回", "届"}) | frozenset(
    measure.unit for measure in MEASURES.values() if measure.kind is Measured.PHYSICAL
)
# 占党员总数的18%; but 占92% is said of what stands before it.
PART_OF = re.compile(r"占(?![比有用地])(?:到|了|全部|全体)?([^，。；、占]{1,16}?)的?$")
TOTAL = re.compile(r"(?:总数|总量|总额|总人数|总户数|人数)$")
SCOPE = re.compile(r"^(?:全|本|我)[省市县区镇乡村校院局街]")
# 为年计划的104%: what was done is given.
OF_A_PLAN = re.compile(r"计划|目标|任务|预算|进度|占比|比重|比例")
SAME = re.compile(r"[\u4e00-\u9fff]{2}")
# Words that say nothing of what is counted.
EMPTY = frozenset(
    {
        "总数",
        "全部",
        "其中",
        "全县",
        "全市",
        "全省",
        "全区",
        "全镇",
        "全乡",
        "全村",
        "全校",
        "全局",
        "达到",
        "总量",
        "人数",
    }
)


def shares(text: str, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Every percentage whose sentence gives no count or amount that it could be taken of; `text` is folded."""
    known: set[str] | None = None
    for index, claim in enumerate(claims):
        # What is only intended or required cannot be checked yet.
        if claim.unit not in {"%", "‰"} or isinstance(claim.value, tuple) or claim.modality not in {"done", "bg"}:
            continue
        clause = _clause(text, claim)
        others = [each for each in _of_the_sentence(text, claims, index) if each.unit not in NEVER]
        noun = f"“{claim.what}”" if claim.what else "这一处"
        number = f"{plain(claim.value)}{claim.unit}"
        of = PART_OF.search(clause)
        if _second_of_a_change(text, claims, index):
            continue
        if _second_of_a_change(text, claims, index + 1):
            second = claims[index + 1]
            # Of one change a base is asked for once, and not at all where it is told for either end.
            if any(_may_be_base(text, end, _clause(text, end), each) for end in (claim, second) for each in others):
                continue
            said = f"{noun}写了 {number} 和 {plain(second.value)}{second.unit} 的变化，同一句里没有分母（总数是多少），无法核对。"
            yield Finding(Kind.BASE, False, said, (of_claim(claim), of_claim(second)))
            continue
        if GROWTH.search(claim.what + text[max(0, claim.clean_start - 8) : claim.clean_start]):
            if _grown_from(claim, others):
                continue
            said = f"{noun}只写了 {number}，同一句里没有原来的数和现在的数，无法核对。"
        elif of is not None and len(others) == 1 and not _is_whole(text, claim, others[0], of[1]):
            if known is None:
                known = {each.what for each in claims if each.unit not in RATES}
            # Said of the whole somewhere else in the report.
            if {_whole(of[1]), SCOPE.sub("", _whole(of[1]))} & (known - {others[0].what}):
                continue
            said = f"{noun}写了所占的 {number} 和其中的数，没有写总数，无法核对。"
        elif any(_may_be_base(text, claim, clause, each) for each in others):
            continue
        else:
            said = f"{noun}只写了 {number}，同一句里没有分母（总数是多少），无法核对。"
        yield Finding(Kind.BASE, False, said, (of_claim(claim),))


def _of_the_sentence(text: str, claims: Sequence[Claim], index: int) -> Iterator[Claim]:
    """The counts and amounts beside a share in its sentence."""
    place = claims[index].clean_start
    start = max(text.rfind(mark, max(0, place - REACH), place) for mark in ENDS)
    ends = [found for mark in ENDS if (found := text.find(mark, place, place + REACH)) >= 0]
    end = min(ends, default=place + REACH)
    for step in (-1, 1):
        other = index + step
        while 0 <= other < len(claims) and max(start, place - REACH) < (claim := claims[other]).clean_start < end:
            if claim.unit not in RATES or (not claim.unit and not isinstance(claim.value, tuple) and claim.value > 1):
                yield claim
            other += step


def _clause(text: str, claim: Claim) -> str:
    low = max(0, claim.clean_start - CLAUSE)
    cut = CLAUSE_END.match(text, low, claim.clean_start)
    return text[low if cut is None else cut.end() : claim.clean_start]


def _pairs(nouns: Iterable[str]) -> Iterator[str]:
    """The pairs of neighbouring characters in some nouns."""
    for noun in nouns:
        for at in range(len(noun) - 1):
            pair = noun[at : at + 2]
            if SAME.fullmatch(pair) and pair not in EMPTY:
                yield pair


def _same_thing(one: str, other: str) -> bool:
    return not set(_pairs([one])).isdisjoint(_pairs([other]))


def _grown_from(claim: Claim, others: Sequence[Claim]) -> bool:
    """Whether a number beside it can be what has grown: the same thing, or it, when the share names nothing of its own."""
    subject = GROWTH.sub("", claim.what)
    if len(subject) < 2:
        return bool(others)
    return any(not each.what or _same_thing(subject, each.what) for each in others)


def _second_of_a_change(text: str, claims: Sequence[Claim], index: int) -> bool:
    """Whether a share and the one before it are the two ends of one change, in either order."""
    if not 0 < index < len(claims):
        return False
    first, second = claims[index - 1], claims[index]
    if first.unit != second.unit or second.unit not in {"%", "‰"} or second.clean_start - first.clean_end > REACH:
        return False
    between = text[first.clean_end : second.clean_start]
    lead = text[max(0, first.clean_start - LEAD) : first.clean_start]
    if FROM.search(lead) is not None and TO.search(between) is not None:
        return True
    if BESIDE_OLD.search(between) is not None:
        return CHANGED_BY.match(text, second.clean_end) is not None
    return CHANGED_TO.search(between) is not None


def _is_whole(text: str, share: Claim, other: Claim, of: str) -> bool:
    """Whether the one number beside 占…的 is the whole: named so, or followed by the part."""
    if _whole(of) == other.what or other.clean_start > share.clean_start:
        return True
    between = text[other.clean_end : share.clean_start]
    return "其中" in between or ("，" in between and not _same_thing(of, other.what))


def _whole(of: str) -> str:
    """What a share is said to be of, without the word for all of it: 党员总数."""
    return TOTAL.sub("", of)


def _may_be_base(text: str, share: Claim, clause: str, other: Claim) -> bool:
    """Whether a share may be taken of a number: of the same thing, or counted as such things are."""
    said = share.what + clause
    if _same_thing(said, other.what):
        return True
    if other.unit in MONEY:
        return ABOUT_MONEY.search(said) is not None or OF_A_PLAN.search(said) is not None
    if OF_PEOPLE.search(said):
        return other.unit in PEOPLE
    if OF_CONTENT.search(said):
        return other.unit in (ASKED if PERSONS_NAMED.search(said) else ASKED | MATTERS)
    if OF_MATTERS.search(said):
        return other.unit in MATTERS
    return other.unit not in NO_BASE or OF_REACH.search(said) is None
