"""How a campaign is started: what its office began from, what it confirmed, and how far everything stands ready."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Unit


class Preparation(models.Model):
    """筹备: from the proposal (an earlier campaign, or pasted texts) to the campaign made of it and what is ready.

    The proposal itself is not kept: it is worked out anew from what it began from, each time it is shown. Pasted texts
    may hold names and numbers of people, so they go once the proposal is confirmed or given up.
    """

    class State(models.TextChoices):
        STAGED = "staged", _("待确认")
        CONFIRMED = "confirmed", _("已建立活动")
        DISCARDED = "discarded", _("已放弃")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    name = models.CharField(_("活动名称"), max_length=120)
    begins_on = models.DateField(_("开始日期"))
    pattern = models.ForeignKey("campaigns.Campaign", models.PROTECT, null=True, related_name="+")
    unit_text = models.TextField(blank=True)
    plan_text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.STAGED)
    campaign = models.OneToOneField("campaigns.Campaign", models.PROTECT, null=True, related_name="preparation")
    # What was ticked: to be issued by hand once the plan is approved. Those of `guiding` guide others too.
    units = models.ManyToManyField(Unit, related_name="+")
    guiding = models.ManyToManyField(Unit, related_name="+")
    posters_on = models.DateField(null=True)
    notice_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="staged") | Q(unit_text="", plan_text=""), name="pasted_texts_go_after_the_proposal"
            )
        ]


class PlannedRound(models.Model):
    """A round of listening that was ticked with the plan; opened by hand once the plan is approved.

    `opened` is the round it became; rounds stand above campaigns, so it is known here by its uid.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    preparation = models.ForeignKey(Preparation, models.CASCADE, related_name="rounds")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    question = models.CharField(max_length=300, blank=True)
    opens_on = models.DateField()
    closes_on = models.DateField(null=True)
    public = models.BooleanField()
    anonymous = models.BooleanField()
    channels = models.JSONField(default=list)
    opened = models.UUIDField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["preparation", "order"], name="one_planned_round_an_order")]
