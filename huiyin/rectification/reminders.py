"""What falls due: half-way, one working day before, on the day, overdue climbing level by level, and quarterly reports.

Nothing is stored or sent: the desk asks each time, so a reminder is gone once the work is recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from huiyin.core.calendar import add_working_days
from huiyin.core.dates import date_or_dash
from huiyin.core.due import Nearing, lateness, nearing
from huiyin.organisation.access import Reach, in_force
from huiyin.organisation.duty import answered_for, duty_along
from huiyin.organisation.models import Grant, Holding, Role
from huiyin.organisation.posts import held_on
from huiyin.rectification.models import Measure
from huiyin.rectification.queries import climbs, within_reach
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
    return first(actor, today)[0]


def first(actor: Reach, today: date, *, most: int | None = None) -> tuple[list[Reminder], int]:
    """The same; of what climbed up from below the `most` overdue ones, and how many more there are."""
    tomorrow = add_working_days(today, 1)
    found = {measure.pk: _own(measure, today, tomorrow) for measure in _answered_for(actor, today)}
    reminders = [reminder for reminder in found.values() if reminder is not None]
    climbed = [late for late in _climbed(actor, today) if late.pk not in found]
    shown = sorted(climbed, key=lambda late: (late.due_on, late.code))[:most]
    measures = Measure.objects.select_related("unit", "campaign").in_bulk([late.pk for late in shown])
    reminders += [
        Reminder(measures[each.pk], Kind.OVERDUE, each.level, _late_sentence(measures[each.pk], each.late, each.level))
        for each in shown
    ]
    return sorted(reminders, key=lambda r: (r.measure.due_on or date.max, r.measure.code)), len(climbed) - len(shown)


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
    for_it = Q(campaign__isnull=True) | Q(campaign=OuterRef("campaign__uid"))
    own = Grant.objects.filter(in_force(today), for_it, role__in=DOERS, unit=OuterRef("unit"))
    within = within_reach(actor, DOERS) & (~Exists(own) | Q(unit__path__in=paths))
    rows = list(_working().filter(within | Q(post__in=posts)))
    held = set(Holding.objects.filter(held_on(today), person=actor.account.person_id).values_list("post", flat=True))
    mine = answered_for(actor, DOERS, ((row.unit.path, row.campaign.uid) for row in rows), today=today)
    return [row for row in rows if row.post_id in held or (row.unit.path, row.campaign.uid) in mine]


@dataclass(frozen=True, slots=True)
class _Late:
    """A measure by its key, how many working days it is late, and how far it has climbed."""

    pk: int
    code: str
    due_on: date
    late: int
    level: int


def _climbed(actor: Reach, today: date) -> list[_Late]:
    """Level 2 and up: what is so late that it has reached an office of the actor's. At the top that may be thousands."""
    mine = {(right.path, right.campaign) for right in actor.rights if right.role == Role.OFFICE}
    if not mine:
        return []
    # Fewer working days than calendar days: the coarse limit lets the database leave out what is in time.
    latest = today - timedelta(days=CLIMB_WORKING_DAYS.value)
    rows = list(
        Measure.objects.filter(within_reach(actor, (Role.OFFICE,)), state__in=WORKING, due_on__lte=latest).values_list(
            "pk", "code", "due_on", "unit__path", "campaign__uid"
        )
    )
    dues = [due for _pk, _code, due, _path, _campaign in rows]
    duty = duty_along({path for _pk, _code, _due, path, _campaign in rows}, (Role.OFFICE,), today=today)
    made = []
    for (pk, code, due, path, campaign), level, late in zip(
        rows, climbs(dues, today), lateness(dues, today), strict=True
    ):
        offices = duty.nearest_first(path, campaign) or [path]
        above = [step for step in offices if step != path] or offices
        if due is not None and mine & _keys(campaign, above[: level - 1]):
            made.append(_Late(pk, code, due, late, level))
    return made


def _keys(campaign: UUID, paths: Iterable[str]) -> set[tuple[str, UUID | None]]:
    """(path, campaign) of the rights that count for a measure at some paths: those for all campaigns and for its own."""
    return {(path, of) for path in paths for of in (None, campaign)}


def _own(measure: Measure, today: date, tomorrow: date) -> Reminder | None:
    """What the doer is told of one measure today; nothing when nothing is near."""
    due, last = measure.due_on, _last_progress(measure)
    near = nearing(due, begins_on=measure.begins_on, touched_on=last, today=today, tomorrow=tomorrow)
    words = {"code": measure.code, "text": Truncator(measure.statement).chars(40)}
    match near:
        case Nearing.OVERDUE:
            (late,), (level,) = lateness([due], today), climbs([due], today)
            return Reminder(measure, Kind.OVERDUE, level, _late_sentence(measure, late, level))
        case Nearing.DUE:
            return Reminder(measure, Kind.DUE, 1, _("今天到期：%(code)s %(text)s") % words)
        case Nearing.DAY_BEFORE:
            if due == tomorrow:
                return Reminder(measure, Kind.DAY_BEFORE, 1, _("下一个工作日到期：%(code)s %(text)s") % words)
            # Due on a day off: the next working day would be too late.
            text = _("%(due)s到期，那天不上班，请提前办好：%(code)s %(text)s")
            return Reminder(measure, Kind.DAY_BEFORE, 1, text % {**words, "due": date_or_dash(due)})
    if measure.term == Measure.Term.LONG:
        if today - (last or measure.begins_on) >= timedelta(days=LONG_REPORT_DAYS.value):
            return Reminder(measure, Kind.REPORT, 1, _("该回报进展了（每季度一次）：%(code)s %(text)s") % words)
        return None
    if near == Nearing.HALF_WAY:
        text = _("时间过半，还没有登记进展：%(code)s %(text)s")
        if last is not None:
            text = _("时间过半，%(last)s以后没有再登记进展：%(code)s %(text)s")
        return Reminder(measure, Kind.HALF_WAY, 1, text % {**words, "last": date_or_dash(last)})
    return None


def _last_progress(measure: Measure) -> date | None:
    """As annotated by _working."""
    found: date | None = measure.__dict__["last_progress"]
    return found


def _late_sentence(measure: Measure, late: int, level: int) -> str:
    words = {
        "code": measure.code,
        "text": Truncator(measure.statement).chars(40),
        "late": late,
        "unit": measure.unit.name,
    }
    if level < 2:
        return _("超期 %(late)d 个工作日：%(code)s %(text)s") % words
    return _("“%(unit)s”超期 %(late)d 个工作日，已提醒上级：%(code)s %(text)s") % words
