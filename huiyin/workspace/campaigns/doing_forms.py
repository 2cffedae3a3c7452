"""Forms on amendments, stances and the matrix."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.marking import BY_UNIT, Deed
from huiyin.campaigns.models import Mark, Stance
from huiyin.campaigns.records import Record
from huiyin.organisation.models import Unit
from huiyin.workspace.campaigns.forms import ActionForm, BeyondForm
from huiyin.workspace.organisation.fields import StaffForm, UnitsField, day_field


class SeenForm(StaffForm):
    """A form whose page always says what it showed; 0 means that there was nothing yet, so its absence is refused."""

    def clean(self) -> dict[str, Any]:
        """A page without it was not ours."""
        data = super().clean() or self.cleaned_data
        if data.get("seen") is None:
            raise ValidationError(_now("页面不完整，没有保存。请刷新后再填。"))
        return data


class AmendForm(SeenForm):
    """A form on a draft amendment: `plan` is the revision of the campaign whose plan the page showed."""

    plan = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A page without it was not ours."""
        data = super().clean()
        if data.get("plan") is None:
            raise ValidationError(_now("页面不完整，没有保存。请刷新后再填。"))
        return data


class DraftActionForm(AmendForm, ActionForm):
    """An action as an amendment adds or changes it."""


class SpanForm(AmendForm):
    """The planned dates of a stage."""

    begins_on = day_field(_("计划开始日期"), required=False)
    ends_on = day_field(_("计划结束日期"), required=False)


class IssueAmendmentForm(BeyondForm, AmendForm):
    """Why and when an amendment is issued."""

    field_order = ("reason", "on", "why")

    reason = forms.CharField(
        label=_("调整理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("如：上级推迟了专题民主生活会的时间。各单位会看到。"),
    )  # fmt: skip
    on = day_field(_("调整日期"))


class StanceForm(SeenForm):
    """What a unit says to an amendment."""

    kind = forms.ChoiceField(label=_("本单位的表态"), choices=Stance.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("选“调整执行”须写明本单位怎样安排、为什么；上级活动办公室会看到。"),
    )  # fmt: skip


class MarkForm(SeenForm):
    """What a unit did about an action; entries that record it already are offered, so that nothing is told twice."""

    state = forms.ChoiceField(label=_("进展"), widget=forms.RadioSelect)
    record = forms.ChoiceField(
        label=_("已有的台账记录"), required=False,
        help_text=_("本单位在这个动作开始以后登记的会议、发文等。选一条，就不用再填一遍。"),
    )  # fmt: skip
    on = day_field(_("日期"), required=False)
    note = forms.CharField(
        label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("选“调整执行”或日期早于动作开始日期的，须写明情况。"),
    )  # fmt: skip

    def __init__(self, *args: Any, records: list[Record], marked: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        state, record = self.fields["state"], self.fields["record"]
        assert isinstance(state, forms.ChoiceField)
        assert isinstance(record, forms.ChoiceField)
        offered = [one for one in BY_UNIT if marked or one != Mark.State.NOT_STARTED]
        state.choices = [(str(one), str(one.label)) for one in offered]
        record.choices = [("", _now("不选，下面填日期")), *((one.key, one.text) for one in records)]
        if records:
            self.fields["on"].help_text = _now("选了台账记录的，可以不填，以记录的日期为准。")
        else:
            del self.fields["record"]

    def deed(self, reason: str) -> Deed:
        """For the service; a departure with no words of its own takes those the unit gave to the amendment."""
        data = self.cleaned_data
        note = data["note"] or (reason if data["state"] == Mark.State.DEVIATING else "")
        return Deed(state=data["state"], on=data["on"], note=note, record=data.get("record", ""))


class ExemptForm(StaffForm):
    """For which units an action does not apply."""

    every = forms.ChoiceField(label=_("不适用的单位"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[("", "—"), *Unit.Kind.choices])
    named = UnitsField(label=_("单位"), required=False, help_text=_("每行一个，填单位编码、全称或简称；可以整列粘贴。"))
    reason = forms.CharField(
        label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("如：由牵头单位统一办理；只在机关部门开展。单位会看到。"),
    )  # fmt: skip

    def __init__(self, *args: Any, led: str, **options: Any) -> None:
        super().__init__(*args, **options)
        every = self.fields["every"]
        assert isinstance(every, forms.ChoiceField)
        ways = [
            ("named", _now("下面列出的单位")),
            ("kind", _now("参加单位中的一类")),
            ("but", _now("下面列出的单位以外的全部参加单位")),
        ]
        lead = [("lead", _now("牵头单位（%(unit)s）以外的全部参加单位") % {"unit": led})] if led else []
        every.choices = [*lead, *ways]

    def clean(self) -> dict[str, Any]:
        """Each way of choosing needs what it names."""
        data = self.cleaned_data
        if data.get("every") == "kind" and not data.get("kind"):
            self.add_error("kind", _now("请选择单位类型。"))
        if data.get("every") in ("named", "but") and not data.get("named") and "named" not in self.errors:
            self.add_error("named", _now("请列出单位。"))
        return data


class ReasonForm(StaffForm):
    """A reason, nothing else."""

    reason = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
