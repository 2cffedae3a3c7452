"""Workbooks in: upload, progress, preview with the clerk's answers, confirmation. Every step works without JavaScript."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.core import clock, files
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import Job, StoredFile
from huiyin.ledgers.engine import queries, staging
from huiyin.ledgers.engine.budgets import LONGEST_REASON
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.forms import OVER_BUDGET
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.ledgers.engine.reminding import names_units, reminder
from huiyin.ledgers.engine.summary import LEFT_OUT, Summary, empty_summary
from huiyin.ledgers.engine.units import UnitChoice
from huiyin.ledgers.participation import expected_units
from huiyin.ledgers.registry import ledger_named
from huiyin.ledgers.terms import IMPORT_KEPT
from huiyin.organisation.access import RECORDERS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.ledgers import shown
from huiyin.workspace.ledgers.forms import AnswerForm, AnyFile, UploadForm

TOO_LARGE = "huiyin.upload_too_large"
REFRESH_SECONDS = "2"
State = ImportBatch.State


@staff("GET", "POST")
def upload(request: StaffRequest, *, code: str) -> HttpResponse:
    """Files in; a job reads them."""
    ledger = ledger_named(code)
    units = UnitChoice(request.reach, RECORDERS)
    if units.is_empty or not ledger.by_hand:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    campaigns = [(str(campaign.uid), campaign.name) for campaign in campaigns_for_scope(request.reach)]
    is_post = request.method == "POST"
    form = UploadForm(
        units, campaigns=campaigns, data=request.POST if is_post else None, files=request.FILES if is_post else None,
        initial={"campaign": request.GET.get("campaign", ""), "unit": units.own(request.reach)},
    )  # fmt: skip
    if request.META.get(TOO_LARGE):
        form.errors.pop("unit", None)  # nothing of what was sent was read, so that nothing else is missing
        form.add_error("files", _("上传的文件合计超过 100 MB，没有收下。请删去表格里的图片，或分几次上传。"))
    elif is_post and form.is_valid():
        try:
            batch = _open(ledger, form, request)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(_href("ledgers_batch", batch))
    context = {
        "ledger": ledger,
        "form": form,
        "crumbs": shown.crumbs(ledger, (_("导入表格"), "")),
        "template_href": reverse("ledgers_template", kwargs={"code": code}),
        "waiting": [
            (found, _href("ledgers_batch", found), BATCH_STATES[found.state], shown.moment(found.created_at))
            for found in queries.open_batches(ledger, request.reach)
        ],
    }
    return render(request, "workspace/ledgers/import.html", context)


@staff("GET")
def batch(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """Where a batch stands: being read, to be confirmed, being written, written, given up."""
    ledger, found = _batch(request, code, uid)
    job = queries.job_of(found)
    is_working = found.state in (State.READING, State.CONFIRMED) and job is not None and job.state != Job.State.FAILED
    if is_working:
        return _progress(request, ledger, found, job)
    return render(request, "workspace/ledgers/batch.html", _preview(request, ledger, found, job))


@staff("POST")
def again(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """Read again with the clerk's answers."""
    ledger, found = _batch(request, code, uid)
    form = _answers(ledger, found, data=request.POST)
    if not form.is_valid():
        context = _preview(request, ledger, found, queries.job_of(found)) | {"form": form}
        return render(request, "workspace/ledgers/batch.html", context)
    staging.read_again(
        ledger, found, columns=form.chosen_columns(), left_out=form.chosen_sheets(),
        keep_repeats=form.cleaned_data.get("keep_repeats", False), reason=form.cleaned_data.get("reason", ""),
        seen=form.cleaned_data["seen"], actor=request.reach, now=clock.now(),
    )  # fmt: skip
    return see_other(_href("ledgers_batch", found))


