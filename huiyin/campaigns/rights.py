"""Who runs a campaign: the office of its unit or above, with a right for this campaign or for all."""

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role


def may_run(campaign: Campaign, actor: Reach) -> bool:
    """Whether the actor is this campaign's office."""
    return actor.may((Role.OFFICE,), campaign.unit, campaign.uid)


def require_office(campaign: Campaign, actor: Reach) -> None:
    """Refuse everybody but the campaign's office."""
    if not may_run(campaign, actor):
        raise Refused(_("只有“%(unit)s”或上级的活动办公室可以办理这件事。") % {"unit": campaign.unit.name})
