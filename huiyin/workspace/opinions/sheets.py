"""Feedback sheets: made, redacted, handed over by the office; read and printed by those spoken about."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.opinions import feedback, handling_queries, queries
from huiyin.opinions.models import FeedbackSheet
from huiyin.opinions.targets import Targets
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import stamp
from huiyin.workspace.opinions.forms import SheetForm, StretchForm


@staff("GET", "POST")
def index(request: StaffRequest) -> HttpResponse:
    """The office's sheets, and those handed to me."""
    reach = request.reach
    rounds = [one for one in queries.rounds(reach) if queries.runs(reach, one)] if reach.is_one_of(Role.OFFICE) else []
    form = SheetForm(request.POST or None, rounds=rounds) if rounds else None
    if request.method == "POST" and form is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            round = queries.round_named(UUID(form.cleaned_data["round"]), reach)
            target = Targets(round).find(form.cleaned_data["about"], form.cleaned_data["name"].strip())
            sheet = feedback.make_sheet(
                campaign=round.campaign, unit=round.unit, about=target.about, about_unit=target.unit or round.unit,
                about_person=target.person, **stamp(request),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("opinions_sheet", sheet))
    handed = handling_queries.sheets_handed_to(reach)
    # Whoever is spoken of reads what was handed to them, whatever their part; others have no business here.
    if not handed and not reach.is_one_of(*READERS):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    context = {
        "made": [_row(sheet) for sheet in handling_queries.sheets_made(reach)],
        "handed": [_row(sheet) for sheet in handed],
        "form": form,
        "crumbs": shown.crumbs((_("反馈稿"), "")),
    }
    return render(request, "workspace/opinions/sheets.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One sheet, as it will be or was handed over; printable."""
    sheet, lines, editable = handling_queries.sheet_named(uid, request.reach)
    context = {
        "sheet": sheet,
        "state": shown.sheet_state(sheet),
        "title": shown.about(sheet),
        "rows": [
            (line, StretchForm(initial={"opinion": line.line.opinion_id}, auto_id=f"hide_{number}_%s"))
            for number, line in enumerate(lines)
        ],
        "editable": editable,
        "crumbs": shown.crumbs((_("反馈稿"), reverse("opinions_sheets")), (_("一份反馈稿"), "")),
    }  # fmt: skip
    return render(request, "workspace/opinions/sheet.html", context)


@staff("POST")
def hide(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Hide a stretch wherever it stands in one opinion, or show it all again."""
    sheet, _lines, editable = handling_queries.sheet_named(uid, request.reach)
    form = StretchForm(request.POST)
    if not editable or not form.is_valid():
        raise Refused(_("反馈稿已经交出，或没有收到要隐去的文字。请刷新后再看。"))
    line = handling_queries.line_named(sheet, form.cleaned_data["opinion"])
    if request.POST.get("do") == "show":
        shown.tried(request, lambda: feedback.show_all(line=line, actor=request.reach, now=clock.now()), _("已恢复。"))
    else:
        stretch = form.cleaned_data["stretch"]
        shown.tried(
            request,
            lambda: feedback.hide(line=line, stretch=stretch, actor=request.reach, now=clock.now()),
            _("已隐去。"),
        )
    return see_other(f"{shown.href('opinions_sheet', sheet)}#{line.opinion_id}")


@staff("POST")
def hand_over(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """From now on those spoken about can read it."""
    sheet, _lines, editable = handling_queries.sheet_named(uid, request.reach)
    if not editable:
        raise Refused(_("反馈稿已经交出，或不由您办理。"))
    shown.tried(request, lambda: feedback.hand_over(sheet=sheet, **stamp(request)), _("已交出，对方现在可以看到。"))
    return see_other(shown.href("opinions_sheet", sheet))


def _row(sheet: FeedbackSheet) -> tuple[FeedbackSheet, shown.State, str]:
    return sheet, shown.sheet_state(sheet), shown.about(sheet)
