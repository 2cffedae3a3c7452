"""What the engine keeps of yearly budgets: the cap in force of a unit, year and kind, and the entries that went beyond it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Unit


class YearlyCap(models.Model):
    """The cap in force; huiyin.burden writes it when two people have signed, and keeps how it came about."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    year = models.PositiveIntegerField(_("年度"))
    kind = models.CharField(_("类别"), max_length=20)
    cap = models.PositiveIntegerField(_("预算数"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year", "kind"], name="one_cap_a_unit_year_and_kind")]


class OverBudget(models.Model):
    """An entry that went beyond the cap, with the reason that was given; it stays when the cap changes or the entry is voided.

    `reason` is empty where a feature's own verb posted the fact: the fact stands, and the reason is still asked for.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    year = models.PositiveIntegerField(_("年度"))
    kind = models.CharField(_("类别"), max_length=20)
    book = models.CharField(max_length=40)
    entry = models.UUIDField()
    # The how-manieth of the year it was, over which cap.
    place = models.PositiveIntegerField()
    cap = models.PositiveIntegerField()
    reason = models.CharField(_("超预算说明"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "entry", "kind", "year", "unit"], name="over_a_budget_once")
        ]
        indexes = [models.Index(fields=["unit", "year"], name="over_budget_of_unit")]
