"""Which unit of the tree a pilot's book meant by a name: names change and come back, the unit stays the same."""

from django.db import models

from huiyin.organisation.models import Unit


class PilotUnit(models.Model):
    """A name written in a pilot's 推广到的单位 and the unit it meant; names outside the organisation have no row."""

    entry = models.UUIDField()
    words = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "words"], name="a_pilot_names_a_unit_once")]

    def __str__(self) -> str:
        return self.words
