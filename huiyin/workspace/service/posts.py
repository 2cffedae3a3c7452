"""岗位职责和服务标准 of a unit: who holds which post, what is published of it, and what is to be read again."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.service import standards
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.service import shown


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """The units one reads; with one unit only, straight to it."""
    units = standards.units(request.reach)
    if len(units) == 1:
        return see_other(_href(units[0].uid))
    context = {"crumbs": shown.crumbs((_("岗位职责"), "")), "units": units}
    return render(request, "workspace/service/posts.html", context)


@staff("GET", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The posts of a unit in official order, and what is for everybody."""
    unit = standards.unit_named(uid, request.reach)
    context = {
        "crumbs": shown.crumbs((_("岗位职责"), reverse("service_posts")), (unit.name, "")), "unit": unit,
        "sheet": standards.sheet(unit, request.reach, clock.today()),
        "may_enter": request.reach.may(RECORDERS, unit),
    }  # fmt: skip
    return render(request, "workspace/service/post_sheet.html", context)


def _href(uid: UUID) -> str:
    return reverse("service_post_sheet", kwargs={"uid": uid})
