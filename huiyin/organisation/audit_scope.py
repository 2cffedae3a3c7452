"""Which audit lines an auditor sees: those about units of theirs, and those their units' people wrote about no unit."""

from django.db.models import Q

from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Role, Unit
from huiyin.organisation.paths import any_of


def audit_scope(reach: Reach) -> Q:
    """A filter over audit lines; everything for an auditor of every root."""
    # Audit lines are of no campaign: a right for one campaign opens none of them.
    paths = reach.paths_for((Role.AUDITOR,), None)
    if not Unit.objects.filter(parent__isnull=True).exclude(path__in=paths).exists():
        return Q()
    units = reach.units_for((Role.AUDITOR,), None).values("uid")
    people = Account.objects.filter(any_of(paths, "person__unit__path")).values("uid")
    return Q(unit__in=units) | Q(unit__isnull=True, actor__in=people) | Q(unit__isnull=True, actor__isnull=True)
