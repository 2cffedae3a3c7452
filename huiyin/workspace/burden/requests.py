"""报表和要求登记: the list, one request with what the books hold already, registering, issuing, withdrawing, objecting."""

import io
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.burden import asking, dictionary, objecting, queries
from huiyin.burden.asking import Asked
from huiyin.burden.filled import write_filled
from huiyin.burden.models import FormRequest
from huiyin.burden.own_askings import OWN
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.engine.queries import counts
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.queries import in_official_order
from huiyin.workspace.acts import revision, tried
from huiyin.workspace.burden import shown
from huiyin.workspace.burden.forms import ObjectionForm, RequestForm, WhyForm
from huiyin.workspace.gate import StaffRequest, see_other, staff

PAGE = 50
_ASKERS = (*RECORDERS, Role.HEAD)


@staff("GET", roles=READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Every request of units one reads and to them, newest first; and what the product itself asks."""
    text = request.GET.get("page", "1")
    number = max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
    start = (number - 1) * PAGE
    found = list(asking.visible(request.reach).order_by("-pk")[start : start + PAGE + 1])
    today = clock.today()
    context = {
        "rows": [(one, shown.request_state(one), one.expired(today)) for one in found[:PAGE]], "own": OWN,
        "older_href": f"?page={number + 1}" if len(found) > PAGE else "", "newer_href": f"?page={number - 1}" if number > 1 else "",
        "may_register": request.reach.is_one_of(*_ASKERS), "crumbs": shown.crumbs((_("报表和要求登记"), "")),
    }  # fmt: skip
    return render(request, "workspace/burden/requests.html", context)


@staff("GET", "POST", roles=_ASKERS)
def new(request: StaffRequest) -> HttpResponse:
    """Register a request."""
    units = _askers(request)
    form = RequestForm(request.POST or None, askers=[(uid, unit.name) for uid, unit in units.items()])
    if request.method == "POST" and form.is_valid():
        try:
            made = asking.register(
                asker=units[form.cleaned_data["asker"]], asked=_asked(form, units[form.cleaned_data["asker"]]),
                actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(_href(made))
    context = {"form": form, "revision": 0, "crumbs": shown.crumbs((_("登记报表或要求"), ""))}
    return render(request, "workspace/burden/request_form.html", context)


@staff("GET", "POST", roles=_ASKERS)
def edit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Change a request that has not gone down."""
    made = asking.request_named(uid, request.reach)
    if not request.reach.may(_ASKERS, made.asker):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    there = in_official_order(made.receivers.all())
    initial = {
        "asker": str(made.asker.uid), "name": made.name, "basis": made.basis, "frequency": made.frequency, "minutes": made.minutes,
        "expires_on": made.expires_on, "labels": "\n".join(field["label"] for field in made.fields), "not_enough": made.not_enough,
        "names": "\n".join(unit.code for unit in there),
    }  # fmt: skip
    form = RequestForm(request.POST or None, askers=[(str(made.asker.uid), made.asker.name)], initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            asking.amend(
                made, asked=_asked(form, made.asker), revision=revision(request), actor=request.reach, now=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(_href(made))
    context = {
        "form": form,
        "revision": made.revision,
        "crumbs": shown.crumbs((made.name, _href(made)), (_("修改"), "")),
    }
    return render(request, "workspace/burden/request_form.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One request: what it asks, which books hold it already, whom it asks, what became of it."""
    made, today = asking.request_named(uid, request.reach), clock.today()
    books = dictionary.books_in(made.fields)
    there = counts([ledger for ledger, _labels in books], request.reach)
    receivers = in_official_order(made.receivers.all())
    draft = made.state == FormRequest.State.DRAFT
    mine = [unit for unit in receivers if request.reach.may(_ASKERS, unit)]
    context = {
        "form": made, "state": shown.request_state(made), "expired": made.expired(today), "receivers": receivers,
        "books": [
            (ledger.name, labels, there[ledger.code], reverse("ledgers_list", kwargs={"code": ledger.code}))
            for ledger, labels in books
        ],
        "overlapping": asking.overlapping(made, today) if draft else [], "missing": asking.missing(made, today) if draft else [],
        "traces": list(made.traces.order_by("-pk")[:50]),
        "objections": [
            (objection, shown.objection_state(objection))
            for objection in objecting.visible(request.reach).filter(form=made).order_by("-pk")[:50]
        ],
        "last_year": str(today.year - 1),
        "draft": draft, "issued": made.state == FormRequest.State.ISSUED, "may_edit": request.reach.may(_ASKERS, made.asker),
        "may_issue": request.reach.may((Role.OFFICE, Role.HEAD), made.asker), "may_object": bool(mine), "why": WhyForm(),
        "crumbs": shown.crumbs((_("报表和要求登记"), reverse("burden_requests")), (made.name, "")),
    }  # fmt: skip
    return render(request, "workspace/burden/request.html", context)


@staff("GET")
def filled(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Its table with what the books hold of this year or the one asked, for who is asked and for who asks."""
    made, today = asking.request_named(uid, request.reach), clock.today()
    text = request.GET.get("year", "") or str(today.year)
    year = shown.checked_year(int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0)
    if year > today.year:
        raise NotReached(_("这一年还没有到，没有可以填好的表。"))
    buffer = io.BytesIO()
    write_filled(made, year=year, actor=request.reach, now=clock.now(), today=today, target=buffer)
    response = HttpResponse(buffer.getvalue(), content_type=shown.EXCEL)
    response["Content-Disposition"] = content_disposition_header(
        True, _("%(name)s_%(year)s年已填.xlsx") % {"name": made.name, "year": year}
    )
    return response


@staff("POST")
def issue(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Send it down."""
    made = asking.request_named(uid, request.reach)
    tried(
        request,
        lambda: asking.issue(
            made, revision=revision(request), actor=request.reach, now=clock.now(), today=clock.today()
        ),
        _("已下发。"),
    )
    return see_other(_href(made))


@staff("POST")
def withdraw(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Take it back."""
    made = asking.request_named(uid, request.reach)
    why = request.POST.get("why", "")
    tried(
        request,
        lambda: asking.withdraw(
            made, why=why, revision=revision(request), actor=request.reach, now=clock.now(), today=clock.today()
        ),
        _("已撤回，理由已记入办理经过。"),
    )
    return see_other(_href(made))


@staff("GET", "POST")
def objection(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Object to it for a unit that is asked."""
    made = asking.request_named(uid, request.reach)
    units = {str(u.uid): u for u in in_official_order(made.receivers.all()) if request.reach.may(_ASKERS, u)}
    if not units:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = ObjectionForm(request.POST or None, units=[(uid_, unit.name) for uid_, unit in units.items()])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            lodged = objecting.lodge(
                made, unit=units[data["unit"]], ground=data["ground"], text=data["text"], actor=request.reach,
                now=clock.now(), today=clock.today(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("异议已提出，由%(unit)s答复。") % {"unit": lodged.answering.name})
            return see_other(reverse("burden_objection", kwargs={"uid": lodged.uid}))
    context = {"form": form, "asked": made, "crumbs": shown.crumbs((made.name, _href(made)), (_("提出异议"), ""))}
    return render(request, "workspace/burden/object.html", context)


def _askers(request: StaffRequest) -> dict[str, Unit]:
    return {str(one.uid): one for one in in_official_order(request.reach.units_for(_ASKERS, None))}


def _asked(form: RequestForm, asker: Unit) -> Asked:
    data = form.cleaned_data
    return Asked(
        name=data["name"], basis=data["basis"], frequency=data["frequency"], expires_on=data["expires_on"],
        minutes=data["minutes"], labels=form.lines("labels"), not_enough=data["not_enough"],
        receivers=queries.receivers_of(asker, kinds=data["kinds"], names=form.lines("names")),
    )  # fmt: skip


def _href(made: FormRequest) -> str:
    return reverse("burden_request", kwargs={"uid": made.uid})
