"""Reminders of actions scaled to their term; what is overdue climbs a level by itself, one line an action."""

from datetime import date

import pytest

from huiyin.campaigns import marking
from huiyin.campaigns.marking import Deed
from huiyin.campaigns.models import Action, Campaign, Mark
from huiyin.campaigns.reminders import todo
from huiyin.campaigns.tests.cases import MEETING, STUDY, action, move_to, planned
from huiyin.core.due import Nearing as Kind
from huiyin.core.models import CalendarDay
from huiyin.organisation.models import Grant


@pytest.fixture
def study(county):
    """One action, from Monday 2 September 2013 to Friday 27."""
    campaign = planned(county)
    Action.objects.filter(name=MEETING).delete()
    return action(campaign)


def kinds(county, who):
    return [(r.kind, r.level, r.units) for r in todo(county.reach(who), county.today)]


def put(county, found, who, unit, state=Mark.State.DONE, seen=0):
    deed = Deed(state=state, on=county.today, note="另行安排")
    return marking.mark(found, unit, deed=deed, seen=seen, actor=county.reach(who), now=county.now)


def test_half_way_is_told_to_who_has_not_begun_and_to_nobody_else(county, study):
    move_to(county, date(2013, 9, 13))
    assert kinds(county, "east_clerk") == []
    move_to(county, date(2013, 9, 16))
    assert kinds(county, "east_clerk") == kinds(county, "east_head") == [(Kind.HALF_WAY, 1, 1)]
    assert kinds(county, "office") == kinds(county, "section_clerk") == kinds(county, "supervisor") == []
    put(county, study, "east_clerk", county.east, Mark.State.RUNNING)
    assert kinds(county, "east_clerk") == []
    assert kinds(county, "west_clerk") == [(Kind.HALF_WAY, 1, 1)]


def test_one_working_day_before_skips_weekend_and_holiday(county, study):
    Action.objects.update(due_on=date(2013, 9, 30))
    put(county, study, "east_clerk", county.east, Mark.State.RUNNING)
    move_to(county, date(2013, 9, 27))
    assert kinds(county, "east_clerk") == [(Kind.DAY_BEFORE, 1, 1)], "begun is not done"
    CalendarDay.objects.create(day=date(2013, 9, 27), working=False, name="调休")
    move_to(county, date(2013, 9, 26))
    assert kinds(county, "east_clerk") == [(Kind.DAY_BEFORE, 1, 1)]


@pytest.mark.parametrize("state", [Mark.State.DONE, Mark.State.DEVIATING])
def test_due_then_overdue_and_silent_once_marked(county, study, state):
    move_to(county, date(2013, 9, 27))
    assert kinds(county, "east_clerk") == [(Kind.DUE, 1, 1)]
    move_to(county, date(2013, 9, 30))
    assert kinds(county, "east_head") == [(Kind.OVERDUE, 1, 1)]
    put(county, study, "east_clerk", county.east, state)
    assert kinds(county, "east_head") == []


def test_what_does_not_apply_reminds_nobody(county, study):
    move_to(county, date(2013, 9, 30))
    marking.exempt(study, [county.east], reason="不办", actor=county.reach("office"), now=county.now)
    assert kinds(county, "east_clerk") == []


def test_overdue_climbs_to_the_office_above_as_one_line_with_the_number_of_units(county, study):
    put(county, study, "east_clerk", county.east)
    move_to(county, date(2013, 10, 3))
    assert kinds(county, "office") == []
    move_to(county, date(2013, 10, 4))
    assert kinds(county, "office") == [(Kind.OVERDUE, 2, 2)]
    (told,) = todo(county.reach("office"), county.today)
    assert told.sentence == f"2 个单位超期 5 个工作日，已提醒上级：{STUDY}"
    put(county, study, "west_clerk", county.west)
    (told,) = todo(county.reach("office"), county.today)
    assert (told.units, told.unit) == (1, county.root)
    assert kinds(county, "supervisor") == kinds(county, "west_head") == []


def test_three_levels_climb_one_after_the_other(county):
    campaign = planned(county, unit=county.east)
    Action.objects.filter(name=MEETING).delete()
    put(county, action(campaign), "east_clerk", county.east)
    Grant.objects.create(
        person=county.people["member"], role="office", unit=county.east, begins_on=date(2013, 1, 1),
        approved_by=county.account("auditor"), approved_at=county.now,
    )  # fmt: skip
    move_to(county, date(2013, 10, 4))
    assert kinds(county, "section_clerk") == kinds(county, "member") == [(Kind.OVERDUE, 2, 1)]
    assert kinds(county, "office") == []
    move_to(county, date(2013, 10, 11))
    assert kinds(county, "office") == [(Kind.OVERDUE, 3, 1)]


def test_a_unit_without_clerk_or_head_falls_to_the_nearest_above(county):
    planned(county, unit=county.east)
    move_to(county, date(2013, 9, 27))
    assert [r.units for r in todo(county.reach("east_clerk"), county.today)] == [1, 1]
    Grant.objects.filter(person=county.people["section_clerk"]).delete()
    assert [r.units for r in todo(county.reach("east_clerk"), county.today)] == [2, 2]


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_a_campaign_not_issued_or_archived_reminds_nobody(county, study, state):
    move_to(county, date(2013, 10, 30))
    Campaign.objects.update(state=state)
    for who in ("east_clerk", "east_head", "office"):
        assert kinds(county, who) == []


def test_a_withdrawn_action_reminds_nobody(county, study):
    Action.objects.update(withdrawn_on=county.today)
    move_to(county, date(2013, 10, 30))
    assert kinds(county, "east_clerk") == kinds(county, "office") == []


def test_a_right_for_another_campaign_is_not_reminded(county, study):
    move_to(county, date(2013, 10, 30))
    Grant.objects.filter(person__in=[county.people["east_clerk"], county.people["office"]]).update(
        campaign=county.campaign.uid
    )
    assert kinds(county, "east_clerk") == kinds(county, "office") == []
