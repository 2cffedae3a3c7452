"""A category table from a file: read, shown, and taken over whole or not at all."""

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.consolidating import category_import
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.opinions.models import Round
from huiyin.workspace.consolidating import shown
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown as opinions_shown
from huiyin.workspace.opinions.doors import my_round
from huiyin.workspace.opinions.forms import UploadForm
from huiyin.workspace.uploads import TOO_LARGE

SHOWN = 50


@staff("GET", "POST")
def categories(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Upload, look, confirm. What was read travels in the form; nothing is kept until it is confirmed."""
    round = my_round(request, uid)
    if request.POST.get("do") == "confirm":
        return _confirm(request, round)
    form = UploadForm(request.POST or None, request.FILES or None)
    form.fields["file"].help_text = _(
        ".tsv、.csv 或 .xlsx。第一行是栏名：至少有类别名称；可以有编码、大类（可多级）、说明。"
    )
    plan: category_import.Plan | None = None
    if request.META.get(TOO_LARGE):
        form = UploadForm({})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", _("文件超过 100 MB，没有收下。请只留类别表。"))
    elif request.method == "POST" and form.is_valid():
        try:
            plan = category_import.read(_file(form.cleaned_data["file"]), campaign=round.campaign)
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
    return _page(request, round, form, plan)


def _page(request: StaffRequest, round: Round, form: UploadForm, plan: category_import.Plan | None) -> HttpResponse:
    context = {
        "round": round,
        "form": form,
        "plan": plan,
        "rows": plan.rows[:SHOWN] if plan else (),
        "more": max(0, len(plan.rows) - SHOWN) if plan else 0,
        "packed": plan.packed() if plan and not plan.problems else "",
        "crumbs": shown.crumbs(round, (_("导入类别表"), "")),
    }
    return render(request, "workspace/consolidating/categories.html", context)


def _confirm(request: StaffRequest, round: Round) -> HttpResponse:
    try:
        count = category_import.take(
            packed=request.POST.get("packed", ""), campaign=round.campaign, unit=round.unit, actor=request.reach,
            now=clock.now(),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _page(request, round, UploadForm(), None)
    messages.success(request, _("已导入 %(count)d 个类别。") % {"count": count})
    return see_other(opinions_shown.href("opinions_categories", round))


def _file(file: TemporaryUploadedFile) -> category_import.File:
    return category_import.File(
        (file.name or "").replace("\\", "/").rsplit("/", 1)[-1], Path(file.temporary_file_path())
    )
