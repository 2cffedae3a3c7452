"""Who sees a team's self-examination materials: the team, the one in charge, supervisors, the superior's office. Nobody else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.campaigns.models import Campaign
from huiyin.core.models import StoredFile
from huiyin.gatherings.chain import DONE, peers_left, why_not
from huiyin.gatherings.models import Material, MaterialRound, MaterialStep, MaterialVersion
from huiyin.gatherings.rights import is_member, nothing, superior, supervises
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Holding, Person, Role, Unit
from huiyin.organisation.posts import held_on

State = Material.State


@dataclass(frozen=True)
class Standing:
    """How many of a round's materials are final."""

    total: int
    handed_in: int
    final: int

    @property
    def complete(self) -> bool:
        """Whether all are."""
        return self.total > 0 and self.final == self.total


def sees(round: MaterialRound, actor: Reach, today: date) -> bool:
    """The rule; a second office person, a clerk, an auditor and an administrator are none of these."""
    unit, campaign = round.unit, round.campaign
    return (
        actor.account.person_id == round.in_charge_id
        or supervises(actor, unit, campaign)
        or bool(superior(actor, (Role.OFFICE,), unit, campaign))
        or is_member(actor, unit, today)
    )


def rounds_seen(actor: Reach, today: date) -> list[MaterialRound]:
    """The rounds the actor sees, newest first."""
    seen = (
        Q(in_charge=actor.account.person_id)
        | Q(unit__in=_own_teams(actor, today))
        | actor.within((Role.OFFICE, Role.SUPERVISOR), campaign="campaign__uid")
    )
    found = MaterialRound.objects.filter(seen).select_related("unit", "campaign__unit", "in_charge").order_by("-pk")
    return [one for one in found if sees(one, actor, today)]


def round_seen(uid: UUID, actor: Reach, today: date) -> MaterialRound:
    """One round; for all others it is not there."""
    found = MaterialRound.objects.filter(uid=uid).select_related("unit", "campaign__unit", "in_charge").first()
    if found is None or not sees(found, actor, today):
        raise nothing()
    return found


def round_of(campaign: Campaign, unit: Unit) -> MaterialRound | None:
    """The materials of a team in a campaign."""
    return MaterialRound.objects.filter(campaign=campaign, unit=unit).select_related("unit", "in_charge").first()


def material_seen(uid: UUID, actor: Reach, today: date) -> Material:
    """One material."""
    found = (
        Material.objects.filter(uid=uid)
        .select_related("round__unit", "round__campaign__unit", "round__in_charge", "person")
        .first()
    )
    if found is None or not sees(found.round, actor, today):
        raise nothing()
    return found


def file_seen(uid: UUID, actor: Reach, today: date) -> StoredFile:
    """The file of a version."""
    found = MaterialVersion.objects.filter(uid=uid).select_related("material", "file").first()
    if found is None or found.file is None:
        raise nothing()
    material_seen(found.material.uid, actor, today)
    return found.file


def materials_of(round: MaterialRound) -> list[Material]:
    """The team's first, then the members'."""
    found = list(round.materials.select_related("person").order_by("pk"))
    return sorted(found, key=lambda one: one.person_id is not None)


def versions_of(material: Material) -> list[MaterialVersion]:
    """Every version, the last first, with its words where they were not erased."""
    found = MaterialVersion.objects.filter(material=material).select_related("words", "by__person", "file")
    return list(found.order_by("-number"))


def steps_of(material: Material) -> list[MaterialStep]:
    """What was done with it, the last first."""
    return list(MaterialStep.objects.filter(material=material).select_related("by__person").order_by("-pk"))


def readers_left(material: Material, today: date) -> list[Person]:
    """The peers who still have to read it."""
    return peers_left(material, today) if material.state == State.PEER_READ else []


def standing(round: MaterialRound | None) -> Standing:
    """How far a round is."""
    states = list(round.materials.values_list("state", "version")) if round else []
    return Standing(
        total=len(states), handed_in=sum(version > 0 for _state, version in states),
        final=sum(state in DONE for state, _version in states),
    )  # fmt: skip


def waiting(actor: Reach, today: date, most: int = 20) -> list[Material]:
    """The materials that wait for the actor's own reading or pass; the oldest first."""
    reviewing = Q(
        actor.within((Role.SUPERVISOR,), "round__unit__path", campaign="round__campaign__uid"),
        state=State.SUPERVISOR_REVIEW,
    ) | Q(
        actor.within((Role.OFFICE,), "round__unit__path", campaign="round__campaign__uid"), state=State.SUPERIOR_REVIEW
    )
    own = Q(round__unit__in=_own_teams(actor, today), state__in=[State.PEER_READ, State.HEAD_REVIEW])
    found = Material.objects.filter(reviewing | own).select_related("round__unit", "round__campaign", "person")
    return [one for one in found.order_by("pk")[: 2 * most] if not why_not(one, actor, today, outside="-")][:most]


def _own_teams(actor: Reach, today: date) -> QuerySet[Holding, int]:
    held = Holding.objects.filter(held_on(today), person=actor.account.person_id, post__leader=True)
    return held.values_list("post__unit", flat=True)
