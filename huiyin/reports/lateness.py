"""What is late in a report's scope: entries recorded long after the fact, and measures past their deadline."""

from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from huiyin.campaigns.models import Campaign
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryQuerySet
from huiyin.ledgers.registry import LEDGERS
from huiyin.metrics.figure import standing
from huiyin.metrics.scope import Scope
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import within
from huiyin.rectification.models import Measure
from huiyin.rectification.states import OPEN_STATES

BY_HAND: tuple[Ledger[Any], ...] = tuple(ledger for ledger in LEDGERS if ledger.by_hand)


def late_entries(ledger: Ledger[Any], scope: Scope) -> EntryQuerySet[Any]:
    """Entries recorded later after the fact than the ledger allows, the longest delay being a matter of dates."""
    return standing(ledger, scope).filter(first_recorded_at__date__gt=F("fact_date") + ledger.late_after)


def overdue_measures(campaign: Campaign, unit: Unit, today: date) -> QuerySet[Measure]:
    """Open measures of the unit's subtree whose deadline has passed, longest first."""
    return (
        Measure.objects.filter(within(unit.path, "unit__path"), campaign=campaign, state__in=OPEN_STATES)
        .filter(due_on__lt=today)
        .select_related("unit", "campaign")
        .order_by("due_on", "code")
    )
