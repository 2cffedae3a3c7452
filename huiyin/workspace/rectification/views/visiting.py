"""走访包 for supervisors: a printable page for each unit, and 现场反馈单 confirmed the same day."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core import clock
from huiyin.organisation.models import Unit
from huiyin.rectification import visiting
from huiyin.rectification.models import Measure
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.rectification.forms import ConfirmFeedbackForm, FeedbackForm
from huiyin.workspace.rectification.views.common import (
    choices,
    chosen_campaign,
    look,
    posted,
    required_campaign,
    uid_of,
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
        "at_once": visiting.AT_ONCE,
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
        "pack": found, "sheet": _sheet(request, found, campaign), "campaign": campaign, "today": clock.today(),
        "feedback_href": f"{feedback_href}?{urlencode({'campaign': campaign.uid, 'seed': seed})}",
        "again_href": pack_href(unit, campaign), "crumbs": [*_crumbs(), (unit.name, "")],
    }  # fmt: skip
    return render(request, "workspace/rectification/pack.html", context)


@staff("GET")
def packs_print(request: StaffRequest) -> HttpResponse:
    """The packs of several units, one A4 page each, drawn by one seed that the address holds."""
    campaign = required_campaign(request)
    chosen = [uid_of(text) for text in request.GET.getlist("unit")]
    if not chosen:
        messages.warning(request, _("请先勾选要走访的单位，再打印。"))
        return see_other(_packs_href(campaign))
    units = visiting.tour(chosen, request.reach, campaign)
    seed = request.GET.get("seed", "")
    if not seed:
        asked = [("campaign", campaign.uid), *(("unit", unit.uid) for unit in units), ("seed", visiting.new_seed())]
        return see_other(f"{request.path}?{urlencode(asked)}")
    found = visiting.packs(units, campaign, seed=seed, actor=request.reach)
    context = {
        "sheets": [_sheet(request, one, campaign) for one in found], "campaign": campaign, "today": clock.today(),
        "crumbs": [*_crumbs(), (_("打印"), "")],
    }  # fmt: skip
    return render(request, "workspace/rectification/packs_print.html", context)


@dataclass(frozen=True)
class Sheet:
    """One pack as it is shown: its measures with their looks, the list of all of them, and where to draw it again."""

    pack: visiting.Pack
    measures: list[tuple[Measure, tuple[str, str, str]]]
    all_href: str
    address: str
    qr: str


def _sheet(request: StaffRequest, found: visiting.Pack, campaign: Campaign) -> Sheet:
    address = request.build_absolute_uri(pack_href(found.unit, campaign, seed=found.seed))
    listed = {"campaign": campaign.uid, "unit": found.unit.code, "view": "open"}
    return Sheet(
        pack=found, measures=[(measure, look(measure)) for measure in found.measures], address=address,
        all_href=f"{reverse('rectification_measures')}?{urlencode(listed)}",
        qr=segno.make(address, error="l").svg_data_uri(scale=4, border=1),
    )  # fmt: skip


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
        done=_("反馈单已填写，请单位负责人当日确认。"), back=_packs_href(campaign),
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


def _packs_href(campaign: Campaign) -> str:
    return f"{reverse('rectification_packs')}?campaign={campaign.uid}"


def _crumbs() -> list[tuple[str, str]]:
    return [(_("问题与整改"), reverse("rectification_board")), (_("走访包"), reverse("rectification_packs"))]
