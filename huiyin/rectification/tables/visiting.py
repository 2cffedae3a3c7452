"""What supervisors leave on the spot, and a task sheet that was read and not yet taken in."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.core.models import StoredFile
from huiyin.organisation.models import Account, Unit


class OnSiteFeedback(models.Model):
    """现场反馈单: what a supervisor told a unit on the spot; its head confirms it the same day, or it stays unconfirmed."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="feedback_slips")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="feedback_slips", verbose_name=_("被督导单位"))
    on = models.DateField(_("反馈日期"))
    text = models.TextField(_("反馈意见"), max_length=2000)
    # The draw this visit used, so that the same records can be drawn again; empty when nothing was drawn.
    seed = models.CharField(_("抽签种子"), max_length=20, blank=True)
    supervisor = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("督导组员"))
    written_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    unit_words = models.CharField(_("单位意见"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "-on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on=F("on")), name="feedback_confirmed_the_same_day"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("supervisor")),
                name="feedback_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.on.isoformat()}"


class StagedTaskSheet(models.Model):
    """A 整改任务书 that was read and shown, not yet taken in. Its file goes when nobody needs it any longer."""

    class State(models.TextChoices):
        STAGED = "staged", _("待确认")
        COMMITTED = "committed", _("已导入")
        DISCARDED = "discarded", _("已放弃")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("问题所在单位"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    files = models.ManyToManyField(StoredFile, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.STAGED)
    staged_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
