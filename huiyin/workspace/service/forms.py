"""Forms of the pages of service."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.informing import Pilot
from huiyin.ledgers.books.service import Relief
from huiyin.organisation.models import Unit
from huiyin.service.piloting import Judgement
from huiyin.service.promising import Promised
from huiyin.service.relieving import Occasion
from huiyin.service.volunteering import Activity
from huiyin.workspace.lists import ListForm, UnitForm
from huiyin.workspace.organisation.fields import StaffForm, UnitsField, day_field


class PromiseForm(UnitForm):
    """One matter promised."""

    matter = forms.CharField(label=_("答应办的事"), max_length=200)
    beneficiary = forms.CharField(
        label=_("答应了谁"), max_length=160, help_text=_("写户号、称谓或村组，如“3 组 12 号户”；不写群众姓名。"),
    )  # fmt: skip
    doer = forms.CharField(label=_("承办人"), max_length=60)
    promised_on = day_field(_("答应日期"))
    due_on = day_field(_("办理期限"))

    def row(self) -> Promised:
        """What the form says."""
        return Promised(**{name: self.cleaned_data[name] for name in Promised.__dataclass_fields__})


class PromisesForm(ListForm):
    """Many at once."""

    text_label = _("粘贴五列：答应办的事、答应了谁、承办人、答应日期、办理期限")
    text_help = _("一行一件。答应了谁只写户号、称谓或村组。从 Excel 里带表头复制，列的次序不限。")


class FinishForm(StaffForm):
    """What came of it."""

    declined = forms.ChoiceField(
        label=_("结果"), choices=[("", _("已经办成")), ("1", _("办不了"))], required=False, widget=forms.RadioSelect
    )  # fmt: skip
    result = forms.CharField(
        label=_("办理结果或办不了的原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    on = day_field(_("办结日期"))


class ExtendForm(StaffForm):
    """A later day and why."""

    to = day_field(_("新的期限"))
    reason = forms.CharField(label=_("延期原因"), max_length=200)


class TellForm(StaffForm):
    """When they were told."""

    on = day_field(_("告知日期"))


class ReliefForm(ListForm):
    """The occasion and its list."""

    kind = forms.ChoiceField(label=_("帮扶类别"), choices=Relief.Kind)
    name = forms.CharField(label=_("活动名称"), max_length=120)
    held_on = day_field(_("活动日期"))
    source = forms.CharField(label=_("资金来源"), max_length=120)

    text_label = _("粘贴名单：姓名、住址或户号、金额、物品、折价")
    text_help = _("一行一人，只有姓名必填；金额、折价以元为单位。不要身份证号、银行卡号、电话。人数和合计由系统计算。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["unit", "campaign", "kind", "name", "held_on", "source", "text", "file"])

    def occasion(self) -> Occasion:
        """What the form says of the occasion."""
        return Occasion(**{name: self.cleaned_data[name] for name in Occasion.__dataclass_fields__})


class VolunteersForm(ListForm):
    """The activity and who served in it."""

    unit_label = _("组织单位")
    name = forms.CharField(label=_("活动名称"), max_length=120)
    content = forms.CharField(label=_("服务内容"), max_length=300)
    place = forms.CharField(label=_("服务地点"), max_length=120, required=False)
    held_on = day_field(_("服务日期"))

    text_label = _("粘贴名单：姓名、工号、时长")
    text_help = _("一行一人，姓名、工号有一样就行。时长写本人报的小时数，如 2.5。")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["unit", "campaign", "name", "content", "place", "held_on", "text", "file"])

    def activity(self) -> Activity:
        """What the form says of the activity."""
        return Activity(**{name: self.cleaned_data[name] for name in Activity.__dataclass_fields__})


class TakeBackForm(StaffForm):
    """Why a list is taken back."""

    reason = forms.CharField(label=_("撤回理由"), max_length=300)


class PilotForm(StaffForm):
    """What a pilot came to, and where it goes on: units ticked, pasted, or both."""

    verdict = forms.ChoiceField(
        label=_("评估结果"), choices=[one for one in Pilot.Verdict.choices if one[0] != Pilot.Verdict.RUNNING],
        widget=forms.RadioSelect,
    )  # fmt: skip
    evaluated_on = day_field(_("评估日期"))
    why = forms.CharField(label=_("评估意见"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    below = forms.MultipleChoiceField(
        label=_("推广到这些下级单位"), required=False, widget=forms.CheckboxSelectMultiple
    )
    units = UnitsField(
        label=_("推广到的单位"), required=False,
        help_text=_("只在推广时填。一行一个，写单位编码、全称或简称；可以从 Excel 里复制一列粘贴。"),
    )  # fmt: skip

    def __init__(self, *args: Any, below: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if below:
            self.fields["below"] = forms.MultipleChoiceField(
                label=_("推广到这些下级单位"), required=False, choices=below, widget=forms.CheckboxSelectMultiple
            )
            self.order_fields(["verdict", "evaluated_on", "why", "below", "units"])
        else:
            del self.fields["below"]

    def judgement(self, below: Mapping[str, Unit]) -> Judgement:
        """What the form says."""
        data = self.cleaned_data
        ticked = [below[uid] for uid in data.get("below", ())]
        units = {unit.pk: unit for unit in (*ticked, *(data["units"] or ()))}
        return Judgement(data["verdict"], data["evaluated_on"], data["why"], list(units.values()))


class OpenForm(StaffForm):
    """Why names are looked at."""

    reason = forms.CharField(label=_("查看理由"), max_length=100, help_text=_("如“核对发放签收表”。每次查看都有记录。"))
