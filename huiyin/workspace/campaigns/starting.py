"""Starting a campaign from an earlier one or from pasted texts: choose, look at the proposal, confirm what is ticked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns import queries, starting
from huiyin.campaigns.models import Preparation
from huiyin.campaigns.starting_rows import Proposal
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.opinions.starting import proposal_of
from huiyin.organisation.models import Role
from huiyin.organisation.queries import top_nodes
from huiyin.workspace.campaigns import shown
from huiyin.workspace.campaigns.starting_forms import PASTED, PATTERN, ProposalForms, StartForm
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done


@staff("GET", "POST")
def begin(request: StaffRequest) -> HttpResponse:
    """What the new campaign begins from: an earlier one, or a plan and a list of units as pasted."""
    tops = top_nodes(request.reach, (Role.OFFICE,))
    if not tops:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    patterns = starting.patterns(request.reach)
    form = bound(
        StartForm, request, patterns=patterns,
        initial={"unit": tops[0], "begins_on": clock.today(), "way": PATTERN if patterns else PASTED},
    )  # fmt: skip
    kept = done(request, form, lambda: _keep(request, form))
    if kept is not None:
        return see_other(_href(kept))
    context = {
        "crumbs": shown.crumbs(None, (_("拟定新活动"), "")), "form": form, "waiting": starting.waiting(request.reach),
        "back_href": reverse("campaigns_list"),
    }  # fmt: skip
    return render(request, "workspace/campaigns/start.html", context)


def _keep(request: StaffRequest, form: StartForm) -> Preparation:
    data = form.cleaned_data
    return starting.keep(
        unit=data["unit"], name=data["name"], begins_on=data["begins_on"], pattern=form.pattern_chosen,
        unit_text=data["unit_text"], plan_text=data["plan_text"], actor=request.reach, now=clock.now(),
        today=clock.today(),
    )  # fmt: skip


@staff("GET", "POST")
def proposal(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The proposal row by row; confirmed, the draft campaign is made of what is ticked, whole or not at all."""
    start = starting.start_of(uid, request.reach)
    if start.campaign is not None:
        # Pressed twice: the campaign is there already.
        return see_other(reverse("campaigns_prepare", kwargs={"uid": start.campaign.uid}))
    if start.state != Preparation.State.STAGED:
        raise Refused(_("这份拟定稿已经放弃，请重新拟定。"))
    if request.method == "POST" and "discard" in request.POST:
        starting.discard(start)
        messages.success(request, _("已放弃这份拟定稿，什么都没有写入，粘贴的内容已删去。"))
        return see_other(reverse("campaigns_list"))
    found = proposal_of(start, actor=request.reach, today=clock.today())
    seen = request.POST.get("digest", "")
    refusal = ""
    # What changed since it was shown may stand in other rows now: ticks made on the old page are not put onto it.
    fits = request.method == "POST" and seen == found.digest
    forms = ProposalForms(
        found, request.POST if fits else None, actor=request.reach, above=queries.campaigns_above(start.unit)
    )
    if request.method == "POST":
        try:
            return _confirm(request, start, found, forms, seen=seen, fits=fits)
        except Refused as error:
            refusal = error.sentence
    return _page(request, start, found, forms, refusal)


def _confirm(
    request: StaffRequest, start: Preparation, found: Proposal, forms: ProposalForms, *, seen: str, fits: bool
) -> HttpResponse:
    if not fits:
        raise starting.changed_since()
    if not forms.is_valid():
        raise Refused(_("有几行要改正，没有写入任何内容。请看下面标出的地方。"))
    made = starting.confirm(
        start, chosen=forms.chosen(), proposal=found, seen=seen, actor=request.reach, now=clock.now()
    )
    messages.success(request, _("已建立“%(name)s”，还是起草状态。请接着办下面几步。") % {"name": made.name})
    return see_other(reverse("campaigns_prepare", kwargs={"uid": made.uid}))


def _page(
    request: StaffRequest, start: Preparation, found: Proposal, forms: ProposalForms, refusal: str
) -> HttpResponse:  # fmt: skip
    context = {
        "crumbs": shown.crumbs(None, (_("拟定新活动"), reverse("campaigns_propose")), (_("拟定稿"), "")),
        "start": start, "proposal": found, "forms": forms, "refusal": refusal,
        "unknown": [one for one in found.units if one.is_unknown],
        "roster_href": reverse("organisation_roster"),
    }  # fmt: skip
    return render(request, "workspace/campaigns/start_proposal.html", context)


def _href(start: Preparation) -> str:
    return reverse("campaigns_proposal", kwargs={"uid": start.uid})
