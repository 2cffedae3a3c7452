"""Reads of campaigns: those an actor's units run or take part in, and what a campaign's page shows."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action, Amendment, Campaign, Handover, Participation, Stage
from huiyin.core.counting import Ask, Tally
from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.paths import ancestors
from huiyin.organisation.queries import official_ranks

SEERS = (*READERS, Role.MEMBER)


def reached(actor: Reach) -> QuerySet[Campaign]:
    """Campaigns run by a unit the actor reaches, in which such a unit takes part, or which hand over to it."""
    return Campaign.objects.filter(
        Q(pk__in=_named(actor, "unit__path"))
        | Q(pk__in=_named(actor, "participations__unit__path"))
        | Q(pk__in=_named(actor, "handover__standing_unit__path"))
    )


def _named(actor: Reach, unit: str) -> QuerySet[Campaign]:
    """Campaigns whose unit, in one of their ways to have units, the actor reaches."""
    return Campaign.objects.filter(actor.within(SEERS, unit, campaign="uid"))


def campaigns(actor: Reach) -> list[Campaign]:
    """All reached campaigns, newest first."""
    return list(reached(actor).select_related("unit", "carries_out").order_by("-begins_on", "-pk"))


def campaign(uid: UUID, actor: Reach) -> Campaign:
    """One campaign, if the actor reaches it."""
    related = ("unit", "carries_out__unit", "handover__standing_unit")
    found = reached(actor).select_related(*related).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个活动，或它不在您的权限范围内。"))
    return found


def campaigns_above(unit: Unit) -> list[Campaign]:
    """The campaigns of units above that `unit` may carry out."""
    closed = (Campaign.State.DRAFT, Campaign.State.ARCHIVED)
    rows = Campaign.objects.filter(unit__path__in=ancestors(unit.path)).exclude(unit=unit).exclude(state__in=closed)
    return list(rows.select_related("unit").order_by("-begins_on", "-pk"))


def carried_out_by(found: Campaign, actor: Reach) -> list[Campaign]:
    """The campaigns of units below that carry this one out, as far as reached, in official order."""
    rows = list(reached(actor).filter(carries_out=found).select_related("unit"))
    if len({row.unit.parent_id for row in rows}) <= 1:
        # Side by side nothing above them tells them apart.
        return sorted(rows, key=lambda row: (row.unit.order, row.unit.path))
    ranks = official_ranks(row.unit.path for row in rows)
    return sorted(rows, key=lambda row: ranks[row.unit.path])


def stages(found: Campaign) -> list[Stage]:
    """The stages in order."""
    return list(found.stages.select_related("campaign__unit").order_by("order"))


def stage(found: Campaign, uid: UUID) -> Stage:
    """One stage of a campaign that was reached."""
    one = found.stages.select_related("campaign__unit").filter(uid=uid).first()
    if one is None:
        raise NotReached(_("没有这个环节。"))
    return one


def actions(found: Campaign) -> list[Action]:
    """The actions of the plan as it stands, in order; those that an amendment withdrew are left out."""
    rows = found.actions.filter(withdrawn_on__isnull=True)
    return list(rows.select_related("stage", "lead_unit").order_by("order", "pk"))


def amended(found: Campaign) -> list[Amendment]:
    """The amendments of the plan, in order."""
    return list(found.amendments.order_by("number"))


def action(found: Campaign, uid: UUID) -> Action:
    """One action of a campaign that was reached."""
    one = found.actions.select_related("stage", "lead_unit", "campaign__unit").filter(uid=uid).first()
    if one is None:
        raise NotReached(_("没有这个动作。"))
    return one


def participations(found: Campaign, actor: Reach) -> list[Participation]:
    """Which units take part, those that left among them, as far as the actor reaches; in official order."""
    rows = list(
        found.participations.filter(actor.within(SEERS, campaign="campaign__uid")).select_related(
            "unit__area", "campaign__unit"
        )
    )
    ranks = official_ranks(row.unit.path for row in rows)
    return sorted(rows, key=lambda row: ranks[row.unit.path])


@dataclass(frozen=True)
class Taking:
    """How many reached units take part, how many of them guide others too, and how many left."""

    standing: int
    guiding: int
    left: int


def asked_of_units(found: Campaign, actor: Reach) -> Ask:
    """What the counts of units are made of."""
    reached_here = found.participations.filter(actor.within(SEERS, campaign="campaign__uid"))
    return Ask(reached_here, (), {"left": Q(until__isnull=False), "guides": Q(guides_others=True)})


def taking_part(units: Tally) -> Taking:
    """The counts that the lists of units open, once they were asked."""
    return Taking(
        standing=units.where(lambda unit: not unit["left"]),
        guiding=units.where(lambda unit: not unit["left"] and unit["guides"]),
        left=units.where(lambda unit: unit["left"]),
    )


def participation(found: Campaign, uid: UUID, actor: Reach) -> Participation:
    """One unit's part in a campaign."""
    one = (
        found.participations.filter(actor.within(SEERS, campaign="campaign__uid"), uid=uid)
        .select_related("unit", "campaign__unit")
        .first()
    )
    if one is None:
        raise NotReached(_("没有这个参加单位，或它不在您的权限范围内。"))
    return one


def offered(found: Campaign) -> Handover | None:
    """The campaign's 交接单 without the people who signed it, if one was offered; came along with the campaign."""
    try:
        return found.handover
    except Handover.DoesNotExist:
        return None


def handover(found: Campaign) -> Handover | None:
    """The campaign's 交接单, if one was offered."""
    return (
        Handover.objects.filter(campaign=found)
        .select_related("standing_unit", "standing_post", "offered_by__person", "received_by__person", "campaign__unit")
        .first()
    )


def handover_reached(uid: UUID, actor: Reach) -> Handover:
    """One 交接单 for somebody who reaches its campaign or its standing unit."""
    found = (
        Handover.objects.filter(
            actor.within(READERS, "campaign__unit__path", campaign="campaign__uid")
            | actor.within(READERS, "standing_unit__path", campaign="campaign__uid"),
            uid=uid,
        )
        .select_related("standing_unit", "standing_post", "offered_by__person", "received_by__person", "campaign__unit")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这张交接单，或它不在您的权限范围内。"))
    return found
