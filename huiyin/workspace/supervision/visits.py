"""One visit: its page with what the unit reports beside what its people say, the record, the telling, the finding."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.metrics.figure import figures
from huiyin.metrics.listening import RAW
from huiyin.metrics.rectification import CLOSED, FELT_SOLVED, MEASURE_COUNT
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role
from huiyin.supervision import answering, beside, planning, recording
from huiyin.supervision.models import Finding, Visit
from huiyin.supervision.rights import may_supervise
from huiyin.supervision.terms import ANSWER_WORKING_DAYS, TELL_WORKING_DAYS
from huiyin.workspace.acts import revision, tried
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.supervision import shown
from huiyin.workspace.supervision.forms import AnswerForm, RecordForm, TakeUpForm


@staff("GET", roles=READERS)
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What was planned, found and answered; both sides of how the unit stands."""
    visit = planning.visit_named(uid, request.reach)
    supervises = may_supervise(request.reach, visit)
    told = visit.state == Visit.State.TOLD
    found = list(visit.findings.order_by("order")) if told or supervises else []
    scope = Scope(visit.unit, campaign=visit.campaign)
    sides = figures((MEASURE_COUNT, CLOSED, FELT_SOLVED, RAW), scope)
    context = {
        "crumbs": shown.crumbs((str(visit.unit), "")), "visit": visit, "state": shown.visit_state(visit),
        "findings": [(one, shown.finding_state(one)) for one in found], "told": told, "supervises": supervises,
        "secret": visit.method == Visit.Method.SECRET and not told,
        "reported": [sides[MEASURE_COUNT.code], sides[CLOSED.code]],
        "said": [sides[FELT_SOLVED.code], sides[RAW.code]],
        "progress": beside.progress(request.reach, visit, clock.today()),
        "measures_href": f"{reverse('rectification_measures')}?unit={visit.unit.code}",
        "may_record": supervises and visit.state in {Visit.State.PLANNED, Visit.State.VISITED},
        "may_tell": supervises and visit.state == Visit.State.VISITED,
        "may_cancel": supervises and visit.state in {Visit.State.PLANNED, Visit.State.WAITING},
        "may_allow": visit.state == Visit.State.WAITING and planning.may_allow(visit, request.reach),
        "settings": (TELL_WORKING_DAYS,),
    }  # fmt: skip
    return render(request, "workspace/supervision/visit.html", context)


