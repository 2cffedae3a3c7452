"""The democratic-life meeting: prepared, behind three gates, opened once, and what was promised there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign
from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Person, Unit
from huiyin.rectification.models import Measure


class LifeMeeting(models.Model):
    """专题民主生活会. It opens once, when its gates hold or a superior has waived them in writing."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("筹备")
        OPENED = "opened", _("已召开")
        CALLED_OFF = "called_off", _("取消")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="life_meetings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="life_meetings", verbose_name=_("召开单位"))
    name = models.CharField(_("会议名称"), max_length=120)
    theme = models.CharField(_("会议主题"), max_length=300)
    on = models.DateField(_("会议日期"))
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    # 会前报告: when the superior was told.
    noticed_on = models.DateField(null=True)
    opened_on = models.DateField(null=True)
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    host = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    resolution = models.TextField(_("会议决定"), max_length=4000, blank=True)
    report_due_on = models.DateField(null=True)
    reported_on = models.DateField(null=True)
    circulated_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="opened") | Q(opened_on__isnull=False, report_due_on__isnull=False),
                name="an_opened_meeting_has_its_days",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Expected(models.Model):
    """应到: a member who should attend, and once the meeting was held whether they did; why not, if not."""

    meeting = models.ForeignKey(LifeMeeting, models.CASCADE, related_name="expected")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)
    present = models.BooleanField(null=True)
    absent_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="expected_once_a_meeting")]


class GateTick(models.Model):
    """One of the three gates, ticked by a named person with a note (rules.md §1.3: never judged by the program alone)."""

    class Gate(models.TextChoices):
        PROBLEMS = "problems", _("问题找准")
        TALKS = "talks", _("谈心够")
        MATERIALS = "materials", _("材料过")

    meeting = models.ForeignKey(LifeMeeting, models.CASCADE, related_name="ticks")
    gate = models.CharField(max_length=10, choices=Gate)
    note = models.CharField(_("说明"), max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "gate"], name="a_gate_ticked_once")]


class Waiver(models.Model):
    """特批: a superior, by name and in writing, lets the meeting open though some gate does not hold. Never taken away."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    meeting = models.OneToOneField(LifeMeeting, models.PROTECT, related_name="waiver")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    # The superior unit in whose name it was given.
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.CharField(_("特批理由"), max_length=300)
    # The gates that did not hold on that day, as they are called.
    gates = models.CharField(max_length=60)
    on = models.DateField()


class Promise(models.Model):
    """A measure that came out of a meeting; the next meeting opens with where it stands."""

    meeting = models.ForeignKey(LifeMeeting, models.PROTECT, related_name="promises")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "measure"], name="a_promise_once_a_meeting")]
