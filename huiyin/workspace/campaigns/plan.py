"""The plan's pages: stages and actions in simple forms."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import plan_cost
from huiyin.burden.queries import beyond_of
from huiyin.campaigns import plan, queries, stage_order, uploads
from huiyin.campaigns.amending import AMENDABLE
from huiyin.campaigns.models import Campaign, IntakeUpload
from huiyin.campaigns.rights import may_run
from huiyin.core import clock
from huiyin.organisation.access import READERS
from huiyin.workspace.campaigns import shown
from huiyin.workspace.campaigns.forms import ActionForm, StageForm
from huiyin.workspace.campaigns.views import form_page, run_by
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import StaffForm, bound, done

STAGE_NAMES = ("order", "name", "task", "begins_on", "ends_on", "remark")
ACTION_NAMES = (
    "name", "kind", "code", "series", "requirement", "lead_unit", "lead_title", "audience", "deliverable", "begins_on",
    "due_on", "remark",
)  # fmt: skip


@staff("GET")
def home(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The whole plan: stages, actions, and the ways to change a draft."""
    campaign = queries.campaign(uid, request.reach)
    stages = queries.stages(campaign)
    context = {
        "crumbs": shown.crumbs(campaign, (_("活动方案"), "")),
        "campaign": campaign,
        "state": shown.state(campaign),
        "stages": [shown.stage_row(stage, figures=request.reach.is_one_of(*READERS)) for stage in stages],
        "by_year": campaign.stage_mode == Campaign.StageMode.YEARLY,
        "standing": stage_order.standing(campaign.stage_mode, stages),
        "contradictions": [fault.sentence for fault in stage_order.faults(campaign.stage_mode, stages)],
        "actions": queries.actions(campaign),
        "may_edit": may_run(campaign, request.reach) and campaign.state == Campaign.State.DRAFT,
        "may_amend": may_run(campaign, request.reach) and campaign.state in AMENDABLE,
        "amendments": queries.amended(campaign),
        "waiting": uploads.waiting(IntakeUpload.Kind.PLAN, request.reach),
        "cost": plan_cost.cost(campaign, clock.today()),
        "beyond": beyond_of(campaign),
    }
    return render(request, "workspace/campaigns/plan.html", context)


@staff("GET", "POST")
def add_stage(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A stage joins the draft."""
    campaign = run_by(request, uid)
    last = max((stage.order for stage in queries.stages(campaign)), default=0)
    form = bound(StageForm, request, initial={"order": last + 1, "seen": campaign.revision})
    made = done(
        request,
        form,
        lambda: plan.add_stage(
            campaign, fields=form.stage_fields(), revision=form.revision, actor=request.reach, now=clock.now()
        ),
    )
    return _answer(request, campaign, made, form, _("增加环节"))


@staff("GET", "POST")
def edit_stage(request: StaffRequest, *, uid: UUID, stage: UUID) -> HttpResponse:
    """A stage of the draft changes."""
    campaign = run_by(request, uid)
    found = queries.stage(campaign, stage)
    initial = {name: getattr(found, name) for name in STAGE_NAMES}
    form = bound(StageForm, request, initial={**initial, "seen": campaign.revision})
    made = done(
        request,
        form,
        lambda: plan.amend_stage(
            found, fields=form.stage_fields(), revision=form.revision, actor=request.reach, now=clock.now()
        ),
    )
    return _answer(request, campaign, made, form, _("修改环节"))


@staff("GET", "POST")
def remove_stage(request: StaffRequest, *, uid: UUID, stage: UUID) -> HttpResponse:
    """A stage leaves the draft."""
    campaign = run_by(request, uid)
    found = queries.stage(campaign, stage)
    return _remove(
        request, campaign, _("删去环节“%(name)s”") % {"name": found.name},
        lambda revision: plan.remove_stage(found, revision=revision, actor=request.reach, now=clock.now()),
    )  # fmt: skip


@staff("GET", "POST")
def add_action(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """An action joins the draft."""
    campaign = run_by(request, uid)
    form = bound(ActionForm, request, stages=queries.stages(campaign), initial={"seen": campaign.revision})
    made = done(
        request,
        form,
        lambda: plan.add_action(
            campaign, fields=form.action_fields(), revision=form.revision, actor=request.reach, now=clock.now()
        ),
    )
    return _answer(request, campaign, made, form, _("增加动作"))


@staff("GET", "POST")
def edit_action(request: StaffRequest, *, uid: UUID, action: UUID) -> HttpResponse:
    """An action of the draft changes."""
    campaign = run_by(request, uid)
    found = queries.action(campaign, action)
    initial = {name: getattr(found, name) for name in ACTION_NAMES}
    form = bound(
        ActionForm, request, stages=queries.stages(campaign),
        initial={**initial, "stage": str(found.stage.uid) if found.stage else "", "seen": campaign.revision},
    )  # fmt: skip
    made = done(
        request,
        form,
        lambda: plan.amend_action(
            found, fields=form.action_fields(), revision=form.revision, actor=request.reach, now=clock.now()
        ),
    )
    return _answer(request, campaign, made, form, _("修改动作"))


@staff("GET", "POST")
def remove_action(request: StaffRequest, *, uid: UUID, action: UUID) -> HttpResponse:
    """An action leaves the draft."""
    campaign = run_by(request, uid)
    found = queries.action(campaign, action)
    return _remove(
        request, campaign, _("删去动作“%(name)s”") % {"name": found.name},
        lambda revision: plan.remove_action(found, revision=revision, actor=request.reach, now=clock.now()),
    )  # fmt: skip


def _answer(request: StaffRequest, campaign: Campaign, made: object, form: StaffForm, title: str) -> HttpResponse:
    back = reverse("campaigns_plan", kwargs={"uid": campaign.uid})
    if made is not None:
        messages.success(request, _("已保存。"))
        return see_other(back)
    return form_page(request, campaign, form, title, _("保存"), back)


def _remove(request: StaffRequest, campaign: Campaign, title: str, act: Callable[[int], None]) -> HttpResponse:
    back = reverse("campaigns_plan", kwargs={"uid": campaign.uid})
    form = bound(StaffForm, request, initial={"seen": campaign.revision})

    def remove() -> bool:
        act(form.revision)
        return True

    if done(request, form, remove):
        messages.success(request, _("已删去。"))
        return see_other(back)
    context = {
        "crumbs": shown.crumbs(campaign, (_("活动方案"), back), (title, "")), "campaign": campaign, "title": title,
        "text": "", "accept": _("删去"), "danger": True, "form": form, "back_href": back,
    }  # fmt: skip
    return render(request, "workspace/campaigns/confirm.html", context)
