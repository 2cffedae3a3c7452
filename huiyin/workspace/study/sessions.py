"""Pages of study sessions: list, register, who was there, sign, correct, void."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.books.study import StudySession
from huiyin.organisation import naming
from huiyin.organisation.access import RECORDERS
from huiyin.organisation.naming import Line, Misfit
from huiyin.study import asking, queries, sessions, workbook
from huiyin.study.models import Session
from huiyin.workspace.acts import chosen, revision, tried, uid_or_none
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.study import shown
from huiyin.workspace.study.forms import AnswerForm, CorrectForm, PasteForm, SessionForm

TOO_LARGE = "huiyin.upload_too_large"
SHOWN = 100


@staff("GET")
def index(request: StaffRequest) -> HttpResponse:
    """The sessions in reach; who reads no unit's study has their own page."""
    if not request.reach.is_one_of(*queries.STUDY_READERS):
        return see_other(reverse("study_mine"))
    year, page, here = shown.year(request), shown.page(request), shown.read_unit(request)
    unit = here if request.GET.get("unit") else None
    units = queries.nearby(request.reach, here) if here else []
    kind = request.GET.get("kind", "")
    kind = kind if kind in StudySession.Kind.values else ""
    rows, total = queries.listed(request.reach, year=year, unit=unit, kind=kind, page=page)
    context = {
        "rows": [(row, shown.state(row.session)) for row in rows], "total": total, "year": year, "unit": unit,
        "units": units, "kind": kind, "kinds": StudySession.Kind.choices, "years": range(clock.today().year, 2007, -1),
        "may_keep": request.reach.is_one_of(*RECORDERS), "waiting": queries.corrections_waiting(request.reach),
        "pager": shown.pager(page, total, queries.PAGE, f"year={year}&kind={kind}&unit={unit.uid if unit else ''}"),
        "crumbs": [(_("学习"), "")],
    }  # fmt: skip
    return render(request, "workspace/study/index.html", context)


