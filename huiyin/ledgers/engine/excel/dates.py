"""Reads a date as clerks write it, and refuses what only looks like one."""

import datetime
import re
import unicodedata
from typing import NoReturn

from huiyin.ledgers.engine.excel.faults import CellProblem, shown

HOW = "请写成 2013-10-17 的样子。"
LAST_SUSPECT_YEAR = 1905  # a small number shown as a date falls in 1900–1905
_FIRST_YEAR = 1900
_FUTURE_YEARS = 5
_EPOCH = datetime.date(1899, 12, 30)
_SERIALS = range(2193, 109_575)  # 1906-01-01 to the end of 2199
_SPACES = re.compile(r"\s*([年月日号./\-])\s*")
_FULL = re.compile(
    r"(\d{4})(?:年|[-./。])(\d{1,2})(?:月|[-./。])(\d{1,2})[日号]?"
    r"(?:(?:[T\s]+|(?<=[日号]))\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?(?:\s*\(?(?:星期|周).\)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NO_YEAR = re.compile(r"\d{1,2}(?:月|[-./])\d{1,2}[日号]?")
_NO_DAY = re.compile(r"\d{4}(?:年|[-./])\d{1,2}月?")
_SHORT_YEAR = re.compile(r"\d{2}(?:年|[-./])\d{1,2}(?:月|[-./])\d{1,2}[日号]?")
_DAY_FIRST = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def parse_date(value: object, today: datetime.date) -> datetime.date:
    """The date in a cell: a real date, text in the usual ways, 20131017, or Excel's serial number."""
    if isinstance(value, datetime.datetime):
        return _check_real(value.date(), today)
    if isinstance(value, datetime.date):
        return _check_real(value, today)
    if isinstance(value, str):
        return _from_text(value, today)
    if isinstance(value, bool):
        raise CellProblem(f"“{shown(value)}”不是日期。{HOW}")
    if isinstance(value, int | float):
        return _from_number(value, today)
    raise CellProblem(f"这一格只有时间“{shown(value)}”，没有日期。{HOW}")


def _check_real(date: datetime.date, today: datetime.date) -> datetime.date:
    if date.year <= LAST_SUSPECT_YEAR:
        raise CellProblem(number_as_date(date))
    return _check_range(date, today)


def number_as_date(date: datetime.date) -> str:
    """The sentence for a number that a cell format turned into a date of 1900–1905."""
    return (
        f"写的是 {date.isoformat()}，看起来是 Excel 把数字当成了日期。"
        "请把这一格的格式改回“常规”看看原来填的是什么，改正后重新上传。"
    )


def _check_range(date: datetime.date, today: datetime.date) -> datetime.date:
    if date.year < _FIRST_YEAR:
        raise CellProblem(f"日期 {date.isoformat()} 的年份太早。请核对年份，{HOW}")
    if (date.year, date.month, date.day) > (today.year + _FUTURE_YEARS, today.month, today.day):
        raise CellProblem(f"日期 {date.isoformat()} 比今天晚了五年以上。请核对年份，{HOW}")
    return date


def _from_text(value: str, today: datetime.date) -> datetime.date:
    text = _SPACES.sub(r"\1", unicodedata.normalize("NFKC", value).strip())
    found = _FULL.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        return _check_range(_date(found, value), today)
    if _NUMBER.fullmatch(text):
        return _from_number(float(text), today)
    raise CellProblem(_what_is_wrong(text, value))


def _date(found: re.Match[str], value: object) -> datetime.date:
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        raise CellProblem(f"没有“{shown(value)}”这一天。请核对月和日，{HOW}") from error


def _what_is_wrong(text: str, value: object) -> str:
    if _NO_YEAR.fullmatch(text):
        return f"“{shown(value)}”没有写年份。请补上年份，{HOW}"
    if _NO_DAY.fullmatch(text):
        return f"“{shown(value)}”只有年月，没有日。请补上日，{HOW}"
    if _SHORT_YEAR.fullmatch(text):
        return f"“{shown(value)}”的年份不是四位，看不准。请写全四位年份，{HOW}"
    if _DAY_FIRST.fullmatch(text):
        return f"“{shown(value)}”看不准哪个是月、哪个是日。{HOW}"
    return f"“{shown(value)}”不是日期。{HOW}"


def _from_number(value: float, today: datetime.date) -> datetime.date:
    """20131017 is a date written without marks; 41564 is Excel's own number for the same day."""
    whole = int(value)
    if whole == value and 10_000_000 <= whole <= 99_999_999:
        found = _COMPACT.fullmatch(str(whole))
        if found:
            return _check_range(_date(found, whole), today)
    if _FIRST_YEAR <= value < 2200:
        _refuse_partial(value)
    if whole == value and 190_001 <= whole <= 219_912:
        _refuse_partial(value)
    if whole in _SERIALS:
        return _check_range(_EPOCH + datetime.timedelta(days=whole), today)
    raise CellProblem(f"“{shown(value)}”不是日期。{HOW}")


def _refuse_partial(value: float) -> NoReturn:
    raise CellProblem(f"“{shown(value)}”只有年或年月，不是完整的日期。请补上月和日，{HOW}")
