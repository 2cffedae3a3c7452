"""Which actions of a plan fall due: half-way, one working day before, on the day, and overdue climbing level by level.

Nothing is stored or sent: the desk asks each time, so a reminder is gone once the unit has marked what it did. Many units
behind one action make one line: an office is told how many, and opens the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.marking import DOERS, OPEN_STATES
from huiyin.campaigns.matrix import FINISHED
from huiyin.campaigns.models import Action, Mark, Participation
from huiyin.core.calendar import add_working_days
from huiyin.core.dates import date_or_dash
from huiyin.core.due import CLIMB_WORKING_DAYS, Nearing, climbed, lateness, nearing
from huiyin.organisation.access import Reach, in_force
from huiyin.organisation.duty import Duty, Held, answered_for, duty_around
from huiyin.organisation.models import Grant, Role, Unit

Place = tuple[int, int]  # keys of an action and of a unit


@dataclass(frozen=True)
class Reminder:
    """One action, why, how far it has climbed (1 the unit itself), and the units it concerns: one of them, and how many."""

    action: Action
    kind: Nearing
    level: int
    unit: Unit
    units: int
    sentence: str


class _Offices:
    """Which offices hear of a unit's lateness, nearest first; the way up is looked for once a unit."""

    def __init__(self, duty: Duty) -> None:
        self._duty = duty
        self._ways: dict[tuple[str, UUID], list[str]] = {}

    def told(self, path: str, campaign: UUID, level: int) -> set[Held]:
        """Those that something climbed to `level` has reached; a unit's own office only where there is no other."""
        ways = self._ways.get((path, campaign))
        if ways is None:
            held = self._duty.nearest_first(path, campaign)
            ways = self._ways[path, campaign] = [step for step in held if step != path] or held
        return {(step, of) for step in ways[: level - 1] for of in (None, campaign)}


def todo(actor: Reach, today: date) -> list[Reminder]:
    """Everything this person is reminded of today, the latest first."""
    own, known = _own(actor, today)
    found = [*own, *_climbed(actor, today, known)]
    return sorted(found, key=lambda one: (one.action.must_end_on or date.max, one.action.order, one.kind))


def _own(actor: Reach, today: date) -> tuple[list[Reminder], set[Place]]:
    """Level 1: what the units whose nearest clerk or head the actor is have still to do; and the cells that covers."""
    parts = _answered_for(actor, today)
    tomorrow = add_working_days(today, 1)
    near = [action for action in _actions({part.campaign_id for part in parts}) if _is_near(action, today, tomorrow)]
    states = {
        (row["action"], row["unit"]): row["state"]
        for row in Mark.objects.filter(
            current=True, action__in=[action.pk for action in near], unit__in={part.unit_id for part in parts}
        ).values("action", "unit", "state")
    }
    made: list[Reminder] = []
    known: set[Place] = set()
    for action in near:
        kinds: dict[Nearing, list[Unit]] = {}
        for part in parts:
            state = states.get((action.pk, part.unit_id), Mark.State.NOT_STARTED)
            if part.campaign_id != action.campaign_id or state in FINISHED:
                continue
            known.add((action.pk, part.unit_id))
            # Begun is touched: half-way is for what nobody has begun.
            touched = today if state == Mark.State.RUNNING else None
            kind = _kind(action, touched, today, tomorrow)
            if kind is not None:
                kinds.setdefault(kind, []).append(part.unit)
        made += [_reminder(action, kind, units, actor, today, tomorrow) for kind, units in kinds.items()]
    return made, known


def _answered_for(actor: Reach, today: date) -> list[Participation]:
    """The participants whose nearest clerk or head the actor is."""
    paths = [right.path for right in actor.rights if right.role in DOERS]
    if not paths:
        return []
    # A unit below with a clerk or head of its own is theirs: the database leaves most of a large subtree out.
    for_it = Q(campaign__isnull=True) | Q(campaign=OuterRef("campaign__uid"))
    own = Grant.objects.filter(in_force(today), for_it, role__in=DOERS, unit=OuterRef("unit"))
    parts = list(
        Participation.objects.filter(
            actor.within(DOERS, campaign="campaign__uid"), ~Exists(own) | Q(unit__path__in=paths),
            until__isnull=True, campaign__state__in=OPEN_STATES,
        ).select_related("unit", "campaign")
    )  # fmt: skip
    mine = answered_for(actor, DOERS, ((part.unit.path, part.campaign.uid) for part in parts), today=today)
    return [part for part in parts if (part.unit.path, part.campaign.uid) in mine]


