"""对照检查材料: whose is where, one material with its versions, handing in, reading, passing, returning."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.core import clock, files
from huiyin.core.errors import Refused
from huiyin.core.models import StoredFile
from huiyin.gatherings import chain, material_reads
from huiyin.gatherings.models import Material
from huiyin.workspace.acts import tried
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.gatherings import shown
from huiyin.workspace.gatherings.doors import office_of
from huiyin.workspace.gatherings.forms import BeginForm, HandInForm, ReviewForm
from huiyin.workspace.organisation.fields import bound, done


@staff("GET", "POST")
def begin(request: StaffRequest, *, uid: UUID, unit: UUID) -> HttpResponse:
    """Ask a team for its materials, or change who is in charge of them."""
    campaign, of = office_of(request, uid, unit)
    there = material_reads.round_of(campaign, of)
    initial = (
        {"in_charge": there.in_charge, "due_on": there.due_on} if there else {"in_charge": request.reach.account.person}
    )
    form = bound(BeginForm, request, initial=initial)
    made = done(
        request,
        form,
        lambda: chain.begin(
            campaign, of, in_charge=form.cleaned_data["in_charge"], due_on=form.cleaned_data["due_on"],
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已布置：班子一份，每名班子成员一份。"))
        seen = material_reads.sees(made, request.reach, clock.today())
        return see_other(shown.href("gatherings_materials", made.uid) if seen else shown.crumbs()[0][1])
    context = {
        "crumbs": shown.crumbs((_("布置对照检查材料"), "")), "form": form, "accept": _("布置"),
        "title": _("布置对照检查材料：%(unit)s") % {"unit": of.name}, "back_href": shown.crumbs()[0][1],
        "lead": _("班子一份，每名班子成员一份：互阅、主要负责人审、督导组审；班子的和主要负责人的，还要上级审。"),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("GET", "POST")
def round(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Which material is where; once the meeting is over, the words can be cleared."""
    found = material_reads.round_seen(uid, request.reach, clock.today())
    here = shown.href("gatherings_materials", found.uid)
    in_charge = found.in_charge_id == request.reach.account.person_id
    if request.method == "POST":
        tried(
            request,
            lambda: chain.erase_words(found, actor=request.reach, now=clock.now()),
            _("文字和文件已清除，经过还在。"),
        )
        return see_other(here)
    materials = material_reads.materials_of(found)
    context = {
        "crumbs": shown.crumbs((str(found), "")), "round": found, "standing": material_reads.standing(found),
        "rows": [(one, shown.material_state(one), shown.href("gatherings_material", one.uid)) for one in materials],
        "here": here, "may_erase": in_charge and all(one.state in (Material.State.USED, Material.State.REVISED) for one in materials),
    }  # fmt: skip
    return render(request, "workspace/gatherings/materials.html", context)


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One material: its words, its way, and the act that is the reader's to do."""
    today = clock.today()
    found = material_reads.material_seen(uid, request.reach, today)
    outside = found.state == Material.State.SUPERIOR_REVIEW and found.round.unit.parent_id is None
    writing = bound(HandInForm, request, initial={"seen": found.revision}) if _writes(request, found) else None
    review = None
    if not chain.why_not(found, request.reach, today, outside="-"):
        review = bound(ReviewForm, request, outside=outside, initial={"seen": found.revision})
    if request.method == "POST" and _did(request, found, writing, review):
        return see_other(shown.href("gatherings_material", found.uid))
    versions = material_reads.versions_of(found)
    context = {
        "crumbs": shown.crumbs((str(found.round), shown.href("gatherings_materials", found.round.uid)), (str(found), "")),
        "material": found, "state": shown.material_state(found), "versions": versions,
        "steps": material_reads.steps_of(found), "left": material_reads.readers_left(found, today),
        "writing": writing, "review": review, "reading": found.state == Material.State.PEER_READ,
        "after_meeting": found.state in (Material.State.USED, Material.State.REVISED),
    }  # fmt: skip
    return render(request, "workspace/gatherings/material.html", context)


@staff("GET")
def version_file(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The file of a version, as it was handed in."""
    stored = material_reads.file_seen(uid, request.reach, clock.today())
    response = HttpResponse(files.read(stored), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _writes(request: StaffRequest, material: Material) -> bool:
    return material.state in chain.WRITABLE and chain.may_write(material, request.reach, clock.today())


def _did(request: StaffRequest, material: Material, writing: HandInForm | None, review: ReviewForm | None) -> bool:
    """The act of the button that was pressed; False leaves the form with its refusal."""
    actor, now = request.reach, clock.now()
    if "hand_in" in request.POST and writing is not None:
        return done(request, writing, lambda: _hand_in(request, material, writing)) is not None
    if review is None or not {"approve", "send_back"} & request.POST.keys():
        messages.error(request, _("这份材料刚被别人办过，请刷新后再办。"))
        return True
    if not review.is_valid():
        return False
    data = review.cleaned_data
    if "approve" in request.POST:
        made = done(
            request,
            review,
            lambda: chain.approve(
                material, revision=review.revision, actor=actor, now=now, outside=data.get("outside", "")
            ),
        )
    else:
        made = done(
            request,
            review,
            lambda: chain.send_back(
                material, remark=data["remark"], revision=review.revision, actor=actor, now=now,
                outside=data.get("outside", ""),
            ),
        )  # fmt: skip
    return made is not None


def _hand_in(request: StaffRequest, material: Material, form: HandInForm) -> object:
    """The bytes first; their row goes again when the version is refused."""
    upload, stored = form.cleaned_data["file"], None
    if upload:
        stored = files.store(
            upload.chunks(), name=upload.name or "", content_type=upload.content_type or "", now=clock.now()
        )
    try:
        return chain.hand_in(
            material, text=form.cleaned_data["text"], file=stored, revision=form.revision, actor=request.reach,
            now=clock.now(),
        )  # fmt: skip
    except Refused:
        _forget(stored)
        raise


def _forget(stored: StoredFile | None) -> None:
    if stored is not None:
        stored.delete()
