"""What a unit itself reports of its measures, for the page of a visit: counts by state, in reach, with what is late."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from huiyin.organisation.access import Reach
from huiyin.organisation.paths import within
from huiyin.rectification.filtering import overdue, unreported
from huiyin.rectification.queries import measures
from huiyin.rectification.states import OPEN_STATES
from huiyin.supervision.models import Visit


@dataclass(frozen=True)
class Progress:
    """Open measures, those past their day, those without a word of progress."""

    open: int
    overdue: int
    unreported: int


def progress(actor: Reach, visit: Visit, today: date) -> Progress:
    """The state of the unit's measures as the unit recorded it; one query."""
    rows = measures(actor).filter(within(visit.unit.path, "unit__path"))
    if visit.campaign is not None:
        rows = rows.filter(campaign__uid=visit.campaign)
    # Without the joins of the list: a count of rows, not of what hangs on them.
    found = rows.order_by().aggregate(
        open=Count("pk", filter=Q(state__in=OPEN_STATES), distinct=True),
        overdue=Count("pk", filter=overdue(today), distinct=True),
        unreported=Count("pk", filter=unreported(), distinct=True),
    )
    return Progress(**found)
