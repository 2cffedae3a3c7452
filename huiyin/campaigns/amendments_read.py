"""Reads of amendments: those of a campaign, one and what it changed, who said what, and what waits for somebody."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.audience import above, below, reached_units, readable
from huiyin.campaigns.models import Action, Amendment, AmendmentChange, Campaign, Participation, Stance
from huiyin.campaigns.stances import SPEAKERS
from huiyin.core.errors import NotReached
from huiyin.organisation.access import Reach, in_force
from huiyin.organisation.duty import answered_for
from huiyin.organisation.models import Grant, Role, Unit

NEW = "new"
CLOSED = (Campaign.State.DRAFT, Campaign.State.ARCHIVED)


@dataclass(frozen=True)
class Said:
    """How many of the units in reach said what to an amendment."""

    total: int
    accepted: int
    deviating: int

    @property
    def new(self) -> int:
        """Those that have said nothing."""
        return self.total - self.accepted - self.deviating


@dataclass(frozen=True)
class Waiting:
    """An amendment to which a unit has said nothing; `lower` is the unit's own campaign that carries out the amended one."""

    amendment: Amendment
    unit: Unit
    lower: Campaign | None = None


def amendments_of(campaign: Campaign) -> list[Amendment]:
    """A campaign's own, newest first."""
    return list(campaign.amendments.select_related("campaign__unit", "carries_out__campaign__unit").order_by("-number"))


def amendment(uid: UUID, actor: Reach) -> Amendment:
    """One amendment whose campaign the actor reads, or which reaches a unit or campaign the actor reads."""
    found = (
        Amendment.objects.select_related("campaign__unit", "by__person", "carries_out__campaign__unit")
        .filter(uid=uid)
        .first()
    )
    if found is None or not (
        readable(actor).filter(pk=found.campaign_id).exists() or reached_units(found, actor).exists()
    ):
        raise NotReached(_("没有这次调整，或它不在您的权限范围内。"))
    return found


def amendments_named(uids: Collection[UUID], actor: Reach) -> list[Amendment]:
    """Of these amendments, those of campaigns the actor reads."""
    return list(Amendment.objects.filter(uid__in=uids, campaign__in=readable(actor)).select_related("campaign"))


def unit_of(found: Amendment, uid: UUID, actor: Reach) -> Unit:
    """A unit that the amendment reaches and the actor reads."""
    unit = reached_units(found, actor).filter(uid=uid).first()
    if unit is None:
        raise NotReached(_("这次调整没有下达到这个单位，或它不在您的权限范围内。"))
    return unit


def changes_of(amendments: Iterable[Amendment]) -> list[AmendmentChange]:
    """What some amendments changed, in order."""
    found = AmendmentChange.objects.filter(amendment__in=list(amendments)).select_related("amendment", "action")
    return list(found.order_by("amendment", "order"))


def said(found: Amendment, actor: Reach) -> Said:
    """The three counts of an amendment within reach; two queries."""
    units = reached_units(found, actor)
    rows = dict(
        Stance.objects.filter(amendment=found, current=True, unit__in=units.values("pk"))
        .values_list("kind")
        .annotate(number=Count("pk"))
    )
    return Said(units.count(), rows.get(Stance.Kind.ACCEPTED, 0), rows.get(Stance.Kind.DEVIATING, 0))


def units_that_said(found: Amendment, actor: Reach, what: str) -> QuerySet[Unit]:
    """The units behind one of the counts: `new`, `accepted` or `deviating`; all for anything else."""
    units = reached_units(found, actor)
    answer = Stance.objects.filter(amendment=found, current=True, unit=OuterRef("pk"))
    if what == NEW:
        return units.filter(~Exists(answer))
    if what in Stance.Kind.values:
        return units.filter(Exists(answer.filter(kind=what)))
    return units


def waiting_for_units(actor: Reach, today: date) -> list[Waiting]:
    """Amendments to which units whose nearest clerk or head the actor is have said nothing."""
    paths = [right.path for right in actor.rights if right.role in SPEAKERS]
    if not paths:
        return []
    # A unit below with a clerk or head of its own is theirs: the database leaves most of a large subtree out.
    for_it = Q(campaign__isnull=True) | Q(campaign=OuterRef("campaign__uid"))
    own = Grant.objects.filter(in_force(today), for_it, role__in=SPEAKERS, unit=OuterRef("unit"))
    parts = list(
        Participation.objects.filter(
            actor.within(SPEAKERS, campaign="campaign__uid"), ~Exists(own) | Q(unit__path__in=paths), until__isnull=True
        )
        .exclude(campaign__state__in=CLOSED)
        .select_related("unit", "campaign")
    )
    mine = answered_for(actor, SPEAKERS, ((part.unit.path, part.campaign.uid) for part in parts), today=today)
    return _unsaid(
        [(part.unit, part.campaign, part, None) for part in parts if (part.unit.path, part.campaign.uid) in mine]
    )