@staff("POST")
def confirm(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """The rows as previewed go into the book."""
    ledger, found = _batch(request, code, uid)
    staging.confirm(
        ledger, found, seen=request.POST.get("seen", ""), actor=request.reach, now=clock.now(),
        over_budget=request.POST.get(OVER_BUDGET, ""),
    )  # fmt: skip
    return see_other(_href("ledgers_batch", found))


@staff("POST")
def discard(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """Nothing of it goes into the book."""
    ledger, found = _batch(request, code, uid)
    staging.discard(ledger, found, actor=request.reach, now=clock.now())
    messages.success(request, _("已放弃，台账没有变化。"))
    return see_other(reverse("ledgers_import", kwargs={"code": code}))


BATCH_STATES: dict[str, shown.State] = {
    State.READING: shown.State(str(State.READING.label), "progress", "hourglass"),
    State.STAGED: shown.State(str(State.STAGED.label), "warn", "circle-dot"),
    State.CONFIRMED: shown.State(str(State.CONFIRMED.label), "progress", "hourglass"),
    State.COMMITTED: shown.State(str(State.COMMITTED.label), "ok", "circle-check"),
    State.DISCARDED: shown.State(str(State.DISCARDED.label), "muted", "circle-minus"),
    State.FAILED: shown.State(str(State.FAILED.label), "danger", "circle-x"),
}


# Any: the entry's model differs from ledger to ledger.
def _batch(request: StaffRequest, code: str, uid: UUID) -> tuple[Ledger[Any], ImportBatch]:
    ledger = ledger_named(code)
    found = queries.batch(uid, request.reach)
    if found.ledger != ledger.code:
        raise NotReached(_("没有这批数据，或它不在您的权限范围内。"))
    return ledger, found


def _open(ledger: Ledger[Any], form: UploadForm, request: StaffRequest) -> ImportBatch:
    now = clock.now()
    campaign = form.cleaned_data.get("campaign")
    return staging.upload(
        ledger, stored=[_stored(file, request) for file in form.cleaned_data["files"]], unit=form.unit,
        campaign=UUID(campaign) if campaign else None, actor=request.reach, now=now,
    )  # fmt: skip


def _stored(file: AnyFile, request: StaffRequest) -> StoredFile:
    name = (file.name or _("未命名")).replace("\\", "/").rsplit("/", 1)[-1]
    return files.store(file.chunks(), name=name, content_type=file.content_type or "", now=clock.now())


def _progress(request: StaffRequest, ledger: Ledger[Any], found: ImportBatch, job: Job | None) -> HttpResponse:
    context = {
        "ledger": ledger,
        "batch": found,
        "job": job,
        "title": _("正在入账") if found.state == State.CONFIRMED else _("正在读取表格"),
        "crumbs": shown.crumbs(ledger, (_("导入表格"), "")),
        "is_waiting": job is not None and job.state == Job.State.WAITING,
    }
    response = render(request, "workspace/ledgers/progress.html", context)
    response["Refresh"] = REFRESH_SECONDS
    return response


def _answers(ledger: Ledger[Any], found: ImportBatch, data: Any = None) -> AnswerForm:
    initial = {"keep_repeats": found.keep_repeats, "reason": found.reason}
    return AnswerForm(ledger, _summary(found), left_out=found.left_out, data=data, initial=initial)


def _summary(found: ImportBatch) -> Summary:
    return cast(Summary, empty_summary() | found.summary)


def _preview(request: StaffRequest, ledger: Ledger[Any], found: ImportBatch, job: Job | None) -> dict[str, object]:
    summary = _summary(found)
    writes = summary["new"] + summary["corrections"]
    expected = expected_units(request.reach, found.campaign) if found.state == State.STAGED else []
    # Of a wrong file, in which no row was read, nothing can be said about who is missing.
    has_rows = any(sheet["rows"] for file in summary["files"] for sheet in file["sheets"])
    missing = queries.missing_units(ledger, found, expected, request.reach) if has_rows and len(expected) > 1 else []
    is_open = found.state in (State.STAGED, State.FAILED) or (job is not None and job.state == Job.State.FAILED)
    list_href = f"{shown.list_href(ledger)}?batch={found.uid}&with_void=on"
    return {
        "ledger": ledger,
        "batch": found,
        "kept": IMPORT_KEPT,
        "state": BATCH_STATES[found.state],
        "error": found.error or (job.error if job else ""),
        "summary": summary,
        "form": _answers(ledger, found) if is_open and summary["files"] else None,
        "crumbs": shown.crumbs(ledger, (_("导入表格"), "")),
        "writes": writes,
        "may_confirm": writes > 0 and not summary["problem_total"] and is_open and found.state != State.FAILED,
        "is_open": is_open,
        # Also where the commit came back: since the preview somebody may have used the budget up.
        "over_budget_reason": bool(summary["over_budget"]) or bool(ledger.budgeted and found.error),
        "longest_reason": LONGEST_REASON,
        "files": _files(found, summary),
        "left_out_word": LEFT_OUT,
        "guessed": [
            (file["name"], sheet["name"], sheet["unit"], sheet["rows"])
            for file in summary["files"]
            for sheet in file["sheets"]
            if sheet["unit_from"] == "chosen" and sheet["rows"]
        ],
        # A problem of the whole sheet has no row.
        "problems": [{**problem, "row": problem["row"] or None} for problem in summary["problems"]],
        "missing": missing[: queries.SHOWN_MISSING] if names_units(ledger) else [],
        "missing_total": len(missing),
        "reminder": reminder(
            ledger,
            missing=[one.unit for one in missing],
            expected=len(expected),
            begins_on=summary["begins_on"],
            ends_on=summary["ends_on"],
            on=clock.today(),
        ),
        "sources": queries.files_of(found),
        "list_href": list_href,
    }


def _files(found: ImportBatch, summary: Summary) -> list[dict[str, object]]:
    """Files with their sheets; a file with problems has a marked copy to fetch."""
    return [
        {
            "name": file["name"],
            "sheets": file["sheets"],
            "marked_href": _href("ledgers_batch_marked", found, number=number)
            if any(sheet["problems"] for sheet in file["sheets"])
            else "",
        }
        for number, file in enumerate(summary["files"])
    ]


def _href(name: str, found: ImportBatch, **more: object) -> str:
    return reverse(name, kwargs={"code": found.ledger, "uid": found.uid, **more})
