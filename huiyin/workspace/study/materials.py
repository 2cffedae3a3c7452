"""Pages of study materials: what was handed out, who received it, 已读."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.core import clock, files
from huiyin.core.errors import NotReached
from huiyin.organisation import naming
from huiyin.organisation.access import RECORDERS
from huiyin.study import materials, queries
from huiyin.study.materials import Handing
from huiyin.study.models import Material
from huiyin.workspace.acts import chosen, tried, uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.study import shown
from huiyin.workspace.study.forms import HandingForm
from huiyin.workspace.uploads import TOO_LARGE


@staff("GET")
def index(request: StaffRequest) -> HttpResponse:
    """Materials of units in reach, and those one received."""
    page = shown.page(request)
    rows, total = materials.listed(request.reach, page)
    context = {
        "rows": rows, "may_keep": request.reach.is_one_of(*RECORDERS), "crumbs": _crumbs(),
        "pager": shown.pager(page, total, materials.PAGE, ""),
    }  # fmt: skip
    return render(request, "workspace/study/materials.html", context)


@staff("GET", "POST", roles=RECORDERS)
def new(request: StaffRequest) -> HttpResponse:
    """Hand a material out."""
    units, campaigns = shown.kept_choices(request.reach)
    form = bound(HandingForm, request, units=units, campaigns=campaigns, too_large=TOO_LARGE in request.META)

    def enter() -> Material:
        data, file = form.cleaned_data, form.cleaned_data.get("file")
        handing = Handing(
            title=data["title"], kind=data["kind"], given_to=data["given_to"], day=data["day"],
            compiled=data["compiled"],
            file=(file.name or data["title"], file.content_type or "", file.chunks()) if file else None,
        )  # fmt: skip
        unit = next(one for one in queries.keeping_units(request.reach) if str(one.uid) == data["unit"])
        return materials.hand_out(
            unit=unit, campaign=uid_or_none(data["campaign"]), handing=handing, lines=naming.pasted(data["names"]),
            actor=request.reach, now=clock.now(),
        )  # fmt: skip

    made = done(request, form, enter)
    if made is not None:
        messages.success(request, _("已登记发放，记入学习资料台账。"))
        return see_other(_href(made))
    context = {"form": form, "crumbs": _crumbs((_("发放资料"), ""))}
    return render(request, "workspace/study/material_new.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Who received a material, and who said that they read it."""
    material = materials.material_named(uid, request.reach)
    rows = materials.receipts(material, request.reach)
    context = {
        "material": material, "rows": rows, "mine": materials.may_say(request.reach, rows),
        "read": sum(row.read_on is not None for row in rows), "may_keep": materials.may_hand_out(request.reach, material),
        "to_units": material.given_to == "units", "crumbs": _crumbs((material.title, "")),
    }  # fmt: skip
    return render(request, "workspace/study/material.html", context)


@staff("POST")
def read(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """已读, for the ticked copies."""
    material = materials.material_named(uid, request.reach)
    ticked = chosen(request, "receipt")
    if not ticked:
        messages.error(request, _("没有勾选。"))
    else:
        tried(
            request,
            lambda: materials.say_read(receipts=ticked, actor=request.reach, now=clock.now()),
            _("已登记。"),
        )
    return see_other(_href(material))


@staff("POST")
def hand_on(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """More receivers."""
    material = materials.material_named(uid, request.reach)
    lines = naming.pasted(request.POST.get("names", ""))
    tried(
        request,
        lambda: materials.hand_on(material=material, lines=lines, actor=request.reach, now=clock.now()),
        _("已登记补发。"),
    )
    return see_other(_href(material))


@staff("GET")
def file(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The material itself: for those who received it and those who handed it out, only as a download."""
    material = materials.material_named(uid, request.reach)
    if material.file is None:
        raise NotReached(_("这份资料没有电子版。"))
    response = HttpResponse(files.read(material.file), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, material.file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _href(material: Material) -> str:
    return reverse("study_material", kwargs={"uid": material.uid})


def _crumbs(*more: shown.Crumb) -> list[shown.Crumb]:
    return shown.crumbs((_("学习资料"), reverse("study_materials") if more else ""), *more)
