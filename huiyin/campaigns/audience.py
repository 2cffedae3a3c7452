"""Whom a campaign and its amendments reach: its participants, the campaigns below that carry it out, and theirs."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Amendment, Campaign, Participation
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Unit

# Every table name is our own; UNION ends the walk even where two campaigns were made to carry out each other.
_BELOW = """WITH RECURSIVE below(id) AS (
    SELECT id FROM campaigns_campaign WHERE carries_out_id = %s
    UNION SELECT lower.id FROM campaigns_campaign lower JOIN below ON lower.carries_out_id = below.id
) SELECT id FROM below"""


def readable(actor: Reach) -> QuerySet[Campaign]:
    """Campaigns run by a unit whose content the actor reads, or in which such a unit takes part."""
    runs = Campaign.objects.filter(actor.within(READERS, campaign="uid")).values("pk")
    takes = Participation.objects.filter(actor.within(READERS, campaign="campaign__uid")).values("campaign")
    return Campaign.objects.filter(Q(pk__in=runs) | Q(pk__in=takes))


def read_campaign(uid: UUID, actor: Reach) -> Campaign:
    """One campaign whose content the actor reads."""
    found = readable(actor).select_related("unit", "carries_out__unit").filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个活动，或它不在您的权限范围内。"))
    return found


def participants(campaign: Campaign, actor: Reach | None = None) -> QuerySet[Unit]:
    """The units that take part today, as far as the actor reads them (None: all)."""
    parts = Participation.objects.filter(campaign=campaign, until__isnull=True)
    if actor is not None:
        parts = parts.filter(actor.within(READERS, campaign="campaign__uid"))
    return Unit.objects.filter(pk__in=parts.values("unit"))


def below(campaign: Campaign) -> QuerySet[Campaign]:
    """The campaigns that carry this one out, at any depth, but for those that were archived."""
    deeper = RawSQL(_BELOW, [campaign.pk])  # noqa: S611 - a constant statement, its one value passed as a parameter
    return Campaign.objects.filter(pk__in=deeper).exclude(state=Campaign.State.ARCHIVED)


def above(campaigns: Iterable[int]) -> dict[int, list[int]]:
    """For each campaign, by key, those it carries out, the nearest first; one query a level."""
    known: dict[int, int | None] = {}
    wanted = set(campaigns)
    asked = list(wanted)
    while wanted:
        rows = dict(Campaign.objects.filter(pk__in=wanted).values_list("pk", "carries_out"))
        known |= rows
        wanted = {upper for upper in rows.values() if upper is not None and upper not in known}
    return {key: _way_up(key, known) for key in asked}


def reached_units(amendment: Amendment, actor: Reach | None = None) -> QuerySet[Unit]:
    """The units an amendment reaches, as far as the actor reads them (None: all).

    A unit that joined later has the amended plan from the start; so has a campaign below that was drafted later. Later
    than it was entered: a day written back to before anybody took part would reach nobody.
    """
    lower, day = below(amendment.campaign), local_date(amendment.recorded_at)
    parts = Participation.objects.filter(
        Q(campaign=amendment.campaign) | Q(campaign__in=lower), given_by(amendment.recorded_at), until__isnull=True
    )
    runs = lower.filter(known_by(day))
    if actor is not None:
        parts = parts.filter(actor.within(READERS, campaign="campaign__uid"))
        runs = runs.filter(actor.within(READERS, campaign="uid"))
    return Unit.objects.filter(Q(pk__in=parts.values("unit")) | Q(pk__in=runs.values("unit")))


def given_by(moment: datetime) -> Q:
    """Participations written down by a moment (`Participation.stood_at`)."""
    return Q(recorded_at__lte=moment) | Q(recorded_at__isnull=True, since__lte=local_date(moment))


def known_by(day: date) -> Q:
    """Campaigns that stood on a day (`Campaign.stood_at`): what was amended above before is in their plan already."""
    return Q(made_on__isnull=True) | Q(made_on__lte=day)


def _way_up(key: int, known: dict[int, int | None]) -> list[int]:
    way: list[int] = []
    upper = known.get(key)
    while upper is not None and upper not in way and upper != key:
        way.append(upper)
        upper = known.get(upper)
    return way
