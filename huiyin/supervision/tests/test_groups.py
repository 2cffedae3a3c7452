"""Groups are sent where none of them must keep away, and a rotation sends nobody back to where they were."""

from datetime import date

import pytest

from huiyin.core.errors import Refused
from huiyin.organisation.models import Holding
from huiyin.supervision import avoidance, grouping
from huiyin.supervision.models import Assignment
from huiyin.supervision.tests.conftest import group


def _assign(county, team, unit, who="office"):
    return grouping.assign(
        [(team, unit)], begins_on=date(2013, 9, 1), ends_on=date(2013, 12, 31), actor=county.reach(who),
        now=county.now, today=county.today,
    )  # fmt: skip


def test_a_group_covers_what_it_is_sent_to_until_the_period_ends(county):
    team = group(county, "一组", "supervisor")
    _assign(county, team, county.east)
    assert list(team.covers.all()) == [county.east]
    grouping.turn(date(2014, 1, 1), county.now)
    assert list(team.covers.all()) == []


@pytest.mark.parametrize("who", ["supervisor", "east_clerk", "west_clerk", "administrator"])
def test_only_the_office_sends_groups(county, who):
    with pytest.raises(Refused):
        _assign(county, group(county, "一组", "supervisor"), county.east, who=who)


def test_somebody_of_the_unit_or_below_it_keeps_away(county):
    with pytest.raises(Refused, match="东联是该单位"):
        _assign(county, group(county, "一组", "supervisor", "east_clerk"), county.east)


def test_a_post_held_there_within_three_years_keeps_away_and_an_older_one_does_not(county):
    post = county.post(county.east_section, "科长")
    held = Holding.objects.create(
        post=post, person=county.people["supervisor"], begins_on=date(2008, 1, 1), ends_on=date(2011, 3, 1)
    )
    team = group(county, "一组", "supervisor")
    with pytest.raises(Refused, match="离任不满 3 年"):
        _assign(county, team, county.east)
    held.ends_on = date(2010, 3, 1)
    held.save()
    _assign(county, team, county.east)


def test_a_declared_relation_keeps_away_and_cannot_be_put_aside_by_oneself(county):
    person = county.people["supervisor"]
    made = avoidance.declare(
        person=person, unit=county.east_section, kind="kin", actor=county.reach("supervisor"), now=county.now,
        today=county.today,
    )  # fmt: skip
    with pytest.raises(Refused, match="已申报回避"):
        _assign(county, group(county, "一组", "supervisor"), county.east)
    with pytest.raises(Refused, match="另一人"):
        avoidance.end(made, actor=county.reach("supervisor"), now=county.now, today=county.today)
    avoidance.end(made, actor=county.reach("office"), now=county.now, today=county.today)


def test_nobody_declares_for_a_stranger(county):
    with pytest.raises(Refused, match="只能申报本人"):
        avoidance.declare(
            person=county.people["west_clerk"], unit=county.east, kind="kin", actor=county.reach("east_clerk"),
            now=county.now, today=county.today,
        )  # fmt: skip


def test_the_rotation_avoids_the_last_group_and_says_why_none_fits(county):
    one, two = group(county, "一组", "supervisor"), group(county, "二组", "office_two", "west_clerk")
    _assign(county, one, county.east)
    east, west = grouping.propose([one, two], [county.east, county.west], day=date(2014, 1, 1))
    assert (east.last, east.proposed) == (one, two)
    assert west.proposed == one
    assert "西联是该单位" in west.others[0][1]
    (alone,) = grouping.propose([one], [county.east], day=date(2014, 1, 1))
    assert alone.proposed is None
    assert alone.others == [(one, "上一轮就是这个组")]


def test_a_rotation_is_confirmed_whole_or_not_at_all(county):
    one, two = group(county, "一组", "supervisor"), group(county, "二组", "west_clerk")
    with pytest.raises(Refused):
        grouping.assign(
            [(one, county.east), (two, county.west)], begins_on=date(2013, 9, 1), ends_on=date(2013, 12, 31),
            actor=county.reach("office"), now=county.now, today=county.today,
        )  # fmt: skip
    assert not Assignment.objects.exists()
