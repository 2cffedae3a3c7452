"""Appointing and relieving, posts, and teams."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns import roster
from huiyin.core import clock
from huiyin.organisation import posts, queries, teams
from huiyin.organisation.models import Holding, Team, TeamMember, Unit
from huiyin.organisation.rights import PEOPLE_KEEPERS, STRUCTURE_KEEPERS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation import shown
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.organisation.form_page import form_page
from huiyin.workspace.organisation.forms import AppointForm, DayForm, NewTeamForm, PostForm, TeamForm


@staff("GET", "POST")
def appoint(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Somebody takes up a post of the unit."""
    unit = queries.node(uid, request.reach)
    shown.only(request.reach, PEOPLE_KEEPERS, unit)
    form = bound(AppointForm, request, initial={"begins_on": clock.today(), "title": request.GET.get("title", "")})
    made = done(request, form, lambda: _appoint(request, unit, form))
    if made is not None:
        messages.success(request, _("已登记任职。"))
        return see_other(shown.unit_href(unit))
    return form_page(request, unit, form, _("任职"), _("登记任职"), shown.unit_href(unit))


def _appoint(request: StaffRequest, unit: Unit, form: AppointForm) -> Holding:
    data = form.cleaned_data
    return roster.appoint_to(
        unit=unit, title=data["title"], rank=100 if data["rank"] is None else data["rank"], leader=data["leader"],
        person=data["person"], begins_on=data["begins_on"], remark=data["remark"], actor=request.reach, now=clock.now(),
    )  # fmt: skip


@staff("GET", "POST")
def relieve(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The holder leaves the post."""
    holding = posts.holding_reached(uid, request.reach)
    unit = holding.post.unit
    shown.only(request.reach, PEOPLE_KEEPERS, unit)
    form = bound(DayForm, request, initial={"on": clock.today()}, label=_("免职日期（任职的最后一天）"))
    made = done(
        request,
        form,
        lambda: roster.relieve(holding, ends_on=form.cleaned_data["on"], actor=request.reach, now=clock.now()),
    )
    if made is not None:
        messages.success(request, _("已登记免职。由这个岗位负责的事项随岗位转给继任者。"))
        return see_other(shown.unit_href(unit))
    title = _("免去%(name)s的%(post)s职务") % {"name": holding.person.name, "post": str(holding.post)}
    return form_page(request, unit, form, title, _("登记免职"), shown.unit_href(unit))


@staff("GET", "POST")
def edit_post(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Where a post ranks, and whether it is of the leadership."""
    post = posts.post_reached(uid, request.reach)
    shown.only(request.reach, PEOPLE_KEEPERS, post.unit)
    form = bound(PostForm, request, initial={"rank": post.rank, "leader": post.leader, "seen": post.revision})
    made = done(
        request,
        form,
        lambda: roster.amend_post(
            post, rank=form.cleaned_data["rank"], leader=form.cleaned_data["leader"], revision=form.revision,
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已保存。"))
        return see_other(shown.unit_href(post.unit))
    return form_page(request, post.unit, form, str(post), _("保存"), shown.unit_href(post.unit))


@staff("GET")
def team(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One team: who is in it, what it covers."""
    found = teams.team_reached(uid, request.reach)
    duties = [(duty.label, [m for m in found.members.all() if m.duty == duty.value]) for duty in TeamMember.Duty]
    context = {
        "crumbs": shown.crumbs(request.reach, found.unit, (found.name, "")),
        "team": found,
        "duties": [(label, members) for label, members in duties if members],
        "covers": queries.in_official_order(found.covers.all()),
        "may_keep": request.reach.may(STRUCTURE_KEEPERS, found.unit) and found.ends_on is None,
    }
    return render(request, "workspace/organisation/team.html", context)


@staff("GET", "POST")
def add_team(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A team is set up, for good or for a campaign."""
    unit = queries.node(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, unit)
    form = bound(
        NewTeamForm, request, campaigns=shown.campaign_choices(request.reach),
        initial={"begins_on": clock.today(), "campaign": request.GET.get("campaign", "")},
    )  # fmt: skip
    made = done(request, form, lambda: _set_up(request, unit, form))
    if made is not None:
        messages.success(request, _("已组建“%(team)s”。") % {"team": made.name})
        return see_other(_team_href(made))
    return form_page(request, unit, form, _("组建工作组"), _("组建"), shown.unit_href(unit))


def _set_up(request: StaffRequest, unit: Unit, form: NewTeamForm) -> Team:
    data = form.cleaned_data
    return roster.set_up_team(
        kind=data["kind"], name=data["name"], unit=unit, members=form.parts(), covers=data["covers"],
        campaign=UUID(data["campaign"]) if data["campaign"] else None, begins_on=data["begins_on"],
        actor=request.reach, now=clock.now(),
    )  # fmt: skip


@staff("GET", "POST")
def edit_team(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Who is in a team and what it covers, from now on."""
    found = teams.team_reached(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, found.unit)
    by_duty = {duty.value: [m.person for m in found.members.all() if m.duty == duty.value] for duty in TeamMember.Duty}
    form = bound(
        TeamForm, request,
        initial={
            "heads": by_duty["head"], "deputies": by_duty["deputy"], "members": by_duty["member"],
            "covers": list(found.covers.all()), "seen": found.revision,
        },
    )  # fmt: skip
    made = done(
        request,
        form,
        lambda: teams.change(
            found, members=form.parts(), covers=form.cleaned_data["covers"], revision=form.revision,
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已调整。台账仍保留组建时的人数。"))
        return see_other(_team_href(made))
    return form_page(
        request, found.unit, form, _("调整“%(team)s”") % {"team": found.name}, _("保存"), _team_href(found)
    )


@staff("GET", "POST")
def dissolve_team(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A team ends; the rights its members have through it end with it."""
    found = teams.team_reached(uid, request.reach)
    shown.only(request.reach, STRUCTURE_KEEPERS, found.unit)
    form = bound(DayForm, request, initial={"on": clock.today(), "seen": found.revision}, label=_("撤销日期"))
    made = done(
        request,
        form,
        lambda: teams.dissolve(
            found, on=form.cleaned_data["on"], revision=form.revision, actor=request.reach, now=clock.now()
        ),
    )
    if made is not None:
        messages.success(request, _("已撤销“%(team)s”。") % {"team": made.name})
        return see_other(_team_href(made))
    lead = _("成员通过这个组取得的权限随之终止；台账里的记录保留。")
    title = _("撤销“%(team)s”") % {"team": found.name}
    return form_page(request, found.unit, form, title, _("撤销"), _team_href(found), lead, danger=True)


def _team_href(found: Team) -> str:
    return reverse("organisation_team", kwargs={"uid": found.uid})
