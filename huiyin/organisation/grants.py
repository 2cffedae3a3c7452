"""Rights: granted within one's own reach, approved by a second person where they open other rights, ended with a date.

Nobody grants, approves or ends a right of their own; nobody grants a role above their own.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation.access import Reach, in_force, people_in_reach
from huiyin.organisation.hands import beside, same_hands
from huiyin.organisation.models import TWO_PERSON_ROLES, Grant, Person, Role, Team, Unit
from huiyin.organisation.paths import ancestors
from huiyin.organisation.rights import STRUCTURE_KEEPERS

GRANTED = Action("grant.given", "授予权限")
APPROVED = Action("grant.approved", "批准权限")
ENDED = Action("grant.ended", "终止权限")
# Which roles each grantor may give; a clerk gives none.
GRANTABLE: dict[str, tuple[str, ...]] = {
    Role.ADMINISTRATOR: tuple(Role.values),
    Role.OFFICE: (Role.OFFICE, Role.CLERK, Role.HEAD, Role.SUPERVISOR, Role.MEMBER),
}


def grant(
    *,
    person: Person,
    role: str,
    actor: Reach,
    now: datetime,
    begins_on: date,
    ends_on: date | None = None,
    unit: Unit | None = None,
    team: Team | None = None,
    campaign: UUID | None = None,
) -> Grant:
    """Give `person` a role on a subtree or over what a team covers; office and the like wait for a second person."""
    place = _place(unit, team)
    if person.pk == actor.account.person_id:
        raise Refused(_("不能给自己授权，请由其他有权限的人办理。"))
    if not people_in_reach(actor).filter(pk=person.pk).exists():
        raise NotReached(_("没有这个人，或不在您的权限范围内。"))
    if person.left_on is not None and person.left_on <= begins_on:
        raise Refused(_("“%(name)s”已经离开，不能授权。") % {"name": person.name})
    if ends_on is not None and ends_on < begins_on:
        raise Refused(_("权限的截止日期早于开始日期，请改正。"))
    _require_grantor(actor, role, place, campaign)
    same = Grant.objects.filter(person=person, role=role, unit=unit, team=team, campaign=campaign)
    if same.filter(_counting(), Q(ends_on__isnull=True) | Q(ends_on__gte=begins_on)).exists():
        raise Refused(_("“%(name)s”在这里已有这项权限，或正等待批准，不必重复授予。") % {"name": person.name})
    alone = role not in TWO_PERSON_ROLES
    with transaction.atomic():
        given = Grant.objects.create(
            person=person, role=role, unit=unit, team=team, campaign=campaign, begins_on=begins_on, ends_on=ends_on,
            granted_by=actor.account, approved_by=actor.account if alone else None, approved_at=now if alone else None,
        )  # fmt: skip
        audit.record(
            GRANTED, actor=actor.account, now=now, subject=given, unit=place, role=role, person=person.uid,
            campaign=campaign, waits=not alone,
        )  # fmt: skip
    return given


def approve(given: Grant, *, actor: Reach, now: datetime) -> Grant:
    """The second person's yes: neither who granted it nor who receives it."""
    place = _place(given.unit, given.team)
    if given.person_id == actor.account.person_id:
        raise Refused(_("不能批准给自己的权限，请由其他有权限的人批准。"))
    if given.granted_by_id == actor.account.pk:
        raise Refused(_("授予和批准不能是同一个人，请由另一位有权限的人批准。"))
    if given.granted_by is not None and same_hands(actor.account.person_id, given.granted_by):
        raise Refused(
            _("授予人的登录条或初始口令是您交给的，或者您的是授予人交给的：不能由您批准，请由另一位有权限的人批准。")
        )
    if given.person.left_on is not None:
        raise Refused(_("“%(name)s”已经离开，不能批准。") % {"name": given.person.name})
    # A place's office checks its administrator and the other way round, else a lone administrator could add nobody.
    _require_keeper(actor, place, given.campaign)
    with transaction.atomic():
        written = Grant.objects.filter(_counting(), pk=given.pk, approved_by__isnull=True).update(
            approved_by=actor.account, approved_at=now
        )
        if not written:
            raise Stale(_("这项权限已经批准或已经终止，请刷新查看。"))
        audit.record(APPROVED, actor=actor.account, now=now, subject=given, unit=place, role=given.role)
    given.refresh_from_db()
    return given


def end_grant(given: Grant, *, on: date, actor: Reach, now: datetime, today: date) -> Grant:
    """End a right with its last day. The last office or administrator of a place stays, so that nobody is locked out."""
    place = _place(given.unit, given.team)
    if given.person_id == actor.account.person_id:
        raise Refused(_("不能终止自己的权限，请由其他有权限的人办理。"))
    _require_grantor(actor, given.role, place, given.campaign)
    _refuse_last(given, today=today)
    with transaction.atomic():
        last = _last_day(given, on)
        written = Grant.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=last), _counting(), pk=given.pk
        ).update(ends_on=last)  # fmt: skip
        if not written:
            raise Stale(_("这项权限已经终止，请刷新查看。"))
        audit.record(ENDED, actor=actor.account, now=now, subject=given, unit=place, role=given.role, on=last)
    given.refresh_from_db()
    return given


