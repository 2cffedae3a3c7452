"""When a sentence speaks of: within the campaign, or another year or time before or after it."""

import re
from dataclasses import dataclass
from datetime import date

from huiyin.text.numerals import chinese

_YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][一二三四五六七八九零]{3})"
_WHEN = re.compile(
    rf"(?P<year>{_YEAR})(?:年(?:度)?|[-/.](?=[0-9]))(?:(?P<half>[上下]半年|第?[一二三四1-4]季度|年?[初底末])|(?P<month>[0-9]{{1,2}})月?)?"
    r"|(?P<first>(?:今年)?上半年)|(?P<own>今年|本年度|活动开展以来|活动期间|本次活动|此次活动|这次活动)"
    r"|(?P<other>去年|上一?年度?|前年|往年|历年|明年|来年|近[两三四五几0-9]+年|[两三四五几]年来|过去[一二两三四五几0-9]*年?|上个月|十[七八九]大以来|二十大以来"
    r"|“?十[一二三四五]?五”?(?:规划)?(?:期间|时期|以来)|上一?(?:轮|次|批)(?![^，。]{0,6}(?:会议|反馈))|历次|往届|以往"
    r"|(?:活动|教育|工作)?(?:开始|启动|开展)(?:之|以)?前(?:[一两三四五几]年)?"
    r"|前[一两三四五]批|第[一二三四五]批(?:教育实践|学习教育|主题教育)?活动|上届)"
)

# From which month to which a part of a year is; 年初 and 年底 are one and two months.
_MONTHS = {"上半年": (1, 6), "下半年": (7, 12), "初": (1, 2), "底": (12, 12), "末": (12, 12)} | {
    f"{name}季度": (3 * n + 1, 3 * n + 3) for n, pair in enumerate(("一1", "二2", "三3", "四4")) for name in pair
}
_YEARS = {"两": 2, "三": 3, "四": 4, "五": 5}
_TO = re.compile(r"(?:[0-9]{1,2}[月日]|底|初|末|份)*(?:至|到|-|起至|以来至)")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a campaign runs; without an end, up to the day its records are asked for."""

    begins_on: date
    ends_on: date


def other_time(span: Span, sentence: str) -> str:
    """The other time that a claim speaks of, or "": the last time named before it in its sentence (folded) decides."""
    other, last = "", 0
    for match in _WHEN.finditer(sentence):
        if other and _TO.fullmatch(sentence, last, match.start()):
            # 2012年12月至2013年10月 begins outside, so all of it does not lie within.
            continue
        last = match.end()
        if match["own"]:
            other = ""
        elif match["other"]:
            other = "" if _lasted(span, match[0]) else match[0]
        elif match["first"]:
            other = match[0] if span.begins_on.month > 6 and span.ends_on < _half_year_behind(span) else ""
        else:
            other = "" if _within(span, match) else match[0]
    return other


def _lasted(span: Span, said: str) -> bool:
    """三年来, 近三年 is the campaign itself where it ran three years, give or take two months."""
    found = re.fullmatch(r"近?([两三四五])年来?", said)
    if found is None:
        return False
    return abs((span.ends_on - span.begins_on).days - _YEARS[found[1]] * 365.25) <= 62


def _within(span: Span, match: "re.Match[str]") -> bool:
    year = int(match["year"]) if match["year"].isdecimal() and match["year"].isascii() else chinese(match["year"])
    if year is None or not span.begins_on.year <= year <= span.ends_on.year:
        return False
    if match["half"]:
        first, last = _MONTHS[match["half"].removeprefix("第").removeprefix("年")]
    else:
        first, last = (int(match["month"]), int(match["month"])) if match["month"] else (1, 12)
    begin, end = (span.begins_on.year, span.begins_on.month), (span.ends_on.year, span.ends_on.month)
    return begin <= (int(year), last) and (int(year), first) <= end


def _half_year_behind(span: Span) -> date:
    """The end of the first half of the year after a campaign began."""
    return date(span.begins_on.year + 1, 6, 30)
