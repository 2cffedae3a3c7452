"""A group of the county with a plan of visits: a head from 县委, sent to 东局 for the year."""

from dataclasses import dataclass
from datetime import date

import pytest

from huiyin.conftest import County
from huiyin.organisation.models import Team, TeamMember
from huiyin.supervision import grouping, planning, recording
from huiyin.supervision.models import Visit, VisitPlan


@dataclass
class Stage:
    """What the tests of supervision stand on."""

    county: County
    team: Team
    plan: VisitPlan

    def visit(self, method: str = "open", on: date | None = None, who: str = "supervisor", over_why: str = "") -> Visit:
        """A visit to 东局 that the group plans."""
        return planning.plan_visit(
            self.plan, team=self.team, unit=self.county.east, method=method, on=on or self.county.today,
            actor=self.county.reach(who), now=self.county.now, over_why=over_why,
        )  # fmt: skip

    def recorded(self, method: str = "open", findings: tuple[str, ...] = ("台账不全",)) -> Visit:
        """One that took place."""
        made = self.visit(method)
        return recording.record_visit(
            made, on=self.county.today, ways=["查阅资料"], findings=findings, suggestion="补齐台账", suggestions=2,
            working_days=5, revision=made.revision, actor=self.county.reach("supervisor"), now=self.county.now,
        )  # fmt: skip

    def told(self, method: str = "open", findings: tuple[str, ...] = ("台账不全",)) -> Visit:
        """One that the unit was told of."""
        made = self.recorded(method, findings)
        return recording.tell(
            made, revision=made.revision, actor=self.county.reach("supervisor"), now=self.county.now
        )  # fmt: skip


def group(county: County, name: str, *who: str) -> Team:
    """A supervision group of 县委."""
    made = Team.objects.create(kind="supervision", name=name, unit=county.root)
    for number, one in enumerate(who):
        TeamMember.objects.create(team=made, person=county.people[one], order=number)
    return made


@pytest.fixture
def stage(county: County) -> Stage:
    """The group 一组 with 单督, sent to 东局 for the year 2013, and the plan of the year."""
    team = group(county, "督导一组", "supervisor")
    grouping.assign(
        [(team, county.east)], begins_on=date(2013, 9, 1), ends_on=date(2013, 12, 31), actor=county.reach("office"),
        now=county.now, today=county.today,
    )  # fmt: skip
    plan = planning.make_plan(
        unit=county.root, year=2013, quarter=0, title="年度走访计划", purpose="看整改落实", basis="活动方案",
        campaign=county.campaign.uid, actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    return Stage(county, team, plan)