def end_all(person: Person, *, on: date, today: date) -> int:
    """End every right of somebody who leaves; in the caller's transaction and under its audit line."""
    going = Grant.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), _counting(), person=person)
    ended = 0
    for given in going.select_related("unit", "person"):
        _refuse_last(given, today=today)
        ended += Grant.objects.filter(pk=given.pk).update(ends_on=_last_day(given, on))
    return ended


def grants_of(person: Person) -> QuerySet[Grant]:
    """Every right a person has or had, newest first."""
    return (
        Grant.objects.filter(person=person)
        .select_related("unit", "team", "granted_by__person", "approved_by__person")
        .order_by("-begins_on", "-pk")
    )


def grants_on(unit: Unit, actor: Reach) -> QuerySet[Grant]:
    """Every right ever given on `unit` itself or to teams it set up, newest first."""
    _require_seer(actor, unit)
    return (
        Grant.objects.filter(Q(unit=unit) | Q(team__unit=unit))
        .select_related("person__unit", "unit", "team", "granted_by__person", "approved_by__person")
        .order_by("-begins_on", "-pk")
    )


def waiting_for(actor: Reach) -> QuerySet[Grant]:
    """The rights that wait for this actor's yes."""
    return (
        Grant.objects.filter(
            _kept(actor),
            _counting(),
            approved_by__isnull=True,
        )
        .exclude(granted_by__in=beside(actor.account.person_id))
        .exclude(person=actor.account.person_id)
        .select_related("person__unit", "unit", "team", "granted_by__person")
        .order_by("begins_on", "pk")
    )


def grants_named(uids: Collection[UUID], actor: Reach) -> QuerySet[Grant]:
    """Of these rights those on places the actor keeps, of people within the actor's reach."""
    rows = Grant.objects.filter(_kept(actor), uid__in=uids, person__in=people_in_reach(actor))
    return rows.select_related("person", "unit", "team")


def grant_reached(uid: UUID, actor: Reach) -> Grant:
    """One right on a place the actor keeps."""
    found = Grant.objects.filter(_kept(actor), uid=uid).select_related("person__unit", "unit", "team__unit").first()
    if found is None:
        raise NotReached(_("没有这项权限，或它不在您的权限范围内。"))
    return found


def grantable_roles(actor: Reach) -> list[str]:
    """The roles the actor may give somewhere, in the order of the roles."""
    given = {role for grantor, roles in GRANTABLE.items() if actor.is_one_of(grantor) for role in roles}
    return [role for role in Role.values if role in given]


def _place(unit: Unit | None, team: Team | None) -> Unit:
    if (unit is None) == (team is None):
        raise Refused(_("请选择单位或工作组中的一个：权限只能落在一处。"))
    if unit is not None:
        return unit
    assert team is not None
    return team.unit


def _kept(actor: Reach) -> Q:
    """Rights on a place the actor keeps; whoever keeps it for one campaign keeps that campaign's rights."""
    return actor.within(STRUCTURE_KEEPERS, "unit__path", campaign="campaign") | actor.within(
        STRUCTURE_KEEPERS, "team__unit__path", campaign="campaign"
    )


def _counting() -> Q:
    """Rights that were not withdrawn before they began."""
    return Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on"))


def _last_day(given: Grant, on: date) -> date:
    """A right that was never approved, or has not begun, ends the day before it begins: it never counts."""
    never = given.approved_by_id is None or on < given.begins_on
    return given.begins_on - timedelta(days=1) if never else on


def _require_grantor(actor: Reach, role: str, place: Unit, campaign: UUID | None) -> None:
    if role not in Role.values:
        raise Refused(_("没有“%(role)s”这种角色，请从列表中选择。") % {"role": role})
    held = _require_keeper(actor, place, campaign)
    if not any(role in GRANTABLE.get(grantor, ()) for grantor in held):
        raise Refused(_("“%(role)s”要由系统管理员授予。") % {"role": Role(role).label})


def _require_keeper(actor: Reach, place: Unit, campaign: UUID | None) -> set[str]:
    """The roles the actor holds there; refused unless office or administrator is among them.

    A right for one campaign gives no power over rights in others: `Reach.may` alone would let it.
    """
    held = {
        right.role
        for right in actor.rights
        if place.path.startswith(right.path) and (right.campaign is None or right.campaign == campaign)
    }
    if not held.intersection(STRUCTURE_KEEPERS):
        raise Refused(_("您只能在自己负责的单位范围内办理权限，“%(unit)s”不在其中。") % {"unit": place.name})
    return held


def _require_seer(actor: Reach, unit: Unit) -> None:
    if not actor.may(STRUCTURE_KEEPERS, unit):
        raise NotReached(_("没有这个单位，或它不在您的权限范围内。"))


def _refuse_last(given: Grant, *, today: date) -> None:
    """An organisation without office or administrator could never get one again."""
    if given.role not in (Role.OFFICE, Role.ADMINISTRATOR) or given.unit is None or given.approved_by_id is None:
        return
    others = Grant.objects.filter(
        in_force(today), role=given.role, unit__path__in=ancestors(given.unit.path), campaign__isnull=True,
        person__account__is_active=True,
    ).exclude(person=given.person_id)  # fmt: skip
    if not others.exists():
        raise Refused(
            _("“%(name)s”是这里唯一的%(role)s。请先授权给另一个人，再终止。")
            % {"name": given.person.name, "role": Role(given.role).label}
        )
