"""The days around National Day 2013 as they were worked: 1 to 7 October off, Sunday 29 September and Saturday 12 worked."""

from collections.abc import Iterator
from datetime import date, timedelta

from huiyin.core.models import CalendarDay


def put_down() -> None:
    """The dated exceptions of that autumn."""
    for n in range(1, 8):
        CalendarDay.objects.create(day=date(2013, 10, n), working=False, name="国庆节")
    for day in (date(2013, 9, 29), date(2013, 10, 12)):
        CalendarDay.objects.create(day=day, working=True, name="调休上班")


def days(first: date, last: date) -> Iterator[date]:
    """Every day from one to another, worked or not."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def turns(told: Iterator[tuple[date, object]]) -> list[tuple[str, object]]:
    """The days on which what is told changes, with what is told from then on."""
    found: list[tuple[str, object]] = []
    for day, what in told:
        if not found or found[-1][1] != what:
            found.append((f"{day:%m-%d}", what))
    return found
