"""Reads a 路线图 written in one cell: the words are kept as they stand, a date is read only when it is certain."""

import calendar
import re
import unicodedata
from datetime import date

from huiyin.rectification.measures import RouteLine

_PARTS = re.compile(r"[；;\r\n]+")
# 10月底前、11月15日前、2014年3月31日之前: a day, or a month's end, before which something is done.
_DEADLINE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})[日号]|(底|末))(?:以前|之前|前)")


def read_route(text: str, *, begins_on: date, due_on: date | None) -> list[RouteLine]:
    """The steps in order. Periods (每季度末), parts of months (10月中旬前) and beginnings (10月起) give no date."""
    parts = (part.strip(" \t\u3000。") for part in _PARTS.split(text))
    return [RouteLine(part, _deadline(part, begins_on, due_on)) for part in parts if part]


def _deadline(part: str, begins_on: date, due_on: date | None) -> date | None:
    """The one deadline a step begins with; None when there is none, several, or more than one year would fit."""
    words = unicodedata.normalize("NFKC", part)
    found = list(_DEADLINE.finditer(words))
    if len(found) != 1 or found[0].start() != 0:
        return None
    year, month, day, _end = found[0].groups()
    if year:
        return _day(int(year), int(month), day)
    # A month's end may lie a few days behind a deadline in the same month: the year is certain all the same.
    last = due_on.replace(day=calendar.monthrange(due_on.year, due_on.month)[1]) if due_on is not None else None
    years = range(begins_on.year, (last or begins_on).year + 1)
    fitting = [_day(each, int(month), day) for each in years]
    certain = [each for each in fitting if each is not None and begins_on <= each <= (last or each)]
    return certain[0] if len(certain) == 1 else None


def _day(year: int, month: int, day: str | None) -> date | None:
    if not (1 <= month <= 12 and 1900 <= year < 2200):
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, last)
    return date(year, month, int(day)) if 1 <= int(day) <= last else None
