"""What falls due: half-way, one working day before, on the day, overdue climbing level by level, and quarterly reports.

Nothing is stored or sent: the desk asks each time, so a reminder is gone once the work is recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core.calendar import add_working_days
from huiyin.organisation.access import Reach, in_force
from huiyin.organisation.models import Grant, Holding, Role
from huiyin.organisation.paths import ancestors
from huiyin.organisation.posts import held_on
from huiyin.rectification.models import Measure
from huiyin.rectification.queries import climbs, lateness
from huiyin.rectification.states import WORKING
from huiyin.rectification.terms import CLIMB_WORKING_DAYS, LONG_REPORT_DAYS

DOERS = (Role.CLERK, Role.HEAD)


class Kind(StrEnum):
    """Why somebody is reminded."""

    HALF_WAY = "half_way"
    DAY_BEFORE = "day_before"
    DUE = "due"
    OVERDUE = "overdue"
    REPORT = "report"


@dataclass(frozen=True)
class Reminder:
    """One measure, why, how far it has climbed (1 the unit itself), and the sentence to show."""

    measure: Measure
    kind: Kind
    level: int
    sentence: str


def todo(actor: Reach, today: date) -> list[Reminder]:
    """Everything this person is reminded of today, the latest first."""
    tomorrow = add_working_days(today, 1)
    found = {measure.pk: _own(measure, today, tomorrow) for measure in _answered_for(actor, today)}
    reminders = [reminder for reminder in found.values() if reminder is not None]
    reminders += [reminder for reminder in _climbed(actor, today) if reminder.measure.pk not in found]
    return sorted(reminders, key=lambda r: (r.measure.due_on or date.max, r.measure.code))


def _working() -> QuerySet[Measure]:
    return (
        Measure.objects.filter(state__in=WORKING)
        .select_related("unit", "campaign")
        .annotate(last_progress=Max("progress__on"))
    )


def _answered_for(actor: Reach, today: date) -> list[Measure]:
    """Level 1: measures of the posts the actor holds, and of the units whose nearest clerk or head the actor is."""
    paths = [right.path for right in actor.rights if right.role in DOERS]
    posts = Holding.objects.filter(held_on(today), person=actor.account.person_id).values("post")
    # A unit below with a clerk or head of its own is theirs; without one it falls to the nearest above.
    own = Grant.objects.filter(in_force(today), role__in=DOERS, unit=OuterRef("unit"))
    within = Q(actor.within(DOERS), ~Exists(own)) | Q(unit__path__in=paths)
    rows = list(_working().filter(within | Q(post__in=posts)))
    held = set(Holding.objects.filter(held_on(today), person=actor.account.person_id).values_list("post", flat=True))
    nearest = _nearest(rows, DOERS, today)
    return [row for row in rows if row.post_id in held or nearest[row.pk][0] in paths]


def _climbed(actor: Reach, today: date) -> list[Reminder]:
    """Level 2 and up: what is so late that it has reached an office of the actor's."""
    paths = {right.path for right in actor.rights if right.role == Role.OFFICE}
    if not paths:
        return []
    # Fewer working days than calendar days: the coarse limit lets the database leave out what is in time.
    latest = today - timedelta(days=CLIMB_WORKING_DAYS.value)
    rows = list(_working().filter(actor.within((Role.OFFICE,)), due_on__lte=latest))
    dues = [row.due_on for row in rows]
    offices = _nearest(rows, (Role.OFFICE,), today)
    made = []
    for row, level, late in zip(rows, climbs(dues, today), lateness(dues, today), strict=True):
        above = [path for path in offices[row.pk] if path != row.unit.path] or offices[row.pk]
        if paths.intersection(above[: level - 1]):
            made.append(Reminder(row, Kind.OVERDUE, level, _late_sentence(row, late, level)))
    return made


def _nearest(rows: Iterable[Measure], roles: Iterable[str], today: date) -> dict[int, list[str]]:
    """For each measure the paths, nearest first, on which somebody holds one of the roles; never empty of its own unit."""
    rows = list(rows)
    steps = {path for row in rows for path in ancestors(row.unit.path)}
    grants = Grant.objects.filter(in_force(today), role__in=list(roles))
    direct = grants.filter(unit__path__in=steps).values_list("unit__path", flat=True)
    by_team = grants.filter(team__covers__path__in=steps).values_list("team__covers__path", flat=True)
    held = set(direct) | set(by_team)
    return {
        row.pk: [path for path in reversed(ancestors(row.unit.path)) if path in held] or [row.unit.path] for row in rows
    }


def _own(measure: Measure, today: date, tomorrow: date) -> Reminder | None:
    """What the doer is told of one measure today; nothing when nothing is near."""
    due, last = measure.due_on, _last_progress(measure)
    if due is not None and due < today:
        (late,), (level,) = lateness([due], today), climbs([due], today)
        return Reminder(measure, Kind.OVERDUE, level, _late_sentence(measure, late, level))
    words = {"code": measure.code, "text": measure.statement[:40]}
    if due == today:
        return Reminder(measure, Kind.DUE, 1, _("今天到期：%(code)s %(text)s") % words)
    if due is not None and due <= tomorrow:
        return Reminder(measure, Kind.DAY_BEFORE, 1, _("下一个工作日到期：%(code)s %(text)s") % words)
    if measure.term == Measure.Term.LONG:
        if today - (last or measure.begins_on) >= timedelta(days=LONG_REPORT_DAYS.value):
            return Reminder(measure, Kind.REPORT, 1, _("该回报进展了（每季度一次）：%(code)s %(text)s") % words)
        return None
    half = measure.begins_on + (due - measure.begins_on) / 2 if due is not None else None
    if half is not None and half <= today and (last is None or last < half):
        return Reminder(measure, Kind.HALF_WAY, 1, _("时间过半，还没有登记进展：%(code)s %(text)s") % words)
    return None


def _last_progress(measure: Measure) -> date | None:
    """As annotated by _working."""
    found: date | None = measure.__dict__["last_progress"]
    return found


def _late_sentence(measure: Measure, late: int, level: int) -> str:
    words = {"code": measure.code, "text": measure.statement[:40], "late": late, "unit": measure.unit.name}
    if level < 2:
        return _("超期 %(late)d 个工作日：%(code)s %(text)s") % words
    return _("“%(unit)s”超期 %(late)d 个工作日，已提醒上级：%(code)s %(text)s") % words
