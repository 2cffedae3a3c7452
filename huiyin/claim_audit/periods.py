"""When a sentence speaks of: within the campaign, or another year or time before or after it."""

import re
from dataclasses import dataclass
from datetime import date

from huiyin.text.numerals import chinese

_YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][一二三四五六七八九零]{3})"
_WHEN = re.compile(
    rf"(?P<year>{_YEAR})(?:年(?:度)?|[-/.](?=[0-9]))(?:(?P<half>[上下]半年)|(?P<month>[0-9]{{1,2}})月?)?"
    r"|(?P<own>今年|本年度|活动开展以来|活动期间|本次活动|此次活动|这次活动)"
    r"|(?P<other>去年|上一?年度?|前年|往年|历年|明年|来年|近[两三四五几0-9]+年|[两三四五几]年来|过去[一二两三四五几0-9]*年?|上个月|十[七八九]大以来|二十大以来"
    r"|前[一两三四五]批|第一批活动|上届)"
    r"|(?P<first>(?<!年)上半年)"
)

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
            other = match[0]
        elif match["first"]:
            other = match[0] if span.begins_on.month > 6 and span.begins_on.year == span.ends_on.year else other
        else:
            other = "" if _within(span, match) else match[0]
    return other


def _within(span: Span, match: "re.Match[str]") -> bool:
    year = int(match["year"]) if match["year"].isdecimal() and match["year"].isascii() else chinese(match["year"])
    if year is None or not span.begins_on.year <= year <= span.ends_on.year:
        return False
    if match["half"] == "上半年":
        return (int(year), 6) >= (span.begins_on.year, span.begins_on.month)
    if match["month"]:
        month = (int(year), int(match["month"]))
        return (span.begins_on.year, span.begins_on.month) <= month <= (span.ends_on.year, span.ends_on.month)
    return True