@staff("GET", "POST", roles=RECORDERS)
def new(request: StaffRequest) -> HttpResponse:
    """Register a session."""
    units, campaigns = shown.kept_choices(request.reach)
    form = bound(SessionForm, request, units=units, campaigns=campaigns)
    made = done(
        request,
        form,
        lambda: sessions.plan(
            unit=next(one for one in queries.keeping_units(request.reach) if str(one.uid) == form.cleaned_data["unit"]),
            campaign=uid_or_none(form.cleaned_data["campaign"]), details=form.details(), actor=request.reach,
            now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已登记。接着列名单。"))
        return see_other(reverse("study_people", kwargs={"uid": made.uid}))
    return render(request, "workspace/study/new.html", {"form": form, "crumbs": shown.crumbs((_("登记学习"), ""))})


@staff("GET", "POST")
def edit(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Change what is said of a session."""
    session = queries.kept_session(uid, request.reach)
    form = bound(SessionForm, request, initial={**vars(sessions.details_of(session)), "seen": session.revision})
    amended = done(
        request,
        form,
        lambda: sessions.amend(
            session=session, seen=form.revision, details=form.details(), actor=request.reach, now=clock.now()
        ),
    )
    if amended is not None:
        messages.success(request, _("已修改。"))
        return see_other(shown.session_href(session))
    context = {"form": form, "session": session, "crumbs": _under(session, _("修改"))}
    return render(request, "workspace/study/new.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One session: who was there, and what may be done next."""
    session = queries.session_named(uid, request.reach)
    people = queries.attendees(session)
    context = {
        "session": session, "state": shown.state(session), "people": people,
        "present": sum(row.present for row in people), "may_keep": queries.may_keep(request.reach, session),
        "open": session.state == Session.State.OPEN, "signed": session.state == Session.State.SIGNED,
        "asked": queries.corrections(session), "correct": CorrectForm(actor=request.reach),
        "rows": _facts(session), "crumbs": shown.crumbs((session.name, "")),
    }  # fmt: skip
    return render(request, "workspace/study/one.html", context)


@staff("GET", "POST")
def people(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """List people: everybody of the unit at once, or pasted names, or a workbook, which are previewed."""
    session = queries.kept_session(uid, request.reach)
    if request.method == "POST" and "everybody" in request.POST:
        everybody = naming.everybody(session.unit, session.day, own=request.POST["everybody"] != "below")
        tried(
            request,
            lambda: sessions.list_everybody(
                session=session, people=everybody, seen=revision(request), actor=request.reach, now=clock.now()
            ),
            _("已列入，全部记为出席；没来的，请在名单上勾选。"),
        )
        return see_other(shown.session_href(session))
    form = bound(PasteForm, request, too_large=TOO_LARGE in request.META, initial={"seen": session.revision})
    read = done(request, form, lambda: _lines(form))
    if read is not None:
        return _preview(request, session, *read)
    context = {"session": session, "form": form, "crumbs": _under(session, _("列名单"))}
    return render(request, "workspace/study/people.html", context)


@staff("POST")
def confirm(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What the preview showed goes on the list, whole or not at all."""
    session = queries.kept_session(uid, request.reach)
    lines = naming.reread(request.POST.get("lines", ""))
    tried(
        request,
        lambda: sessions.list_named(
            session=session, lines=lines, seen=revision(request), actor=request.reach, now=clock.now()
        ),
        _("名单已登记。"),
    )
    return see_other(shown.session_href(session))


@staff("POST")
def mark(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Who was absent, ticked on the list; or the ticked were not due and come off it."""
    session = queries.kept_session(uid, request.reach)
    ticked, seen = chosen(request, "absent"), revision(request)
    if "strike" in request.POST:
        tried(
            request,
            lambda: sessions.strike(
                session=session, attendees=ticked, seen=seen, actor=request.reach, now=clock.now()
            ),
            _("已移出名单。"),
        )  # fmt: skip
    else:
        tried(
            request,
            lambda: sessions.mark(session=session, absent=ticked, seen=seen, actor=request.reach, now=clock.now()),
            _("已登记。核对无误后请签认。"),
        )
    return see_other(shown.session_href(session))


@staff("POST")
def sign(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """签认."""
    session = queries.kept_session(uid, request.reach)
    tried(
        request,
        lambda: sessions.sign(session=session, seen=revision(request), actor=request.reach, now=clock.now()),
        _("已签认，记入学习台账和参学记录。"),
    )
    return see_other(shown.session_href(session))


@staff("POST")
def correct(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """更正 after signing, by the unit."""
    session = queries.kept_session(uid, request.reach)
    form = CorrectForm(request.POST, actor=request.reach)
    if not form.is_valid():
        messages.error(request, _("更正要填姓名或工号、更正为什么、理由。"))
        return see_other(shown.session_href(session))
    data = form.cleaned_data
    tried(
        request,
        lambda: sessions.correct(
            session=session,
            person=naming.the_one(data["person"], unit=session.unit, day=session.day),
            present=data["present"] == "1",
            reason=data["reason"],
            seen=revision(request),
            actor=request.reach,
            now=clock.now(),
        ),
        _("已更正，原来的记录仍可查。"),
    )
    return see_other(shown.session_href(session))


@staff("POST")
def void(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """作废."""
    session = queries.kept_session(uid, request.reach)
    tried(
        request,
        lambda: sessions.void(
            session=session,
            reason=request.POST.get("reason", ""),
            seen=revision(request),
            actor=request.reach,
            now=clock.now(),
        ),
        _("已作废。"),
    )
    return see_other(shown.session_href(session))


@staff("POST")
def again(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """照此另录."""
    session = queries.kept_session(uid, request.reach)
    try:
        made = sessions.again(session=session, actor=request.reach, now=clock.now())
    except NotReached:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return see_other(shown.session_href(session))
    messages.success(request, _("已照原样另录一份，改好以后再签认。"))
    return see_other(shown.session_href(made))


@staff("GET", "POST")
def answer(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Answer somebody's wish to have their record corrected."""
    asked = queries.correction_named(uid, request.reach)
    form = bound(AnswerForm, request)
    answered = done(
        request,
        form,
        lambda: asking.answer(
            asked=asked, agree=form.cleaned_data["decision"] == "agree", words=form.cleaned_data["words"],
            actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if answered is not None:
        messages.success(request, _("已答复，本人看得到。"))
        return see_other(shown.session_href(asked.session))
    context = {"asked": asked, "form": form, "crumbs": _under(asked.session, _("申请更正"))}
    return render(request, "workspace/study/answer.html", context)


def _lines(form: PasteForm) -> tuple[list[Line], list[Misfit]]:
    """The lines of what was pasted, or of the workbook."""
    file = form.cleaned_data.get("workbook")
    if file:
        return workbook.lines_of(file.name or _("表格"), Path(file.temporary_file_path()), today=clock.today())
    return naming.pasted(form.cleaned_data["names"]), []


def _preview(request: StaffRequest, session: Session, lines: Sequence[Line], misfits: Sequence[Misfit]) -> HttpResponse:
    named = naming.resolve(lines, unit=session.unit, day=session.day)
    wrong = [*misfits, *named.misfits]
    there = {row.person_id for row in queries.attendees(session)}
    context = {
        "session": session, "named": named, "wrong": wrong[:SHOWN], "wrong_total": len(wrong),
        "people": [(person, absent, person.pk in there) for person, absent in named.people],
        "crumbs": _under(session, _("核对名单")),
    }  # fmt: skip
    return render(request, "workspace/study/preview.html", context)


def _under(session: Session, name: str) -> list[shown.Crumb]:
    return shown.crumbs((session.name, shown.session_href(session)), (name, ""))


def _facts(session: Session) -> list[tuple[str, str]]:
    until = f"至{chinese_date(session.ends_on)}" if session.ends_on else ""
    found = [
        (_("组织单位"), session.unit.name), (_("形式"), session.get_kind_display()),
        (_("日期"), chinese_date(session.day) + until), (_("学时"), str(session.hours or "")),
        (_("内容"), session.topic), (_("主讲人"), session.lecturer), (_("地点"), session.place),
        (_("分组数"), str(session.groups or "")), (_("作废原因"), session.void_reason),
    ]  # fmt: skip
    return [(label, value) for label, value in found if value]
