"""An action's reminders day by day across the days off, from half-way to two levels up."""

from datetime import date

import pytest

from huiyin.campaigns.models import Action
from huiyin.campaigns.reminders import todo
from huiyin.campaigns.tests.cases import MEETING, action, move_to, planned
from huiyin.core.due import Nearing as Kind
from huiyin.core.tests.national_day import days, put_down, turns


@pytest.fixture
def study(county):
    """One action of three units, from Monday 2 September 2013 to Tuesday 8 October."""
    put_down()
    campaign = planned(county)
    Action.objects.filter(name=MEETING).delete()
    Action.objects.update(due_on=date(2013, 10, 8))
    return action(campaign)


def walked(county, who, first=date(2013, 9, 2), last=date(2013, 10, 22)):
    """On which days what one is told changes, and to what."""

    def told():
        for day in days(first, last):
            move_to(county, day)
            yield day, [(r.kind, r.level, r.units) for r in todo(county.reach(who), day)]

    return turns(told())


def test_day_by_day_across_the_holiday(county, study):
    assert walked(county, "east_clerk") == [
        ("09-02", []),
        ("09-20", [(Kind.HALF_WAY, 1, 1)]),
        ("09-30", [(Kind.DAY_BEFORE, 1, 1)]),
        ("10-08", [(Kind.DUE, 1, 1)]),
        ("10-09", [(Kind.OVERDUE, 1, 1)]),
        ("10-14", [(Kind.OVERDUE, 2, 1)]),
        ("10-21", [(Kind.OVERDUE, 3, 1)]),
    ]


def test_the_office_above_hears_after_five_days_worked_one_line_for_all_units(county, study):
    assert walked(county, "office") == [
        ("09-02", []),
        ("10-14", [(Kind.OVERDUE, 2, 3)]),
        ("10-21", [(Kind.OVERDUE, 3, 3)]),
    ]


def test_due_on_a_day_off_is_told_before_the_holiday_and_by_its_date(county, study):
    Action.objects.update(due_on=date(2013, 10, 3))
    assert walked(county, "east_clerk", date(2013, 9, 27), date(2013, 10, 14)) == [
        ("09-27", [(Kind.HALF_WAY, 1, 1)]),
        ("09-30", [(Kind.DAY_BEFORE, 1, 1)]),
        ("10-03", [(Kind.DUE, 1, 1)]),
        ("10-04", [(Kind.OVERDUE, 1, 1)]),
        ("10-12", [(Kind.OVERDUE, 2, 1)]),
    ]
    move_to(county, date(2013, 9, 30))
    (told,) = todo(county.reach("east_clerk"), county.today)
    assert told.sentence == f"2013年10月3日到期，那天不上班，请提前办好：{study.name}"
