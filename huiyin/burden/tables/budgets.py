"""How a yearly budget came about, and whether a unit shows its budgets to the public."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Unit


class BudgetChange(models.Model):
    """A cap that one person proposed and another signed; what it was held against is kept as it stood then."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待签")
        SIGNED = "signed", _("已签")
        DECLINED = "declined", _("未同意")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    year = models.PositiveIntegerField(_("年度"))
    kind = models.CharField(_("类别"), max_length=20)
    cap = models.PositiveIntegerField(_("预算数"))
    # The cap in force, last year's cap and last year's count when it was proposed; empty: there was none, nothing recorded.
    cap_before = models.PositiveIntegerField(null=True)
    cap_last_year = models.PositiveIntegerField(null=True)
    count_last_year = models.PositiveIntegerField(null=True)
    reason = models.CharField(_("增加理由"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    declined_why = models.CharField(_("不同意的理由"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "kind"], condition=Q(state="proposed"), name="one_proposal_a_budget"
            )
        ]


class Openness(models.Model):
    """减负公开: a unit shows its budgets, counts and reasons to the public; withdrawing keeps the row and says why."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    released_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    released_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(withdrawn_on__isnull=True), name="open_once_at_a_time")
        ]
