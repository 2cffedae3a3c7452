"""What waits for one person in campaigns, for the desk."""

from django.db.models import QuerySet

from huiyin.campaigns.handover import RECEIVERS
from huiyin.campaigns.models import Handover
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import beside


def waiting_handovers(actor: Reach) -> QuerySet[Handover]:
    """交接单 offered to a unit of the actor's, by somebody else, and not yet signed for."""
    return (
        Handover.objects.filter(
            actor.within(RECEIVERS, "standing_unit__path", campaign="campaign__uid"), received_at__isnull=True
        )
        .exclude(offered_by__in=beside(actor.account.person_id))
        .select_related("campaign")
    )
