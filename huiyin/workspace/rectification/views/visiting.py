"""走访包 for supervisors: a printable page for each unit, and 现场反馈单 confirmed the same day."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import clock
from huiyin.organisation.models import Unit
from huiyin.rectification import visiting
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.rectification.forms import ConfirmFeedbackForm, FeedbackForm
from huiyin.workspace.rectification.views.common import (
    choices,
    chosen_campaign,
    look,
    posted,
    required_campaign,
    verb_page,
)


@staff("GET")
def packs(request: StaffRequest) -> HttpResponse:
    """The units one may visit, in official order."""
    campaign, known = chosen_campaign(request)
    units = visiting.units_to_visit(request.reach, campaign) if campaign else []
    slips = list(visiting.slips(request.reach).filter(campaign=campaign)[:20]) if campaign else []
    context = {
        "campaign": campaign, "campaigns": choices(known), "slips": slips, "today": clock.today(), "crumbs": _crumbs(),
        "units": [(unit, pack_href(unit, campaign)) for unit in units if campaign],
    }  # fmt: skip
    return render(request, "workspace/rectification/packs.html", context)


@staff("GET")
def pack(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One unit's pack. Without a seed in the address a new one is drawn, and the address then holds it."""
    campaign = required_campaign(request)
    unit = visiting.unit_to_visit(uid, request.reach, campaign)
    seed = request.GET.get("seed", "")
    if not seed:
        return see_other(pack_href(unit, campaign, seed=visiting.new_seed()))
    found = visiting.pack(unit, campaign, seed=seed, actor=request.reach)
    feedback_href = reverse("rectification_feedback_new", kwargs={"uid": unit.uid})
    context = {
        "pack": found, "campaign": campaign, "today": clock.today(),
        "measures": [(measure, look(measure)) for measure in found.measures],
        "feedback_href": f"{feedback_href}?{urlencode({'campaign': campaign.uid, 'seed': seed})}",
        "again_href": pack_href(unit, campaign), "crumbs": [*_crumbs(), (unit.name, "")],
    }  # fmt: skip
    return render(request, "workspace/rectification/pack.html", context)


@staff("GET", "POST")
def feedback_new(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Write what was found on the spot."""
    campaign = required_campaign(request)
    unit = visiting.unit_to_visit(uid, request.reach, campaign)
    form = FeedbackForm(posted(request), initial={"seed": request.GET.get("seed", "")})

    def act() -> object:
        data = form.cleaned_data
        return visiting.write_feedback(
            unit, campaign, text=data["text"], seed=data["seed"], actor=request.reach, now=clock.now(),
            on=clock.today(),
        )  # fmt: skip

    return verb_page(
        request, form, act, title=_("现场反馈单：%(unit)s") % {"unit": unit.name}, accept=_("交单位确认"),
        done=_("反馈单已填写，请单位负责人当日确认。"), back=f"{reverse('rectification_packs')}?campaign={campaign.uid}",
    )  # fmt: skip


@staff("GET", "POST")
def feedback(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One feedback slip; the unit's head confirms it here."""
    found, today = visiting.slip(uid, request.reach), clock.today()
    form = ConfirmFeedbackForm(posted(request))
    href = reverse("rectification_feedback", kwargs={"uid": uid})

    def act() -> object:
        return visiting.confirm_feedback(
            found, words=form.cleaned_data["words"], actor=request.reach, now=clock.now(), on=today
        )

    if request.method == "POST":
        return verb_page(
            request,
            form,
            act,
            title=_("现场反馈单"),
            accept=_("确认"),
            done=_("反馈单已确认。"),
            back=href,
            text=found.text,
        )
    context = {
        "slip": found, "form": form, "may_confirm": visiting.may_confirm(found, request.reach, today),
        "past": found.confirmed_on is None and found.on < today, "crumbs": [*_crumbs(), (_("反馈单"), "")],
    }  # fmt: skip
    return render(request, "workspace/rectification/feedback.html", context)


def pack_href(unit: Unit, campaign: Campaign, **more: str) -> str:
    """The address of a unit's pack."""
    href = reverse("rectification_pack", kwargs={"uid": unit.uid})
    return f"{href}?{urlencode({'campaign': campaign.uid, **more})}"


def _crumbs() -> list[tuple[str, str]]:
    return [(_("问题与整改"), reverse("rectification_board")), (_("走访包"), reverse("rectification_packs"))]
