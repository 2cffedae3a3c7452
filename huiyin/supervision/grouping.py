"""Groups and where they are sent: proposed by rotation, confirmed by hand, refused where somebody must keep away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Person, Team, TeamMember, Unit
from huiyin.organisation.queries import in_official_order
from huiyin.supervision import avoidance
from huiyin.supervision.actions import ASSIGNED, ASSIGNMENT_ENDED, TURNED
from huiyin.supervision.avoidance import Reason
from huiyin.supervision.models import Assignment
from huiyin.supervision.rights import KINDS, OFFICE, require_office


@dataclass(frozen=True)
class Proposal:
    """For one unit: who was there last, which group is proposed (None: none fits), why each other one does not."""

    unit: Unit
    last: Team | None
    proposed: Team | None
    others: list[tuple[Team, str]]


def groups(actor: Reach, *, today: date) -> list[Team]:
    """Supervision and guidance groups of units in reach, those in force, with members."""
    return list(_teams(actor).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)))


def group_named(uid: UUID, actor: Reach) -> Team:
    """One group in reach."""
    found = _teams(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个督导组，或它不在您的权限范围内。"))
    return found


def people_of(team: Team) -> list[Person]:
    """Its members, with their units."""
    return [part.person for part in team.members.all()]


def assignments(actor: Reach) -> QuerySet[Assignment]:
    """Assignments of groups or to units in reach, newest first."""
    mine = actor.within(READERS, "unit__path", campaign="team__campaign") | actor.within(
        OFFICE, "team__unit__path", campaign="team__campaign"
    )
    return Assignment.objects.filter(mine).select_related("team__unit", "unit").order_by("-begins_on", "unit__path")


def assignment_named(uid: UUID, actor: Reach) -> Assignment:
    """One of them."""
    found = assignments(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这项分工，或它不在您的权限范围内。"))
    return found


def units_below(unit: Unit) -> list[Unit]:
    """The open units right below the one that set the groups up: what a rotation goes over."""
    return in_official_order(Unit.objects.filter(parent=unit, closed_on__isnull=True))


def propose(teams: Sequence[Team], units: Sequence[Unit], *, day: date) -> list[Proposal]:
    """One group a unit: not the one that was there last, nobody who must keep away, the load as even as it goes.

    The unit with the fewest fitting groups chooses first. Nothing is saved: people confirm.
    """
    why = avoidance.reasons([person for team in teams for person in people_of(team)], day=day)
    last = _last_groups(units)
    fitting: dict[int, list[Team]] = {}
    turned_down: dict[int, list[tuple[Team, str]]] = {}
    for unit in units:
        for team in teams:
            reason = _unfit(team, unit, last.get(unit.pk), why)
            if reason:
                turned_down.setdefault(unit.pk, []).append((team, reason))
            else:
                fitting.setdefault(unit.pk, []).append(team)
    load = {team.pk: 0 for team in teams}
    chosen: dict[int, Team] = {}
    for unit in sorted(units, key=lambda one: len(fitting.get(one.pk, []))):
        if free := fitting.get(unit.pk):
            chosen[unit.pk] = min(free, key=lambda team: load[team.pk])
            load[chosen[unit.pk].pk] += 1
    by_key = {team.pk: team for team in teams}
    return [
        Proposal(unit, by_key.get(last.get(unit.pk, 0)), chosen.get(unit.pk), turned_down.get(unit.pk, []))
        for unit in units
    ]


@transaction.atomic
def assign(
    pairs: Sequence[tuple[Team, Unit]], *, begins_on: date, ends_on: date, actor: Reach, now: datetime, today: date
) -> int:
    """Confirm a rotation (or one assignment): all of it or nothing, and nobody who must keep away."""
    if ends_on < begins_on:
        raise Refused(_("分工的止日早于起日，请改正。"))
    if not pairs:
        raise Refused(_("请至少为一个单位选一个组。"))
    for team, unit in pairs:
        _require_fit(team, unit, actor, begins_on)
        try:
            with transaction.atomic():
                made = Assignment.objects.create(
                    team=team, unit=unit, begins_on=begins_on, ends_on=ends_on, assigned_by=actor.account,
                    assigned_at=now,
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused(
                _("“%(team)s”这段时间已经派到“%(unit)s”。") % {"team": team.name, "unit": unit.name}
            ) from error
        audit.record(ASSIGNED, actor=actor.account, now=now, subject=made, unit=unit, team=team.uid)
    for team in {team.pk: team for team, _unit in pairs}.values():
        _turn(team, today, now)
    return len(pairs)


@transaction.atomic
def end_assignment(assignment: Assignment, *, actor: Reach, now: datetime, today: date) -> None:
    """End it before its day."""
    require_office(actor, assignment.team.unit, assignment.team.campaign)
    _require_not_own(assignment.team, actor)
    last = max(assignment.begins_on, today - timedelta(days=1))
    if not Assignment.objects.filter(pk=assignment.pk, ends_on__gt=last).update(ends_on=last):
        raise Refused(_("这项分工已经结束。"))
    audit.record(
        ASSIGNMENT_ENDED, actor=actor.account, now=now, subject=assignment, unit=assignment.unit, on=last,
    )  # fmt: skip
    _turn(assignment.team, today, now)


def turn(day: date, now: datetime) -> None:
    """Each day: groups cover what begins, and no longer what has ended."""
    for team in Team.objects.filter(assignments__isnull=False).distinct():
        with transaction.atomic():
            _turn(team, day, now)


def is_assigned(team: Team, unit: Unit, *, day: date) -> bool:
    """Whether a group is sent to a unit, or to one above it, on a day."""
    return any(
        unit.path.startswith(path)
        for path in Assignment.objects.filter(team=team, begins_on__lte=day, ends_on__gte=day).values_list(
            "unit__path", flat=True
        )
    )


def _turn(team: Team, day: date, now: datetime) -> None:
    """The rights that members hold through their group follow `covers`; units that were never assigned stay."""
    rows = list(Assignment.objects.filter(team=team).values_list("unit", "begins_on", "ends_on"))
    current = {unit for unit, begins, ends in rows if begins <= day <= ends}
    over = {unit for unit, _begins, ends in rows if ends < day} - current
    covered = set(team.covers.values_list("pk", flat=True))
    if (covered - over) | current == covered:
        return
    team.covers.set((covered - over) | current)
    Team.objects.filter(pk=team.pk).update(revision=F("revision") + 1)
    audit.record(TURNED, actor=None, now=now, subject=team, unit=team.unit, covers=len((covered - over) | current))


def _require_fit(team: Team, unit: Unit, actor: Reach, day: date) -> None:
    require_office(actor, team.unit, team.campaign)
    _require_not_own(team, actor)
    if team.kind not in KINDS:
        raise Refused(_("“%(team)s”不是督导组或巡回指导组。") % {"team": team.name})
    if team.ends_on is not None and team.ends_on < day:
        raise Refused(_("“%(team)s”已经撤销。") % {"team": team.name})
    if not unit.path.startswith(team.unit.path) or unit.pk == team.unit_id:
        raise Refused(
            _("“%(unit)s”不是“%(by)s”的下级单位，“%(team)s”不能派去。")
            % {"unit": unit.name, "by": team.unit.name, "team": team.name}
        )
    avoidance.require_none(people_of(team), unit, day=day)


def _require_not_own(team: Team, actor: Reach) -> None:
    if team.grants.filter(person=actor.account.person_id).exists():
        raise Refused(_("您的权限来自这个组，不能由您调整它负责的单位，请由另一位有权限的人办理。"))


def _unfit(team: Team, unit: Unit, last: int | None, why: Sequence[Reason]) -> str:
    if team.pk == last:
        return _("上一轮就是这个组")
    people = {person.pk for person in people_of(team)}
    return "；".join(
        dict.fromkeys(reason.sentence for reason in why if reason.person.pk in people and reason.holds(unit))
    )


def _last_groups(units: Sequence[Unit]) -> dict[int, int]:
    rows = Assignment.objects.filter(unit__in=units).order_by("begins_on", "pk").values_list("unit", "team")
    return dict(rows)


def _teams(actor: Reach) -> QuerySet[Team]:
    members = TeamMember.objects.select_related("person__unit").order_by("order", "pk")
    mine = actor.within(READERS, "unit__path", campaign="campaign") | Q(members__person=actor.account.person_id)
    return (
        Team.objects.filter(mine, kind__in=KINDS)
        .select_related("unit")
        .prefetch_related(Prefetch("members", members))
        .order_by("unit__path", "pk")
        .distinct()
    )
