"""Who does what with talks, materials and meetings: the team itself, its office, those above it."""

from datetime import date

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Holding, Person, Role, Unit
from huiyin.organisation.posts import held_on


def team_of(unit: Unit, day: date) -> list[Person]:
    """The leadership team on a day, by rank of their posts; somebody with two posts once."""
    held = Holding.objects.filter(held_on(day), post__unit=unit, post__leader=True).select_related("person__unit")
    return list({one.person_id: one.person for one in held.order_by("post__rank", "post_id", "-begins_on")}.values())


def head_of(unit: Unit, day: date) -> Person | None:
    """主要负责人: who holds the first of the leadership's posts."""
    return next(iter(team_of(unit, day)), None)


def is_member(actor: Reach, unit: Unit, day: date) -> bool:
    """Whether the actor is of the leadership team."""
    return any(person.pk == actor.account.person_id for person in team_of(unit, day))


def runs(actor: Reach, unit: Unit, campaign: Campaign) -> bool:
    """Whether the actor is the unit's office, or that of a unit above it."""
    return actor.may((Role.OFFICE,), unit, campaign.uid)


def superior(actor: Reach, roles: tuple[str, ...], unit: Unit, campaign: Campaign) -> str:
    """The path of the strict ancestor on which the actor holds one of the roles; empty when there is none."""
    paths = (
        right.path
        for right in actor.rights
        if right.role in roles
        and unit.path.startswith(right.path)
        and right.path != unit.path
        and right.campaign in {None, campaign.uid}
    )
    return max(paths, default="")


def supervises(actor: Reach, unit: Unit, campaign: Campaign) -> bool:
    """Whether the actor is of a supervision group that covers the unit."""
    return actor.may((Role.SUPERVISOR,), unit, campaign.uid)


def require_office(actor: Reach, unit: Unit, campaign: Campaign) -> None:
    """Refuse everybody but the office of the unit or of one above it."""
    if not runs(actor, unit, campaign):
        raise Refused(_("只有“%(unit)s”或上级的活动办公室可以办理这件事。") % {"unit": unit.name})


def nothing() -> NotReached:
    """There is no such page for this person."""
    return NotReached(_("没有这一页，或它不在您的权限范围内。"))
