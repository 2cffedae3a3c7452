"""Groups, where they are sent, the rotation proposed and confirmed, and what keeps people away."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role, Team, Unit
from huiyin.organisation.search import the_unit
from huiyin.supervision import avoidance, grouping
from huiyin.supervision.terms import AWAY_YEARS
from huiyin.workspace.acts import tried
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.supervision import lists, shown
from huiyin.workspace.supervision.forms import PeriodForm, RelationForm

SHOWN = 200


@staff("GET", roles=READERS)
def groups(request: StaffRequest) -> HttpResponse:
    """The groups with their members, and where each is sent."""
    today = clock.today()
    context = {
        "crumbs": shown.crumbs((_("督导组和分工"), "")),
        "groups": grouping.groups(request.reach, today=today),
        "assignments": list(grouping.assignments(request.reach)[:SHOWN]),
        "today": today, "is_office": request.reach.is_one_of(Role.OFFICE),
    }  # fmt: skip
    return render(request, "workspace/supervision/groups.html", context)


@staff("GET", "POST", roles=(Role.OFFICE,))
def rotation(request: StaffRequest) -> HttpResponse:
    """One group a unit is proposed; what stands in the lists when it is confirmed holds."""
    offices = lists.offices(request.reach)
    asked = request.POST if request.method == "POST" else request.GET
    form = PeriodForm(asked if "unit" in asked else None, lists={"unit": lists.named(offices)})
    proposals: list[grouping.Proposal] = []
    teams: list[Team] = []
    if form.is_bound and form.is_valid():
        data, today = form.cleaned_data, clock.today()
        unit = lists.unit_of(offices, data["unit"])
        teams = [team for team in grouping.groups(request.reach, today=today) if team.unit_id == unit.pk]
        units = grouping.units_below(unit)
        if request.method == "POST" and tried(
            request,
            lambda: grouping.assign(
                _chosen(request, teams, units), begins_on=data["begins_on"], ends_on=data["ends_on"],
                actor=request.reach, now=clock.now(), today=today,
            ),
            _("分工已确认。"),
        ):  # fmt: skip
            return see_other(reverse("supervision_groups"))
        proposals = grouping.propose(teams, units, day=data["begins_on"])
    context = {
        "crumbs": shown.crumbs((_("督导组和分工"), reverse("supervision_groups")), (_("轮换分工"), "")),
        "form": form, "proposals": proposals, "teams": teams, "asked": form.is_bound and form.is_valid(),
    }  # fmt: skip
    return render(request, "workspace/supervision/rotation.html", context)


@staff("POST", roles=(Role.OFFICE,))
def end(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """End an assignment before its day."""
    found = grouping.assignment_named(uid, request.reach)
    tried(
        request,
        lambda: grouping.end_assignment(found, actor=request.reach, now=clock.now(), today=clock.today()),
        _("分工已结束。"),
    )
    return see_other(reverse("supervision_groups"))


@staff("GET", "POST", roles=READERS)
def relations(request: StaffRequest) -> HttpResponse:
    """Declare what keeps oneself away; the office sees those of its people."""
    form = RelationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            avoidance.declare(
                person=request.user.person, unit=the_unit(form.cleaned_data["unit"], request.reach),
                kind=form.cleaned_data["kind"], actor=request.reach, now=clock.now(), today=clock.today(),
            )  # fmt: skip
        except NotReached:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(reverse("supervision_relations"))
    context = {
        "crumbs": shown.crumbs((_("回避申报"), "")), "form": form, "setting": AWAY_YEARS,
        "relations": list(avoidance.declared_by_or_under(request.reach)[:SHOWN]),
        "me": request.user.person_id, "is_office": request.reach.is_one_of(Role.OFFICE),
    }  # fmt: skip
    return render(request, "workspace/supervision/relations.html", context)


@staff("POST", roles=(Role.OFFICE,))
def end_relation(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The office ends a relation of somebody else."""
    found = avoidance.relation_named(uid, request.reach)
    tried(
        request,
        lambda: avoidance.end(found, actor=request.reach, now=clock.now(), today=clock.today()),
        _("回避情形已解除。"),
    )
    return see_other(reverse("supervision_relations"))


def _chosen(request: StaffRequest, teams: list[Team], units: list[Unit]) -> list[tuple[Team, Unit]]:
    """What stands in the list beside each unit; an empty one leaves the unit out."""
    by_uid = {str(team.uid): team for team in teams}
    pairs = []
    for unit in units:
        wanted = request.POST.get(f"team-{unit.uid}", "")
        if wanted and wanted not in by_uid:
            raise Refused(_("没有这个督导组，请重新选择。"))
        if wanted:
            pairs.append((by_uid[wanted], unit))
    return pairs
