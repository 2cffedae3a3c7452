"""Forms of special rectification."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.metrics.metric import Metric
from huiyin.metrics.registry import BY_CODE, by_theme
from huiyin.special.measuring import NewIndicator, Value
from huiyin.special.models import Indicator, Reading
from huiyin.workspace.lists import PasteForm
from huiyin.workspace.organisation.fields import StaffForm, day_field


def number_field(label: Any, **options: Any) -> forms.DecimalField:
    """A number from 0 up with at most two decimals."""
    return forms.DecimalField(label=label, min_value=Decimal(0), max_digits=16, decimal_places=2, **options)


def _metrics() -> list[tuple[Any, Any]]:
    """The metrics a now may be counted by: plain ones, never those of sealed words or shown only from a number up."""
    groups = [
        (name, [(m.code, m.label) for m in metrics if isinstance(m, Metric) and not m.ledger.sealed and not m.least])
        for name, metrics in by_theme()
    ]
    return [("", _("手工登记，每次写明来源")), *((name, group) for name, group in groups if group)]


class IndicatorForm(StaffForm):
    """What a unit is measured by, from where, to where, until when."""

    unit = forms.ChoiceField(label=_("责任单位"))
    name = forms.CharField(label=_("指标"), max_length=120, help_text=_("如“全年会议数”“超标办公用房面积”。"))
    measure_word = forms.CharField(label=_("计量单位"), max_length=10, help_text=_("如“个”“万元”“平方米”。"))
    aim = forms.ChoiceField(label=_("要求"), choices=Indicator.Aim)
    metric = forms.ChoiceField(
        label=_("现值从哪里来"),
        choices=_metrics,
        required=False,
        help_text=_("台账里有的数就选口径，由系统取数，不用再报。"),
    )
    counted_from = day_field(_("取数从哪天起算（选了口径才填）"), required=False)
    baseline = number_field(_("基线值"), required=False)
    baseline_on = day_field(_("基线日期"), required=False)
    baseline_source = forms.CharField(label=_("基线来源"), max_length=200, required=False)
    target = number_field(_("目标值"), required=False)
    target_on = day_field(_("目标时限"), required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"] = forms.ChoiceField(label=_("责任单位"), choices=units)
        self.order_fields(["unit"])

    def clean(self) -> dict[str, Any]:
        """A value and its day stand together."""
        data = self.cleaned_data
        for value, day in (("baseline", "baseline_on"), ("target", "target_on")):
            if (data.get(value) is None) != (data.get(day) is None) and not {value, day} & self.errors.keys():
                self.add_error(day, _("数值和日期要么都填，要么都不填。"))
        return data

    def new(self) -> NewIndicator:
        """What the form says."""
        data = self.cleaned_data
        baseline = (
            Value(data["baseline"], data["baseline_on"], data["baseline_source"]) if data["baseline_on"] else None
        )
        target = Value(data["target"], data["target_on"]) if data["target_on"] else None
        code = data["metric"]
        return NewIndicator(
            data["name"], data["measure_word"], data["aim"], code, str(BY_CODE[code].label) if code else "",
            data["counted_from"], baseline, target,
        )  # fmt: skip


class ReadingForm(StaffForm):
    """One value with its day and source."""

    kind = forms.ChoiceField(label=_("登记哪个值"), choices=Reading.Kind)
    value = number_field(_("数值"))
    day = day_field(_("日期"), help_text=_("目标值填完成时限。"))
    source = forms.CharField(
        label=_("来源"), max_length=200, required=False, help_text=_("基线值、现值必填，如“县财政局2013年8月报表”。")
    )

    def __init__(self, *args: Any, counted: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(code, label) for code, label in Reading.Kind.choices if not (counted and code == Reading.Kind.NOW)]
        kinds.reverse()
        self.fields["kind"] = forms.ChoiceField(label=_("登记哪个值"), choices=kinds)
        self.order_fields(["kind"])

    def read(self) -> tuple[str, Value]:
        """Which value, and what it is."""
        data = self.cleaned_data
        return data["kind"], Value(data["value"], data["day"], data["source"])


class ValuesForm(PasteForm):
    """Values of many indicators."""

    text_label = _("粘贴五列：单位、指标、现值、日期、来源")
    text_help = _("一行一项指标。单位写全称、简称或编码，指标写设立时的名称。")
