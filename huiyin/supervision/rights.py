"""Who does what in supervision: the group's own members, the office that set the group up, the unit itself."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Role, Team, TeamMember, Unit
from huiyin.organisation.paths import ancestors
from huiyin.supervision.models import Visit

SUPERVISORS = (Role.SUPERVISOR, Role.OFFICE)
OFFICE = (Role.OFFICE,)
UNIT_SIDE = (Role.CLERK, Role.HEAD)
KINDS = (Team.Kind.SUPERVISION, Team.Kind.GUIDANCE)


def is_office(actor: Reach, unit: Unit, campaign: UUID | None) -> bool:
    """Whether the actor is the office of a unit, or of one above it."""
    return actor.may(OFFICE, unit, campaign)


def require_office(actor: Reach, unit: Unit, campaign: UUID | None) -> None:
    """Refuse anybody else."""
    if not is_office(actor, unit, campaign):
        raise Refused(_("只有“%(unit)s”或其上级的活动办公室可以办理。") % {"unit": unit.name})


def in_group(actor: Reach, team: Team) -> bool:
    """Whether the actor is listed in a group."""
    return team.members.filter(person=actor.account.person_id).exists()


def may_supervise(actor: Reach, visit: Visit) -> bool:
    """A member of the visit's group who holds the right of a supervisor on the unit, or the office over the group.

    Nobody of the unit itself, wherever their right comes from.
    """
    if is_of(actor, visit.unit):
        return False
    if is_office(actor, visit.team.unit, visit.campaign):
        return True
    return actor.may(SUPERVISORS, visit.unit, visit.campaign) and in_group(actor, visit.team)


def require_supervisor(actor: Reach, visit: Visit) -> None:
    """Refuse anybody else."""
    if not may_supervise(actor, visit):
        raise Refused(_("只有“%(team)s”的组员或上级活动办公室可以办理。") % {"team": visit.team.name})


def is_of(actor: Reach, unit: Unit) -> bool:
    """Whether somebody belongs to a unit or to one below it."""
    path: str = actor.account.person.unit.path
    return path.startswith(unit.path)


def may_answer(actor: Reach, unit: Unit, campaign: UUID | None) -> bool:
    """The unit's clerk or head."""
    return actor.may(UNIT_SIDE, unit, campaign)


def visible(actor: Reach, prefix: str = "") -> Q:
    """Filter of visits: a secret one before the unit is told by its group and their superior only, nobody of the unit."""
    campaign = f"{prefix}plan__campaign"
    secret = Q(**{f"{prefix}method": Visit.Method.SECRET})
    hidden = secret & Q(**{f"{prefix}told_on__isnull": True}) | Q(**{f"{prefix}state": Visit.State.WAITING})
    own = TeamMember.objects.filter(person=actor.account.person_id).values("team")
    group = Q(**{f"{prefix}team__in": own}) & actor.within(SUPERVISORS, f"{prefix}unit__path", campaign=campaign)
    superior = actor.within(OFFICE, f"{prefix}team__unit__path", campaign=campaign)
    outsider = ~Q(**{f"{prefix}unit__path__in": ancestors(actor.account.person.unit.path)})
    everybody = actor.within(READERS, f"{prefix}unit__path", campaign=campaign) & ~hidden
    return everybody | outsider & (group | superior)


def superiors(unit: Unit) -> Sequence[str]:
    """The paths above a unit; its own where it is the top."""
    return ancestors(unit.path)[:-1] or [unit.path]
