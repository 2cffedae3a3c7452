"""志愿服务记录: lists of activities, one's own record, and the certificate as a Word file, given without charge."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.organisation.access import RECORDERS
from huiyin.organisation.models import Role
from huiyin.service import pasting, volunteering
from huiyin.service.volunteering import Certificate
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.lists import units_and_campaigns
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.service import certificate, shown
from huiyin.workspace.service.forms import TakeBackForm, VolunteersForm
from huiyin.workspace.service.promises import said, unit_of
from huiyin.workspace.uploads import TOO_LARGE

MOST = 100


@staff("GET", roles=RECORDERS)
def index(request: StaffRequest) -> HttpResponse:
    """The lists one keeps."""
    rows = list(volunteering.lists(request.reach)[:MOST])
    context = {"crumbs": shown.crumbs((_("志愿服务名单"), "")), "rows": rows, "most": MOST}
    return render(request, "workspace/service/volunteer_lists.html", context)


@staff("GET", "POST", roles=RECORDERS)
def new(request: StaffRequest) -> HttpResponse:
    """A list, shown before anything is written, then all of it or nothing."""
    units, campaigns = units_and_campaigns(request.reach)
    form = bound(VolunteersForm, request, units=units, campaigns=campaigns, too_large=bool(request.META.get(TOO_LARGE)))
    lines = done(
        request,
        form,
        lambda: pasting.volunteers(form.rows(), unit=unit_of(form, request), day=form.cleaned_data["held_on"]),
    )
    wrong = [line for line in lines or [] if line.problem]
    rows = [line.row for line in lines or [] if line.row]
    if rows and not wrong and "confirm" in request.POST:
        made = done(
            request,
            form,
            lambda: volunteering.enter(
                unit_of(form, request), form.activity(), rows, campaign=uid_or_none(form.cleaned_data["campaign"]),
                actor=request.reach, now=clock.now(),
            ),
        )  # fmt: skip
        if made is not None:
            messages.success(request, _("已登记，人数和时长合计记入志愿服务台账。"))
            return see_other(reverse("service_volunteer_list", kwargs={"uid": made.uid}))
    context = {
        "crumbs": shown.crumbs((_("志愿服务名单"), reverse("service_volunteers")), (_("登记名单"), "")), "form": form,
        "lines": lines or [], "wrong": wrong, "text": pasting.as_text(lines or []),
        "ready": bool(rows) and not wrong and not form.non_field_errors(),
        "heads": list(pasting.VOLUNTEERS.values()), "title": _("登记志愿服务名单"),
        "hidden": said(form, "unit", "campaign", "name", "content", "place", "held_on"),
    }  # fmt: skip
    return render(request, "workspace/lists/paste.html", context)


@staff("GET", "POST", roles=RECORDERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One list with its names; taken back in writing."""
    found = volunteering.list_named(uid, request.reach)
    form = bound(TakeBackForm, request)
    gone = done(
        request,
        form,
        lambda: volunteering.take_back(
            found, reason=form.cleaned_data["reason"], actor=request.reach, now=clock.now()
        ),
    )  # fmt: skip
    if gone is not None:
        messages.success(request, _("已撤回，台账里作废并留有理由；改好的可以重新登记。"))
        return see_other(reverse("service_volunteer_list", kwargs={"uid": uid}))
    context = {
        "crumbs": shown.crumbs((_("志愿服务名单"), reverse("service_volunteers")), (found.name, "")), "row": found,
        "served": list(found.served.select_related("person__unit").order_by("pk")), "form": form,
    }  # fmt: skip
    return render(request, "workspace/service/volunteer_list.html", context)


@staff("GET", roles=tuple(Role))
def mine(request: StaffRequest) -> HttpResponse:
    """One's own record."""
    return _record(request, request.user.person.uid)


@staff("GET", roles=tuple(Role))
def person(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Somebody's record, as far as the reader's units made it."""
    return _record(request, uid)


@staff("POST", roles=tuple(Role))
def certify(request: StaffRequest, *, uid: UUID, unit: UUID) -> HttpResponse:
    """The certificate of one unit, as Word."""
    now = clock.now()
    found = volunteering.certify(uid, unit, actor=request.reach, now=now)
    response = HttpResponse(certificate.word(found, now), content_type=certificate.KIND)
    name = _("%(name)s志愿服务记录证明") % {"name": found.person.name} + ".docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _record(request: StaffRequest, uid: UUID) -> HttpResponse:
    found: list[Certificate] = volunteering.record_of(uid, request.reach)
    own = request.user.person.uid == uid
    keeps = request.reach.is_one_of(*RECORDERS)
    who = request.user.person if own else found[0].person
    crumbs = shown.crumbs((_("志愿服务名单"), reverse("service_volunteers")), (who.name, "")) if keeps else []
    context = {"crumbs": crumbs, "person": who, "own": own, "certificates": found, "basis": certificate.BASIS}
    return render(request, "workspace/service/volunteer.html", context)
