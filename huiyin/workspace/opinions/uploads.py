"""Workbooks of slips and of consolidation: upload, preview, confirm or give up; and the blank workbook."""

import io
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.consolidating import repeats
from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.template import write_template
from huiyin.opinions import consolidation_workbook, slips_columns, slips_workbook, staging
from huiyin.opinions.access import WORDS_READERS
from huiyin.opinions.models import Round, StagedWorkbook
from huiyin.opinions.terms import LONGEST_WORDS, STAGING
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import my_round, recorded_round, stamp
from huiyin.workspace.opinions.forms import UploadForm

Kind = StagedWorkbook.Kind


@staff("GET", "POST")
def slips(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The workbook of paper slips."""
    return _upload(request, recorded_round(request, uid), Kind.SLIPS)


@staff("GET", "POST")
def consolidation(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The workbook of consolidation."""
    return _upload(request, my_round(request, uid), Kind.CONSOLIDATION)


@staff("GET")
def template(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The blank workbook of slips."""
    recorded_round(request, uid)
    data = io.BytesIO()
    columns = [column for column in slips_columns.SLIP_COLUMNS if column.name != "remark"]
    write_template(
        data, title=_("意见"), columns=columns,
        notes=(_("意见原文照原话填写，一个字都不改。"), _("不署名的，不要在任何一栏写能看出是谁说的内容。")),
    )  # fmt: skip
    return HttpResponse(
        data.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": content_disposition_header(True, _("征求意见台账.xlsx")) or "attachment"},
    )


@staff("GET")
def staged(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What the workbook would do, or what is wrong with it."""
    found = staging.staged(uid, request.reach)
    context = {
        "workbook": found,
        "summary": found.summary,
        "is_slips": found.kind == Kind.SLIPS,
        "is_open": found.state == StagedWorkbook.State.STAGED,
        "kept": STAGING,
        "may_confirm": found.state == StagedWorkbook.State.STAGED and not found.summary["problem_count"],
        "crumbs": shown.crumbs((_("导入预览"), ""), round=found.round),
    }
    return render(request, "workspace/opinions/staged.html", context)


@staff("POST")
def confirm(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Record it as previewed."""
    found = staging.staged(uid, request.reach)
    commit = slips_workbook.commit_slips if found.kind == Kind.SLIPS else consolidation_workbook.commit_consolidation
    if shown.tried(request, lambda: commit(workbook=found, **stamp(request)), _("已登记。")):
        return see_other(shown.href("opinions_round" if found.kind == Kind.SLIPS else "opinions_board", found.round))
    return see_other(shown.href("opinions_staged", found.uid))


@staff("POST")
def discard(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Nothing of it is recorded, and the file goes."""
    found = staging.staged(uid, request.reach)
    shown.tried(
        request,
        lambda: staging.discard(workbook=found, actor=request.reach, now=clock.now()),
        _("已放弃，什么都没有写入。"),
    )
    return see_other(shown.href("opinions_round", found.round))


def _upload(request: StaffRequest, round: Round, kind: StagedWorkbook.Kind) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.META.get("huiyin.upload_too_large"):
        form = UploadForm({})
        form.full_clean()
        form.errors.clear()
        form.add_error("file", _("文件超过 100 MB，没有收下。请删去表格里的图片，或分几次上传。"))
    elif request.method == "POST" and form.is_valid():
        try:
            found = _stage(request, round, kind, form.cleaned_data["file"])
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return see_other(shown.href("opinions_staged", found.uid))
    title = _("导入意见") if kind == Kind.SLIPS else _("导入意见梳理")
    context = {
        "round": round, "form": form, "title": title, "is_slips": kind == Kind.SLIPS, "longest": LONGEST_WORDS,
        "crumbs": shown.crumbs((title, ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/upload.html", context)


def _stage(
    request: StaffRequest, round: Round, kind: StagedWorkbook.Kind, file: TemporaryUploadedFile
) -> StagedWorkbook:
    name = (file.name or _("未命名")).replace("\\", "/").rsplit("/", 1)[-1]
    path = Path(file.temporary_file_path())
    if kind != Kind.SLIPS:
        return consolidation_workbook.stage_consolidation(round=round, name=name, path=path, **stamp(request))
    return slips_workbook.stage_slips(round=round, name=name, path=path, alike=_look(request, round), **stamp(request))


def _look(request: StaffRequest, round: Round) -> slips_workbook.Look | None:
    """Looks for likely repeats among what the actor reads; who reads no opinions is told nothing of them, not even nil."""
    if not request.reach.may(WORDS_READERS, round.unit, round.campaign.uid):
        return None

    def alike(texts: Sequence[str]) -> dict[str, int]:
        found = repeats.alike(texts, campaign=round.campaign, actor=request.reach)
        return {"looked_for": found.rows, "alike": found.alike}

    return alike
