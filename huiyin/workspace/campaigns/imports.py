"""The plan from Excel: upload, preview, confirm or give up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns import uploads
from huiyin.campaigns.intake.changes import Effect
from huiyin.campaigns.models import Campaign, IntakeUpload
from huiyin.campaigns.terms import UPLOAD_DAYS
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.workspace.campaigns import shown
from huiyin.workspace.campaigns.forms import PlanUploadForm
from huiyin.workspace.campaigns.views import form_page, run_by
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done

LISTED = 200


@staff("GET", "POST")
def upload(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Workbooks of the plan are taken in; the preview follows."""
    campaign = run_by(request, uid)
    form = bound(PlanUploadForm, request, too_large="huiyin.upload_too_large" in request.META)
    kept = done(
        request,
        form,
        lambda: uploads.keep(
            [(file.name or _("表格"), file.chunks()) for file in form.cleaned_data["workbooks"]],
            kind=IntakeUpload.Kind.PLAN, unit=campaign.unit, campaign=campaign, actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if kept is not None:
        return see_other(reverse("campaigns_plan_preview", kwargs={"uid": uid, "upload": kept.uid}))
    lead = _("工作表：环节、动作、专项、回头看。先预览，确认以后才写入；重复导入只更新有变化的行。")
    return form_page(request, campaign, form, _("导入方案"), _("上传并预览"), _plan_href(campaign), lead)


@staff("GET", "POST")
def preview(request: StaffRequest, *, uid: UUID, upload: UUID) -> HttpResponse:
    """What the upload would change; confirmed, it is written whole or not at all."""
    campaign = run_by(request, uid)
    found = uploads.upload_of(upload, IntakeUpload.Kind.PLAN, request.reach)
    if found.campaign_id != campaign.pk:
        raise NotReached(_("没有这次上传。"))
    if found.state != IntakeUpload.State.STAGED:
        raise Refused(_("这次上传已经导入或已经放弃。"))
    refusal = ""
    if request.method == "POST":
        try:
            return _confirm(request, campaign, found)
        except Refused as error:
            refusal = error.sentence
    try:
        staged = uploads.staged_plan(found, actor=request.reach, today=clock.today())
    except Refused as error:
        uploads.discard(found)
        messages.error(request, error.sentence)
        return see_other(_plan_href(campaign))
    changes = [
        *(change for change in staged.stages if change.effect is not Effect.SAME),
        *(change for change in staged.actions if change.effect is not Effect.SAME),
    ]
    context = {
        "crumbs": shown.crumbs(campaign, (_("活动方案"), _plan_href(campaign)), (_("预览"), "")),
        "campaign": campaign, "staged": staged, "kept": UPLOAD_DAYS, "refusal": refusal, "changes": changes[:LISTED],
        "problems": staged.problems[:LISTED], "problem_total": len(staged.problems),
    }  # fmt: skip
    return render(request, "workspace/campaigns/plan_preview.html", context)


def _confirm(request: StaffRequest, campaign: Campaign, found: IntakeUpload) -> HttpResponse:
    if "discard" in request.POST:
        uploads.discard(found)
        messages.success(request, _("已放弃这次上传，什么都没有写入。"))
        return see_other(_plan_href(campaign))
    uploads.confirm_plan(
        found, digest=request.POST.get("digest", ""), actor=request.reach, now=clock.now(), today=clock.today()
    )
    messages.success(request, _("方案已导入。"))
    return see_other(_plan_href(campaign))


def _plan_href(campaign: Campaign) -> str:
    return reverse("campaigns_plan", kwargs={"uid": campaign.uid})
