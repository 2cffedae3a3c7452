"""What the forms of supervision offer: units, groups, campaigns in reach."""

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.campaigns.audience import readable
from huiyin.core.errors import Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit
from huiyin.organisation.queries import in_official_order
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.supervision.forms import Choices


def offices(actor: Reach) -> list[Unit]:
    """The units whose office one is and which have units below them."""
    return in_official_order(
        actor.units_for((Role.OFFICE,), None).filter(closed_on__isnull=True, children__isnull=False).distinct()
    )


def units_below(actor: Reach) -> list[Unit]:
    """The units one may visit or follow up: those of one's offices and groups."""
    return in_official_order(actor.units_for((Role.OFFICE, Role.SUPERVISOR), None).filter(closed_on__isnull=True))


def named(units: list[Unit]) -> Choices:
    """As a list to choose from."""
    return [(str(unit.uid), str(unit.name)) for unit in units]


def campaigns(actor: Reach) -> Choices:
    """The campaigns in reach."""
    return [(str(one.uid), one.name) for one in readable(actor).order_by("-begins_on", "pk")[:50]]


def unit_of(units: list[Unit], chosen: str) -> Unit:
    """The one that was chosen among those offered."""
    found = {str(unit.uid): unit for unit in units}.get(chosen)
    if found is None:
        raise Refused(_("没有这个单位，或它不在您的权限范围内，请重新选择。"))
    return found


def campaign_of(chosen: str) -> UUID | None:
    """The campaign that was chosen; the form has looked whether it was offered."""
    return uid_or_none(chosen)
