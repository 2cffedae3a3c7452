"""The office's pages of 方案调整: the list, the draft put together change by change, and issuing it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import approving, plan_cost
from huiyin.campaigns import amendment_drafts, amendments_read, queries
from huiyin.campaigns.amending import AMENDABLE, not_amendable
from huiyin.campaigns.amendment_content import (
    AddAction,
    ChangeAction,
    DateStage,
    Planned,
    WithdrawAction,
    differences,
    kind_of,
    label,
    target_of,
)
from huiyin.campaigns.amendment_drafts import Drafted, Line, draft_change
from huiyin.campaigns.audience import read_campaign
from huiyin.campaigns.matrix import standing_actions
from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.campaigns.rights import may_run
from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.workspace.campaigns import doing_shown, shown
from huiyin.workspace.campaigns.doing_forms import AmendForm, DraftActionForm, IssueAmendmentForm, SpanForm
from huiyin.workspace.campaigns.plan import ACTION_NAMES
from huiyin.workspace.campaigns.views import form_page, run_by
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import StaffForm, bound, done


@staff("GET")
def listing(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A campaign's own amendments with what they changed, and those from above that it has not answered."""
    campaign = read_campaign(uid, request.reach)
    own = amendments_read.amendments_of(campaign)
    runs = may_run(campaign, request.reach)
    context = {
        "crumbs": shown.crumbs(campaign, (_("方案调整"), "")),
        "campaign": campaign,
        "amendments": doing_shown.amendments(own, amendments_read.changes_of(own)),
        "waiting": amendments_read.waiting_for_plan(campaign) if runs else [],
        "may_amend": runs and campaign.state in AMENDABLE,
    }
    return render(request, "workspace/campaigns/amendments.html", context)