def waiting_for_plans(actor: Reach, today: date) -> list[Waiting]:
    """Amendments from above that campaigns whose nearest office the actor is have not answered yet."""
    office = (Role.OFFICE,)
    paths = [right.path for right in actor.rights if right.role == Role.OFFICE]
    if not paths:
        return []
    for_it = Q(campaign__isnull=True) | Q(campaign=OuterRef("uid"))
    own = Grant.objects.filter(in_force(today), for_it, role=Role.OFFICE, unit=OuterRef("unit"))
    rows = list(
        Campaign.objects.filter(
            actor.within(office, campaign="uid"), ~Exists(own) | Q(unit__path__in=paths), carries_out__isnull=False
        )
        .exclude(state__in=CLOSED)
        .select_related("unit")
    )
    mine = answered_for(actor, office, ((row.unit.path, row.uid) for row in rows), today=today)
    return _unsaid([(row.unit, row, row, row) for row in rows if (row.unit.path, row.uid) in mine], own=False)


def waiting_for_plan(campaign: Campaign) -> list[Waiting]:
    """Amendments from above that one campaign has not answered yet, whoever asks."""
    if campaign.state in CLOSED:
        return []
    return _unsaid([(campaign.unit, campaign, campaign, campaign)], own=False)


def _unsaid(
    asked: list[tuple[Unit, Campaign, Participation | Campaign, Campaign | None]], *, own: bool = True
) -> list[Waiting]:  # fmt: skip
    """The pairs nobody answered; one that a nearer amendment carries out is left to that nearer one."""
    ways = above(campaign.pk for _unit, campaign, _standing, _lower in asked)
    keys = {key for way in ways.values() for key in way} | (set(ways) if own else set())
    found: dict[int, list[Amendment]] = {}
    for one in Amendment.objects.filter(campaign__in=keys).select_related("campaign__unit").order_by("on", "pk"):
        if one.campaign.state not in CLOSED:
            found.setdefault(one.campaign_id, []).append(one)
    units = {unit.pk for unit, _campaign, _standing, _lower in asked}
    answered = set(
        Stance.objects.filter(amendment__campaign__in=keys, unit__in=units, current=True).values_list(
            "amendment", "unit"
        )
    )
    pairs: dict[tuple[int, int], Waiting] = {}
    for unit, campaign, standing, lower in asked:
        for key in [*([campaign.pk] if own else []), *ways[campaign.pk]]:
            for one in found.get(key, ()):
                if (one.pk, unit.pk) not in answered and standing.stood_at(one.recorded_at):
                    pairs.setdefault((one.pk, unit.pk), Waiting(one, unit, lower))
    nearer = {(pair.amendment.carries_out_id, pair.unit.pk) for pair in pairs.values()}
    return [pair for key, pair in pairs.items() if key not in nearer]


def own_units(found: Amendment, actor: Reach) -> list[Unit]:
    """The units reached by an amendment for which the actor is clerk or head in person."""
    paths = [right.path for right in actor.rights if right.role in SPEAKERS]
    return list(reached_units(found, actor).filter(path__in=paths).order_by("path"))


def plans_below(
    found: Amendment, actor: Reach, today: date
) -> list[tuple[Campaign, Amendment | None, Stance | None]]:  # fmt: skip
    """The campaigns below whose nearest office the actor is: the own amendment that carries it out, and what was said."""
    office = (Role.OFFICE,)
    rows = list(
        below(found.campaign).filter(actor.within(office, campaign="uid")).select_related("unit").order_by("pk")
    )
    mine = answered_for(actor, office, ((row.unit.path, row.uid) for row in rows), today=today)
    own = [row for row in rows if (row.unit.path, row.uid) in mine]
    applied = {one.campaign_id: one for one in found.carried_out_by.filter(campaign__in=own)}
    said = {row.unit_id: row for row in found.stances.filter(current=True, unit__in=[row.unit_id for row in own])}
    return [(row, applied.get(row.pk), said.get(row.unit_id)) for row in own]


def deviating_reason(action: Action, unit: Unit) -> str:
    """Why a unit departs from the newest amendment that touches an action; empty when it departs from none."""
    said = Stance.objects.filter(
        current=True, kind=Stance.Kind.DEVIATING, unit=unit, amendment__changes__action=action
    ).order_by("-amendment__on", "-amendment")
    return said.values_list("reason", flat=True).first() or ""
