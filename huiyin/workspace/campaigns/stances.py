"""One amendment as each side sees it: what it changes, who said what, and one's own answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.burden import approving, plan_cost, queries
from huiyin.campaigns import amendments_read, carrying, stances
from huiyin.campaigns.amending import AMENDABLE, not_amendable
from huiyin.campaigns.amendment_content import differences, kind_of, label, title_of
from huiyin.campaigns.audience import readable
from huiyin.campaigns.models import Amendment, Campaign, Stance
from huiyin.campaigns.official import in_order, window
from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.organisation.models import Unit
from huiyin.workspace.campaigns import doing_shown, shown
from huiyin.workspace.campaigns.doing_forms import StanceForm
from huiyin.workspace.campaigns.forms import BeyondForm
from huiyin.workspace.campaigns.views import run_by
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.organisation.shown import State


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What an amendment changes, how many units said what, and what one's own units and plans have still to answer."""
    found, today = amendments_read.amendment(uid, request.reach), clock.today()
    said = amendments_read.said(found, request.reach)
    ((amendment, changes),) = doing_shown.amendments([found], amendments_read.changes_of([found]))
    context = {
        "crumbs": _crumbs(request, found),
        "amendment": amendment,
        "changes": changes,
        "beyond": queries.amended_beyond(found),
        "counts": _counts(found, said) if said.total > 1 else [],
        "own": _own(found, request),
        "plans": [
            (campaign, applied, doing_shown.stance(stance), campaign.state in AMENDABLE)
            for campaign, applied, stance in amendments_read.plans_below(found, request.reach, today)
        ],
    }
    return render(request, "workspace/campaigns/amendment.html", context)


@staff("GET")
def units(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The units behind one of the counts, with their reasons."""
    found = amendments_read.amendment(uid, request.reach)
    what = request.GET.get("stance", "")
    keys = in_order(amendments_read.units_that_said(found, request.reach, what))
    here = window(keys, doing_shown.start(request.GET))
    said = stances.stances_of(found, [unit.pk for unit in here.units])
    rows = [
        (number, unit, said.get(unit.pk), doing_shown.stance(said.get(unit.pk)))
        for number, unit in enumerate(here.units, here.start + 1)
    ]
    title = doing_shown.STANCE_LISTS.get(what, _("下达到的单位"))
    context = {
        "crumbs": _crumbs(request, found, str(title)), "amendment": found, "rows": rows, "title": title,
        **doing_shown.paging(here, {"stance": what} if what else {}),
    }  # fmt: skip
    return render(request, "workspace/campaigns/amendment_units.html", context)


@staff("GET", "POST")
def stance(request: StaffRequest, *, uid: UUID, unit: UUID) -> HttpResponse:
    """A unit's answer and everything it said before; the form is there for its clerk and head."""
    found = amendments_read.amendment(uid, request.reach)
    of = amendments_read.unit_of(found, unit, request.reach)
    may = stances.may_speak(found, of, request.reach, clock.today())
    if request.method == "POST" and not may:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    last = stances.current_of(found, of)
    initial = {"kind": last.kind if last else Stance.Kind.ACCEPTED, "seen": last.revision if last else 0}
    form = bound(StanceForm, request, initial=initial)
    made = done(
        request,
        form,
        lambda: stances.take_stance(
            found, of, kind=form.cleaned_data["kind"], reason=form.cleaned_data["reason"], seen=form.revision,
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已登记：%(kind)s。") % {"kind": made.get_kind_display()})
        return see_other(reverse("campaigns_amendment", kwargs={"uid": uid}))
    ((amendment, changes),) = doing_shown.amendments([found], amendments_read.changes_of([found]))
    context = {
        "crumbs": _crumbs(request, found, of.name), "amendment": amendment, "changes": changes, "unit": of,
        "form": form if may else None, "stance": doing_shown.stance(last), "last": last,
        "events": doing_shown.stance_events(stances.history_of(found, of)),
        "back_href": reverse("campaigns_amendment", kwargs={"uid": uid}),
    }  # fmt: skip
    return render(request, "workspace/campaigns/stance.html", context)


@staff("GET", "POST")
def apply(request: StaffRequest, *, uid: UUID, campaign: UUID) -> HttpResponse:
    """What the amendment comes to in the own plan, and one button that takes it over."""
    found = amendments_read.amendment(uid, request.reach)
    own = carrying.lower_campaign(found, run_by(request, campaign))
    fitted = carrying.fit(found, own)
    cost, amended = (plan_cost.cost(own, clock.today(), changes=changes) for changes in ((), fitted.changes))
    form = bound(
        BeyondForm, request, initial={"seen": own.revision}, beyond=bool(approving.added_beyond(cost, amended))
    )  # fmt: skip
    made = done(
        request,
        form,
        lambda: approving.apply_amendment(
            found, own, revision=form.revision, why=form.cleaned_data.get("why", ""), actor=request.reach,
            now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已落实到本级方案：%(title)s。本级的参加单位都会看到。") % {"title": made.title})
        return see_other(reverse("campaigns_amendment", kwargs={"uid": made.uid}))
    context = {
        "crumbs": _crumbs(request, found, _("落实到本级方案")), "amendment": found, "campaign": own, "form": form,
        "changes": [
            (str(kind_of(one).label), title_of(one), [(label(d["field"]), d["before"], d["after"]) for d in differences(one)])
            for one in fitted.changes
        ],
        "left": fitted.left, "cost": amended.reckoned, "refusal": "" if own.state in AMENDABLE else not_amendable(own),
        "stance_href": _stance_href(found, own.unit), "back_href": reverse("campaigns_amendment", kwargs={"uid": uid}),
    }  # fmt: skip
    return render(request, "workspace/campaigns/amendment_apply.html", context)


def _own(found: Amendment, request: StaffRequest) -> list[tuple[Unit, State, str, bool]]:
    """The units for which the actor answers here, with what each says now."""
    own = amendments_read.own_units(found, request.reach)
    said = stances.stances_of(found, [unit.pk for unit in own])
    return [(unit, doing_shown.stance(said.get(unit.pk)), _stance_href(found, unit), unit.pk in said) for unit in own]


def _stance_href(found: Amendment, unit: Unit) -> str:
    return reverse("campaigns_stance", kwargs={"uid": found.uid, "unit": unit.uid})


def _counts(found: Amendment, said: amendments_read.Said) -> list[tuple[str, int, str]]:
    base = reverse("campaigns_amendment_units", kwargs={"uid": found.uid})
    numbers = {"new": said.new, Stance.Kind.ACCEPTED: said.accepted, Stance.Kind.DEVIATING: said.deviating}
    return [(str(doing_shown.STANCE_LISTS[what]), number, f"{base}?stance={what}") for what, number in numbers.items()]


def _crumbs(request: StaffRequest, found: Amendment, *more: str) -> list[tuple[str, str]]:
    """The way to an amendment; somebody further down who does not read the amended campaign gets no link to it."""
    one_href = reverse("campaigns_amendment", kwargs={"uid": found.uid})
    campaign: Campaign = found.campaign
    tail = [(found.title, one_href), *((title, "") for title in more)]
    if readable(request.reach).filter(pk=campaign.pk).exists():
        listing = (_("方案调整"), reverse("campaigns_amendments", kwargs={"uid": campaign.uid}))
        return shown.crumbs(campaign, listing, *tail)
    return shown.crumbs(None, (campaign.name, ""), *tail)
