"""Forms of declarations and commitments."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.commitments.collecting import Asked
from huiyin.commitments.models import Call
from huiyin.workspace.acts import uid_or_none
from huiyin.workspace.lists import Choices, PasteForm
from huiyin.workspace.organisation.fields import StaffForm, UnitsField, day_field


class CallForm(StaffForm):
    """What is asked of whom until when."""

    unit = forms.ChoiceField(label=_("发出单位"))
    campaign = forms.ChoiceField(label=_("所属活动"), required=False)
    title = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=Call.Kind)
    who = forms.ChoiceField(label=_("由谁提交"), choices=Call.Who)
    asked = forms.CharField(
        label=_("要写什么"), max_length=300, help_text=_("一两句话，如“有无违规建房；没有的写‘无’”。")
    )
    due_on = day_field(_("截止日期"))
    among = UnitsField(
        label=_("只发给这些单位"), required=False,
        help_text=_("不填就是发出单位和全部下级单位。只发给几个下级单位的，一行一个，写单位编码、全称或简称。"),
    )  # fmt: skip
    public = forms.BooleanField(label=_("收齐后公示（只用于公开承诺）"), required=False)

    def __init__(self, *args: Any, units: Choices, campaigns: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"] = forms.ChoiceField(label=_("发出单位"), choices=units)
        self.fields["campaign"] = forms.ChoiceField(
            label=_("所属活动"), choices=[("", _("日常工作，不属于活动")), *campaigns], required=False,
            help_text=_("属于活动的，收齐后计入那次活动的数字。"),
        )  # fmt: skip
        self.order_fields(["unit", "campaign"])

    def clean_campaign(self) -> UUID | None:
        """The campaign chosen, if any."""
        return uid_or_none(self.cleaned_data["campaign"])

    def call(self) -> Asked:
        """What the form says."""
        return Asked(**{name: self.cleaned_data[name] for name in Asked.__dataclass_fields__})


class ExtendForm(StaffForm):
    """A later due day."""

    due_on = day_field(_("新的截止日期"))
    why = forms.CharField(label=_("延期理由"), max_length=300)


class OwnForm(StaffForm):
    """What one hands in."""

    text = forms.CharField(label=_("内容"), max_length=1000, widget=forms.Textarea(attrs={"rows": 6}))
    to_correct = forms.BooleanField(label=_("有情况需要纠正"), required=False)

    def __init__(self, *args: Any, declaration: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not declaration:
            del self.fields["to_correct"]


class HandInForm(PasteForm):
    """Lines pasted, or in a workbook."""

    text_label = _("粘贴四列：姓名、工号、内容、需要纠正")
    text_help = _("一行一人。没有情况的，内容写“无”；需要纠正的写“是”。")
