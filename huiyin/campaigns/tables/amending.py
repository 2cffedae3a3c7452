"""What an approved plan was changed to, by numbered amendments, and what each unit says to them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Unit


class Amendment(models.Model):
    """第几次调整: one official change of an approved plan. Issued once, never altered."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    campaign = models.ForeignKey("campaigns.Campaign", models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField(_("次数"))
    on = models.DateField(_("调整日期"))
    reason = models.CharField(_("调整理由"), max_length=200)
    carries_out = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_out_by", verbose_name=_("落实上级调整")
    )
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_amendment_a_number"),
            models.UniqueConstraint(fields=["campaign", "carries_out"], name="an_amendment_carried_out_once"),
        ]

    @property
    def title(self) -> str:
        """第1次调整."""
        return _("第%(number)d次调整") % {"number": self.number}


class AmendmentChange(models.Model):
    """One thing an amendment changes: of which action or stage, and for each field what it was and what it is.

    `differences` are dicts: field, before and after as people read them, value as the next plan down takes it over.
    """

    class Kind(models.TextChoices):
        ACTION_ADDED = "action_added", _("增加动作")
        ACTION_CHANGED = "action_changed", _("修改动作")
        ACTION_WITHDRAWN = "action_withdrawn", _("撤销动作")
        STAGE_DATED = "stage_dated", _("调整环节时间")

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="changes")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    action = models.ForeignKey("campaigns.Action", models.PROTECT, null=True, related_name="changes")
    stage = models.ForeignKey("campaigns.Stage", models.PROTECT, null=True, related_name="+")
    # What it was called before, which is how a plan below finds its own.
    title = models.CharField(max_length=160)
    action_kind = models.CharField(max_length=20, blank=True)
    differences = models.JSONField(default=list)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["amendment", "order"], name="one_change_a_place")]


class AmendmentDraft(models.Model):
    """What the office puts together before it issues the next amendment; nobody else sees it."""

    campaign = models.OneToOneField("campaigns.Campaign", models.CASCADE, related_name="amendment_draft")
    changes = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)


class Stance(models.Model):
    """What a unit says to an amendment. Rows are only ever added; `current` marks the last one said."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("已接受")
        DEVIATING = "deviating", _("调整执行")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="stances")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["amendment", "unit", "revision"], name="one_stance_a_revision"),
            models.UniqueConstraint(
                fields=["amendment", "unit"], condition=Q(current=True), name="one_stance_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(kind="deviating") | ~Q(reason=""), name="deviating_says_why"),
        ]
