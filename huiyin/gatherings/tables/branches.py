"""Meetings of party branches: held with a quorum of the roll, leaders among them as ordinary members."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Person, Unit


class BranchMeeting(models.Model):
    """A branch's meeting that had its quorum; without one it was no meeting and is not here."""

    class Kind(models.TextChoices):
        GENERAL = "general", _("支部党员大会")
        COMMITTEE = "committee", _("支部委员会会议")
        GROUP = "group", _("党小组会")
        LIFE = "life", _("专题组织生活会")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="branch_meetings", verbose_name=_("支部"))
    kind = models.CharField(_("会议类别"), max_length=10, choices=Kind)
    preset = models.CharField(_("法定人数"), max_length=10)
    on = models.DateField(_("日期"))
    topics = models.CharField(_("议题"), max_length=300)
    expected = models.PositiveIntegerField(_("应到人数"))
    attended = models.PositiveIntegerField(_("实到人数"))
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    campaign = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "on", "topics"], name="a_branch_meeting_once"),
            models.CheckConstraint(condition=Q(attended__lte=F("expected")), name="branch_attended_within_expected"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.get_kind_display()}"


class BranchPart(models.Model):
    """One person of the roll: there, away with a reason, or by the rules not counted as due."""

    class Way(models.TextChoices):
        PRESENT = "present", _("到会")
        ABSENT = "absent", _("缺席")
        EXCUSED = "excused", _("不计入应到")

    meeting = models.ForeignKey(BranchMeeting, models.CASCADE, related_name="parts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    reason = models.CharField(max_length=120, blank=True)
    # 双重组织生活: of a leadership team, here as an ordinary member.
    leader = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="once_in_a_branch_meeting")]
