"""The list of campaigns, one campaign's page, and what its office does with it, each act confirmed by a POST."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import approving, plan_cost
from huiyin.campaigns import queries, services, stage_order, year_turn
from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.campaigns.rights import may_run
from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.organisation import teams
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role, Team
from huiyin.organisation.queries import top_nodes
from huiyin.rectification import archiving
from huiyin.workspace.campaigns import shown
from huiyin.workspace.campaigns.boards import boards_of
from huiyin.workspace.campaigns.forms import ApproveForm, CampaignForm
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import StaffForm, bound, done
from huiyin.workspace.organisation.forms import DayForm


@staff("GET")
def listing(request: StaffRequest) -> HttpResponse:
    """The campaigns that the actor's units run or take part in."""
    if not request.reach.is_one_of(*queries.SEERS):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    context = {
        "crumbs": shown.crumbs(None),
        "rows": [(campaign, shown.state(campaign)) for campaign in queries.campaigns(request.reach)],
        "may_create": request.reach.is_one_of(Role.OFFICE),
    }
    return render(request, "workspace/campaigns/list.html", context)


@staff("GET", "POST")
def new(request: StaffRequest) -> HttpResponse:
    """A campaign is drafted."""
    tops = top_nodes(request.reach, (Role.OFFICE,))
    if not tops:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    above = {campaign.uid: campaign for top in tops for campaign in queries.campaigns_above(top)}
    above |= {c.uid: c for c in queries.campaigns(request.reach) if c.state != Campaign.State.DRAFT}
    form = bound(
        CampaignForm, request, initial={"unit": tops[0], "begins_on": clock.today()},
        above=[(str(uid), f"{campaign.name}（{campaign.unit}）") for uid, campaign in above.items()],
    )  # fmt: skip
    made = done(request, form, lambda: _create(request, form, above))
    if made is not None:
        messages.success(request, _("已新建。请编写方案，然后批准、下达。"))
        return see_other(reverse("campaigns_plan", kwargs={"uid": made.uid}))
    return form_page(request, None, form, _("新建活动"), _("新建"), reverse("campaigns_list"))


def _create(request: StaffRequest, form: CampaignForm, above: dict[UUID, Campaign]) -> Campaign:
    data = form.cleaned_data
    return services.create_campaign(
        unit=data["unit"], name=data["name"], code=data["code"], theme=data["theme"], stage_mode=data["stage_mode"],
        begins_on=data["begins_on"], ends_on=data["ends_on"],
        carries_out=above[UUID(data["carries_out"])] if data["carries_out"] else None,
        actor=request.reach, now=clock.now(),
    )  # fmt: skip


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Where the campaign stands, its stages and actions, who leads and follows it, its units."""
    campaign = queries.campaign(uid, request.reach)
    stages, handover = queries.stages(campaign), queries.offered(campaign)
    runs = may_run(campaign, request.reach)
    boards, taking = boards_of(campaign, request.reach, clock.today())
    units_href = reverse("campaigns_units", kwargs={"uid": campaign.uid})
    context = {
        "crumbs": shown.crumbs(campaign),
        "campaign": campaign,
        "state": shown.state(campaign),
        "steps": shown.steps(stages, today=clock.today(), figures=request.reach.is_one_of(*READERS)),
        "standing": stage_order.standing(campaign.stage_mode, stages),
        "verbs": shown.verbs(campaign, stages, handover) if runs else [],
        "groups": _by_stage(campaign, stages),
        "teams": _by_kind(campaign),
        "team_add_href": reverse("organisation_team_add", kwargs={"uid": campaign.unit.uid}) + f"?campaign={uid}",
        "counts": [
            (_("参加单位"), taking.standing, units_href),
            (_("同时指导下级的单位"), taking.guiding, f"{units_href}?guides=1"),
            (_("已退出单位"), taking.left, f"{units_href}?left=1"),
        ],
        "below": [(lower, shown.state(lower)) for lower in queries.carried_out_by(campaign, request.reach)],
        "handover": handover,
        "may_run": runs,
        "may_read": request.reach.is_one_of(*READERS),
        "is_draft": campaign.state == Campaign.State.DRAFT,
        "boards": boards,
    }
    return render(request, "workspace/campaigns/one.html", context)


def _by_stage(campaign: Campaign, stages: list[Stage]) -> list[tuple[str, bool, list[Action]]]:
    """Actions under the name of their stage, in order, those without one last; the running stage's stand open."""
    found: dict[int | None, list[Action]] = {stage.pk: [] for stage in stages}
    for action in queries.actions(campaign):
        found.setdefault(action.stage_id, []).append(action)
    running = {stage.pk for stage in stages if stage.state == Stage.State.RUNNING}
    names: dict[int | None, str] = {stage.pk: stage.name for stage in stages}
    return [
        (names.get(key, _("不分环节")), key in running or len(found) == 1, actions)
        for key, actions in found.items()
        if actions
    ]


def _by_kind(campaign: Campaign) -> list[tuple[str, list[teams.CampaignTeam]]]:
    found = teams.teams_of_campaign(campaign.uid)
    kinds = [(str(kind.label), [team for team in found if team.kind == kind.value]) for kind in Team.Kind]
    return [(label, some) for label, some in kinds if some]