@staff("GET", "POST")
def amend(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The draft, what may still be changed, and the form that issues it."""
    campaign = run_by(request, uid)
    draft = amendment_drafts.draft_of(campaign)
    planned = [line.planned for line in draft.lines if line.planned is not None]
    cost, amended = (plan_cost.cost(campaign, clock.today(), changes=changes) for changes in ((), planned))
    form = bound(
        IssueAmendmentForm, request, initial={"on": clock.today(), **_shown(campaign, draft)},
        beyond=bool(approving.added_beyond(cost, amended)),
    )  # fmt: skip
    issued = done(
        request,
        form,
        lambda: approving.issue_draft(
            campaign, reason=form.cleaned_data["reason"], on=form.cleaned_data["on"],
            plan=form.cleaned_data["plan"], seen=form.revision, why=form.cleaned_data.get("why", ""),
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if issued is not None:
        messages.success(request, _("%(title)s已印发，各参加单位和下级活动都会看到。") % {"title": issued.title})
        return see_other(reverse("campaigns_amendment", kwargs={"uid": issued.uid}))
    touched = {target_of(change) for change in planned}
    context = {
        "crumbs": _crumbs(campaign, _("调整方案")), "campaign": campaign, "form": form, "seen": draft.revision,
        "lines": [_line(place, line) for place, line in enumerate(draft.lines, 1)],
        "stages": [(stage, str(stage.uid) in touched) for stage in _open_stages(campaign)],
        "actions": [(action, str(action.uid) in touched) for action in standing_actions(campaign)],
        "refusal": "" if campaign.state in AMENDABLE else not_amendable(campaign),
        "cost": amended.reckoned, "back_href": reverse("campaigns_amendments", kwargs={"uid": uid}),
    }  # fmt: skip
    return render(request, "workspace/campaigns/amend.html", context)


@staff("POST")
def drop(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One change leaves the draft; a refusal is a page of its own."""
    campaign = run_by(request, uid)
    place, seen = (_number(request.POST.get(name, "")) for name in ("place", "seen"))
    amendment_drafts.drop_change(campaign, place=place, seen=seen, actor=request.reach, now=clock.now())
    return _back(request, campaign)


@staff("GET", "POST")
def add(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A new action joins the draft of the amendment."""
    campaign, draft = _drafting(request, uid)
    form = bound(DraftActionForm, request, stages=queries.stages(campaign), initial=_shown(campaign, draft))
    made = _drafted(request, campaign, form, lambda: AddAction(form.action_fields()))
    return made or _form(request, campaign, form, _("调整：增加动作"))


@staff("GET", "POST")
def action(request: StaffRequest, *, uid: UUID, action: UUID) -> HttpResponse:
    """An action gets other values in the draft of the amendment."""
    campaign, draft = _drafting(request, uid)
    found = _standing(campaign, action)
    initial = {name: getattr(found, name) for name in ACTION_NAMES}
    form = bound(
        DraftActionForm, request, stages=queries.stages(campaign),
        initial={**initial, "stage": str(found.stage.uid) if found.stage else "", **_shown(campaign, draft)},
    )  # fmt: skip
    made = _drafted(request, campaign, form, lambda: ChangeAction(found, form.action_fields()))
    return made or _form(request, campaign, form, _("调整：修改“%(name)s”") % {"name": found.name})


@staff("GET", "POST")
def withdraw(request: StaffRequest, *, uid: UUID, action: UUID) -> HttpResponse:
    """An action leaves the plan in the draft of the amendment."""
    campaign, draft = _drafting(request, uid)
    found = _standing(campaign, action)
    form = bound(AmendForm, request, initial=_shown(campaign, draft))
    made = _drafted(request, campaign, form, lambda: WithdrawAction(found))
    title = _("调整：撤销“%(name)s”") % {"name": found.name}
    context = {
        "crumbs": _crumbs(campaign, title), "campaign": campaign, "title": title,
        "text": _("印发以后这个动作不再要求办理，也不再计数；各单位已经登记的仍然保留。"), "accept": _("列入调整"),
        "danger": False, "form": form, "back_href": _amend_href(campaign),
    }  # fmt: skip
    return made or render(request, "workspace/campaigns/confirm.html", context)


@staff("GET", "POST")
def stage(request: StaffRequest, *, uid: UUID, stage: UUID) -> HttpResponse:
    """A stage gets other planned dates in the draft of the amendment."""
    campaign, draft = _drafting(request, uid)
    found = queries.stage(campaign, stage)
    initial = {"begins_on": found.begins_on, "ends_on": found.ends_on, **_shown(campaign, draft)}
    form = bound(SpanForm, request, initial=initial)

    def planned() -> Planned:
        return DateStage(found, form.cleaned_data["begins_on"], form.cleaned_data["ends_on"])

    made = _drafted(request, campaign, form, planned)
    return made or _form(request, campaign, form, _("调整：环节“%(name)s”的时间") % {"name": found.name})


def _drafting(request: StaffRequest, uid: UUID) -> tuple[Campaign, Drafted]:
    campaign = run_by(request, uid)
    return campaign, amendment_drafts.draft_of(campaign)


def _shown(campaign: Campaign, draft: Drafted) -> dict[str, object]:
    """What a page showed: the plan, and the draft."""
    return {"plan": campaign.revision, "seen": draft.revision}


def _drafted(
    request: StaffRequest, campaign: Campaign, form: StaffForm, planned: Callable[[], Planned]
) -> HttpResponse | None:
    """Put the form's change into the draft when it was sent and is sound."""

    def put() -> bool:
        draft_change(
            campaign, change=planned(), plan=form.cleaned_data["plan"], seen=form.revision, actor=request.reach,
            now=clock.now(),
        )  # fmt: skip
        return True

    if done(request, form, put) is None:
        return None
    messages.success(request, _("已列入这次调整，印发后生效。"))
    return _back(request, campaign)


def _back(request: StaffRequest, campaign: Campaign) -> HttpResponse:
    return see_other(_amend_href(campaign))


def _amend_href(campaign: Campaign) -> str:
    return reverse("campaigns_amend", kwargs={"uid": campaign.uid})


def _crumbs(campaign: Campaign, title: str) -> list[tuple[str, str]]:
    listing_href = reverse("campaigns_amendments", kwargs={"uid": campaign.uid})
    return shown.crumbs(campaign, (_("方案调整"), listing_href), (title, ""))


def _form(request: StaffRequest, campaign: Campaign, form: StaffForm, title: str) -> HttpResponse:
    lead = _("先列入这次调整，与其他内容一起印发后才生效。")
    return form_page(request, campaign, form, title, _("列入调整"), _amend_href(campaign), lead)


def _standing(campaign: Campaign, uid: UUID) -> Action:
    found = queries.action(campaign, uid)
    if found.withdrawn_on is not None:
        raise NotReached(_("这个动作已经撤销。"))
    return found


def _open_stages(campaign: Campaign) -> list[Stage]:
    return [stage for stage in queries.stages(campaign) if stage.state != Stage.State.CLOSED]


def _line(place: int, line: Line) -> dict[str, object]:
    """One drafted change for the page."""
    planned = line.planned
    changed = [(label(d["field"]), d["before"], d["after"]) for d in differences(planned)] if planned else []
    return {
        "place": place, "title": line.title, "gone": planned is None, "withdrawn": isinstance(planned, WithdrawAction),
        "kind": str(kind_of(planned).label) if planned else "", "differences": changed,
    }  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
