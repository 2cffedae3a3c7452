"""Imports that wait for the person who started them, or that they started, for the desk."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from huiyin.ledgers.engine.models import ImportBatch
from huiyin.organisation.access import RECORDERS, Reach


def my_batches(actor: Reach) -> QuerySet[ImportBatch]:
    """The actor's own imports that are read and not yet confirmed."""
    return ImportBatch.objects.filter(
        account=actor.account, state__in=[ImportBatch.State.READING, ImportBatch.State.STAGED]
    ).order_by("-created_at")


def batches_named(uids: Collection[UUID], actor: Reach) -> list[ImportBatch]:
    """Of these batches, those of units the actor still records for."""
    mine = actor.within(RECORDERS, campaign="campaign")
    return list(ImportBatch.objects.filter(mine, uid__in=uids).select_related("unit"))
