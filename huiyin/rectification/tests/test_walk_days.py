"""A measure's reminders day by day across the days off; the daily settling that catches up after them."""

from datetime import date, datetime, timedelta

import pytest

from huiyin.config.jobs import DAILY
from huiyin.core.jobs import catch_up
from huiyin.core.models import DailyRun
from huiyin.core.tests.national_day import days, put_down, turns
from huiyin.rectification import asking
from huiyin.rectification.models import Measure, Step
from huiyin.rectification.reminders import Kind, todo
from huiyin.rectification.tests.cases import make_case, move_to

SETTLE = tuple(act for act in DAILY if act.name == "rectification.askings")


@pytest.fixture
def case(county):
    """Begins on Monday 2 September 2013; due on Tuesday 8 October, the first day worked after the holiday."""
    put_down()
    made = make_case(county, opinions=1)
    Measure.objects.update(begins_on=date(2013, 9, 2), due_on=date(2013, 10, 8))
    return made


def walked(county, who, first=date(2013, 9, 2), last=date(2013, 10, 22)):
    """On which days what one is told changes, and to what."""

    def told():
        for day in days(first, last):
            move_to(county, day)
            yield day, [(r.kind, r.level) for r in todo(county.reach(who), day)]

    return turns(told())


def test_day_by_day_across_the_holiday(county, case):
    assert walked(county, "east_clerk") == [
        ("09-02", []),
        ("09-20", [(Kind.HALF_WAY, 1)]),
        ("09-30", [(Kind.DAY_BEFORE, 1)]),
        ("10-08", [(Kind.DUE, 1)]),
        ("10-09", [(Kind.OVERDUE, 1)]),
        ("10-14", [(Kind.OVERDUE, 2)]),
        ("10-21", [(Kind.OVERDUE, 3)]),
    ]


def test_the_office_above_hears_after_five_days_worked_and_nobody_has_to_press_anything(county, case):
    assert walked(county, "office") == [("09-02", []), ("10-14", [(Kind.OVERDUE, 2)]), ("10-21", [(Kind.OVERDUE, 3)])]
    assert walked(county, "west_head") == [("09-02", [])]


def test_due_on_a_day_off_is_told_before_the_holiday_and_not_as_due_on_the_next_day_worked(county, case):
    Measure.objects.update(due_on=date(2013, 10, 3))
    assert walked(county, "east_clerk", date(2013, 9, 27), date(2013, 10, 14)) == [
        ("09-27", [(Kind.HALF_WAY, 1)]),
        ("09-30", [(Kind.DAY_BEFORE, 1)]),
        ("10-03", [(Kind.DUE, 1)]),
        ("10-04", [(Kind.OVERDUE, 1)]),
        ("10-12", [(Kind.OVERDUE, 2)]),
    ]
    move_to(county, date(2013, 9, 30))
    (told,) = todo(county.reach("east_clerk"), county.today)
    assert told.sentence == "2013年10月3日到期，那天不上班，请提前办好：1-1 合并三份月报"


def test_what_is_due_on_the_next_day_worked_says_so(county, case):
    move_to(county, date(2013, 9, 30))
    (told,) = todo(county.reach("east_clerk"), county.today)
    assert told.sentence == "下一个工作日到期：1-1 合并三份月报"


def test_half_way_is_told_as_it_is_also_where_something_was_put_down_early(county, case):
    move_to(county, date(2013, 9, 5))
    case.work()
    move_to(county, date(2013, 9, 20))
    (told,) = todo(county.reach("east_clerk"), county.today)
    assert told.sentence == "时间过半，2013年9月5日以后没有再登记进展：1-1 合并三份月报"


def test_the_settling_catches_up_after_days_off_each_day_with_its_own_date(county, case):
    move_to(county, date(2013, 9, 27))
    case.up_to_check()
    case.check()
    assert case.measure.askings.get().due_on == date(2013, 10, 12), "seven days worked"
    catch(county)
    # Nobody is there, and the machine stands still, until Friday 18 October.
    move_to(county, date(2013, 10, 18))
    assert [day for _name, day in catch(county)] == list(days(date(2013, 9, 28), date(2013, 10, 18)))
    closed = case.fresh()
    assert (closed.state, closed.state_since) == (Measure.State.CLOSED, date(2013, 10, 13))
    assert case.measure.look_backs.get().due_on == date(2013, 10, 13) + timedelta(days=90)
    assert DailyRun.objects.count() == 22
    assert catch(county) == [], "nothing is settled twice"
    assert Step.objects.filter(measure=case.measure, verb="close").count() == 1
    assert todo(county.reach("east_clerk"), county.today) == []


def test_an_answer_given_while_the_machine_stood_still_reopens_when_it_catches_up(county, case):
    move_to(county, date(2013, 9, 27))
    case.up_to_check()
    case.check()
    catch(county)
    asked = case.measure.askings.get()
    asking.rate(asked.of.get().pk, case.measure.uid, answer="not_solved", words="", today=date(2013, 10, 4))
    move_to(county, date(2013, 10, 8))
    catch(county)
    again = case.fresh()
    assert (again.state, again.reopened, again.state_since) == (Measure.State.IN_PROGRESS, 1, date(2013, 10, 5))
    assert [(r.kind, r.level) for r in todo(county.reach("east_clerk"), county.today)] == [(Kind.DUE, 1)]


def catch(county) -> list[tuple[str, date]]:
    """The worker's look on the county's day."""
    now: datetime = county.now
    return catch_up(SETTLE, today=county.today, now=now)
