"""Plans of campaigns that were approved or amended although they go beyond a yearly budget, and why."""

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Amendment, Campaign
from huiyin.organisation.models import Account, Unit


class PlanOverBudget(models.Model):
    """One kind of budget that a plan goes beyond, as it stood on approval or when an amendment added to it.

    It stays whatever cap or plan become later.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("活动"))
    # What brought the plan beyond: an amendment, or nothing where the plan itself did on approval.
    amendment = models.ForeignKey(
        Amendment, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("方案调整")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    year = models.PositiveIntegerField(_("年度"))
    kind = models.CharField(_("类别"), max_length=20)
    cap = models.PositiveIntegerField(_("预算数"))
    used = models.PositiveIntegerField(_("已用"))
    planned = models.PositiveIntegerField(_("方案还要"))
    reason = models.CharField(_("超预算说明"), max_length=300)
    approved_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "year", "kind"], condition=models.Q(amendment=None), name="plan_over_a_budget_once"
            ),
            models.UniqueConstraint(fields=["amendment", "year", "kind"], name="amendment_over_a_budget_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="plan_over_a_budget_says_why"),
        ]
        indexes = [models.Index(fields=["unit", "year"], name="plan_over_budget_of_unit")]

    @property
    def occasion(self) -> str:
        """What brought the plan beyond, in a word; reads the amendment."""
        return self.amendment.title if self.amendment else _now("批准")
