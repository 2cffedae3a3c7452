"""The sealed box's only table: words, a day, and nothing that leads to a person or an order."""

from django.db import models


class SealedSlip(models.Model):
    """One opinion's words. No key but a random one, no time finer than the day, no sequence, no person, no address."""

    uid = models.UUIDField(primary_key=True, editable=False)
    box = models.UUIDField(db_index=True)
    day = models.DateField()
    words = models.TextField()
    code_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique, and most have none
    salt = models.CharField(max_length=32)
