"""Working days: Monday to Friday, but for the dated exceptions (holidays and 调休) kept as rows."""

from collections.abc import Mapping
from datetime import date, timedelta

from huiyin.core.models import CalendarDay


def exceptions(begin: date, end: date) -> dict[date, bool]:
    """The dated exceptions in [begin, end]: day → whether it is worked. One query."""
    return dict(CalendarDay.objects.filter(day__range=(begin, end)).values_list("day", "working"))


def is_working(day: date, known: Mapping[date, bool]) -> bool:
    """Whether `day` is worked, given the exceptions."""
    return known.get(day, day.weekday() < 5)


def add_working_days(start: date, days: int) -> date:
    """The day that is `days` working days after `start`; the start itself does not count (次日起算)."""
    # Ten days off in a row is the longest run there has been; the margin covers several of them.
    known = exceptions(start, start + timedelta(days=days * 3 + 40))
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        if is_working(day, known):
            left -= 1
    return day


def subtract_working_days(start: date, days: int) -> date:
    """The day that is `days` working days before `start`."""
    known = exceptions(start - timedelta(days=days * 3 + 40), start)
    day, left = start, days
    while left > 0:
        day -= timedelta(days=1)
        if is_working(day, known):
            left -= 1
    return day


def working_days_between(begin: date, end: date) -> int:
    """How many working days lie after `begin` up to and including `end`; negative when `end` is earlier."""
    if end < begin:
        return -working_days_between(end, begin)
    known = exceptions(begin, end)
    return sum(is_working(begin + timedelta(days=n), known) for n in range(1, (end - begin).days + 1))