@staff("GET", "POST")
def approve(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The plan as shown becomes official."""
    campaign = run_by(request, uid)
    cost = plan_cost.cost(campaign, clock.today())
    form = bound(
        ApproveForm, request, initial={"on": clock.today(), "seen": campaign.revision}, label=_("批准日期"),
        beyond=bool(cost.beyond),
    )  # fmt: skip
    made = done(
        request,
        form,
        lambda: approving.approve_plan(
            campaign,
            revision=form.revision,
            on=form.cleaned_data["on"],
            why=form.cleaned_data.get("why", ""),
            actor=request.reach,
            now=clock.now(),
        ),
    )
    if made is not None:
        messages.success(request, _("方案已批准，动作已记入台账。"))
        return see_other(shown.one_href(made))
    lead = _("批准以后方案不能直接修改，要改须办“调整方案”，各单位都会看到；动作记入活动动作台账。")
    lead += cost.sentence
    return form_page(request, campaign, form, _("批准方案"), _("批准"), shown.one_href(campaign), lead)


@staff("GET", "POST")
def start(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """An approved campaign begins."""
    campaign = run_by(request, uid)
    return confirmed(
        request, campaign, title=_("启动活动"), text=_("启动以后可以逐个启动环节、登记工作。"), accept=_("启动"),
        act=lambda: services.start(campaign, actor=request.reach, now=clock.now()), told=_("活动已启动。"),
    )  # fmt: skip


@staff("GET", "POST")
def summary(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The campaign is summed up."""
    campaign = run_by(request, uid)
    return confirmed(
        request, campaign, title=_("进入总结阶段"), text=_("总结阶段办理移交、起草总结报告，然后归档。"), accept=_("进入总结"),
        act=lambda: services.begin_summary(campaign, actor=request.reach, now=clock.now()), told=_("已进入总结阶段。"),
    )  # fmt: skip


@staff("GET", "POST")
def archive(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The campaign is archived once everything open was received elsewhere."""
    campaign = run_by(request, uid)
    return confirmed(
        request, campaign, title=_("归档"), text=_("归档以后活动不再改动，各项数字仍可查看。"), accept=_("归档"), danger=True,
        act=lambda: archiving.archive(campaign, actor=request.reach, now=clock.now()), told=_("活动已归档。"),
    )  # fmt: skip


@staff("GET", "POST")
def open_stage(request: StaffRequest, *, uid: UUID, stage: UUID) -> HttpResponse:
    """A stage begins."""
    campaign = run_by(request, uid)
    found = queries.stage(campaign, stage)
    title = _("启动“%(stage)s”") % {"stage": found.name}
    return _dated(
        request, campaign, title, _("启动日期"),
        lambda day: services.open_stage(found, on=day, actor=request.reach, now=clock.now()),
    )  # fmt: skip


@staff("GET", "POST")
def close_stage(request: StaffRequest, *, uid: UUID, stage: UUID) -> HttpResponse:
    """A stage closes (转段)."""
    campaign = run_by(request, uid)
    found = queries.stage(campaign, stage)
    title = _("“%(stage)s”转段") % {"stage": found.name}
    return _dated(
        request, campaign, title, _("转段日期"),
        lambda day: services.close_stage(found, on=day, actor=request.reach, now=clock.now()),
        lead=_before_turning(campaign, found, request),
    )  # fmt: skip


def _before_turning(campaign: Campaign, stage: Stage, request: StaffRequest) -> str:
    """Where a year closes with unfinished actions: that they are to be carried over first; nothing elsewhere."""
    stages = queries.stages(campaign)
    if not year_turn.turns(campaign, stage, stages):
        return ""
    turn = year_turn.turn_of(campaign, stage, stages)
    rows = year_turn.turnings(campaign, turn, request.reach, today=clock.today())
    return year_turn.unfinished_words(campaign, turn, sum(1 for row in rows if row.unfinished))


def run_by(request: StaffRequest, uid: UUID) -> Campaign:
    """A campaign whose office the actor is; for everybody else the page is not there."""
    campaign = queries.campaign(uid, request.reach)
    if not may_run(campaign, request.reach):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return campaign


def confirmed(
    request: StaffRequest,
    campaign: Campaign,
    *,
    title: str,
    text: str,
    accept: str,
    act: Callable[[], object],
    told: str,
    danger: bool = False,
) -> HttpResponse:
    """Ask, then do: GET shows the question, POST does it; a refusal stands on the question's page."""
    form = bound(StaffForm, request)
    if done(request, form, act) is not None:
        messages.success(request, told)
        return see_other(shown.one_href(campaign))
    context = {
        "crumbs": shown.crumbs(campaign, (title, "")), "campaign": campaign, "title": title, "text": text,
        "accept": accept, "danger": danger, "form": form, "back_href": shown.one_href(campaign),
    }  # fmt: skip
    return render(request, "workspace/campaigns/confirm.html", context)


def form_page(
    request: StaffRequest, campaign: Campaign | None, form: StaffForm, title: str, accept: str, back: str,
    lead: str = "",
) -> HttpResponse:  # fmt: skip
    """One form, one act."""
    context = {
        "crumbs": shown.crumbs(campaign, (title, "")), "form": form, "title": title, "accept": accept, "lead": lead,
        "back_href": back,
    }  # fmt: skip
    return render(request, "workspace/campaigns/form.html", context)


def _dated(
    request: StaffRequest, campaign: Campaign, title: str, label: str, act: Callable[[date], object], lead: str = ""
) -> HttpResponse:
    form = bound(DayForm, request, initial={"on": clock.today()}, label=label)
    if done(request, form, lambda: act(form.cleaned_data["on"])) is not None:
        messages.success(request, _("已办理。"))
        return see_other(shown.one_href(campaign))
    return form_page(request, campaign, form, title, _("确认"), shown.one_href(campaign), lead)
