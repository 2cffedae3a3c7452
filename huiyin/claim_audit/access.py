"""Who holds texts for audit, reads them and confirms their claims."""

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit

# The office, the supervision groups and the heads of the units reached; clerks and members have no page of this.
AUDITORS = (Role.OFFICE, Role.HEAD, Role.SUPERVISOR)


def readable(actor: Reach) -> Q:
    """Rows whose unit is reached; a right for one campaign covers that campaign's rows only."""
    return actor.within(AUDITORS, campaign="campaign__uid")


def may_audit(actor: Reach, unit: Unit, campaign: Campaign) -> bool:
    """Whether the actor may hold texts of a unit against a campaign."""
    return actor.may(AUDITORS, unit, campaign.uid)


def require_auditor(actor: Reach) -> None:
    """Everybody else has no such page."""
    if not actor.is_one_of(*AUDITORS):
        raise NotReached(_("没有这个页面，或它不在您的权限范围内。"))


def require_may_audit(actor: Reach, unit: Unit, campaign: Campaign) -> None:
    """Refuse those who do not audit this unit in this campaign."""
    if not may_audit(actor, unit, campaign):
        raise Refused(
            _("只有“%(unit)s”或其上级的活动办公室、负责人和督导组可以核对它的文字材料。") % {"unit": unit.name}
        )
