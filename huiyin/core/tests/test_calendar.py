"""Working days as the State Council arranged them: 调休 days are worked, holidays are not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core import calendar, holidays
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import AuditLine, CalendarDay

NOW = datetime(2013, 9, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def loaded(db: None) -> None:
    holidays.load(2013, actor=None, now=NOW)
    holidays.load(2014, actor=None, now=NOW)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2013, 9, 27), 1, date(2013, 9, 29)),  # Friday; the Sunday after it is worked
        (date(2013, 9, 27), 2, date(2013, 9, 30)),
        (date(2013, 9, 30), 1, date(2013, 10, 8)),  # over the seven days of the National Day
        (date(2013, 10, 11), 1, date(2013, 10, 12)),  # a worked Saturday
        (date(2013, 10, 12), 1, date(2013, 10, 14)),
        (date(2013, 10, 1), 7, date(2013, 10, 15)),  # a term that begins on a holiday
        (date(2013, 12, 31), 1, date(2014, 1, 2)),
        (date(2014, 1, 30), 1, date(2014, 2, 7)),
        (date(2014, 4, 4), 1, date(2014, 4, 8)),  # a Monday off in exchange
    ],
)  # fmt: skip
def test_terms_run_over_holidays_and_worked_weekends(loaded: None, start: date, days: int, end: date) -> None:
    assert calendar.add_working_days(start, days) == end
    assert calendar.working_days_between(start, end) == days


def test_the_day_itself_does_not_count(loaded: None) -> None:
    assert calendar.add_working_days(date(2013, 10, 8), 0) == date(2013, 10, 8)
    assert calendar.subtract_working_days(date(2013, 10, 8), 1) == date(2013, 9, 30)
    assert calendar.subtract_working_days(date(2013, 9, 30), 1) == date(2013, 9, 29)
    assert calendar.working_days_between(date(2013, 10, 8), date(2013, 9, 30)) == -1


@given(start=st.dates(date(2013, 1, 1), date(2014, 12, 1)), days=st.integers(0, 60))
def test_adding_and_counting_agree(start: date, days: int) -> None:
    known = {day: worked for year in (2013, 2014, 2015) for day, (worked, _) in holidays.arranged(year).items()}
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working(day, known)
    between = (start + timedelta(days=n) for n in range(1, (day - start).days + 1))
    assert sum(calendar.is_working(one, known) for one in between) == days


@pytest.mark.parametrize(("year", "off", "worked"), [(2013, 29, 12), (2014, 23, 5), (2026, 33, 6)])
def test_the_arrangements_are_whole(year: int, off: int, worked: int) -> None:
    days = holidays.arranged(year)
    assert sum(not works for works, _ in days.values()) == off
    exchanged = [day for day, (works, _) in days.items() if works]
    assert len(exchanged) == worked
    assert all(day.weekday() >= 5 for day in exchanged), "only weekends are worked in exchange"
    assert all(day.year == year for day in days)


def test_loading_keeps_what_was_entered_by_hand_and_a_strange_year_is_refused(db: None) -> None:
    CalendarDay.objects.create(day=date(2013, 10, 2), working=True, name="防汛上班")
    assert holidays.load(2013, actor=None, now=NOW) == len(holidays.arranged(2013)) - 1
    assert CalendarDay.objects.get(day=date(2013, 10, 2)).name == "防汛上班"
    assert holidays.load(2013, actor=None, now=NOW) == 0
    assert AuditLine.objects.filter(action="calendar.loaded").count() == 1
    with pytest.raises(Refused, match="没有附带 2027 年"):
        holidays.load(2027, actor=None, now=NOW)


def test_2026_says_that_it_is_to_be_confirmed() -> None:
    assert all("待确认" in name for _, name in holidays.arranged(2026).values())


def test_a_day_is_set_changed_and_taken_back(db: None) -> None:
    day = date(2013, 9, 4)
    holidays.set_exception(day, working=False, name="台风停工", actor=None, now=NOW)
    assert calendar.working_days_between(date(2013, 9, 3), day) == 0
    with pytest.raises(Refused, match="本来就是工作日"):
        holidays.set_exception(day, working=True, name="上班", actor=None, now=NOW)
    holidays.remove_exception(day, actor=None, now=NOW)
    assert calendar.working_days_between(date(2013, 9, 3), day) == 1
    with pytest.raises(NotReached):
        holidays.remove_exception(day, actor=None, now=NOW)
    assert [line.action for line in AuditLine.objects.order_by("pk")] == ["calendar.set", "calendar.removed"]


def test_years_without_rows_are_provisional(loaded: None) -> None:
    assert holidays.provisional(date(2013, 12, 1), date(2014, 2, 1)) == []
    assert holidays.provisional(date(2014, 12, 1), date(2016, 2, 1)) == [2015, 2016]
