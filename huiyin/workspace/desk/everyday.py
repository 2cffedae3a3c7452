"""What waits for one person from everyday work: meetings, supervision, service, regulations, what the level above asks."""

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from huiyin.burden.objecting import waiting_for as objections_to_answer
from huiyin.commitments.queries import mine as commitments_owed
from huiyin.directives.queries import waiting as directives_waiting
from huiyin.gatherings import material_reads, meeting_reads
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role
from huiyin.regulating.queries import due as regulations_due
from huiyin.regulating.queries import to_read as regulations_to_read
from huiyin.service import standards
from huiyin.service.promise_reads import waiting as promises_waiting
from huiyin.special.inbox import waiting as special_waiting
from huiyin.supervision.inbox import waiting as supervision_waiting
from huiyin.workspace.desk.waiting import MOST, Todo


def gathering(reach: Reach, today: date) -> list[Todo]:
    """Materials that wait for one's own pass, reports on life meetings that are due."""
    kind = _("民主生活会")
    todos = [
        Todo(_("审阅对照检查材料：%(m)s") % {"m": one}, reverse("gatherings_material", kwargs={"uid": one.uid}), kind)
        for one in material_reads.waiting(reach, today)
    ]
    words = {"notice": _("会前报告上级：%(m)s"), "report": _("会后报告上级：%(m)s")}
    return todos + [
        Todo(
            words[one.what] % {"m": one.meeting},
            reverse("gatherings_meeting", kwargs={"uid": one.meeting.uid}),
            kind,
            one.due_on,
        )
        for one in meeting_reads.deadlines(reach)[:MOST]
    ]


def relieving(reach: Reach, today: date) -> list[Todo]:
    """Objections of units to requests from above, for the level above the asker."""
    if not reach.is_one_of(Role.OFFICE, Role.HEAD):
        return []
    return [
        Todo(
            _("答复异议：%(u)s对《%(f)s》") % {"u": o.unit.name, "f": o.form.name},
            reverse("burden_objection", kwargs={"uid": o.uid}), _("减负"), o.due_on,
        )
        for o in objections_to_answer(reach)[:MOST]
    ]  # fmt: skip


def supervising(reach: Reach, today: date) -> list[Todo]:
    """Visits to make and to tell of, findings to answer and to verify, matters followed up, circulars to release."""
    return [
        Todo(one.sentence, reverse(f"supervision_{one.kind}", kwargs={"uid": one.uid}), _("督导检查"), one.due_on)
        for one in supervision_waiting(reach, today)
    ]


def serving(reach: Reach, today: date) -> list[Todo]:
    """What was promised to people: to do while it is open, then to tell them."""
    found = []
    for row in promises_waiting(reach)[:MOST]:
        said = _("答应的事：%(matter)s") if row.state == "open" else _("告知本人：%(matter)s")
        href = reverse("service_promise", kwargs={"uid": row.uid})
        found.append(
            Todo(said % {"matter": row.matter}, href, _("联系服务"), row.due_on if row.state == "open" else None)
        )
    return found


def reviewing(reach: Reach, today: date) -> list[Todo]:
    """Service standards to be read again, and pilots to be evaluated: extended, changed or stopped."""
    found = [
        Todo(_("复核标准：%(name)s") % {"name": f"{row.series} {row.line}"[:60]}, _entry_href("service_standards", row.entry),
             _("岗位职责"), row.review_on)
        for row in standards.to_review(reach, today, MOST)
    ]  # fmt: skip
    return found + [
        Todo(
            _("评估试点：%(name)s") % {"name": row.name[:60]},
            reverse("service_pilot", kwargs={"uid": row.entry}),
            _("试点"),
            row.evaluate_by,
        )
        for row in standards.to_evaluate(reach, today, MOST)
    ]


def _entry_href(book: str, entry: UUID) -> str:
    return reverse("ledgers_entry", kwargs={"code": book, "uid": entry})


def committing(reach: Reach, today: date) -> list[Todo]:
    """Commitments and declarations one owes and has not handed in."""
    return [
        Todo(row.call.title, reverse("commitments_own", kwargs={"uid": row.uid}), _("承诺与报告"), row.call.due_on)
        for row in commitments_owed(reach, today).filter(handed_on__isnull=True)[:MOST]
    ]


def regulating(reach: Reach, today: date) -> list[Todo]:
    """Regulations in work, and those whose review has come."""
    found = []
    for row in regulations_due(reach, today, MOST):
        said = _("修订制定：%(name)s") if row.state == "working" else _("到期复查：%(name)s")
        href = reverse("regulating_rule", kwargs={"uid": row.uid})
        found.append(Todo(said % {"name": row.name}, href, _("制度废改立"), row.due_on or row.review_on))
    return found


def measuring(reach: Reach, today: date) -> list[Todo]:
    """Indicators of special rectification with nothing new for some time."""
    return [
        Todo(
            _("登记现值：%(name)s（%(theme)s）") % {"name": row.name, "theme": row.theme.name},
            reverse("special_indicator", kwargs={"uid": row.uid}),
            _("专项整治"),
        )
        for row in special_waiting(reach, today, MOST)
    ]


def carrying_out(reach: Reach, today: date) -> list[Todo]:
    """Documents from above whose day comes with nothing done about them."""
    return [
        Todo(
            _("落实来文：%(title)s") % {"title": Truncator(row.title).chars(40)},
            reverse("directives_one", kwargs={"uid": row.entry}),
            _("来文落实"),
            row.due_on,
        )
        for row in directives_waiting(reach, today, MOST)
    ]


def reading(reach: Reach, today: date) -> list[Todo]:
    """Regulations one is asked to read; there is no day by which."""
    return [
        Todo(
            _("阅读制度：%(name)s") % {"name": row.text.rule.name},
            reverse("regulating_readers", kwargs={"uid": row.text.rule.uid}),
            _("制度废改立"),
            None,
        )
        for row in regulations_to_read(reach)[:MOST]
    ]