@staff("GET", "POST", roles=(Role.SUPERVISOR, Role.OFFICE))
def record(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Write a visit down, on the spot."""
    visit = planning.visit_named(uid, request.reach)
    if not may_supervise(request.reach, visit):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    written = "\n".join(one.text for one in visit.findings.order_by("order"))
    form = RecordForm(
        request.POST or None,
        initial={
            "revision": visit.revision, "on": min(visit.on, clock.today()), "findings": written,
            "ways": visit.ways.split("、") if visit.ways else [], "suggestion": visit.suggestion,
            "suggestions": visit.suggestions, "working_days": ANSWER_WORKING_DAYS.value,
        },
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            recording.record_visit(
                visit, on=data["on"], ways=data["ways"], findings=data["findings"].splitlines(),
                suggestion=data["suggestion"], suggestions=data["suggestions"], working_days=data["working_days"],
                revision=data["revision"], actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("走访情况已记下，单位还看不到；核对后反馈。"))
            return see_other(shown.href("supervision_visit", visit.uid))
    title = _("记录走访：%(unit)s") % {"unit": visit.unit}
    context = {
        "crumbs": shown.crumbs((str(visit.unit), shown.href("supervision_visit", visit.uid)), (_("记录走访"), "")),
        "form": form, "title": title, "accept": _("记下"), "back_href": shown.href("supervision_visit", visit.uid),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("POST", roles=(Role.SUPERVISOR, Role.OFFICE))
def act(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Tell the unit, call the visit off, or decide on one beyond the cap."""
    visit = planning.visit_named(uid, request.reach)
    what, words = request.POST.get("act", ""), request.POST.get("words", "")
    seen, actor, now = revision(request), request.reach, clock.now()
    if what == "tell":
        done = _("已反馈给单位，答复期限从今天起算。")
        tried(request, lambda: recording.tell(visit, revision=seen, actor=actor, now=now), done)
    elif what == "cancel":
        tried(
            request, lambda: planning.cancel(visit, why=words, revision=seen, actor=actor, now=now), _("走访已取消。")
        )
    elif what in {"allow", "refuse"}:
        tried(
            request,
            lambda: planning.decide_over(
                visit, agreed=what == "allow", words=words, revision=seen, actor=actor, now=now
            ),
            _("已审批。"),
        )  # fmt: skip
    else:
        messages.error(request, _("请选择要办的事。"))
    return see_other(shown.href("supervision_visit", visit.uid))


@staff("GET", roles=READERS)
def finding(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One finding with its answers, and what one may do about it."""
    return _finding(request, answering.finding_named(uid, request.reach), AnswerForm(), TakeUpForm())


@staff("POST", roles=READERS)
def answer(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The unit answers."""
    found = answering.finding_named(uid, request.reach)
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            answering.answer(
                found, text=data["text"], upload=shown.upload(request, data["file"]), revision=data["revision"],
                actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("答复已收下，等督导组核实。"))
            return see_other(shown.href("supervision_finding", found.uid))
    return _finding(request, found, form, TakeUpForm())


@staff("POST", roles=(Role.SUPERVISOR, Role.OFFICE))
def decide(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A supervisor verifies an answer or sends it back."""
    found = answering.finding_named(uid, request.reach)
    accepted = request.POST.get("act") == "verify"
    tried(
        request,
        lambda: answering.decide(
            found, accepted=accepted, words=request.POST.get("words", ""), revision=revision(request),
            actor=request.reach, now=clock.now(),
        ),
        _("已核实。") if accepted else _("已退回重办。"),
    )  # fmt: skip
    return see_other(shown.href("supervision_finding", found.uid))


@staff("POST", roles=(Role.OFFICE,))
def take_up(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The office puts a finding on the list of problems."""
    found = answering.finding_named(uid, request.reach)
    form = TakeUpForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = answering.take_up(
                found, code=data["code"], wind=data["wind"], revision=data["revision"], actor=request.reach,
                now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(reverse("rectification_problem", kwargs={"uid": made.uid}))
    return _finding(request, found, AnswerForm(), form)


@staff("GET", roles=READERS)
def answer_file(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The evidence of an answer."""
    return shown.download(answering.answer_file(uid, request.reach))


@staff("GET", roles=READERS)
def calendar(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A unit's visits of a year, as far as the reader may know."""
    unit = planning.units_to_look_at(request.reach).filter(uid=uid).first()
    if unit is None:
        raise NotReached(_("没有这个单位，或它不在您的权限范围内。"))
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else clock.today().year
    rows = planning.calendar(request.reach, unit, year=year)
    context = {
        "crumbs": shown.crumbs((_("走访负担"), reverse("supervision_load")), (str(unit), "")), "unit": unit,
        "year": year, "visits": [(one, shown.visit_state(one)) for one in rows],
    }  # fmt: skip
    return render(request, "workspace/supervision/calendar.html", context)


def _finding(request: StaffRequest, found: Finding, form: AnswerForm, take: TakeUpForm) -> HttpResponse:
    for one in (form, take):
        one.initial["revision"] = found.revision
    context = {
        "crumbs": shown.crumbs(
            (str(found.visit.unit), shown.href("supervision_visit", found.visit.uid)), (_("发现的问题"), "")
        ),
        "finding": found, "state": shown.finding_state(found), "form": form, "take": take,
        "answers": list(found.answers.select_related("by__person", "decided_by__person", "file").order_by("number")),
        "late": found.due_on is not None and found.state in answering.UNANSWERED and found.due_on < clock.today(),
        "may_answer": answering.may_answer_now(found, request.reach),
        "may_decide": answering.may_decide(found, request.reach),
        "may_take_up": answering.may_take_up(found, request.reach, clock.today()),
    }  # fmt: skip
    return render(
        request, "workspace/supervision/finding.html", context, status=422 if form.errors or take.errors else 200
    )
