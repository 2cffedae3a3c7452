"""Which group supervises which unit in which period, and who declared a relation that keeps them away from a unit."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Person, Team, Unit


class Assignment(models.Model):
    """A group is sent to a unit (with everything below it) for a period; ended early by bringing `ends_on` forward."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="assignments", verbose_name=_("督导组"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name=_("被督导单位"))
    begins_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))
    assigned_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-begins_on"])]
        constraints = [
            models.UniqueConstraint(fields=["team", "unit", "begins_on"], name="assigned_once_a_start"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="assignment_ends_after_begin"),
        ]


class Relation(models.Model):
    """A declared relation of a person to a unit: only of what kind, never what it is about."""

    class Kind(models.TextChoices):
        KIN = "kin", _("近亲属在该单位")
        INTEREST = "interest", _("与该单位有利害关系")
        OTHER = "other", _("其他可能影响公正的情形")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="declared_relations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.CharField(_("情形"), max_length=10, choices=Kind)
    declared_on = models.DateField()
    declared_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "kind"], condition=Q(ended_on__isnull=True), name="relation_declared_once"
            ),
        ]
