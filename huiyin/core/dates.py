"""How a date is written in Chinese: 2013年10月17日, and 10月17日 where the year is plain; without leading zeros."""

from datetime import date


def chinese_date(day: date) -> str:
    """2013年10月17日."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_and_day(day: date) -> str:
    """10月17日."""
    return f"{day.month}月{day.day}日"
