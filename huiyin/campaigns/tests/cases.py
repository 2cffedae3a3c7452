"""A running campaign of the county with a plan, participants, and campaigns below it two levels deep."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from huiyin.campaigns import services
from huiyin.campaigns.amending import issue_amendment
from huiyin.campaigns.amendment_content import AddAction, ChangeAction, fields_of
from huiyin.campaigns.models import Action, Amendment, Campaign
from huiyin.campaigns.plan import ActionFields, add_action
from huiyin.conftest import County

STUDY, MEETING = "集中学习", "专题民主生活会"
DUE = date(2013, 9, 27)


def move_to(county: County, day: date) -> None:
    """The clock of the test."""
    county.today, county.now = day, datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def action(campaign: Campaign, name: str = STUDY) -> Action:
    """An action of the plan as it stands."""
    return Action.objects.select_related("campaign__unit", "stage", "lead_unit").get(
        campaign=campaign, name=name, withdrawn_on__isnull=True
    )


def planned(
    county: County, *, unit: Any = None, code: str = "planned", carries_out: Campaign | None = None
) -> Campaign:
    """A running campaign with two actions due on Friday 27 September 2013, in which the unit's children take part."""
    unit, office = unit or county.root, county.reach("office")
    campaign = services.create_campaign(
        unit=unit, name=f"{unit}作风建设", code=code, begins_on=date(2013, 9, 2), carries_out=carries_out, actor=office,
        now=county.now,
    )  # fmt: skip
    for name in (STUDY, MEETING):
        fields = ActionFields(name=name, kind=Action.Kind.SET, begins_on=date(2013, 9, 2), due_on=DUE)
        add_action(campaign, fields=fields, revision=campaign.revision, actor=office, now=county.now)
    services.approve_plan(campaign, revision=campaign.revision, on=county.today, actor=office, now=county.now)
    units = [unit, *unit.children.order_by("path")]
    services.issue_to_units(campaign, units, on=county.today, actor=office, now=county.now)
    return services.start(campaign, actor=office, now=county.now)


def tree(county: County) -> tuple[Campaign, Campaign, Campaign]:
    """县委's campaign, 东局's that carries it out, and 东一科's that carries out 东局's."""
    top = planned(county)
    east = planned(county, unit=county.east, code="east", carries_out=top)
    section = planned(county, unit=county.east_section, code="section", carries_out=east)
    return top, east, section


def postpone(
    county: County, campaign: Campaign, name: str = STUDY, to: date = date(2013, 10, 11), **more: Any
) -> Amendment:
    """第几次调整: one action gets a later date."""
    found = action(campaign, name)
    campaign.refresh_from_db()
    options: dict[str, Any] = {
        "reason": "与防汛工作错开", "on": county.today, "revision": campaign.revision, "actor": county.reach("office"),
        "now": county.now, **more,
    }  # fmt: skip
    return issue_amendment(campaign, changes=[ChangeAction(found, replace(fields_of(found), due_on=to))], **options)


def added(county: County, campaign: Campaign, name: str, **fields: Any) -> Amendment:
    """第几次调整: one action more."""
    campaign.refresh_from_db()
    return issue_amendment(
        campaign, changes=[AddAction(ActionFields(name=name, kind=Action.Kind.SET, **fields))], reason="上级增加要求",
        on=county.today, revision=campaign.revision, actor=county.reach("office"), now=county.now,
    )  # fmt: skip
