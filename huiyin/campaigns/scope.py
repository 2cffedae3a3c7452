"""Which campaigns a person may name as the scope of a figure."""

from huiyin.campaigns.models import Campaign
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.paths import ancestors


def campaigns_for_scope(reach: Reach) -> list[Campaign]:
    """Campaigns run by a unit that is reached or that stands above what is reached, newest first."""
    paths = {path for own in reach.paths(READERS) for path in ancestors(own)}
    reached = Campaign.objects.filter(reach.within(READERS))
    above = Campaign.objects.filter(unit__path__in=paths)
    return list((reached | above).distinct().order_by("-begins_on", "pk"))
