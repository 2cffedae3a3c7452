"""A right for one campaign: what it opens of rows that belong to campaigns, and of those that belong to none."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from huiyin.conftest import County
from huiyin.core.errors import NotReached
from huiyin.core.models import AuditLine
from huiyin.organisation import grants, queries, teams
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.audit_scope import audit_scope
from huiyin.organisation.models import Grant, Role, Team, Unit
from huiyin.organisation.teams import Part

OURS, THEIRS = uuid4(), uuid4()


@pytest.fixture
def limited(county: County) -> Reach:
    """西联 is 东局's office as well, for one campaign only."""
    _right(county, "west_clerk", Role.OFFICE, county.east, OURS)
    return county.reach("west_clerk")


def _right(county: County, who: str, role: str, unit: Unit, campaign: UUID | None) -> Grant:
    return Grant.objects.create(
        person=county.people[who], role=role, unit=unit, campaign=campaign, begins_on=date(2013, 1, 1),
        granted_by=county.account("office"), approved_by=county.account("office_two"), approved_at=county.now,
    )  # fmt: skip


def test_a_right_acts_in_its_own_campaign_only(county: County, limited: Reach) -> None:
    assert limited.may((Role.OFFICE,), county.east, OURS)
    assert not limited.may((Role.OFFICE,), county.east, THEIRS)
    assert not limited.may((Role.OFFICE,), county.east, None)
    assert limited.paths_for((Role.OFFICE,), OURS) == [county.east.path]
    assert limited.paths_for((Role.OFFICE,), THEIRS) == limited.paths_for((Role.OFFICE,), None) == []
    assert limited.paths((Role.OFFICE,)) == [county.east.path]
    assert limited.stands_above(READERS, county.root, OURS)
    assert limited.stands_above((Role.OFFICE,), county.root, OURS)
    assert not limited.stands_above((Role.OFFICE,), county.root, THEIRS)


def test_units_and_people_are_the_same_in_every_campaign(county: County, limited: Reach) -> None:
    assert queries.node(county.east_section.uid, limited) == county.east_section
    with pytest.raises(NotReached):
        queries.node(county.root.uid, limited)


def test_a_team_of_another_campaign_does_not_open_and_a_standing_one_does(county: County, limited: Reach) -> None:
    def team(name: str, campaign: UUID | None) -> Team:
        return teams.set_up(
            kind=Team.Kind.FACT_FINDING, name=name, unit=county.east, covers=[county.east_section], campaign=campaign,
            members=[Part(county.people["east_clerk"])], actor=county.reach("office"), now=county.now,
        )  # fmt: skip

    for name, campaign in (("常设组", None), ("本活动组", OURS)):
        assert teams.team_reached(team(name, campaign).uid, limited).name == name
    another = team("他活动组", THEIRS)
    with pytest.raises(NotReached):
        teams.team_reached(another.uid, limited)
    assert teams.team_reached(another.uid, county.reach("east_clerk")) == another


def test_rights_of_another_campaign_are_not_kept(county: County, limited: Reach) -> None:
    given = {which: _right(county, "member", Role.CLERK, county.east, which) for which in (OURS, THEIRS, None)}
    assert grants.grant_reached(given[OURS].uid, limited) == given[OURS]
    for which in (THEIRS, None):
        with pytest.raises(NotReached):
            grants.grant_reached(given[which].uid, limited)
    Grant.objects.filter(pk__in=[one.pk for one in given.values()]).update(approved_by=None, approved_at=None)
    assert list(grants.waiting_for(limited)) == [given[OURS]]


def test_an_auditor_for_one_campaign_reads_no_audit_line(county: County) -> None:
    _right(county, "member", Role.AUDITOR, county.root, OURS)
    assert AuditLine.objects.filter(audit_scope(county.reach("auditor"))).exists()
    assert not AuditLine.objects.filter(audit_scope(county.reach("member")), unit__isnull=False).exists()
