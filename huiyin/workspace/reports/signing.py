"""签批页: what was changed in Word, which figures moved and why, what is late; then sign, or send back."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.metrics.reach import entries_within
from huiyin.reports import access, issuing, queries, returning, sheet
from huiyin.reports.figures import drift
from huiyin.reports.models import Report
from huiyin.reports.word.difference import Segment
from huiyin.reports.word.readback import ParagraphChange
from huiyin.reports.words import empty_headings, lines
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.reports.answers import report_href, seen_revision
from huiyin.workspace.reports.changes import shown, shown_moves
from huiyin.workspace.reports.forms import NoteForm, SendBackForm
from huiyin.workspace.reports.reading import unknown_lines

BESIDE = 24  # characters shown on either side of a change


@staff("GET", "POST")
def compare(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Everything that bears on the signature, beside the signature; each changed figure needs an entry or a note."""
    version = queries.version(uid, request.reach)
    report = version.report
    wrong = None
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            returning.note_change(
                version, key=form.cleaned_data["key"], note=form.cleaned_data["note"], actor=request.reach,
                now=clock.now(),
            )  # fmt: skip
            return see_other(request.path)
        wrong = form
    found = returning.changes_of(version)
    points = returning.points(version, found)
    newest = issuing.newest(report)
    last = sheet.last_draft(version)
    is_newest = newest is not None and newest.pk == version.pk
    return render(
        request,
        "workspace/reports/compare.html",
        {
            "version": version,
            "report": report,
            "found": found,
            "words": [_near(change) for change in found.words] if found else [],
            "open_points": [(point, _note_form(point.key, wrong)) for point in points if point.is_open],
            "settled_points": [point for point in points if not point.is_open],
            "empty": "、".join(empty_headings(lines(queries.word_of(version)))),
            "last": last,
            "moves": shown_moves(sheet.moved_since(last, version), request.reach) if last else [],
            "drifts": shown(drift(version), request.reach),
            "late": sheet.late_in(version, entries_within(request.reach)),
            "overdue": sheet.overdue_in(version, request.reach, clock.today()),
            "unknowns": unknown_lines(version),
            "may_write": is_newest and access.may_write(request.reach, report),
            "may_sign": is_newest and access.may_sign(request.reach, report),
            "is_newest": is_newest,
            "signing": report.state == Report.State.SIGNING,
            "draft": report.state == Report.State.DRAFT,
            "send_back_form": SendBackForm(),
            "crumbs": [(_("报告"), reverse("reports_list")), (report.title, report_href(report)), (_("签批页"), "")],
        },
    )


@dataclass(frozen=True)
class ShownWords:
    """A changed paragraph before and after, what stayed the same shortened to what stands beside the changes."""

    before: tuple[Segment, ...]
    after: tuple[Segment, ...]


def _near(change: ParagraphChange) -> ShownWords:
    def short(segment: Segment) -> Segment:
        if segment.kind != "kept" or len(segment.text) <= 3 * BESIDE:
            return segment
        return Segment("kept", f"{segment.text[:BESIDE]} …… {segment.text[-BESIDE:]}")

    return ShownWords(tuple(map(short, change.before())), tuple(map(short, change.after())))


def _note_form(key: str, wrong: NoteForm | None) -> NoteForm:
    if wrong is not None and wrong.data.get("key") == key:
        return wrong
    return NoteForm(initial={"key": key}, auto_id=f"id_{key[:12]}_%s")


@staff("POST")
def to_sign(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Send to be signed."""
    report = queries.report(uid, request.reach)
    issuing.send_to_sign(report, revision=seen_revision(request), actor=request.reach, now=clock.now())
    messages.success(request, _("已送签。"))
    return see_other(report_href(report))


@staff("POST")
def send_back(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Send back, or take back, with a reason."""
    report = queries.report(uid, request.reach)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请写明退回的理由，最多 300 字。"))
    issuing.send_back(
        report, reason=form.cleaned_data["reason"], revision=seen_revision(request), actor=request.reach,
        now=clock.now(),
    )  # fmt: skip
    messages.success(request, _("已退回修改。"))
    return see_other(report_href(report))


@staff("POST")
def issue(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Sign and issue."""
    report = queries.report(uid, request.reach)
    issuing.issue(
        report, revision=seen_revision(request), public=request.POST.get("public") == "1", actor=request.reach,
        now=clock.now(), on=clock.today(),
    )  # fmt: skip
    messages.success(request, _("已印发，内容已固定。"))
    return see_other(report_href(report))
