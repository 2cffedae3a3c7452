"""Who reaches what: the one door through which pages, imports and the API ask before they read or write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import F, Q, QuerySet

from huiyin.organisation.models import Account, Grant, Person, Role, Team, Unit
from huiyin.organisation.paths import ancestors, any_of

# Roles that see a subtree's named content. An administrator runs the system and reads no content (design §1).
READERS = (Role.OFFICE, Role.HEAD, Role.CLERK, Role.SUPERVISOR)
RECORDERS = (Role.OFFICE, Role.CLERK)
SECOND_FACTOR = (Role.OFFICE, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Right:
    """One right in force: a role on the subtree at `path`, in one campaign or in all."""

    role: str
    path: str
    campaign: UUID | None
    team: UUID | None


@dataclass(frozen=True)
class Reach:
    """What one account reaches on one day. Made once a request by `reach`; two queries."""

    account: Account
    rights: tuple[Right, ...]

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(right.role for right in self.rights)

    def paths(self, roles: Iterable[str], campaign: UUID | None = None) -> list[str]:
        """The smallest set of subtree paths on which one of `roles` is held (for `campaign`, when given)."""
        wanted = set(roles)
        found = sorted(
            {
                right.path
                for right in self.rights
                if right.role in wanted and (right.campaign is None or right.campaign == campaign or campaign is None)
            }
        )
        return [path for path in found if not any(path != other and path.startswith(other) for other in found)]

    def units(self, roles: Iterable[str] = READERS, campaign: UUID | None = None) -> QuerySet[Unit]:
        """The units on which one of `roles` is held."""
        return Unit.objects.filter(any_of(self.paths(roles, campaign), "path"))

    def within(self, roles: Iterable[str] = READERS, field: str = "unit__path", campaign: UUID | None = None) -> Q:
        """A filter for rows whose unit is reached today."""
        return any_of(self.paths(roles, campaign), field)

    def may(self, roles: Iterable[str], unit: Unit, campaign: UUID | None = None) -> bool:
        """Whether one of `roles` is held on `unit`; a right for one campaign acts in that campaign only."""
        wanted = set(roles)
        return any(
            right.role in wanted and unit.path.startswith(right.path) and right.campaign in {None, campaign}
            for right in self.rights
        )

    def is_one_of(self, *roles: str) -> bool:
        """Whether one of `roles` is held anywhere."""
        return bool(self.roles.intersection(roles))

    @property
    def needs_second_factor(self) -> bool:
        """TOTP is required of office and administrators."""
        return self.is_one_of(*SECOND_FACTOR)


def in_force(today: date) -> Q:
    """Grants that count on `today`: approved, begun, not ended."""
    return Q(approved_by__isnull=False, begins_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def reach(account: Account, *, today: date) -> Reach:
    """Everything `account` reaches on `today`: its own grants, and the units its teams cover."""
    if not account.is_active:
        return Reach(account, ())
    own = Grant.objects.filter(in_force(today), person=account.person_id)
    rights = [
        Right(g["role"], g["unit__path"], g["campaign"], None)
        for g in own.filter(unit__isnull=False).values("role", "unit__path", "campaign")
    ]
    covered = own.filter(
        Q(team__ends_on__isnull=True) | Q(team__ends_on__gte=today), team__isnull=False, team__covers__isnull=False
    ).values(
        "role", "team__uid", path=F("team__covers__path"), own_campaign=F("campaign"), for_campaign=F("team__campaign")
    )
    for g in covered:
        # A right for one campaign through a team of another is a right for none.
        if g["own_campaign"] is None or g["for_campaign"] is None or g["own_campaign"] == g["for_campaign"]:
            rights.append(Right(g["role"], g["path"], g["own_campaign"] or g["for_campaign"], g["team__uid"]))
    return Reach(account, tuple(rights))


def people_in_reach(actor: Reach) -> QuerySet[Person]:
    """The people whose unit the actor reaches."""
    return Person.objects.filter(actor.within((*READERS, Role.ADMINISTRATOR)))


def holders(roles: Iterable[str], unit: Unit, *, today: date) -> QuerySet[Person]:
    """People who hold one of `roles` on `unit` or above it, nearest unit first."""
    return (
        Person.objects.filter(
            grants__in=Grant.objects.filter(in_force(today), role__in=list(roles), unit__path__in=ancestors(unit.path))
        )
        .order_by("-grants__unit__path")
        .distinct()
    )


def teams_covering(unit: Unit, *, today: date) -> QuerySet[Team]:
    """The teams in force that cover `unit` or one of its ancestors."""
    return Team.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), covers__path__in=ancestors(unit.path)
    ).distinct()
