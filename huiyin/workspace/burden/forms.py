"""Forms of burden: a cap, a request with its fields and receivers, an objection and its answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.burden.budgets import KINDS
from huiyin.burden.models import FormRequest, Objection
from huiyin.organisation.models import Unit


def _text(rows: int, most: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": most})


class CapForm(forms.Form):
    """A yearly budget to propose."""

    kind = forms.ChoiceField(label=_("类别"), choices=[(code, kind.budgeted.label) for code, kind in KINDS.items()])
    cap = forms.IntegerField(label=_("预算数"), min_value=0, max_value=10_000)
    reason = forms.CharField(
        label=_("增加理由"),
        max_length=300,
        required=False,
        widget=_text(2, 300),
        help_text=_("高于上年或现行预算时必填，会公开。"),
    )


class WhyForm(forms.Form):
    """One reason."""

    why = forms.CharField(label=_("理由"), max_length=300, widget=_text(2, 300))


class RequestForm(forms.Form):
    """A form or request to units below."""

    asker = forms.ChoiceField(label=_("要求单位"))
    name = forms.CharField(label=_("表名或要求"), max_length=120)
    basis = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("文件名称和文号。没有依据的可以先登记，不能下发。")
    )
    frequency = forms.ChoiceField(label=_("频次"), choices=FormRequest.Frequency.choices)
    expires_on = forms.DateField(
        label=_("失效日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    minutes = forms.IntegerField(
        label=_("填一次约需分钟"),
        min_value=1,
        max_value=10_000,
        help_text=_("由要求单位申报，系统不测量任何人的用时。"),
    )
    labels = forms.CharField(
        label=_("要填的项目"), max_length=12_000, widget=_text(5, 12_000), help_text=_("一行一项。")
    )
    kinds = forms.MultipleChoiceField(
        label=_("填报单位：按类型"), choices=Unit.Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label=_("填报单位：按名称"), max_length=20_000, required=False, widget=_text(3, 20_000),
        help_text=_("一行一个，全称、简称或编码都可以，可以从表格里粘贴。"),
    )  # fmt: skip
    not_enough = forms.CharField(
        label=_("已有数据为什么不够"), max_length=300, required=False, widget=_text(2, 300),
        help_text=_("台账里已有的项目，先用已有的；确实不够的才写。"),
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        askers: Sequence[tuple[str, str]],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["asker"] = forms.ChoiceField(label=_("要求单位"), choices=askers)

    def lines(self, name: str) -> list[str]:
        """A field of one thing a line, each once."""
        return list(dict.fromkeys(word for line in self.cleaned_data[name].splitlines() if (word := line.strip())))


class ObjectionForm(forms.Form):
    """What is wrong with a request."""

    unit = forms.ChoiceField(label=_("提出单位"))
    ground = forms.ChoiceField(label=_("理由类别"), choices=Objection.Ground.choices)
    text = forms.CharField(
        label=_("说明"),
        max_length=500,
        widget=_text(4, 500),
        help_text=_("例如：哪一天、向谁已经报过，或台账里哪一本已有。"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, units: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["unit"] = forms.ChoiceField(label=_("提出单位"), choices=units)


class AnswerForm(forms.Form):
    """The answer to an objection."""

    outcome = forms.ChoiceField(
        label=_("答复"), choices=[pair for pair in Objection.Outcome.choices if pair[0] != Objection.Outcome.WAITING],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("理由"), max_length=500, widget=_text(4, 500), help_text=_("提出单位和要求单位都能看到。")
    )
