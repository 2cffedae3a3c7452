"""专项整治指标台账: what each special rectification is measured by: baseline, target, now (row F4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.themes import Theme


class SpecialIndicator(EntryRevision):
    """One indicator of one unit under one theme. Every reading is a new revision, so nothing is ever typed over.

    `now` is empty for an indicator counted from the books: that number is derived wherever it is shown.
    """

    class Aim(models.TextChoices):
        AT_MOST = "at_most", _("不超过目标值")
        AT_LEAST = "at_least", _("不少于目标值")

    theme = models.CharField(_("专项"), max_length=160)
    name = models.CharField(_("指标"), max_length=120)
    measure_word = models.CharField(_("计量单位"), max_length=10)
    aim = models.CharField(_("要求"), max_length=10, choices=Aim)
    counted_by = models.CharField(_("取数口径"), max_length=120, blank=True)
    baseline = models.DecimalField(_("基线值"), max_digits=16, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(_("基线日期"), null=True, blank=True)
    baseline_source = models.CharField(_("基线来源"), max_length=200, blank=True)
    target = models.DecimalField(_("目标值"), max_digits=16, decimal_places=2, null=True, blank=True)
    target_on = models.DateField(_("目标时限"), null=True, blank=True)
    now = models.DecimalField(_("现值"), max_digits=16, decimal_places=2, null=True, blank=True)
    now_on = models.DateField(_("现值日期"), null=True, blank=True)
    now_source = models.CharField(_("现值来源"), max_length=200, blank=True)
    met = models.BooleanField(_("达到目标"), default=False)

    class Meta(EntryRevision.Meta):
        pass


SPECIAL_INDICATORS = Ledger(
    code="special_indicators",
    theme=Theme.RECTIFICATION,
    name=_("专项整治指标台账"),
    about=_(
        "专项整治和专项行动的指标：基线值、目标值、现值，各有日期和来源，由专项整治页面记入；每报一次现值留一版。一行是一个单位的一项指标。"
    ),
    model=SpecialIndicator,
    columns=(
        "theme",
        "name",
        "measure_word",
        "aim",
        "counted_by",
        "baseline",
        "baseline_on",
        "baseline_source",
        "target",
        "target_on",
        "now",
        "now_on",
        "now_source",
        "met",
    ),
    filters=("theme", "met"),
    by_hand=False,
    title_column="name",
    unit_label=_("责任单位"),
    date_label=_("设立日期"),
)
