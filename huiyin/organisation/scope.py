"""Which units a person may name as the scope of a figure."""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import STEP


def unit_for_scope(uid: UUID, reach: Reach, campaign: UUID | None) -> Unit:
    """A unit that is reached, or that stands above what is reached (its figures show how many entries lie elsewhere)."""
    unit = Unit.objects.filter(uid=uid).first()
    if unit is None or not (reach.may(READERS, unit, campaign) or reach.stands_above(READERS, unit, campaign)):
        raise NotReached(_("没有这个单位，或它不在您的权限范围内。"))
    return unit


def default_scope_units(reach: Reach, campaign: UUID | None) -> list[Unit]:
    """The units offered in a scope filter: the tops of what is reached and their children, in the official order."""
    tops = reach.paths_for(READERS, campaign)
    # One query, however many tops there are.
    found = Unit.objects.filter(Q(path__in=tops) | Q(parent__path__in=tops)).order_by("order", "pk")
    families: dict[str, list[Unit]] = {path: [] for path in sorted(tops)}
    for unit in found:
        if unit.path in families:
            families[unit.path].insert(0, unit)
        if unit.path[:-STEP] in families:
            families[unit.path[:-STEP]].append(unit)
    return [unit for family in families.values() for unit in family]


def children_of(unit: Unit) -> list[Unit]:
    """The units directly below, in the official order."""
    return list(Unit.objects.filter(parent=unit).order_by("order", "pk"))
