"""Steps told in an order that their dates contradict: closed before it began, due before it was asked for."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from huiyin.text.checks.dates import with_months
from huiyin.text.checks.finding import Finding, Kind, Passage, passage
from huiyin.text.offsets import Mapped

POINT = re.compile(
    r"(?<![0-9.])(?:((?:19|20)[0-9]{2})年|(次年|翌年|来年|第二年|下年|明年))?([0-9]{1,2})月(?:([0-9]{1,2})[日号]|(上旬|中旬|下旬|初|底|末|中))?份?"
)
PART_OF_MONTH = {"上旬": 5, "中旬": 15, "下旬": 25, "初": 1, "中": 15, "底": 30, "末": 30}
SENTENCE_END = re.compile(r"[。！？!?\n]")
CLAUSE = re.compile(r"[，,]?[^，,。；;、！？!?\n0-9]{0,20}")
# What a clause says was begun or ended; a clause that only names it (启动以来, 结束后) tells no step.
_NOT_NAMED = "(?!以来|之?[前后]|的|时|仪式|阶段|期间)"
BEGUN = re.compile(rf"(?:启动|开始|开工|动工|起步|着手|成立|进驻|奠基|立项|开幕|起){_NOT_NAMED}")
ENDED = re.compile(
    rf"(?:结束|竣工|完工|截止|收官|收尾|撤离|验收|闭幕|建成(?:投产|投用|通车|使用)|竣工通车|全部完成|全面完成|基本完成){_NOT_NAMED}"
)
BEGUN_ALONE = re.compile(
    r"(?:正式|全面)?(?:启动|开始|开工|动工|立项)(?:建设|实施|兴建|施工)?(?=[。；;]|$)", re.MULTILINE
)
_YEAR, _SHORT = "((?:19|20)[0-9]{2})年(?!度|[0-9]{1,2}月)", "[^，,。；;0-9]{0,8}"
YEARS = re.compile(
    rf"{_YEAR}{_SHORT}(?:启动|开始|开工|动工|立项|奠基){_NOT_NAMED}{_SHORT}[，,]{_YEAR}{_SHORT}(?:结束|竣工|完工|验收|收官|建成)"
)
ISSUED = re.compile(
    r"(?:印发|下发|发出|发布|制发|转发|出台|通知)(?![^，。；]{0,20}的(?:通知|意见|方案|文件|要求)?[，,])"
)
DUE = re.compile(r"(?:日)?(?:之前|以前|前)(?=[^，。；]{0,12}(?:报|交|完成|反馈|上传|整改|落实|回复|办结|到位|结束))")
CLOSING = re.compile(r"(?:截止(?:日期|时间)?[为是到至于]?|截至)$")
SINCE, UNTIL = re.compile(r"(?:自|从)$"), re.compile(r"(?:截止(?:到|至|于)?|至|到|止于|结束于)$")
THEN = re.compile(r"[，,；;](?:并?随后|然后|接着|之后|其后|继而|再|最后|紧接着)(?:又)?(?:于|在)?$")
# The usual order of steps, where one is written after the other.
_RANKS = (
    (re.compile(r"(?:发出|印发|下发|制发|制定|出台)[^，。；]{0,12}(?:通知|方案|意见)"), 1),
    (re.compile(r"召开[^，。；]{0,12}动员|动员(?:大会|会|部署)|部署动员"), 2),
    (
        re.compile(
            r"(?:召开|进行|作|开展|全面)[^，。；]{0,12}总结(?!会议?上)|总结(?:大会|会|表彰|验收|评比)|(?:检查|考核|组织)验收"
        ),
        3,
    ),
)
# A month without its year may lie in the next year: so many months back are a slip rather than that.
NEXT_YEAR, UNTIL_NEXT_YEAR = 6, 3
REACH, BEFORE = 80, 8


class _Point(NamedTuple):
    """A date of a text, its year 0 when nothing says it; `dated` says that the year stands with it."""

    start: int
    end: int
    year: int
    month: int
    day: int
    dated: bool


def steps(mapped: Mapped, text: str) -> Iterator[Finding]:
    """Every two neighbouring dates whose steps stand in the wrong order; `text` is folded."""
    before: _Point | None = None
    for match in with_months(POINT, text):
        here = _point(text, match, before)
        if here is None:
            before = None
            continue
        if before is not None and here.start - before.end <= REACH:
            after = _how_they_follow(text, before, here)
            if after is not None and _earlier(here, before, after):
                first, second = _told(mapped, text, before), _told(mapped, text, here)
                said = f"“{second.quote}”写在“{first.quote}”之后，日期却在前，请核对先后；跨年的应写明年份。"
                yield Finding(Kind.DATES, False, said, (first, second))
            elif _ended_first(text, before, here):
                first, second = _told(mapped, text, before), _told(mapped, text, here)
                said = f"“{first.quote}”，“{second.quote}”：结束早于开始，请核对。"
                yield Finding(Kind.DATES, False, said, (first, second))
        before = here


def years(mapped: Mapped, text: str) -> Iterator[Finding]:
    """2018年立项,2016年验收: the same by years alone, within one sentence."""
    for match in YEARS.finditer(text):
        if int(match[2]) < int(match[1]):
            place = passage(mapped, match.start(), match.end())
            yield Finding(Kind.DATES, False, f"“{place.quote}”结束早于开始，请核对。", (place,))


def _ended_first(text: str, first: _Point, second: _Point) -> bool:
    """2019年5月竣工,2019年8月开工: one clause follows the other and names no thing of its own."""
    if not (first.year and second.dated and (first.year, first.month) < (second.year, second.month)):
        return False
    ended = ENDED.search(text, first.end, second.start)
    begun = BEGUN_ALONE.match(text, second.end)
    return ended is not None and begun is not None and text[ended.end() : second.start].strip() in {"，", ","}


def _point(text: str, match: re.Match[str], before: _Point | None) -> _Point | None:
    """The date with the year of the one before it in the sentence; none when there is no such month."""
    month = int(match[3])
    if not 1 <= month <= 12:
        return None
    near = before is not None and SENTENCE_END.search(text, before.end, match.start()) is None
    inherited = before.year if before is not None and near else 0
    year = int(match[1]) if match[1] else inherited + 1 if match[2] and inherited else 0 if match[2] else inherited
    day = int(match[4]) if match[4] else PART_OF_MONTH.get(match[5] or "", 0)
    return _Point(match.start(), match.end(), year, month, day, bool(match[1] or match[2]))


def _told(mapped: Mapped, text: str, point: _Point) -> Passage:
    return passage(mapped, point.start, _clause_end(text, point.end))


def _clause_end(text: str, end: int) -> int:
    found = CLAUSE.match(text, end)
    return end if found is None else found.end()


def _how_they_follow(text: str, first: _Point, second: _Point) -> int | None:
    """How many months back a yearless second step may lie and still be a slip; none when nothing says an order."""
    told, after = text[first.end : _clause_end(text, first.end)], text[second.end : _clause_end(text, second.end)]
    between = text[first.end : second.start]
    one_sentence = SENTENCE_END.search(between) is None
    lead = text[max(0, first.start - BEFORE) : first.start]
    if one_sentence and SINCE.search(lead) and UNTIL.search(between) and between.strip() not in {"至", "到"}:
        return UNTIL_NEXT_YEAR
    if one_sentence and BEGUN.search(told) and ENDED.search(after):
        return NEXT_YEAR
    if ISSUED.search(told) and (DUE.match(text, second.end) or CLOSING.search(between)):
        return NEXT_YEAR
    if one_sentence and (THEN.search(between) or 0 < _rank(told) < _rank(after)):
        return NEXT_YEAR
    return None


def _rank(told: str) -> int:
    """Which of the usual steps a clause tells; a clause that tells none comes after nothing."""
    return next((rank for pattern, rank in _RANKS if pattern.search(told)), 0)


def _earlier(second: _Point, first: _Point, most: int) -> bool:
    """Whether the second date lies before the first."""
    if second.year and first.year and second.year != first.year:
        return second.year < first.year
    if bool(second.year) != bool(first.year):
        return False
    months = first.month - second.month
    if months:
        return months > 0 and (second.dated or months <= most)
    return bool(first.day and second.day and second.day < first.day)