def _climbed(actor: Reach, today: date, known: set[Place]) -> list[Reminder]:
    """Level 2 and up: what is so late that it has reached an office of the actor's; one line an action."""
    mine = {(right.path, right.campaign) for right in actor.rights if right.role == Role.OFFICE}
    if not mine:
        return []
    reached = Participation.objects.filter(
        actor.within((Role.OFFICE,), campaign="campaign__uid"), until__isnull=True, campaign__state__in=OPEN_STATES
    )
    # Fewer working days than calendar days: what is in time by the coarse limit is left out before the calendar is asked.
    limit = today - timedelta(days=CLIMB_WORKING_DAYS)
    late = [
        action
        for action in _actions(reached.order_by().values_list("campaign", flat=True).distinct())
        if action.must_end_on is not None and action.must_end_on <= limit
    ]
    by_key = {action.pk: action for action in late}
    days = dict(zip(by_key, lateness([action.must_end_on for action in late], today), strict=True))
    offices = _Offices(duty_around(sorted({path for path, _campaign in mine}), (Role.OFFICE,), today=today))
    found: dict[int, list[int]] = {}
    for key, unit, path in _open_cells(reached, by_key) if late else ():
        told = offices.told(path, by_key[key].campaign.uid, climbed(days[key]))
        if (key, unit) not in known and mine & told:
            found.setdefault(key, []).append(unit)
    names = Unit.objects.in_bulk({units[0] for units in found.values()})
    return [
        _told(by_key[key], climbed(days[key]), names[units[0]], len(units), days[key]) for key, units in found.items()
    ]


def _open_cells(reached: QuerySet[Participation], actions: Iterable[int]) -> Iterable[tuple[int, int, str]]:
    """The unfinished cells of some actions among some participants: action, unit and the unit's path; one query."""
    finished = Mark.objects.filter(
        action=OuterRef("asked"), unit=OuterRef("unit"), current=True, state__in=FINISHED
    )  # fmt: skip
    return (
        reached.annotate(asked=F("campaign__actions"))
        .filter(~Exists(finished), asked__in=list(actions))
        .order_by("unit__path")
        .values_list("asked", "unit", "unit__path")
    )


def _actions(campaigns: Iterable[int]) -> list[Action]:
    """The standing actions of some campaigns that have a date."""
    found = Action.objects.filter(campaign__in=list(campaigns), withdrawn_on__isnull=True)
    return [action for action in found.select_related("campaign", "stage") if action.must_end_on is not None]


def _is_near(action: Action, today: date, tomorrow: date) -> bool:
    return _kind(action, None, today, tomorrow) is not None


def _kind(action: Action, touched: date | None, today: date, tomorrow: date) -> Nearing | None:
    return nearing(
        action.must_end_on, begins_on=action.may_begin_on, touched_on=touched, today=today, tomorrow=tomorrow
    )  # fmt: skip


def _reminder(
    action: Action, kind: Nearing, units: list[Unit], actor: Reach, today: date, tomorrow: date
) -> Reminder:  # fmt: skip
    (late,) = lateness([action.must_end_on], today) if kind == Nearing.OVERDUE else (0,)
    due = date_or_dash(action.must_end_on)
    words: dict[str, object] = {"action": action.name, "units": len(units), "late": late, "due": due}
    # Due on a day off: the next working day would be too late.
    off = kind == Nearing.DAY_BEFORE and action.must_end_on != tomorrow
    if len(units) > 1:
        text = {
            Nearing.HALF_WAY: _("时间过半，%(units)d 个单位还没有开始：%(action)s"),
            Nearing.DAY_BEFORE: _("下一个工作日到期，%(units)d 个单位没有完成：%(action)s"),
            Nearing.DUE: _("今天到期，%(units)d 个单位没有完成：%(action)s"),
            Nearing.OVERDUE: _("超期 %(late)d 个工作日，%(units)d 个单位没有完成：%(action)s"),
        }[kind]
        if off:
            text = _("%(due)s到期，那天不上班，%(units)d 个单位没有完成，请提前办好：%(action)s")
    else:
        text = {
            Nearing.HALF_WAY: _("时间过半，还没有开始：%(action)s"),
            Nearing.DAY_BEFORE: _("下一个工作日到期：%(action)s"),
            Nearing.DUE: _("今天到期：%(action)s"),
            Nearing.OVERDUE: _("超期 %(late)d 个工作日：%(action)s"),
        }[kind]
        if off:
            text = _("%(due)s到期，那天不上班，请提前办好：%(action)s")
        if climbed(late) > 1:
            text = _("超期 %(late)d 个工作日，已提醒上级：%(action)s")
        if units[0].pk != actor.account.person.unit_id:
            words["action"] = f"{action.name}（{units[0]}）"
    return Reminder(action, kind, climbed(late) or 1, units[0], len(units), text % words)


def _told(action: Action, level: int, unit: Unit, units: int, late: int) -> Reminder:
    words = {"action": action.name, "unit": unit.name, "units": units, "late": late}
    if units == 1:
        text = _("“%(unit)s”超期 %(late)d 个工作日，已提醒上级：%(action)s") % words
    else:
        text = _("%(units)d 个单位超期 %(late)d 个工作日，已提醒上级：%(action)s") % words
    return Reminder(action, Nearing.OVERDUE, level, unit, units, text)
