"""Rights: what waits for a second person, what a unit's rights are, and the verbs: grant, approve, end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.organisation import grants, queries, search, teams
from huiyin.organisation.models import Grant, Person
from huiyin.organisation.rights import STRUCTURE_KEEPERS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation import shown
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.organisation.forms import DayForm, GrantForm


@staff("GET")
def home(request: StaffRequest) -> HttpResponse:
    """What waits for the actor's yes, and the units whose rights they keep."""
    if not request.reach.is_one_of(*STRUCTURE_KEEPERS):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    context = {
        "crumbs": [(_("单位与人员"), reverse("organisation_home")), (_("权限"), "")],
        "waiting": list(grants.waiting_for(request.reach)),
        "tops": queries.top_nodes(request.reach, STRUCTURE_KEEPERS),
    }
    return render(request, "workspace/organisation/rights.html", context)


@staff("GET")
def of_unit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Every right given on a unit or through its teams."""
    unit = queries.node(uid, request.reach)
    today = clock.today()
    context = {
        "crumbs": shown.crumbs(request.reach, unit, (_("权限"), "")),
        "unit": unit,
        "rows": [(given, shown.grant_state(given, day=today)) for given in grants.grants_on(unit, request.reach)],
    }
    return render(request, "workspace/organisation/unit_rights.html", context)


@staff("GET", "POST")
def grant(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A right for one person."""
    person = search.person_reached(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, person.unit)
    form = bound(
        GrantForm, request, initial={"unit": person.unit, "begins_on": clock.today()},
        roles=grants.grantable_roles(request.reach), campaigns=shown.campaign_choices(request.reach),
        teams=[(str(team.uid), f"{team.name}（{team.unit}）") for team in search.standing_teams_of(person)],
    )  # fmt: skip
    made = done(request, form, lambda: _grant(request, person, form))
    if made is not None:
        waits = made.approved_by_id is None
        messages.success(request, _("已提出，须由另一位有权限的人批准后生效。") if waits else _("已授权。"))
        return see_other(shown.person_href(person))
    title = _("给“%(name)s”授权") % {"name": person.name}
    crumbs = shown.crumbs(request.reach, person.unit, (person.name, shown.person_href(person)), (_("授权"), ""))
    context = {
        "crumbs": crumbs, "form": form, "title": title, "accept": _("授权"), "back_href": shown.person_href(person),
        "lead": _("活动办公室、纪检监察人员、审计员和系统管理员的权限，须由另一位有权限的人批准后才生效。"),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


def _grant(request: StaffRequest, person: Person, form: GrantForm) -> Grant:
    data = form.cleaned_data
    team = teams.team_reached(UUID(data["team"]), request.reach) if data["team"] else None
    return grants.grant(
        person=person, role=data["role"], unit=None if team else data["unit"], team=team,
        campaign=UUID(data["campaign"]) if data["campaign"] else None, begins_on=data["begins_on"],
        ends_on=data["ends_on"], actor=request.reach, now=clock.now(),
    )  # fmt: skip


@staff("GET", "POST")
def approve(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The second person's yes."""
    given = grants.grant_reached(uid, request.reach)
    if request.method == "POST":
        grants.approve(given, actor=request.reach, now=clock.now())
        messages.success(request, _("已批准，权限从%(day)s起生效。") % {"day": given.begins_on})
        return see_other(reverse("organisation_rights"))
    context = {
        "crumbs": _crumbs(_("批准权限")), "given": given, "title": _("批准这项权限吗？"), "accept": _("批准"),
        "action": reverse("organisation_grant_approve", kwargs={"uid": uid}),
    }  # fmt: skip
    return render(request, "workspace/organisation/grant_ask.html", context)


@staff("GET", "POST")
def end(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A right ends with its last day; one that waits is turned down."""
    given = grants.grant_reached(uid, request.reach)
    form = bound(DayForm, request, initial={"on": clock.today()}, label=_("最后一天"))
    made = done(
        request,
        form,
        lambda: grants.end_grant(
            given, on=form.cleaned_data["on"], actor=request.reach, now=clock.now(), today=clock.today()
        ),
    )
    if made is not None:
        messages.success(request, _("已终止。"))
        return see_other(shown.person_href(given.person))
    context = {
        "crumbs": _crumbs(_("终止权限")), "given": given, "title": _("终止这项权限"), "accept": _("终止"), "form": form,
        "action": reverse("organisation_grant_end", kwargs={"uid": uid}), "danger": True,
    }  # fmt: skip
    return render(request, "workspace/organisation/grant_ask.html", context)


def _crumbs(last: str) -> shown.Crumbs:
    return [
        (_("单位与人员"), reverse("organisation_home")), (_("权限"), reverse("organisation_rights")), (last, ""),
    ]  # fmt: skip
