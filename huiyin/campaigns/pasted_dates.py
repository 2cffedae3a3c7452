"""When something is to be done, as plans write it: 7月10日前、2013年7月—9月、9月底前、10月17日、7—9月、第三季度.

Pure. A year that is not written is worked out from when the campaign begins; whatever was guessed is said.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from huiyin.core.dates import chinese_date

_DIGIT = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_CHINESE = re.compile(r"([〇○零一二三四五六七八九十]{1,4})(?=[年月日号])")
_YEAR = r"(?:(?P<y{n}>(?:19|20)\d{{2}})\s?年|(?P<rel{n}>今年|当年|本年|明年|次年|翌年|来年))?的?\s?"
_POINT = (
    _YEAR + r"(?:(?P<m{n}>\d{{1,2}})\s?月份?\s?(?:(?P<d{n}>\d{{1,2}})\s?[日号]|(?P<part{n}>底|末|初|上旬|中旬|下旬))?"
    r"|(?P<rest{n}>年底|年末|年初|上半年|下半年|第?[一二三四1-4]季度))"
)
_TO = r"\s?(?:[-—–－~～至到]{1,3})\s?"
_NUMERIC = r"(?P<ny{n}>(?:19|20)\d{{2}})[-./](?P<nm{n}>\d{{1,2}})(?:[-./](?P<nd{n}>\d{{1,2}}))?"
_END = r"\s?(?P<end>之前|以前|前|止|截止|为止)?(?P<from>起)?"
_FORMS = (
    re.compile(_POINT.format(n=1) + _TO + _POINT.format(n=2) + _END),
    re.compile(_POINT.format(n=1) + _TO + r"(?P<d2>\d{1,2})\s?[日号]" + _END),
    re.compile(_YEAR.format(n=1) + r"(?P<m1>\d{1,2})" + _TO + r"(?P<m2>\d{1,2})\s?月份?" + _END),
    re.compile(_NUMERIC.format(n=1) + _TO + _NUMERIC.format(n=2) + _END),
    re.compile(_POINT.format(n=1) + _END),
    re.compile(_NUMERIC.format(n=1) + _END),
)
# A day by which somebody else's document or speech is known, not one of the plan.
_CITED = re.compile(r"\s?(?:的)?(?:讲话|文件|通知|会议精神|指示|批示|印发|来文)")
_OFTEN = re.compile(r"长期坚持|贯穿(?:活动)?(?:始终|全过程)|全程|常年|每[月季周年]|即日起|持续推进")
# What may stand round a time without saying more.
_FILLING = re.compile(
    r"(?:拟于|拟|于|在|自|从|约|左右|上午|下午|全天|务必|全部|完成|召开|进行|结束|开展|时间|[\s：:，,、；;。])*"
)
_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Time:
    """When: either end may be missing. `doubt` says why a person should look, `places` where it stood in the text."""

    begins_on: date | None = None
    due_on: date | None = None
    doubt: str = ""
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Around:
    """What helps to find a year that was not written: when the campaign begins, and when the stage runs."""

    begins_on: date
    stage_begins_on: date | None = None
    stage_ends_on: date | None = None


class _Wrong(ValueError):
    """A date that is none."""


def time_of(text: str, around: Around) -> Time:
    """The one time that a text names: a deadline before a span, a span before a mere day."""
    plain = plain_dates(text)
    found: list[tuple[int, Time]] = []
    doubts: list[str] = []
    places: list[tuple[int, int]] = []
    for match in _matches(plain):
        places.append(match.span())
        try:
            found.append(_read(match, around))
        except _Wrong as wrong:
            doubts.append(str(wrong))
    # Places only hold in a text whose dates were made plain before.
    kept = tuple(places) if plain == text else ()
    if not found:
        if not doubts and (often := _OFTEN.search(text)):
            return Time(places=((often.start(), often.end()),))
        return Time(doubt="；".join(doubts), places=kept)
    rank = min(rank for rank, _time in found)
    best = [time for other, time in found if other == rank]
    if len({(time.begins_on, time.due_on) for time in best}) > 1:
        doubts.append("写了不止一个时间，取了第一个")
    chosen = best[0]
    if chosen.due_on and chosen.due_on < around.begins_on:
        doubts.append(f"早于活动开始日期{chinese_date(around.begins_on)}")
    return Time(chosen.begins_on, chosen.due_on, "；".join(filter(None, (chosen.doubt, *doubts))), kept)


def plain_dates(text: str) -> str:
    """The text with dates in Chinese numerals written in digits: 二〇一三年七月十日 → 2013年7月10日."""
    return _CHINESE.sub(_digits, text)


def is_time(text: str) -> bool:
    """Whether a text says nothing but when: a cell of a column of times, a bracket, 10月底前完成."""
    plain = plain_dates(text.strip())
    left, at = [], 0
    for match in _matches(plain):
        left.append(plain[at : match.start()])
        at = match.end()
    return bool(_OFTEN.fullmatch(plain)) or (at > 0 and bool(_FILLING.fullmatch("".join((*left, plain[at:])))))


def _matches(text: str) -> list[re.Match[str]]:
    """The times of a text in order; of those that overlap the longest form."""
    found: list[re.Match[str]] = []
    # Each form is searched onward only when what it found was passed, so that a long text is read once by each.
    ahead = [form.search(text) for form in _FORMS]
    at = 0
    while True:
        ahead = [
            form.search(text, at) if match and match.start() < at else match
            for form, match in zip(_FORMS, ahead, strict=True)
        ]
        starts = [match for match in ahead if match]
        if not starts:
            return found
        first = min(starts, key=lambda match: (match.start(), -match.end()))
        if not _CITED.match(text, first.end()):
            found.append(first)
        at = first.end()


def _read(match: re.Match[str], around: Around) -> tuple[int, Time]:
    """(rank, time): 0 a deadline, 1 a span, 2 a day."""
    parts = match.groupdict()
    first, guessed = _point(parts, "1", around, None)
    doubts = [guessed]
    if any(parts.get(name) for name in ("d2", "m2", "rest2", "nm2")):
        last, more = _second(parts, around, first)
        doubts.append(more)
        if last[1] < first[0]:
            raise _Wrong(f"“{match[0].strip()}”的止日早于起日")
        return 1, Time(first[0], last[1], _said(doubts))
    if parts["from"]:
        return 1, Time(first[0], None, _said(doubts))
    if parts["end"]:
        due = first[1]
        if not (parts.get("d1") or parts.get("nd1") or parts.get("part1") or parts.get("rest1")):
            due = date.fromordinal(first[0].toordinal() - 1)
            doubts.append(f"“{match[0].strip()}”没有写到哪一天，按{chinese_date(due)}算")
        return 0, Time(None, due, _said(doubts))
    if first[0] == first[1]:
        return (0 if parts.get("part1") else 2), Time(None, first[1], _said(doubts))
    return 1, Time(first[0], first[1], _said(doubts))


def _second(
    parts: dict[str, str | None], around: Around, first: tuple[date, date]
) -> tuple[tuple[date, date], str]:  # fmt: skip
    """The end of a span: what it does not say it has from the beginning; it may run into the next year."""
    if not any(parts.get(name) for name in ("m2", "rest2", "nm2")):
        return _day(first[0].year, first[0].month, parts["d2"]), ""
    last, guessed = _point(parts, "2", around, first[0].year)
    if last[1] < first[0] and not (parts.get("y2") or parts.get("ny2")):
        last, _more = _point(parts, "2", around, first[0].year + 1)
    return last, guessed


def _point(
    parts: dict[str, str | None], n: str, around: Around, year: int | None
) -> tuple[tuple[date, date], str]:  # fmt: skip
    """First and last day of what is named, and what was guessed of its year."""
    written = parts.get(f"y{n}") or parts.get(f"ny{n}")
    relative = parts.get(f"rel{n}")
    if written:
        return _days(parts, n, int(written)), ""
    if relative:
        return _days(parts, n, around.begins_on.year + (relative in {"明年", "次年", "翌年", "来年"})), ""
    if year is not None:
        return _days(parts, n, year), ""
    return _likely(parts, n, around)


def _likely(parts: dict[str, str | None], n: str, around: Around) -> tuple[tuple[date, date], str]:
    """The year in which it falls into the stage, else the first in which it is not over when the campaign begins."""
    this, following = (_days(parts, n, around.begins_on.year + more) for more in (0, 1))
    if around.stage_begins_on and around.stage_ends_on:
        for days in (this, following):
            if days[1] >= around.stage_begins_on and days[0] <= around.stage_ends_on:
                return days, ""
    if this[1] >= around.begins_on:
        return this, ""
    if (around.begins_on - this[1]).days <= 31:
        return this, ""  # just before the campaign begins: told as too early, not moved by a year
    return following, f"没有写年份，推算为{following[0].year}年"


def _days(parts: dict[str, str | None], n: str, year: int) -> tuple[date, date]:
    rest = parts.get(f"rest{n}")
    if rest:
        return _part_of_year(rest, year)
    month = int(parts.get(f"m{n}") or parts.get(f"nm{n}") or 0)
    if not 1 <= month <= 12:
        raise _Wrong(f"“{month}月”不是有效的月份")
    day = parts.get(f"d{n}") or parts.get(f"nd{n}")
    if day:
        return _day(year, month, day)
    end = calendar.monthrange(year, month)[1]
    begin, last = {
        "底": (end, end), "末": (end, end), "初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, end),
    }.get(parts.get(f"part{n}") or "", (1, end))  # fmt: skip
    return date(year, month, begin), date(year, month, last)


def _day(year: int, month: int, day: str | None) -> tuple[date, date]:
    try:
        found = date(year, month, int(day or 0))
    except ValueError as error:
        raise _Wrong(f"“{month}月{day}日”不是有效的日期") from error
    return found, found


def _part_of_year(rest: str, year: int) -> tuple[date, date]:
    if rest in {"年底", "年末"}:
        return date(year, 12, 31), date(year, 12, 31)
    if rest == "年初":
        return date(year, 1, 1), date(year, 1, 31)
    if rest in {"上半年", "下半年"}:
        return (date(year, 1, 1), date(year, 6, 30)) if rest == "上半年" else (date(year, 7, 1), date(year, 12, 31))
    quarter = _ORDINAL[rest.removeprefix("第")[0]]
    end = quarter * 3
    return date(year, end - 2, 1), date(year, end, calendar.monthrange(year, end)[1])


def _digits(match: re.Match[str]) -> str:
    """二〇一三 → 2013, 十二 → 12, 二十一 → 21; what is no such number stays as it is."""
    text = match[1]
    if "十" not in text:
        return "".join(str(_DIGIT[sign]) for sign in text) if len(text) in (1, 4) else text
    tens, _sign, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return text
    return str((_DIGIT[tens] if tens else 1) * 10 + (_DIGIT[ones] if ones else 0))


def _said(doubts: list[str]) -> str:
    return "；".join(dict.fromkeys(filter(None, doubts)))
