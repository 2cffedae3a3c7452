"""The units of a campaign, issuing it to them, their leaving, and the handover."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import plan_cost
from huiyin.campaigns import handover, queries, services
from huiyin.campaigns.models import Campaign
from huiyin.campaigns.rights import may_run
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.organisation import queries as tree
from huiyin.organisation.models import Unit
from huiyin.rectification import archiving
from huiyin.rectification.queries import open_for_handover
from huiyin.workspace.campaigns import shown
from huiyin.workspace.campaigns.forms import HandoverForm, IssueForm
from huiyin.workspace.campaigns.views import form_page, run_by
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.organisation.forms import DayForm


@staff("GET")
def listing(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The units that take part, as far as reached, in official order."""
    campaign = queries.campaign(uid, request.reach)
    left, guides = request.GET.get("left") == "1", request.GET.get("guides") == "1"
    rows = [
        part
        for part in queries.participations(campaign, request.reach)
        if (part.until is not None) == left and (part.guides_others or not guides)
    ]
    context = {
        "crumbs": shown.crumbs(campaign, (_("参加单位"), "")),
        "campaign": campaign, "rows": rows, "left": left, "may_run": may_run(campaign, request.reach) and not left,
    }  # fmt: skip
    return render(request, "workspace/campaigns/units.html", context)


@staff("GET", "POST")
def issue(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The campaign goes to units of its own subtree."""
    campaign = run_by(request, uid)
    form = bound(IssueForm, request, initial={"every": "children", "on": clock.today()})
    count = done(request, form, lambda: _issue(request, campaign, form))
    if count is not None:
        messages.success(request, _("已下达，新增参加单位 %(count)s 个。") % {"count": count})
        return see_other(reverse("campaigns_units", kwargs={"uid": uid}))
    lead = _("已经在参加的单位不会重复下达。参加单位记入台账。") + plan_cost.cost(campaign, clock.today()).sentence
    return form_page(request, campaign, form, _("下达到单位"), _("下达"), shown.one_href(campaign), lead)


def _issue(request: StaffRequest, campaign: Campaign, form: IssueForm) -> int:
    data = form.cleaned_data
    return services.issue_to_units(
        campaign, _chosen(request, campaign, form), guiding=data["guiding"], on=data["on"], actor=request.reach,
        now=clock.now(),
    )  # fmt: skip


def _chosen(request: StaffRequest, campaign: Campaign, form: IssueForm) -> list[Unit]:
    """The open units that the form names."""
    data = form.cleaned_data
    if data["every"] == "named":
        return list(data["named"])
    found = tree.listed(
        request.reach, top=campaign.unit, kind=data["kind"] if data["every"] == "kind" else "",
        state=tree.open_on(data["on"]),
    )  # fmt: skip
    if data["every"] == "children":
        found = [unit for unit in found if unit.parent_id == campaign.unit_id]
    if data["every"] == "kind":
        found = [unit for unit in found if unit.pk != campaign.unit_id]
    if not found:
        raise Refused(_("没有这样的现设单位，没有下达。"))
    return found


@staff("GET", "POST")
def leave(request: StaffRequest, *, uid: UUID, part: UUID) -> HttpResponse:
    """A unit takes part no longer."""
    campaign = run_by(request, uid)
    found = queries.participation(campaign, part, request.reach)
    form = bound(DayForm, request, initial={"on": clock.today()}, label=_("退出日期"))
    made = done(
        request,
        form,
        lambda: services.leave_campaign(found, on=form.cleaned_data["on"], actor=request.reach, now=clock.now()),
    )
    back = reverse("campaigns_units", kwargs={"uid": uid})
    if made is not None:
        messages.success(request, _("“%(unit)s”已退出活动。") % {"unit": found.unit.name})
        return see_other(back)
    title = _("“%(unit)s”退出活动") % {"unit": found.unit.name}
    return form_page(request, campaign, form, title, _("退出"), back)


@staff("GET", "POST")
def offer(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What is still open is listed for a standing unit."""
    campaign = run_by(request, uid)
    form = bound(HandoverForm, request)
    made = done(
        request,
        form,
        lambda: archiving.offer(
            campaign, standing_unit=form.cleaned_data["standing_unit"], actor=request.reach, now=clock.now()
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已提出交接，等“%(unit)s”签收。") % {"unit": made.standing_unit.name})
        return see_other(reverse("campaigns_handover", kwargs={"uid": made.uid}))
    context = {
        "crumbs": shown.crumbs(campaign, (_("办理交接"), "")), "campaign": campaign, "form": form, "listed": open_for_handover(campaign),
        "back_href": shown.one_href(campaign),
    }  # fmt: skip
    return render(request, "workspace/campaigns/handover_offer.html", context)


@staff("GET", "POST")
def receive(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The 交接单, and the signature of the standing unit."""
    found = queries.handover_reached(uid, request.reach)
    refusal = ""
    if request.method == "POST":
        try:
            handover.receive_handover(found, seen=request.POST.get("seen", ""), actor=request.reach, now=clock.now())
        except Refused as error:
            refusal = error.sentence
        else:
            messages.success(request, _("已签收。"))
            return see_other(reverse("campaigns_handover", kwargs={"uid": uid}))
    context = {
        "crumbs": shown.crumbs(found.campaign, (_("交接单"), "")),
        "handover": found, "refusal": refusal, "seen": handover.seal_of(found),
        "may_receive": found.received_at is None and handover.may_receive(found, request.reach),
    }  # fmt: skip
    return render(request, "workspace/campaigns/handover.html", context)
