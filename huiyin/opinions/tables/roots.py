"""Published roots over the digests of what was lodged."""

from django.db import models


class LodgedRoot(models.Model):
    """One root a day: over the sorted digests lodged up to that day that stood under none before. Public."""

    number = models.PositiveIntegerField(primary_key=True)
    day = models.DateField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
