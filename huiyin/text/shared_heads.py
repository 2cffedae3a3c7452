"""分别: several things named first and their numbers after them, each number given its own thing.

男、女分别为120人和80人 · 甲、乙、丙三县分别完成3项、4项和5项 · 营业收入58亿元,利润3亿元,分别增长10%和12%.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from huiyin.text.claim import Said
from huiyin.text.nouns import DATE, VERB, noun_before, without_tails
from huiyin.text.numerals import DIGITS, NUMERAL

APART = "分别"
# How far the first number may stand behind 分别, and how far back the things may be named.
LINK, LIST = 14, 80
RATES = frozenset({"%", "‰", "个百分点", "倍", ""})
# Between two numbers of one list; what else stands there is the second number's own noun.
JOIN = re.compile(r"(?:[、,，]|[、,，]?(?:和|与|及|以及))([^，。；、,;:：!?！？()“”\n]{0,8})")
CUT = re.compile(r".*[，。；：,;:!?！？\n()|]", re.DOTALL)
LISTED = re.compile(r"、(?:和|与|及|以及)?|以及|和(?![谐平睦])|与(?!会)|及(?![格时])")
PAUSES = re.compile(r"、(?:和|与|及|以及)?")
WORDS = re.compile(r"以及|和(?![谐平睦])|与(?!会)|及(?![格时])")
# 丙三县, 李村两个村: how many there were, and what they are.
SUMMED = re.compile(rf"(?<=.)([{NUMERAL}]|[0-9]{{1,2}})[个家所名位类]?(\D{{1,4}})$")
ORDINAL = re.compile(rf"[{NUMERAL}]")
QUOTED = re.compile(r"“([^”]{1,12})”(.*)")
BOUNDED = re.compile(r".*?以[上下内](?:的)?")
PERIOD = re.compile(r"[上下]半年|第?[一二三四1-4]季度|[上中下]旬|[去今前本]年|[0-9]{1,2}月份?")
# Nothing is named between the marks and 分别: the numbers before it are meant.
UNNAMED = re.compile(r"(?:同比|环比|年均|平均|比|较|上年|去年|同期|上月|均|也|又|还|各|上|年|月|度|的|、)*")
OPENING = re.compile(r"^(?:其中|全年|今年|一年来|近年来|现有|共有|共)+[:：]?")
# 参训的男女党员: two words without a mark between them.
SEXES = re.compile("^(?:[^、]*[的有])?男[、和与及]?女")
# 该村有男、女: who has them is not what is counted.
HAS = re.compile(
    r"^[^、]{0,12}(?:[现共]有|(?<![具拥没只占所国私公持])有)(?=[^、的机关效限偿形色线害益毒轨奖责意望力序名证])"
)
MOST_EARLIER = 12
SENTENCE_END = re.compile("[。！？!?；;\n]")


def with_own_heads(text: str, claims: Iterable[Said]) -> Iterator[Said]:
    """The claims of one line; those behind 分别 each with the thing, the body or the time it is said of."""
    earlier: deque[Said] = deque(maxlen=MOST_EARLIER)
    named: list[str] = []
    waiting = iter(claims)
    said = next(waiting, None)
    done = 0
    while said is not None:
        at = text.rfind(APART, max(done, said.start - LINK - len(APART)), said.start)
        group = [said]
        said_after = next(waiting, None)
        if earlier and SENTENCE_END.search(text, earlier[-1].end, said.start):
            earlier.clear()
            named = []
        if at >= 0 and not CUT.match(text, at, said.start):
            while said_after is not None and _goes_on(text, group[-1], said_after):
                group.append(said_after)
                said_after = next(waiting, None)
            heads = _heads(text, at, earlier, named, group) if len(group) > 1 else []
            if heads:
                named = heads
                link = without_tails(text[at + len(APART) : said.start])
                ends = [0, *(one.end for one in group)]
                group = [
                    _own(one, head, _own_noun(text, end, one), link)
                    for one, head, end in zip(group, heads, ends, strict=False)
                ]
        for one in group:
            yield one
            earlier.append(one)
        done = group[-1].end
        said = said_after


def _goes_on(text: str, last: Said, following: Said) -> bool:
    """Whether a number is the next of a list; behind a comma of the clause it must stand alone."""
    gap = text[last.end : following.start]
    match = JOIN.fullmatch(gap)
    return match is not None and APART not in gap and (not match[1] or gap[0] not in ",，")


def _heads(text: str, at: int, earlier: Sequence[Said], named: list[str], group: list[Said]) -> list[str]:
    """As many things as there are numbers, or none: named before 分别, before an earlier 分别, or each with a number."""
    wanted = len(group)
    low = max(0, at - LIST)
    cut = CUT.match(text, low, at)
    listed = text[low if cut is None else cut.end() : at]
    if UNNAMED.fullmatch(listed):
        if len(named) == wanted:
            return named
        counted = [one.what for one in earlier if one.unit not in RATES]
        return counted if len(counted) == wanted and all(counted) else []
    listed = OPENING.sub("", without_tails(listed))
    if wanted == len("男女"):
        listed = SEXES.sub("男、女", listed)
    for marks in (LISTED, PAUSES, WORDS):
        parts = marks.split(listed)
        if len(parts) == wanted and all(parts):
            # 走访党员、群众: the verb before the first is said of all.
            first = noun_before(parts[0]) if VERB.search(parts[0]) else parts[0]
            first = HAS.sub("", (first or parts[0]).removeprefix("的"))
            return _whole([first, *parts[1:]])
    return []


def _whole(heads: list[str]) -> list[str]:
    """What the last of them says for all is said of each: 男、女党员 · 工业和农业总产值 · 甲、乙、丙三县."""
    last = heads[-1]
    summed = SUMMED.search(last)
    if summed is not None and (DIGITS.get(summed[1]) == len(heads) or summed[1] == str(len(heads))):
        kind = summed[2] if len(summed[2]) == 1 else ""
        names = [*heads[:-1], last[: summed.start()]]
        return [name if name.endswith(kind) else name + kind for name in names]
    if heads[0].startswith("第") and all(ORDINAL.match(head) for head in heads[1:]):
        heads = [heads[0], *("第" + head for head in heads[1:])]
        last = heads[-1]
    sizes = {len(head) for head in heads[:-1]}
    quoted, bounded = QUOTED.fullmatch(last), BOUNDED.match(last)
    if quoted is not None:
        return [head.strip("“”") + quoted[2] for head in heads[:-1]] + [quoted[1] + quoted[2]]
    if bounded is not None and any(BOUNDED.fullmatch(head) for head in heads[:-1]):
        tail = last[bounded.end() :]
    else:
        tail = last[sizes.pop() :] if len(sizes) == 1 else ""
    if len(tail) < 2 and len(heads[0]) > 1:
        tail = ""  # 党员、老党员: one character is a part of the name, not what all are
    return [_short(head + tail) for head in heads[:-1]] + [_short(last)]


def _short(head: str) -> str:
    return head.removesuffix("的") or head


def _own(said: Said, head: str, own: str, link: str) -> Said:
    """A number with its own head: a time, who did it, or what is counted where no other noun says it."""
    verb = VERB.match(link)
    done_to = link[verb.end() :].removeprefix("了") if verb is not None else ""
    period = DATE.match(head) or PERIOD.match(head)
    if period is not None:
        rest = head[period.end() :].removeprefix("的") or done_to or said.what.removeprefix(APART)
        return said._replace(time=period[0], what=said.what if own else rest)
    if said.unit in RATES:
        return said._replace(what=head)
    if not own:
        said = said._replace(what=done_to if len(done_to) > 1 else head)
    return said._replace(actor=head) if link else said


def _own_noun(text: str, before: int, said: Said) -> str:
    """The noun that only this number of a list has: 学校3所、医院2所 · 3个乡镇、5个村."""
    if said.what and said.what in text[said.start : said.end]:
        return said.what
    gap = JOIN.fullmatch(text[before : said.start]) if before else None
    return gap[1] if gap is not None else ""
