"""Dates that cannot be, spans that end before they begin, and stages that stand in the wrong order."""

import re
from calendar import monthrange
from collections.abc import Iterator
from typing import NamedTuple

from huiyin.text.checks.finding import Finding, Kind, passage
from huiyin.text.offsets import Mapped

DATE = re.compile(r"(?<![0-9.])(?:((?:19|20)[0-9]{2})年)?([0-9]{1,2})月(?:([0-9]{1,2})日)?")
# 2013年12月: as far before its 月 a date begins at most, and as far behind its beginning it ends: 月25日份.
LEADS, TRAILS = 7, 6
JOIN = re.compile(r"(?:份|底|初)?\s?(?:-{1,2}|至|到)\s?$")
# 9月5日至3日: the second day stands in the month of the first.
UNTIL_DAY = re.compile(r"\s?(?:-{1,2}|至|到)\s?([0-9]{1,2})日")
STAGE = re.compile(
    r"第([一二三四五六])(?:个)?(阶段|环节|批|步)[^。；;\n第]{0,24}?[(:,，从自于]?(?=(?:19|20)[0-9]{2}年[0-9]{1,2}月)"
)
NUMBER = {c: n for n, c in enumerate("一二三四五六", 1)}


class Day(NamedTuple):
    """A date as written; day 0 when only the month is named."""

    year: int
    month: int
    day: int


def with_months(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match of a pattern for dates, which has figures before one 月: few characters are, so they are looked for."""
    done, at = 0, text.find("月")
    while at >= 0:
        if text[at - 1 : at].isdigit():
            found = pattern.search(text, max(done, at - LEADS), at + TRAILS)
            if found is not None and found.start() < at:
                yield found
                done = found.end()
        at = text.find("月", max(done, at + 1))


def impossible_dates(mapped: Mapped, text: str) -> Iterator[Finding]:
    """Every date of a text that contradicts the calendar or its neighbour; `text` is folded."""
    before: tuple[Day, int, int] | None = None
    for match in with_months(DATE, text):
        year = int(match[1]) if match[1] else 0
        day = Day(year, int(match[2]), int(match[3] or 0))
        wrong = _impossible(day)
        if wrong:
            yield Finding(Kind.DATES, False, f"“{match[0]}”{wrong}，请核对。", (passage(mapped, *match.span()),))
            before = None
            continue
        if before is not None and JOIN.fullmatch(text, before[2], match.start()) is not None:
            first = before[0]
            # 2008年9月至10月: the second date stands in the year of the first; 11月至3月 runs into the next year.
            last = day if day.year else day._replace(year=first.year)
            backwards = last.year < first.year or (
                last.year == first.year and bool(day.year and first.year) and last < first
            )
            # Without years a later month may lie a year back; a day of the same month may not.
            same_month = day.year in {0, first.year} and day.month == first.month
            if (first.year and backwards) or (same_month and 0 < day.day < first.day):
                place = passage(mapped, before[1], match.end())
                yield Finding(Kind.DATES, False, f"“{place.quote}”结束早于开始，请核对。", (place,))
        until = UNTIL_DAY.match(text, match.end()) if day.day else None
        if until is not None and (wrong := _impossible(day._replace(day=int(until[1])))):
            yield Finding(Kind.DATES, False, f"“{until[0]}”{wrong}，请核对。", (passage(mapped, *until.span()),))
        elif until is not None and int(until[1]) < day.day:
            place = passage(mapped, match.start(), until.end())
            yield Finding(Kind.DATES, False, f"“{place.quote}”结束早于开始，请核对。", (place,))
        before = (day, match.start(), match.end())


def _impossible(day: Day) -> str:
    """Why a date cannot be, or ""."""
    if not 1 <= day.month <= 12:
        return f"没有 {day.month} 月"
    longest = monthrange(day.year or 2000, day.month)[1]
    if day.day > longest:
        return f"这个月没有 {day.day} 日"
    return ""


def stages(mapped: Mapped, text: str) -> Iterator[Finding]:
    """第一阶段, 第二阶段 … must begin one after another."""
    before: tuple[int, str, Day, int, int] | None = None
    for match in STAGE.finditer(text):
        date = DATE.match(text, match.end())
        if date is None or not date[1]:
            continue
        number, begun = NUMBER[match[1]], Day(int(date[1]), int(date[2]), int(date[3] or 0))
        if before is not None and match[2] == before[1]:
            places = (passage(mapped, before[3], before[4]), passage(mapped, match.start(), date.end()))
            if number == before[0] + 1 and begun[:2] < before[2][:2]:
                said = f"“{places[1].quote}”早于前一阶段的“{places[0].quote}”，请核对先后。"
                yield Finding(Kind.DATES, False, said, places)
            elif number == before[0] - 1 and begun[:2] > before[2][:2] and "。" not in text[before[4] : match.start()]:
                # Told backwards, and in one sentence: of the same run of stages.
                said = f"“{places[0].quote}”早于前一阶段的“{places[1].quote}”，请核对先后。"
                yield Finding(Kind.DATES, False, said, places)
        before = (number, match[2], begun, match.start(), date.end())
