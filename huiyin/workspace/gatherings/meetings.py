"""专题民主生活会: prepared, its gates, a superior's waiver, opened, concluded, what was promised, reported, told."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.gatherings import gates, meeting_reads, meetings
from huiyin.gatherings.models import LifeMeeting
from huiyin.gatherings.rights import is_member, nothing, runs
from huiyin.gatherings.terms import NOTICE_DAYS, REPORT_DAYS
from huiyin.workspace.acts import chosen, revision, tried
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.gatherings import shown
from huiyin.workspace.gatherings.doors import office_of
from huiyin.workspace.gatherings.forms import ConcludeForm, NoteForm, OnForm, OpenForm, PrepareForm
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.rectification.views.common import look

DATED = {"notice": meetings.notice, "report": meetings.report_back, "circulate": meetings.circulate}


@staff("GET", "POST")
def prepare(request: StaffRequest, *, uid: UUID, unit: UUID) -> HttpResponse:
    """A meeting to come."""
    campaign, of = office_of(request, uid, unit)
    form = bound(PrepareForm, request, initial={"name": _("%(unit)s领导班子专题民主生活会") % {"unit": of}})
    made = done(
        request,
        form,
        lambda: meetings.prepare(
            campaign, of, name=form.cleaned_data["name"], theme=form.cleaned_data["theme"],
            on=form.cleaned_data["on"], actor=request.reach, now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        return see_other(shown.href("gatherings_meeting", made.uid))
    context = {
        "crumbs": shown.crumbs((_("筹备专题民主生活会"), "")), "form": form, "accept": _("筹备"),
        "title": _("筹备专题民主生活会：%(unit)s") % {"unit": of.name}, "back_href": shown.crumbs()[0][1],
        "lead": _("应到的是那一天在任的班子成员。三个条件都具备了才能开会。"),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The meeting, opening with where the last one's promises stand."""
    found = meeting_reads.meeting_seen(uid, request.reach, clock.today())
    return _page(request, found)


@staff("POST")
def gate(request: StaffRequest, *, uid: UUID, gate: str) -> HttpResponse:
    """The office ticks a gate with a note."""
    found = _run(request, uid)
    return _act(
        request, found, NoteForm,
        lambda form: gates.tick(found, gate, note=form.cleaned_data["note"], actor=request.reach, now=clock.now()),
        _("已确认这个条件。"),
    )  # fmt: skip


