"""What each unit did about each action of the plan."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.terms import MARK_LATE_DAYS
from huiyin.core.clock import local_date
from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Unit


class Mark(models.Model):
    """How far a unit is with an action. Rows are only ever added; `current` marks the last one, which is the cell.

    `on` is the date of the fact, `recorded_at` when it was entered. `book` and `entry` name the ledger entry that records
    the fact already. A cell without any mark has not begun.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("未开始")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        DEVIATING = "deviating", _("调整执行")
        EXEMPT = "exempt", _("不适用")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    action = models.ForeignKey("campaigns.Action", models.PROTECT, related_name="marks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=State)
    on = models.DateField(_("日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    book = models.CharField(max_length=40, blank=True)
    entry = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "unit", "revision"], name="one_mark_a_revision"),
            models.UniqueConstraint(fields=["action", "unit"], condition=Q(current=True), name="one_mark_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "done", "deviating"]) | Q(on__isnull=False),
                name="a_deed_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["deviating", "exempt"]) | ~Q(note=""), name="a_departure_says_why"
            ),
        ]
        # How many units stand where under each action: answered from the index alone.
        indexes = [
            models.Index(fields=["action", "state", "unit"], condition=Q(current=True), name="marks_by_action"),
        ]

    @property
    def late_by(self) -> int:
        """Days between the fact and its entry beyond what is allowed; 0 when in time."""
        return late_by(self.on, self.recorded_at)


def late_by(on: date | None, recorded_at: datetime) -> int:
    """Days between a fact and its entry beyond what is allowed; 0 when in time, or when there is no fact."""
    return max(0, (local_date(recorded_at) - on).days - MARK_LATE_DAYS.value) if on is not None else 0
