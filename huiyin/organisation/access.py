"""Who reaches what: the one door through which pages, imports and the API ask before they read or write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import F, Q, QuerySet

from huiyin.organisation.models import Account, Grant, Holding, Person, Role, Unit
from huiyin.organisation.paths import ancestors, any_of

# Roles that see a subtree's named content. An administrator runs the system and reads no content (design §1).
READERS = (Role.OFFICE, Role.HEAD, Role.CLERK, Role.SUPERVISOR)
RECORDERS = (Role.OFFICE, Role.CLERK)
SECOND_FACTOR = (Role.OFFICE, Role.ADMINISTRATOR)
# What is said of a unit is said of these.
THEIR_OWN = (Role.HEAD, Role.CLERK)


@dataclass(frozen=True)
class Right:
    """One right in force: a role on the subtree at `path`, in one campaign or in all."""

    role: str
    path: str
    campaign: UUID | None
    team: UUID | None


@dataclass(frozen=True)
class Reach:
    """What one account reaches on one day. Made once a request by `reach`; one query."""

    account: Account
    rights: tuple[Right, ...]

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(right.role for right in self.rights)

    @cached_property
    def ever_own(self) -> frozenset[str]:
        """The units the person ever was head or clerk of or held a leader's post in; asked once, when first wanted.

        A right ended yesterday does not open what was said of them.
        """
        person = self.account.person_id
        held = Grant.objects.filter(
            person=person, role__in=THEIR_OWN, approved_by__isnull=False, unit__isnull=False
        ).values_list("unit__path")
        led = Holding.objects.filter(person=person, post__leader=True).values_list("post__unit__path")
        now = (right.path for right in self.rights if right.role in THEIR_OWN)
        return frozenset((*now, *(path for (path,) in held.union(led))))

    def paths(self, roles: Iterable[str]) -> list[str]:
        """The smallest set of subtrees on which one of `roles` is held, for one campaign or for all."""
        return _tops(right.path for right in self._held(roles))

    def paths_for(self, roles: Iterable[str], campaign: UUID | None) -> list[str]:
        """The same for one campaign's own things (None: for what belongs to no campaign, by rights for all only)."""
        return _tops(right.path for right in self._held(roles) if right.campaign in {None, campaign})

    def units(self, roles: Iterable[str] = READERS) -> QuerySet[Unit]:
        """The units on which one of `roles` is held, for one campaign or for all."""
        return Unit.objects.filter(any_of(self.paths(roles), "path"))

    def units_for(self, roles: Iterable[str], campaign: UUID | None) -> QuerySet[Unit]:
        """The units on which one of `roles` may act in `campaign` (None: outside campaigns)."""
        return Unit.objects.filter(any_of(self.paths_for(roles, campaign), "path"))

    def within(self, roles: Iterable[str] = READERS, field: str = "unit__path", *, campaign: str) -> Q:
        """A filter for rows whose unit is reached today; `campaign` is the column that says whose campaign they are of.

        A right for one campaign opens that campaign's rows only: none of another, none of no campaign.
        """
        where = any_of(self.paths_for(roles, None), field)
        for one in self._campaigns(roles):
            where |= any_of(self.paths_for(roles, one), field) & Q(**{campaign: one})
        return where

    def above(self, roles: Iterable[str] = READERS, field: str = "unit__path", *, campaign: str) -> Q:
        """A filter for rows of the units where reach begins and of those above them; campaigns as in `within`."""
        where = Q(**{f"{field}__in": _ways_up(self.paths_for(roles, None))})
        for one in self._campaigns(roles):
            where |= Q(**{f"{field}__in": _ways_up(self.paths_for(roles, one)), campaign: one})
        return where

    def within_structure(self, roles: Iterable[str], field: str = "unit__path") -> Q:
        """A filter for rows of the organisation itself (units, people, posts), which are the same in every campaign."""
        return any_of(self.paths(roles), field)

    def within_no_campaign(self, roles: Iterable[str], field: str = "unit__path") -> Q:
        """A filter for rows that belong to no campaign (budgets, requests, archives, visits): by rights for all only."""
        return any_of(self.paths_for(roles, None), field)

    def may(self, roles: Iterable[str], unit: Unit, campaign: UUID | None = None) -> bool:
        """Whether one of `roles` is held on `unit`; a right for one campaign acts in that campaign only."""
        wanted = set(roles)
        return any(
            right.role in wanted and unit.path.startswith(right.path) and right.campaign in {None, campaign}
            for right in self.rights
        )

    def is_one_of(self, *roles: str) -> bool:
        """Whether one of `roles` is held anywhere: opens a page, never a row or a count."""
        return bool(self.roles.intersection(roles))

    def stands_above(self, roles: Iterable[str], unit: Unit, campaign: UUID | None) -> bool:
        """Whether reach for `campaign` begins at `unit` or somewhere below it."""
        return any(path.startswith(unit.path) for path in self.paths_for(roles, campaign))

    def _held(self, roles: Iterable[str]) -> list[Right]:
        wanted = set(roles)
        return [right for right in self.rights if right.role in wanted]

    def _campaigns(self, roles: Iterable[str]) -> list[UUID]:
        """The campaigns to which rights are limited."""
        return sorted({right.campaign for right in self._held(roles) if right.campaign is not None})

    @property
    def needs_second_factor(self) -> bool:
        """TOTP is required of office and administrators."""
        return self.is_one_of(*SECOND_FACTOR)


