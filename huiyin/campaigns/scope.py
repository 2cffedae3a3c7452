"""Which campaigns a person may name as the scope of a figure."""

from huiyin.campaigns.models import Campaign
from huiyin.organisation.access import READERS, Reach


def campaigns_for_scope(reach: Reach) -> list[Campaign]:
    """Campaigns run by a unit that is reached or that stands above what is reached, newest first."""
    known = reach.within(READERS, campaign="uid") | reach.above(READERS, campaign="uid")
    return list(Campaign.objects.filter(known).order_by("-begins_on", "pk"))
