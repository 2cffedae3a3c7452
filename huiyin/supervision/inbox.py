"""What waits for one person in supervision, and what is late and climbs level by level. Nothing is stored or sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from huiyin.core.calendar import subtract_working_days
from huiyin.core.due import climbed, lateness
from huiyin.organisation.access import Reach
from huiyin.organisation.duty import answered_for, duty_along
from huiyin.organisation.models import Role
from huiyin.organisation.paths import ancestors
from huiyin.supervision import answering, circulars, following, planning
from huiyin.supervision.models import Circular, Finding, FollowUp, Visit
from huiyin.supervision.rights import SUPERVISORS, UNIT_SIDE, may_supervise, visible
from huiyin.supervision.terms import TELL_WORKING_DAYS

MOST = 20


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: the sentence, which page it opens (by a word and a uid), by when."""

    sentence: str
    kind: str
    uid: UUID
    due_on: date | None = None


@dataclass(frozen=True)
class _Owed:
    """What a unit owes by a day."""

    text: str
    kind: str
    uid: UUID
    due_on: date
    path: str
    unit: str
    campaign: UUID | None


def waiting(actor: Reach, today: date) -> list[Waiting]:
    """Everything of supervision that waits for this person today."""
    found = _owed_by_units(actor, today)
    if actor.is_one_of(*SUPERVISORS):
        found += _to_visit_and_tell(actor, today)
        found += _to_verify(actor)
    if actor.is_one_of(Role.OFFICE, Role.HEAD):
        found += [
            Waiting(_("印发通报：%(t)s") % {"t": one.title}, "circular", one.uid)
            for one in circulars.circulars(actor).filter(state=Circular.State.DRAFT)[:MOST]
            if circulars.may_release(one, actor)
        ]
    if actor.is_one_of(Role.OFFICE):
        found += [
            Waiting(_("审批超出次数的走访：%(u)s") % {"u": one.unit}, "visit", one.uid, one.on)
            for one in planning.to_allow(actor)[:MOST]
        ]
        found += [
            Waiting(
                _("审核督办结果：%(t)s（%(u)s）") % {"t": one.title, "u": one.unit}, "follow_up", one.uid, one.due_on
            )
            for one in following.follow_ups(actor).filter(state=FollowUp.State.REPORTED)[:MOST]
            if following.may_decide(one, actor)
        ]
    return found


def _owed_by_units(actor: Reach, today: date) -> list[Waiting]:
    """The unit's own side first; what is late climbs to the offices above it, a level each five working days."""
    owed = _owed(actor)
    places = [(one.path, one.campaign or UUID(int=0)) for one in owed]
    mine = answered_for(actor, UNIT_SIDE, places, today=today) if owed else set()
    late = dict(zip(owed, lateness([one.due_on for one in owed], today), strict=True))
    duty = duty_along({one.path for one in owed if late[one]}, (Role.OFFICE,), today=today)
    offices = {right.path for right in actor.rights if right.role == Role.OFFICE}
    found = []
    for one, place in zip(owed, places, strict=True):
        words = {"t": Truncator(one.text).chars(40), "u": one.unit, "n": late[one]}
        if place in mine:
            text = _("超期 %(n)d 个工作日：%(t)s（%(u)s）") if late[one] else _("%(t)s（%(u)s）")
            found.append(Waiting(text % words, one.kind, one.uid, one.due_on))
        elif climbed(late[one]) > 1:
            held = duty.nearest_first(one.path, place[1])
            above = [step for step in held if step != one.path] or held or ancestors(one.path)[:1]
            if offices.intersection(above[: climbed(late[one]) - 1]):
                text = _("“%(u)s”超期 %(n)d 个工作日，已提醒上级：%(t)s")
                found.append(Waiting(text % words, one.kind, one.uid, one.due_on))
    return found


def _owed(actor: Reach) -> list[_Owed]:
    findings: Iterable[Finding] = answering.findings(actor).filter(
        actor.within((*UNIT_SIDE, Role.OFFICE), "visit__unit__path", campaign="visit__plan__campaign"),
        state__in=answering.UNANSWERED,
    )
    matters: Iterable[FollowUp] = following.follow_ups(actor).filter(
        actor.within((*UNIT_SIDE, Role.OFFICE), "unit__path", campaign="campaign"), state=FollowUp.State.OPEN
    )
    return [
        _Owed(
            _("答复督导发现：%(t)s") % {"t": one.text}, "finding", one.uid, one.due_on, one.visit.unit.path,
            str(one.visit.unit), one.visit.campaign,
        )
        for one in findings
        if one.due_on is not None
    ] + [
        _Owed(
            _("办理督办事项：%(t)s") % {"t": one.title}, "follow_up", one.uid, one.due_on, one.unit.path,
            str(one.unit), one.campaign,
        )
        for one in matters
    ]  # fmt: skip


def _to_visit_and_tell(actor: Reach, today: date) -> list[Waiting]:
    """A visit in the coming week, one to be written down, and one whose unit still waits to be told."""
    rows: Sequence[Visit] = list(
        planning.visits(actor).filter(
            state__in=(Visit.State.PLANNED, Visit.State.VISITED), on__lte=today + timedelta(days=7)
        )[: MOST * 2]
    )
    tell_by = subtract_working_days(today, TELL_WORKING_DAYS.value)
    found = []
    for one in rows:
        if not may_supervise(actor, one):
            continue
        words = {"u": one.unit, "m": one.get_method_display()}
        if one.state == Visit.State.PLANNED:
            text = (
                _("走访“%(u)s”（%(m)s）") if one.on >= today else _("补记走访“%(u)s”（%(m)s）的情况，或写明为什么没去")
            )
        elif one.on < tell_by:
            text = _("走访“%(u)s”已过反馈期限，请尽快反馈")
        else:
            text = _("向“%(u)s”反馈走访情况（%(m)s）")
        found.append(Waiting(text % words, "visit", one.uid, one.on))
    return found


def _to_verify(actor: Reach) -> list[Waiting]:
    rows = Finding.objects.filter(
        visible(actor, "visit__"), state=Finding.State.ANSWERED, visit__state=Visit.State.TOLD
    ).select_related("visit__plan", "visit__team__unit", "visit__unit")
    return [
        Waiting(
            _("核实“%(u)s”的答复：%(t)s") % {"u": one.visit.unit, "t": Truncator(one.text).chars(40)},
            "finding",
            one.uid,
        )
        for one in rows[:MOST]
        if may_supervise(actor, one.visit)
    ]
