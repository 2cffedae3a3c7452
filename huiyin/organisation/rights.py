"""Who may read and who may keep the organisation's own rows: units, people, posts and teams."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Role, Unit

# Structure is no content: an administrator, who reads none of the content, still sees and keeps it.
STRUCTURE_READERS = (*READERS, Role.ADMINISTRATOR)
STRUCTURE_KEEPERS = (Role.OFFICE, Role.ADMINISTRATOR)
PEOPLE_KEEPERS = (Role.OFFICE, Role.CLERK, Role.ADMINISTRATOR)


def require(actor: Reach, roles: Iterable[str], unit: Unit) -> None:
    """Refuse unless the actor holds one of `roles` on `unit` or above it."""
    if not actor.may(roles, unit):
        raise Refused(_("您没有在“%(unit)s”办理这件事的权限，请联系本单位或上级的活动办公室。") % {"unit": unit.name})
