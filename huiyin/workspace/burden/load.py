"""Load of a unit in a month, for itself and those above: requests, fields, declared minutes, inspections, meetings called.

Units stand in the official order and nothing sorts them by load: it is no ranking.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import plan_cost, queries
from huiyin.burden.load import Load, Month, loads
from huiyin.campaigns.audience import read_campaign
from huiyin.core import clock
from huiyin.metrics.burden import BUDGETED
from huiyin.metrics.figure import figure
from huiyin.metrics.records import INSPECTION_COUNT
from huiyin.metrics.scope import Scope
from huiyin.organisation.models import Unit
from huiyin.organisation.scope import children_of
from huiyin.workspace.burden import shown
from huiyin.workspace.gate import StaffRequest, staff


@dataclass(frozen=True)
class Line:
    """A unit's load beside those of its neighbours."""

    unit: Unit
    load: Load
    href: str


@staff("GET")
def month(request: StaffRequest, *, uid: UUID, year: int, month: int) -> HttpResponse:
    """What a unit was asked in a month, request by request; below it the units it stands over."""
    unit, of = queries.unit_named(uid, request.reach), shown.checked_month(year, month)
    below = [one for one in children_of(unit) if one.closed_on is None]
    found = loads([unit, *below], of)
    last = of.after - timedelta(days=1)
    visits = figure(INSPECTION_COUNT, Scope(unit, of.begin, last, alone=True))
    calls = BUDGETED["meetings"]
    context = {
        "unit": unit, "month": of, "load": found[unit.pk], "forms": len(found[unit.pk].forms), "visits": visits,
        "called": figure(calls, Scope(unit.parent, of.begin, last, alone=True)) if unit.parent else None,
        "below": [Line(one, found[one.pk], _href(one, of)) for one in below],
        "before_href": _href(unit, of.shifted(-1)), "after_href": _href(unit, of.shifted(1)), "here": _href(unit, of),
        "crumbs": shown.crumbs((_("每月负担"), ""), unit=unit),
    }  # fmt: skip
    return render(request, "workspace/burden/month.html", context)


@staff("GET")
def plan(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What a campaign's plan asks of the units before it goes down."""
    campaign = read_campaign(uid, request.reach)
    context = {
        "campaign": campaign, "cost": plan_cost.cost(campaign, clock.today()),
        "plan_href": reverse("campaigns_plan", kwargs={"uid": uid}),
        "crumbs": shown.crumbs((campaign.name, reverse("campaigns_one", kwargs={"uid": uid})), (_("方案的负担"), "")),
    }  # fmt: skip
    return render(request, "workspace/burden/plan.html", context)


def _href(unit: Unit, month: Month) -> str:
    return reverse("burden_month", kwargs={"uid": unit.uid, "year": month.year, "month": month.number})
