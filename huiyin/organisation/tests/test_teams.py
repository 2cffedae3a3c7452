"""Teams: whom they hold, what they may cover, and two hands on one team."""

import pytest

from huiyin.core.errors import Refused, Stale
from huiyin.organisation import teams
from huiyin.organisation.models import Team, TeamMember
from huiyin.organisation.teams import Part


def set_up(county, unit=None, covers=(), members=("member",), who="office", name="第一督导组"):
    return teams.set_up(
        kind=Team.Kind.SUPERVISION, name=name, unit=unit or county.root, covers=list(covers),
        members=[Part(county.people[m], TeamMember.Duty.HEAD) for m in members], actor=county.reach(who),
        now=county.now,
    )  # fmt: skip


def test_a_team_covers_units_of_its_own_subtree_only(county):
    team = set_up(county, covers=[county.west])
    assert teams.touching(county.west, day=county.today) == ([team], [])
    assert teams.touching(county.root, day=county.today) == ([], [team])
    with pytest.raises(Refused, match="下属单位"):
        set_up(county, unit=county.east, covers=[county.west])


def test_a_team_needs_members_once_each_and_a_name_of_its_own(county):
    with pytest.raises(Refused, match="成员"):
        set_up(county, members=())
    with pytest.raises(Refused, match="两次"):
        set_up(county, members=("member", "member"))
    set_up(county)
    with pytest.raises(Refused, match="已有"):
        set_up(county)


def test_clerks_set_up_no_teams(county):
    with pytest.raises(Refused):
        set_up(county, unit=county.east, who="east_clerk")


def test_two_hands_on_one_team_and_the_second_is_told(county):
    team = set_up(county)
    parts = [Part(county.people["supervisor"], TeamMember.Duty.HEAD)]
    changed = teams.change(
        team, members=parts, covers=[county.east], revision=1, actor=county.reach("office"), now=county.now
    )
    assert [part.person.name for part in changed.members.all()] == ["单督"]
    with pytest.raises(Stale):
        teams.change(team, members=parts, covers=[], revision=1, actor=county.reach("office_two"), now=county.now)
