"""Who stands nearest to a unit with some role: what a unit without anybody of its own falls to the next above for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from huiyin.organisation.access import Reach, in_force
from huiyin.organisation.models import Grant
from huiyin.organisation.paths import ancestors, any_of

Held = tuple[str, UUID | None]
Place = tuple[str, UUID]  # a unit's path, and the campaign in which somebody acts for it


@dataclass(frozen=True)
class Duty:
    """The paths on which somebody holds one of some roles, each for one campaign or (None) for all."""

    held: frozenset[Held]

    def nearest_first(self, path: str, campaign: UUID) -> list[str]:
        """The held paths from `path` up to the root, nearest first."""
        return [step for step in reversed(ancestors(path)) if {(step, None), (step, campaign)} & self.held]


def duty_along(paths: Iterable[str], roles: Iterable[str], *, today: date) -> Duty:
    """What is held on some units and on all above them; two queries."""
    steps = {step for path in paths for step in ancestors(path)}
    return _duty(roles, Q(unit__path__in=steps), Q(team__covers__path__in=steps), today)


def duty_around(paths: list[str], roles: Iterable[str], *, today: date) -> Duty:
    """What is held inside some subtrees and on all above them; two queries, however many units lie there."""
    up = {step for path in paths for step in ancestors(path)}
    return _duty(
        roles,
        any_of(paths, "unit__path") | Q(unit__path__in=up),
        any_of(paths, "team__covers__path") | Q(team__covers__path__in=up),
        today,
    )


def answered_for(actor: Reach, roles: Iterable[str], places: Iterable[Place], *, today: date) -> set[Place]:
    """Of some places, those to which nobody with one of the roles stands nearer than the actor; at most two queries."""
    wanted = tuple(roles)
    mine = [(right.path, right.campaign) for right in actor.rights if right.role in wanted]
    held: dict[Place, set[str]] = {}
    for place in places:
        path, campaign = place
        ways = {own for own, of in mine if path.startswith(own) and of in {None, campaign}}
        if ways:
            held[place] = ways
    nearest = {place for place, ways in held.items() if place[0] in ways}
    farther = held.keys() - nearest
    if not farther:
        return nearest
    duty = duty_along((path for path, _campaign in farther), wanted, today=today)
    return nearest | {place for place in farther if held[place].intersection(duty.nearest_first(*place)[:1])}


def _duty(roles: Iterable[str], by_unit: Q, by_team: Q, today: date) -> Duty:
    grants: QuerySet[Grant] = Grant.objects.filter(in_force(today), role__in=list(roles))
    direct = grants.filter(by_unit).values_list("unit__path", "campaign")
    teams = grants.filter(
        Q(team__ends_on__isnull=True) | Q(team__ends_on__gte=today), by_team
    ).values_list("team__covers__path", Coalesce("campaign", "team__campaign"))  # fmt: skip
    return Duty(frozenset(direct) | frozenset(teams))
