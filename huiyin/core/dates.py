"""How a date is written in Chinese: 2013年10月17日, and 10月17日 where the year is plain; without leading zeros."""

from datetime import date, datetime


def chinese_date(day: date) -> str:
    """2013年10月17日."""
    return f"{day.year}年{day.month}月{day.day}日"


def date_or_dash(day: date | None) -> str:
    """2013年10月17日, or — where there is none: how a table shows it."""
    return chinese_date(day) if day else "—"


def chinese_moment(here: datetime) -> str:
    """2013年10月17日 09:30; `here` is on the local clock already."""
    return f"{chinese_date(here)} {here:%H:%M}"


def month_and_day(day: date) -> str:
    """10月17日."""
    return f"{day.month}月{day.day}日"
