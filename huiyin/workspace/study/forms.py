"""Forms of the study pages. They say what is asked; services decide whether it may be."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.ledgers.books.study import Handout, StudySession
from huiyin.study.models import Requirement, Work
from huiyin.study.sessions import Details
from huiyin.workspace.organisation.fields import StaffForm, day_field

Choices = Sequence[tuple[str, Any]]  # Any: lazy translations


class SessionForm(StaffForm):
    """What is said of a session. Unit and campaign are asked once, when it is registered."""

    unit = forms.ChoiceField(label=_("组织单位"))
    campaign = forms.ChoiceField(label=_("所属活动"), required=False)
    name = forms.CharField(label=_("学习名称"), max_length=120)
    kind = forms.ChoiceField(label=_("学习形式"), choices=StudySession.Kind)
    day = day_field(_("开始日期"))
    ends_on = day_field(_("结束日期"), required=False, help_text=_("当天结束的不填。"))
    hours = forms.DecimalField(
        label=_("学时"), max_digits=5, decimal_places=1, required=False, help_text=_("1 小时计 1 学时，半天不超过 4 学时（待确认）。")
    )  # fmt: skip
    topic = forms.CharField(label=_("学习内容"), max_length=300, required=False)
    lecturer = forms.CharField(label=_("主讲人"), max_length=80, required=False)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    groups = forms.IntegerField(label=_("分组数"), min_value=0, max_value=1000, required=False)

    def __init__(
        self, *args: Any, units: Choices | None = None, campaigns: Choices | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if units is None or campaigns is None:
            del self.fields["unit"], self.fields["campaign"]
            return
        self.fields["unit"] = forms.ChoiceField(label=_("组织单位"), choices=units)
        self.fields["campaign"] = forms.ChoiceField(
            label=_("所属活动"), choices=[("", _("不属于哪个活动")), *campaigns], required=False
        )
        self.order_fields(["unit", "campaign"])

    def details(self) -> Details:
        """What the form says."""
        data = self.cleaned_data
        return Details(**{name: data[name] for name in Details.__dataclass_fields__ if name in data})


class PasteForm(StaffForm):
    """Who is due: a pasted column, or a workbook."""

    names = forms.CharField(
        label=_("粘贴名单"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一人：姓名、工号，或两样都写；没来的在行尾写“缺席”。外单位人员要写姓名和工号。"),
    )  # fmt: skip
    workbook = forms.FileField(label=_("或上传 Excel"), required=False, help_text=_("有“姓名”或“工号”一列即可。"))

    def __init__(self, *args: Any, too_large: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._too_large = too_large

    def clean(self) -> dict[str, Any]:
        """One of the two, or a sentence."""
        if self._too_large:
            raise ValidationError(_now("上传的文件太大，没有收下。请删去表格里的图片和多余内容。"))
        data = self.cleaned_data
        if not data.get("names") and not data.get("workbook") and not self.errors:
            raise ValidationError(_now("请粘贴名单，或选一个 Excel 文件。"))
        return data


class CorrectForm(StaffForm):
    """更正 by the unit."""

    person = forms.CharField(label=_("姓名或工号"), max_length=120, help_text=_("外单位人员请写姓名和工号。"))
    present = forms.ChoiceField(label=_("更正为"), choices=[("1", _("出席")), ("0", _("缺席"))])
    reason = forms.CharField(label=_("更正理由"), max_length=300)


class AnswerForm(StaffForm):
    """What was found out about a request."""

    decision = forms.ChoiceField(
        label=_("办理"), choices=[("agree", _("同意更正")), ("refuse", _("不采纳"))], widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("核实情况（本人看得到）"), max_length=300)


class AskForm(forms.Form):
    """One's own wish to have a record corrected."""

    session = forms.ChoiceField(label=_("哪一次学习"))
    present = forms.ChoiceField(label=_("应当是"), choices=[("1", _("我参加了")), ("0", _("我没有参加"))])
    words = forms.CharField(label=_("说明"), max_length=300, help_text=_("例如当天和谁一起参加的。"))

    def __init__(self, *args: Any, sessions: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["session"] = forms.ChoiceField(label=_("哪一次学习"), choices=sessions)


class WorkForm(StaffForm):
    """One piece handed in."""

    kind = forms.ChoiceField(label=_("类别"), choices=Work.Kind)
    title = forms.CharField(label=_("题目或地点"), max_length=160)
    day = day_field(_("日期"))


class ManyWorksForm(WorkForm):
    """The same for many people at once."""

    names = forms.CharField(
        label=_("姓名或工号"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一人，可以从 Excel 整列粘贴。"),
    )


class RequirementForm(StaffForm):
    """What a year asks, and by which document."""

    unit = forms.ChoiceField(label=_("单位及下级"))
    campaign = forms.ChoiceField(label=_("所属活动"), required=False)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    what = forms.ChoiceField(label=_("要求"), choices=Requirement.What)
    amount = forms.DecimalField(label=_("每人数量"), max_digits=5, decimal_places=1)
    leaders_only = forms.BooleanField(label=_("只对班子成员"), required=False)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("哪份文件、哪个方案提出的。"))
    words = forms.IntegerField(
        label=_("当年要求的字数"), min_value=1, max_value=1_000_000, required=False,
        help_text=_("只为照录过去活动的要求，不作评价依据；系统不统计字数。"),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Choices, campaigns: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"] = forms.ChoiceField(label=_("单位及下级"), choices=units)
        self.fields["campaign"] = forms.ChoiceField(
            label=_("所属活动"), choices=[("", _("不属于哪个活动")), *campaigns], required=False
        )
        self.order_fields(["unit", "campaign"])


class HandingForm(StaffForm):
    """What is handed out, and to whom."""

    unit = forms.ChoiceField(label=_("发放单位"))
    campaign = forms.ChoiceField(label=_("所属活动"), required=False)
    title = forms.CharField(label=_("资料名称"), max_length=160)
    kind = forms.ChoiceField(label=_("资料类别"), choices=Handout.Kind)
    compiled = forms.BooleanField(label=_("自编"), required=False)
    day = day_field(_("发放日期"))
    given_to = forms.ChoiceField(label=_("发放对象"), choices=Handout.To)
    names = forms.CharField(
        label=_("发给谁"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("发给“各单位”的不填，记到全部直接下级单位；发给人员的每行一人，留空记本单位及下级全部在册人员。"),
    )  # fmt: skip
    file = forms.FileField(label=_("电子版"), required=False)

    def __init__(self, *args: Any, units: Choices, campaigns: Choices, too_large: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._too_large = too_large
        self.fields["unit"] = forms.ChoiceField(label=_("发放单位"), choices=units)
        self.fields["campaign"] = forms.ChoiceField(
            label=_("所属活动"), choices=[("", _("不属于哪个活动")), *campaigns], required=False
        )
        self.order_fields(["unit", "campaign"])

    def clean(self) -> dict[str, Any]:
        """A file that was stopped while it arrived says why."""
        if self._too_large:
            raise ValidationError(_now("上传的文件太大，没有收下。"))
        return self.cleaned_data
