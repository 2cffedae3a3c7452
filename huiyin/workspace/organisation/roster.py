"""The roster from Excel: upload, preview, confirm or give up."""

from io import BytesIO
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.campaigns import queries as campaign_queries
from huiyin.campaigns import uploads
from huiyin.campaigns.intake.columns import ROSTER, SECTION_CODES, offered
from huiyin.campaigns.models import IntakeUpload
from huiyin.campaigns.terms import UPLOAD_DAYS
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.engine.excel.template import write_template
from huiyin.organisation import queries
from huiyin.organisation.rights import PEOPLE_KEEPERS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation import shown
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.organisation.forms import RosterForm

LISTED = 200


@staff("GET", "POST")
def upload(request: StaffRequest) -> HttpResponse:
    """Workbooks are taken in; the preview follows."""
    if not request.reach.is_one_of(*PEOPLE_KEEPERS):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    tops = queries.top_nodes(request.reach, PEOPLE_KEEPERS)
    form = bound(
        RosterForm, request, campaigns=shown.campaign_choices(request.reach),
        too_large="huiyin.upload_too_large" in request.META,
        initial={"unit": tops[0] if tops else "", "sections": list(SECTION_CODES)},
    )  # fmt: skip
    kept = done(request, form, lambda: _keep(request, form))
    if kept is not None:
        return see_other(reverse("organisation_roster_preview", kwargs={"uid": kept.uid}))
    context = {
        "crumbs": [(_("单位与人员"), reverse("organisation_home")), (_("导入名册"), "")],
        "form": form,
        "templates": [
            (section.name, reverse("organisation_roster_template", kwargs={"code": section.code})) for section in ROSTER
        ],
        "waiting": uploads.waiting(IntakeUpload.Kind.ROSTER, request.reach),
    }
    return render(request, "workspace/organisation/roster.html", context)


@staff("GET")
def template(request: StaffRequest, *, code: str) -> HttpResponse:
    """A blank workbook of one sheet of the roster."""
    section = next((section for section in ROSTER if section.code == code), None)
    if section is None or not request.reach.is_one_of(*PEOPLE_KEEPERS):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    book = BytesIO()
    write_template(book, title=section.name, columns=offered(section))
    disposition = content_disposition_header(True, f"{section.name}.xlsx")
    return HttpResponse(
        book.getvalue(), content_type=uploads.SPREADSHEET, headers={"Content-Disposition": disposition or "attachment"}
    )


def _keep(request: StaffRequest, form: RosterForm) -> IntakeUpload:
    data = form.cleaned_data
    campaign = campaign_queries.campaign(UUID(data["campaign"]), request.reach) if data["campaign"] else None
    return uploads.keep(
        [(file.name or _("表格"), file.chunks()) for file in data["workbooks"]], kind=IntakeUpload.Kind.ROSTER,
        unit=data["unit"], campaign=campaign, sections=data["sections"], actor=request.reach, now=clock.now(),
    )  # fmt: skip


@staff("GET", "POST")
def preview(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What the upload would change; confirmed, it is written whole or not at all."""
    found = uploads.upload_of(uid, IntakeUpload.Kind.ROSTER, request.reach)
    if found.state != IntakeUpload.State.STAGED:
        raise Refused(_("这次上传已经导入或已经放弃。"))
    refusal = ""
    if request.method == "POST":
        try:
            return _confirm(request, found)
        except Refused as error:
            refusal = error.sentence
    try:
        staged = uploads.staged_roster(found, actor=request.reach, today=clock.today())
    except Refused as error:
        uploads.discard(found)
        messages.error(request, error.sentence)
        return see_other(reverse("organisation_roster"))
    context = {
        "crumbs": [
            (_("单位与人员"), reverse("organisation_home")), (_("导入名册"), reverse("organisation_roster")), (_("预览"), ""),
        ],
        "upload": found, "staged": staged, "kept": UPLOAD_DAYS, "refusal": refusal,
        "problems": staged.problems[:LISTED], "problem_total": len(staged.problems),
        "sections": [(name, changes[:LISTED], max(0, len(changes) - LISTED)) for name, changes in staged.shown if changes],
    }  # fmt: skip
    return render(request, "workspace/organisation/roster_preview.html", context)


def _confirm(request: StaffRequest, found: IntakeUpload) -> HttpResponse:
    if "discard" in request.POST:
        uploads.discard(found)
        messages.success(request, _("已放弃这次上传，什么都没有写入。"))
        return see_other(reverse("organisation_roster"))
    staged = uploads.confirm_roster(
        found, digest=request.POST.get("digest", ""), actor=request.reach, now=clock.now(), today=clock.today()
    )
    told = "；".join(
        _("%(name)s新增 %(new)s、更新 %(changed)s") % {"name": count.name, "new": count.new, "changed": count.changed}
        for count in staged.counts
        if count.new or count.changed
    )
    messages.success(request, _("导入完成。%(told)s") % {"told": told})
    return see_other(reverse("organisation_home"))