@staff("POST")
def waive(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A superior lets the meeting open though a gate does not hold."""
    found = meeting_reads.meeting_seen(uid, request.reach, clock.today())
    return _act(
        request, found, NoteForm,
        lambda form: gates.waive(found, reason=form.cleaned_data["note"], actor=request.reach, now=clock.now()),
        _("特批已登记，姓名、理由和日期会写进报告。"),
    )  # fmt: skip


@staff("GET", "POST")
def opened(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The meeting was opened: who was there."""
    found = _run(request, uid)
    expected = [one.person for one in meeting_reads.expected_of(found)]
    initial = {"seen": found.revision, "on": found.on, "host": str(expected[0].uid) if expected else ""}
    form = bound(OpenForm, request, expected=expected, initial=initial)
    made = done(
        request,
        form,
        lambda: meetings.open_meeting(
            found, on=form.cleaned_data["on"], host=form.chair(), absent=form.absent(), actor=request.reach,
            now=clock.now(), revision=form.revision,
        ),
    )  # fmt: skip
    here = shown.href("gatherings_meeting", found.uid)
    if made is not None:
        messages.success(request, _("已登记召开，记入会议台账。"))
        return see_other(here)
    context = {
        "crumbs": shown.crumbs((str(found), here), (_("召开"), "")), "form": form, "title": _("召开：%(m)s") % {"m": found},
        "accept": _("登记召开"), "back_href": here,
        "lead": _("应到 %(n)d 人，三分之二以上到会才能开。") % {"n": len(expected)},
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("POST")
def conclude(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """What was decided."""
    found = _run(request, uid)
    return _act(
        request, found, ConcludeForm,
        lambda form: meetings.conclude(
            found, resolution=form.cleaned_data["resolution"], speakers=form.cleaned_data["speakers"],
            revision=form.revision, actor=request.reach, now=clock.now(),
        ),
        _("会议决定已登记。"),
    )  # fmt: skip


@staff("POST")
def promise(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """List measures that came out of the meeting."""
    found = _run(request, uid)
    tried(
        request,
        lambda: meetings.promise(
            found,
            meeting_reads.measures_named(found, chosen(request, "measure")),
            actor=request.reach,
            now=clock.now(),
        ),
        _("已列入。下次会议先报这些措施的办理情况。"),
    )
    return see_other(shown.href("gatherings_meeting", found.uid))


@staff("POST")
def dated(request: StaffRequest, *, uid: UUID, what: str) -> HttpResponse:
    """Told before, reported after, circulated: each on a day."""
    found, verb = _run(request, uid), DATED.get(what)
    if verb is None:
        raise nothing()
    return _act(
        request, found, OnForm,
        lambda form: verb(
            found, on=form.cleaned_data["on"], revision=form.revision, actor=request.reach, now=clock.now()
        ),
        _("已登记。"),
    )  # fmt: skip


@staff("POST")
def call_off(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A meeting that will not be held."""
    found = _run(request, uid)
    tried(
        request,
        lambda: meetings.call_off(found, revision=revision(request), actor=request.reach, now=clock.now()),
        _("已取消。"),
    )
    return see_other(shown.href("gatherings_meeting", found.uid))


def _run(request: StaffRequest, uid: UUID) -> LifeMeeting:
    """A meeting whose office one is."""
    found = meeting_reads.meeting_seen(uid, request.reach, clock.today())
    if not runs(request.reach, found.unit, found.campaign):
        raise nothing()
    return found


def _act(
    request: StaffRequest, meeting: LifeMeeting, kind: type[NoteForm] | type[OnForm] | type[ConcludeForm],
    act: Callable[[NoteForm | OnForm | ConcludeForm], object], told: str,
) -> HttpResponse:  # fmt: skip
    """A form of the meeting's page sent: done, or the sentence that says why not."""
    form = kind(request.POST, actor=request.reach)
    if form.is_valid():
        tried(request, lambda: act(form), told)
    else:
        for errors in form.errors.values():
            messages.error(request, "；".join(str(error) for error in errors))
    return see_other(shown.href("gatherings_meeting", meeting.uid))


def _page(request: StaffRequest, meeting: LifeMeeting) -> HttpResponse:
    today, office = clock.today(), runs(request.reach, meeting.unit, meeting.campaign)
    last, promises = meeting_reads.last_promises(meeting)
    preparing, was_held = meeting.state == LifeMeeting.State.PREPARING, meeting.state == LifeMeeting.State.OPENED
    expected = meeting_reads.expected_of(meeting)
    standing = gates.gates(meeting)
    inside = office or is_member(request.reach, meeting.unit, today)
    day = {"on": today, "seen": meeting.revision}
    context = {
        "crumbs": shown.crumbs((str(meeting), "")), "meeting": meeting, "state": shown.meeting_state(meeting),
        "runs": office, "inside": inside, "preparing": preparing, "was_held": was_held,
        "gates": standing, "all_hold": all(one.holds for one in standing),
        "waiver": meeting_reads.waiver_of(meeting), "may_waive": preparing and gates.may_waive(meeting, request.reach),
        "last": last, "last_href": shown.href("gatherings_meeting", last.uid) if last else "",
        "last_promises": [(one, look(one)) for one in promises],
        "promises": [(one, look(one)) for one in meeting_reads.promised(meeting)],
        "to_promise": meeting_reads.may_be_promised(meeting) if office and was_held else [],
        "expected": expected, "present": [one for one in expected if one.present],
        "absent": [one for one in expected if one.present is False],
        "notice_due": meeting_reads.notice_due(meeting), "settings": (NOTICE_DAYS, REPORT_DAYS),
        "note_form": NoteForm(actor=request.reach), "day_form": OnForm(actor=request.reach, initial=day),
        "conclude_form": ConcludeForm(
            actor=request.reach,
            initial={"seen": meeting.revision, "resolution": meeting.resolution},
        ),
        "today": today,
    }  # fmt: skip
    return render(request, "workspace/gatherings/meeting.html", context)
