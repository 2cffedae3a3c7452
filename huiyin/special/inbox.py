"""What of special rectification waits for somebody: their own unit's indicators with nothing new for some time."""

from datetime import date

from huiyin.organisation.access import RECORDERS, Reach
from huiyin.special.models import Indicator
from huiyin.special.queries import holes, indicators


def waiting(actor: Reach, today: date, most: int) -> list[Indicator]:
    """Indicators of the actor's own unit with no value for some time, longest standing first."""
    own = {right.path for right in actor.rights if right.role in RECORDERS}
    rows = indicators(actor).filter(
        actor.within(RECORDERS, campaign="theme__campaign__uid"), holes(today)["quiet"], unit__path__in=own,
        theme__withdrawn_on__isnull=True,
    ).exclude(theme__campaign__state="archived")  # fmt: skip
    return list(rows.order_by("on", "pk")[:most])
