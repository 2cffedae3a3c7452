"""报表和要求登记: every form and request to units below, what became of it, and what units object to."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.identifiers import new_uid
from huiyin.organisation.models import Account, Unit


class FormRequest(models.Model):
    """A form or request: by which basis, who asks whom, how often, until when, how long it takes, what it asks."""

    class Frequency(models.TextChoices):
        ONCE = "once", _("一次性")
        MONTHLY = "monthly", _("每月")
        QUARTERLY = "quarterly", _("每季")
        HALF_YEARLY = "half_yearly", _("每半年")
        YEARLY = "yearly", _("每年")

    class State(models.TextChoices):
        DRAFT = "draft", _("已登记，未下发")
        ISSUED = "issued", _("已下发")
        WITHDRAWN = "withdrawn", _("已撤回")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(_("表名或要求"), max_length=120)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    asker = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("要求单位"))
    receivers = models.ManyToManyField(Unit, related_name="+", verbose_name=_("填报单位"))
    frequency = models.CharField(_("频次"), max_length=12, choices=Frequency)
    expires_on = models.DateField(_("失效日期"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("填一次约需分钟（申报）"))
    # [{label, book, column}]: book and column are empty where no book holds the field.
    fields = models.JSONField(_("要填的项目"), default=list)
    # Why what the books hold already is not enough.
    not_enough = models.CharField(_("已有数据为什么不够"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    registered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["asker", "state"])]

    def __str__(self) -> str:
        return self.name

    def expired(self, today: date) -> bool:
        """Whether it may no longer be asked."""
        return self.expires_on is not None and self.expires_on < today


class FormTrace(models.Model):
    """What became of a request, for everybody who sees it: issued, withdrawn, a unit exempted, and why."""

    form = models.ForeignKey(FormRequest, models.PROTECT, related_name="traces")
    on = models.DateField()
    text = models.CharField(max_length=500)


class Objection(models.Model):
    """异议: a unit says a request is repeated, over budget or without basis; the level above the asker answers."""

    class Ground(models.TextChoices):
        REPEATED = "repeated", _("重复要求：已经报过或台账里已有")
        OVER_BUDGET = "over_budget", _("超出年度预算")
        NO_BASIS = "no_basis", _("没有依据或已经失效")
        TOO_MUCH = "too_much", _("时限或工作量不合理")

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("待答复")
        WITHDRAWN = "withdrawn", _("异议成立，要求撤回")
        EXEMPTED = "exempted", _("异议成立，本单位免报")
        REJECTED = "rejected", _("异议不成立")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    form = models.ForeignKey(FormRequest, models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("提出单位"))
    ground = models.CharField(_("理由类别"), max_length=12, choices=Ground)
    text = models.CharField(_("说明"), max_length=500)
    lodged_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    lodged_on = models.DateField()
    # Above the asker; where there is nobody above, the asker itself, whose head answers.
    answering = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("答复单位"))
    due_on = models.DateField(_("答复期限"))
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    answer = models.CharField(_("答复理由"), max_length=500, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "unit"], condition=Q(outcome="waiting"), name="one_open_objection_a_unit"
            )
        ]
