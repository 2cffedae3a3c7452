"""Imports that wait for the person who started them, for the desk."""

from django.db.models import QuerySet

from huiyin.ledgers.engine.models import ImportBatch
from huiyin.organisation.access import Reach


def my_batches(actor: Reach) -> QuerySet[ImportBatch]:
    """The actor's own imports that are read and not yet confirmed."""
    return ImportBatch.objects.filter(
        account=actor.account, state__in=[ImportBatch.State.READING, ImportBatch.State.STAGED]
    ).order_by("-created_at")