def _tops(paths: Iterable[str]) -> list[str]:
    """The same subtrees without those that lie in another of them."""
    found = sorted(set(paths))
    return [path for path in found if not any(path != other and path.startswith(other) for other in found)]


def _ways_up(paths: Iterable[str]) -> list[str]:
    """The same paths and those of everything above them."""
    return sorted({above for path in paths for above in ancestors(path)})


def in_force(today: date) -> Q:
    """Grants that count on `today`: approved, begun, not ended."""
    return Q(approved_by__isnull=False, begins_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))


def reach(account: Account, *, today: date) -> Reach:
    """Everything `account` reaches on `today`: its own grants, and the units its teams cover."""
    if not account.is_active:
        return Reach(account, ())
    grants = Grant.objects.filter(in_force(today), person=account.person_id).values(
        "role", "unit__path", "team__uid", "team__ends_on", covers=F("team__covers__path"),
        own_campaign=F("campaign"), for_campaign=F("team__campaign"),
    )  # fmt: skip
    own: dict[Right, None] = {}
    through_teams: list[Right] = []
    for g in grants:
        if g["unit__path"] is not None:
            own.setdefault(Right(g["role"], g["unit__path"], g["own_campaign"], None))
        if g["covers"] is None or (g["team__ends_on"] is not None and g["team__ends_on"] < today):
            continue
        # A right for one campaign through a team of another is a right for none.
        if g["own_campaign"] is None or g["for_campaign"] is None or g["own_campaign"] == g["for_campaign"]:
            campaign = g["own_campaign"] or g["for_campaign"]
            through_teams.append(Right(g["role"], g["covers"], campaign, g["team__uid"]))
    return Reach(account, (*own, *through_teams))


def people_in_reach(actor: Reach) -> QuerySet[Person]:
    """The people whose unit the actor reaches."""
    return Person.objects.filter(actor.within_structure((*READERS, Role.ADMINISTRATOR)))


def holders(roles: Iterable[str], unit: Unit, *, today: date) -> QuerySet[Person]:
    """People who hold one of `roles` on `unit` or above it, nearest unit first."""
    return (
        Person.objects.filter(
            grants__in=Grant.objects.filter(in_force(today), role__in=list(roles), unit__path__in=ancestors(unit.path))
        )
        .order_by("-grants__unit__path")
        .distinct()
    )
