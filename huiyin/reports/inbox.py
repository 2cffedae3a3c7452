"""What waits for one person in reports, for the desk."""

from django.db.models import QuerySet

from huiyin.organisation.access import Reach
from huiyin.organisation.hands import beside
from huiyin.reports.access import SIGNERS, held
from huiyin.reports.models import Report


def to_sign(actor: Reach) -> QuerySet[Report]:
    """Reports sent to be signed by a head of their unit."""
    waiting = Report.objects.filter(held(actor, SIGNERS), state=Report.State.SIGNING)
    # Nobody signs what they drew themselves.
    return waiting.exclude(versions__made_by__in=beside(actor.account.person_id)).order_by("pk")
