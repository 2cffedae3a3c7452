"""Which units take part in a campaign, read from the book that says so."""

from uuid import UUID

from django.db.models import Sum

from huiyin.ledgers.books.organisation import PARTICIPANTS
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.models import Unit


def expected_units(actor: Reach, campaign: UUID | None) -> list[Unit]:
    """The units an import of the actor's should cover: the campaign's participants in reach, else all in reach."""
    units = actor.units_for(RECORDERS, campaign).filter(closed_on__isnull=True)
    if campaign is not None:
        taking_part = (
            entries(PARTICIPANTS)
            .current()
            .standing()
            .filter(campaign=campaign)
            .order_by()
            .values("unit")
            .annotate(balance=Sum("delta"))
            .filter(balance__gt=0)
            .values("unit")
        )
        units = units.filter(pk__in=taking_part)
    return list(units.order_by("path"))
