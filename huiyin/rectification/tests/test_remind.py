"""Reminders scaled to the term; what is overdue climbs a level by itself."""

from datetime import date, timedelta

import pytest

from huiyin.core.models import CalendarDay
from huiyin.organisation.models import Grant, Holding
from huiyin.rectification import directing, queries, working
from huiyin.rectification.models import Measure
from huiyin.rectification.reminders import Kind, todo
from huiyin.rectification.tests.cases import make_case, move_to


def kinds(county, who: str) -> list[tuple[str, int]]:
    return [(str(r.kind), r.level) for r in todo(county.reach(who), county.today)]


@pytest.fixture
def case(county):
    """Begins 2 September 2013 (a Monday), due on Friday 27."""
    made = make_case(county)
    Measure.objects.update(begins_on=date(2013, 9, 2), due_on=date(2013, 9, 27))
    return made


def test_half_way_without_progress_and_silent_once_progress_is_in(county, case):
    move_to(county, date(2013, 9, 13))
    assert kinds(county, "east_clerk") == []
    move_to(county, date(2013, 9, 16))
    assert kinds(county, "east_clerk") == [(Kind.HALF_WAY, 1)]
    assert kinds(county, "east_head") == [(Kind.HALF_WAY, 1)]
    assert kinds(county, "west_clerk") == kinds(county, "office") == []
    working.add_progress(case.measure, text="过半", actor=county.reach("east_clerk"), **case.step())
    assert kinds(county, "east_clerk") == []


def test_one_working_day_before_skips_a_weekend_and_a_holiday(county, case):
    Measure.objects.update(due_on=date(2013, 9, 30))
    move_to(county, date(2013, 9, 27))
    assert kinds(county, "east_clerk") == [(Kind.DAY_BEFORE, 1)], "Friday before a Monday"
    CalendarDay.objects.create(day=date(2013, 9, 27), working=False, name="调休")
    move_to(county, date(2013, 9, 26))
    assert kinds(county, "east_clerk") == [(Kind.DAY_BEFORE, 1)]


def test_due_day_then_overdue_climbs_from_the_unit_to_the_office_above(county, case):
    move_to(county, date(2013, 9, 27))
    assert kinds(county, "east_clerk") == [(Kind.DUE, 1)]
    move_to(county, date(2013, 9, 30))
    assert kinds(county, "east_head") == [(Kind.OVERDUE, 1)]
    assert kinds(county, "office") == []
    move_to(county, date(2013, 10, 4))
    assert kinds(county, "office") == kinds(county, "east_clerk") == [(Kind.OVERDUE, 2)]
    assert kinds(county, "supervisor") == kinds(county, "west_head") == []


def test_three_levels_climb_one_after_the_other(county, case):
    post = county.post(county.east_section, "科长")
    directing.transfer(
        case.measure, to_unit=county.east_section, to_post=post, why="划转", actor=county.reach("office"), **case.step()
    )
    Grant.objects.create(
        person=county.people["member"], role="office", unit=county.east, begins_on=date(2013, 1, 1),
        approved_by=county.account("auditor"), approved_at=county.now,
    )  # fmt: skip
    move_to(county, date(2013, 10, 4))
    assert kinds(county, "section_clerk") == kinds(county, "member") == [(Kind.OVERDUE, 2)]
    assert kinds(county, "office") == []
    move_to(county, date(2013, 10, 11))
    assert kinds(county, "office") == [(Kind.OVERDUE, 3)]


def test_a_unit_without_clerk_or_head_falls_to_the_nearest_above(county, case):
    post = county.post(county.east_section, "科长")
    directing.transfer(
        case.measure, to_unit=county.east_section, to_post=post, why="划转", actor=county.reach("office"), **case.step()
    )
    move_to(county, date(2013, 9, 27))
    assert kinds(county, "east_clerk") == [], "the section has a clerk of its own"
    Grant.objects.filter(person=county.people["section_clerk"]).delete()
    assert kinds(county, "east_clerk") == [(Kind.DUE, 1)]


def test_the_post_holder_is_reminded_whatever_their_rights(county, case):
    Holding.objects.create(post=case.measure.post, person=county.people["member"], begins_on=county.today)
    move_to(county, date(2013, 9, 27))
    assert kinds(county, "member") == [(Kind.DUE, 1)]


def test_nothing_of_what_is_handed_in_suspended_or_not_issued(county, case):
    move_to(county, date(2013, 10, 30))
    for state in ("draft", "submitted", "checked", "closed", "suspended", "voided"):
        Measure.objects.update(state=state)
        assert kinds(county, "east_clerk") == kinds(county, "office") == []


def test_a_long_term_measure_reports_every_quarter(county, case):
    Measure.objects.update(term="long", due_on=date(2014, 12, 31))
    move_to(county, date(2013, 12, 1))
    assert kinds(county, "east_clerk") == [(Kind.REPORT, 1)]
    working.add_progress(case.measure, text="一季度情况", actor=county.reach("east_clerk"), **case.step())
    assert kinds(county, "east_clerk") == []


def test_climbing_counts_working_days(county):
    friday = date(2013, 9, 6)
    assert queries.climb(None, friday) == queries.climb(friday, friday) == 0
    assert queries.climb(friday, friday + timedelta(days=1)) == 1, "late over the weekend is late"
    assert queries.climb(friday, date(2013, 9, 12)) == 1
    assert queries.climb(friday, date(2013, 9, 13)) == 2
    assert queries.climb(friday, date(2013, 9, 20)) == 3
