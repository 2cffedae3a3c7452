"""What stands on the list of a special theme, its indicators by unit, and their readings, which are only ever added."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Action
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.special import SpecialIndicator
from huiyin.organisation.models import Account, Unit
from huiyin.rectification.models import Problem


class Listed(models.Model):
    """A problem on the list of a theme; its measures come with it. Taken off, it stays with who did so."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    theme = models.ForeignKey(Action, models.PROTECT, related_name="+", verbose_name=_("专项"))
    problem = models.ForeignKey(Problem, models.PROTECT, related_name="+", verbose_name=_("问题"))
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField(_("列入日期"))
    removed_on = models.DateField(_("移出日期"), null=True)
    removed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "problem"], condition=Q(removed_on__isnull=True), name="on_a_special_list_once"
            )
        ]


class Indicator(models.Model):
    """What one unit is measured by under a theme. With `metric` its now is counted from the books since `counted_from`."""

    Aim = SpecialIndicator.Aim

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    theme = models.ForeignKey(Action, models.PROTECT, related_name="+", verbose_name=_("专项"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    name = models.CharField(_("指标"), max_length=120)
    measure_word = models.CharField(_("计量单位"), max_length=10)
    aim = models.CharField(_("要求"), max_length=10, choices=Aim)
    metric = models.CharField(_("取数口径"), max_length=60, blank=True)
    counted_from = models.DateField(_("从哪天起算"), null=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField(_("设立日期"))
    dropped_on = models.DateField(_("撤销日期"), null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "unit", "name"], condition=Q(dropped_on__isnull=True), name="one_indicator_a_name"
            ),
            models.CheckConstraint(
                condition=Q(metric="", counted_from__isnull=True) | (~Q(metric="") & Q(counted_from__isnull=False)),
                name="what_is_counted_has_a_beginning",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """One value with its day and source. Append-only: a better value follows, the earlier one stays."""

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("基线值")
        TARGET = "target", _("目标值")
        NOW = "now", _("现值")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="readings")
    kind = models.CharField(_("哪个值"), max_length=10, choices=Kind)
    value = models.DecimalField(_("数值"), max_digits=16, decimal_places=2)
    day = models.DateField(_("日期"))
    source = models.CharField(_("来源"), max_length=200, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="target") | ~Q(source=""), name="a_value_has_its_source"),
        ]
