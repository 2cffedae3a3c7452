"""Import of a 整改任务书: upload, look at every problem, commit whole or not at all."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.models import Role
from huiyin.organisation.search import the_unit
from huiyin.rectification import intake
from huiyin.rectification.models import StagedTaskSheet
from huiyin.rectification.terms import SHEET_DAYS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.rectification.forms import TaskSheetConfirmForm, TaskSheetForm
from huiyin.workspace.rectification.views.common import measures_href, posted, required_campaign

SHOWN_FAULTS = 200


@staff("GET", "POST", roles=(Role.OFFICE,))
def upload(request: StaffRequest) -> HttpResponse:
    """Choose the workbooks."""
    campaign = required_campaign(request)
    form = TaskSheetForm(posted(request), request.FILES or None, initial={"unit": campaign.unit.name})
    if request.META.get("huiyin.upload_too_large"):
        raise Refused(_("文件太大，没有收下。整改任务书一般不超过几兆，请删去图片后再上传。"))
    if request.method == "POST" and form.is_valid():
        try:
            unit = the_unit(form.cleaned_data["unit"], request.reach)
            staged = intake.stage(
                campaign, unit, [(one.name, one.chunks()) for one in form.cleaned_data["books"]],
                actor=request.reach, now=clock.now(), today=clock.today(),
            )  # fmt: skip
        except NotReached:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(reverse("rectification_import_preview", kwargs={"uid": staged.uid}))
    context = {"form": form, "campaign": campaign, "crumbs": _crumbs()}
    return render(request, "workspace/rectification/import.html", context, status=422 if form.errors else 200)


@staff("GET", "POST")
def preview(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What would come in; each problem is ticked by hand before measures may stand on it."""
    staged = intake.staged_sheet(uid, request.reach)
    if staged.state != StagedTaskSheet.State.STAGED:
        raise Refused(_("这份任务书已经导入或放弃。"))
    today = clock.today()
    found = intake.preview(staged, actor=request.reach, today=today)
    form = TaskSheetConfirmForm(posted(request), codes=[problem.code for problem in found.problems])
    if request.method == "POST" and form.is_valid():
        try:
            problems, measures = intake.commit(
                staged, confirmed=form.cleaned_data["confirmed"], actor=request.reach, now=clock.now(), today=today
            )
        except NotReached:
            raise
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            words = _("已导入 %(problems)d 个问题、%(measures)d 条措施；措施还是拟定状态，看过后再下达。")
            messages.success(request, words % {"problems": problems, "measures": measures})
            return see_other(measures_href(staged.campaign, state="draft"))
    ticked = set(request.POST.getlist("confirmed"))
    context = {
        "staged": staged, "kept": SHEET_DAYS, "form": form, "found": found, "faults": found.faults[:SHOWN_FAULTS],
        "problems": [
            (problem, problem.code in ticked, problem.code in found.must_be_confirmed) for problem in found.problems
        ],
        "crumbs": [*_crumbs(), (_("核对"), "")],
    }  # fmt: skip
    return render(request, "workspace/rectification/import_preview.html", context, status=422 if form.errors else 200)


@staff("POST")
def discard(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Throw a staged task sheet away."""
    intake.discard(intake.staged_sheet(uid, request.reach), actor=request.reach, now=clock.now())
    messages.success(request, _("已放弃导入，没有写入任何内容。"))
    return see_other(reverse("rectification_import"))


def _crumbs() -> list[tuple[str, str]]:
    return [(_("问题与整改"), reverse("rectification_board")), (_("导入整改任务书"), reverse("rectification_import"))]
