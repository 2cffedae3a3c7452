"""What people confirmed before, nearest unit first: it speaks for later texts of that unit and of those below it."""

from huiyin.claim_audit.models import Confirmation
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import ancestors


def remembered(unit: Unit) -> dict[str, Confirmation]:
    """Phrase key → the confirmation that holds for a unit: that of the nearest unit above, and of it the newest."""
    rows = Confirmation.objects.filter(unit__path__in=ancestors(unit.path)).select_related("unit", "by__person")
    known: dict[str, Confirmation] = {}
    for row in sorted(rows, key=lambda one: (len(one.unit.path), one.pk)):
        known[row.key] = row
    return known
