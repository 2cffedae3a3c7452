"""Study sessions and who was there; a person asks for a correction here, the unit answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.study import StudySession
from huiyin.organisation.models import Account, Person, Unit


class Session(models.Model):
    """一次学习: planned or held by a unit. Signed, it stands in the books; from then on it is corrected with a reason.

    There is no arrival time, no place on a map, no code to scan and no time spent on a page, and there must never be
    (rules.md §13.2).
    """

    class State(models.TextChoices):
        OPEN = "open", _("待签认")
        SIGNED = "signed", _("已签认")
        VOID = "void", _("已作废")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="study_sessions", verbose_name=_("组织单位"))
    campaign = models.UUIDField(null=True, blank=True)
    name = models.CharField(_("学习名称"), max_length=120)
    kind = models.CharField(_("学习形式"), max_length=20, choices=StudySession.Kind)
    topic = models.CharField(_("学习内容"), max_length=300, blank=True)
    lecturer = models.CharField(_("主讲人"), max_length=80, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    day = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    days = models.PositiveIntegerField(_("天数"), null=True, blank=True)
    hours = models.DecimalField(_("学时"), max_digits=5, decimal_places=1, null=True, blank=True)
    groups = models.PositiveIntegerField(_("分组数"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    signed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)
    void_reason = models.CharField(_("作废原因"), max_length=300, blank=True)
    # Raised by every change: a form that shows an older number is refused.
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-day"], name="study_session_of_unit"),
            models.Index(fields=["day"], name="study_session_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("day")), name="session_ends_after_it_begins",
                violation_error_message=_("结束日期早于开始日期。请核对。"),
            ),
            models.CheckConstraint(condition=~Q(state="signed") | Q(signed_by__isnull=False), name="session_signed_by_one"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Attendee(models.Model):
    """One person due at one session; `unit` is the one they belonged to then, whatever became of them later."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="study_attendances")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    present = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="once_on_a_list")]


class CorrectionAsked(models.Model):
    """本人申请更正: somebody says that they were there, or were not; somebody else of the unit decides and says why."""

    class State(models.TextChoices):
        OPEN = "open", _("待核实")
        AGREED = "agreed", _("已更正")
        REFUSED = "refused", _("未采纳")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="corrections")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    present = models.BooleanField()
    words = models.CharField(_("说明"), max_length=300)
    asked_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(state="open"), name="one_open_correction_a_session"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | (Q(answered_by__isnull=False) & ~Q(answer="")), name="correction_answered"
            ),
        ]
