"""Rights: never to oneself, never beyond one's reach, never above one's role; office and the like by two people."""

from datetime import date, timedelta

import pytest

from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation import grants, teams
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account, Grant, Role, Team, TeamMember
from huiyin.organisation.teams import Part


def give(county, giver, receiver, role, unit, **more):
    return grants.grant(
        person=county.people[receiver], role=role, unit=unit, actor=county.reach(giver), now=county.now,
        begins_on=county.today, **more,
    )  # fmt: skip


def holds(county, who, role, unit):
    return county.reach(who).may((role,), unit)


def test_an_ordinary_right_counts_at_once(county):
    given = give(county, "office", "member", Role.CLERK, county.east)
    assert given.approved_by == county.account("office")
    assert holds(county, "member", Role.CLERK, county.east_section)
    assert not holds(county, "member", Role.CLERK, county.west)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.ADMINISTRATOR, Role.DISCIPLINE, Role.AUDITOR])
def test_rights_over_rights_wait_for_a_second_person(county, role):
    given = give(county, "administrator", "member", role, county.east)
    assert not holds(county, "member", role, county.east)
    with pytest.raises(Refused, match="同一个人"):
        grants.approve(given, actor=county.reach("administrator"), now=county.now)
    with pytest.raises(Refused, match="自己"):
        grants.approve(given, actor=county.reach("member"), now=county.now)
    with pytest.raises(Refused, match="自己负责"):
        grants.approve(given, actor=county.reach("east_head"), now=county.now)
    grants.approve(given, actor=county.reach("office"), now=county.now)
    assert holds(county, "member", role, county.east)


def test_approving_twice_is_refused(county):
    given = give(county, "office", "member", Role.OFFICE, county.east)
    assert list(grants.waiting_for(county.reach("office_two"))) == [given]
    assert list(grants.waiting_for(county.reach("office"))) == []
    grants.approve(given, actor=county.reach("office_two"), now=county.now)
    with pytest.raises(Stale):
        grants.approve(given, actor=county.reach("administrator"), now=county.now)


@pytest.mark.parametrize("who", ["office", "administrator"])
def test_nobody_grants_themselves_anything(county, who):
    with pytest.raises(Refused, match="自己"):
        give(county, who, who, Role.CLERK, county.root)


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "supervisor", "member", "auditor", "discipline"])
def test_whoever_is_no_grantor_grants_nothing(county, who):
    with pytest.raises((Refused, NotReached)):
        give(county, who, "section_clerk", Role.CLERK, county.east_section)
    assert Grant.objects.count() == len(county.people)


def test_an_office_makes_no_administrator(county):
    with pytest.raises(Refused, match="系统管理员"):
        give(county, "office", "member", Role.ADMINISTRATOR, county.east)


@pytest.fixture
def east_office(county):
    """东长 is the office of 东局."""
    given = give(county, "office", "east_head", Role.OFFICE, county.east)
    grants.approve(given, actor=county.reach("office_two"), now=county.now)
    return county


def test_a_grantor_stays_within_the_own_reach(east_office):
    county = east_office
    assert give(county, "east_head", "member", Role.CLERK, county.east)
    with pytest.raises(Refused, match="自己负责"):
        give(county, "east_head", "member", Role.CLERK, county.west)
    with pytest.raises(Refused, match="自己负责"):
        give(county, "east_head", "member", Role.CLERK, county.root)
    with pytest.raises(NotReached):
        give(county, "east_head", "west_clerk", Role.CLERK, county.east)


def test_an_office_of_one_campaign_gives_rights_in_that_campaign_only(county):
    given = give(county, "office", "east_head", Role.OFFICE, county.root, campaign=county.campaign.uid)
    grants.approve(given, actor=county.reach("office_two"), now=county.now)
    with pytest.raises(Refused):
        give(county, "east_head", "member", Role.CLERK, county.west)
    assert give(county, "east_head", "member", Role.CLERK, county.west, campaign=county.campaign.uid)


def test_the_same_right_is_not_given_twice(county):
    give(county, "office", "member", Role.CLERK, county.east)
    with pytest.raises(Refused, match="已有"):
        give(county, "office", "member", Role.CLERK, county.east)


def end(county, given, who, on=None):
    return grants.end_grant(given, on=on or county.today, actor=county.reach(who), now=county.now, today=county.today)


def test_an_ended_right_counts_to_its_last_day(county):
    given = give(county, "office", "member", Role.CLERK, county.east)
    end(county, given, "office_two")
    account = Account.objects.get(person=county.people["member"])
    assert reach(account, today=county.today).may((Role.CLERK,), county.east)
    assert not reach(account, today=county.today + timedelta(days=1)).may((Role.CLERK,), county.east)
    with pytest.raises(Stale):
        end(county, given, "office")


def test_a_right_refused_before_approval_never_counts_and_may_be_asked_again(county):
    given = give(county, "office", "member", Role.OFFICE, county.east)
    end(county, given, "office_two")
    assert list(grants.waiting_for(county.reach("administrator"))) == []
    with pytest.raises(Stale):
        grants.approve(given, actor=county.reach("administrator"), now=county.now)
    again = give(county, "office", "member", Role.OFFICE, county.east)
    grants.approve(again, actor=county.reach("office_two"), now=county.now)
    assert holds(county, "member", Role.OFFICE, county.east)


def test_nobody_ends_their_own_right_and_the_last_office_stays(county):
    own = Grant.objects.get(person=county.people["office"])
    other = Grant.objects.get(person=county.people["office_two"])
    with pytest.raises(Refused, match="自己"):
        end(county, own, "office")
    end(county, other, "office", on=date(2013, 8, 1))
    with pytest.raises(Refused, match="唯一"):
        end(county, own, "administrator")


def test_a_right_through_a_team_covers_what_the_team_covers(county):
    team = teams.set_up(
        kind=Team.Kind.SUPERVISION, name="第一督导组", unit=county.root, covers=[county.west],
        members=[Part(county.people["member"], TeamMember.Duty.HEAD)], actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    given = grants.grant(
        person=county.people["member"], role=Role.SUPERVISOR, team=team, actor=county.reach("office"), now=county.now,
        begins_on=county.today,
    )  # fmt: skip
    assert not holds(county, "member", Role.SUPERVISOR, county.west), "who checks takes a second person's yes"
    grants.approve(given, actor=county.reach("office_two"), now=county.now)
    assert holds(county, "member", Role.SUPERVISOR, county.west)
    assert not holds(county, "member", Role.SUPERVISOR, county.east)
    teams.dissolve(team, on=date(2013, 9, 1), revision=1, actor=county.reach("office"), now=county.now)
    assert not holds(county, "member", Role.SUPERVISOR, county.west)
