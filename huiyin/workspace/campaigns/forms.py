"""Forms on campaigns: the campaign itself, its plan, its units and its handover."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.campaigns.plan import ActionFields, StageFields
from huiyin.ledgers.engine.budgets import LONGEST_REASON
from huiyin.organisation.models import Unit
from huiyin.workspace.ledgers.forms import ManyFilesField
from huiyin.workspace.organisation.fields import UNIT_HELP, StaffForm, UnitField, UnitsField, day_field
from huiyin.workspace.organisation.forms import DayForm


class CampaignForm(StaffForm):
    """A campaign to be drafted."""

    unit = UnitField(label=_("组织单位"), help_text=UNIT_HELP)
    name = forms.CharField(label=_("活动名称"), max_length=120)
    code = forms.SlugField(
        label=_("活动代号"), max_length=40, required=False, help_text=_("英文字母、数字和短横线；不填由系统编号。")
    )
    theme = forms.CharField(label=_("主题"), max_length=200, required=False)
    stage_mode = forms.ChoiceField(
        label=_("推进方式"), choices=Campaign.StageMode.choices,
        help_text=_("依次推进：前一环节转段后才启动下一个。贯通推进：各环节可以同时进行，也可以不设。按年度递进：一个环节就是一年，逐年转入。"),
    )  # fmt: skip
    begins_on = day_field(_("开始日期"))
    ends_on = day_field(_("结束日期"), required=False)
    carries_out = forms.ChoiceField(
        label=_("落实上级活动"), required=False, help_text=_("本单位按上级的活动另行开展的，选上级的那个活动。")
    )

    def __init__(self, *args: Any, above: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["carries_out"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _now("不是落实上级的活动")), *above]


class StageForm(StaffForm):
    """A stage of the plan."""

    order = forms.IntegerField(label=_("序号"), min_value=1)
    name = forms.CharField(label=_("环节名称"), max_length=80)
    task = forms.CharField(
        label=_("主要任务"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    begins_on = day_field(_("计划开始日期"), required=False)
    ends_on = day_field(_("计划结束日期"), required=False)
    remark = forms.CharField(label=_("备注"), max_length=300, required=False)

    def stage_fields(self) -> StageFields:
        """For the service."""
        return StageFields(**{name: self.cleaned_data[name] for name in self.cleaned_data if name != "seen"})


class ActionForm(StaffForm):
    """An action of the plan."""

    name = forms.CharField(label=_("动作名称"), max_length=160)
    kind = forms.ChoiceField(label=_("类别"), choices=Action.Kind.choices)
    stage = forms.ChoiceField(label=_("环节"), required=False)
    code = forms.CharField(label=_("编号"), max_length=20, required=False)
    series = forms.CharField(label=_("组别"), max_length=40, required=False, help_text=_("如“六个一”。"))
    requirement = forms.CharField(
        label=_("内容要求"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    lead_unit = UnitField(label=_("牵头单位"), required=False, help_text=UNIT_HELP)
    lead_title = forms.CharField(label=_("牵头领导职务"), max_length=80, required=False)
    audience = forms.CharField(label=_("参加范围"), max_length=200, required=False)
    deliverable = forms.CharField(label=_("产出"), max_length=200, required=False)
    begins_on = day_field(_("开始日期"), required=False)
    due_on = day_field(_("完成时限"), required=False)
    remark = forms.CharField(label=_("备注"), max_length=300, required=False)

    def __init__(self, *args: Any, stages: list[Stage], **options: Any) -> None:
        super().__init__(*args, **options)
        self._stages = {str(stage.uid): stage for stage in stages}
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _now("不分环节")), *((uid, stage.name) for uid, stage in self._stages.items())]

    def action_fields(self) -> ActionFields:
        """For the service."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("plan", "seen", "stage")}
        return ActionFields(stage=self._stages.get(self.cleaned_data["stage"]), **values)


class PlanUploadForm(StaffForm):
    """Workbooks of the plan."""

    workbooks = ManyFilesField(
        label=_("表格"), help_text=_("活动方案工作簿（.xlsx、.xls）、CSV，或装着它们的 .zip。")
    )  # fmt: skip

    def __init__(self, *args: Any, too_large: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._too_large = too_large

    def clean(self) -> dict[str, Any]:
        """An upload that was stopped while it arrived has no file: it says why."""
        if self._too_large:
            raise ValidationError(_now("上传的文件太大，没有收下。请删去表格里的图片和多余内容，或分几次上传。"))
        return self.cleaned_data


class IssueForm(StaffForm):
    """The units that take part."""

    every = forms.ChoiceField(
        label=_("下达到"), widget=forms.RadioSelect,
        choices=[
            ("children", _("全部直接下级单位")), ("all", _("组织单位和它的全部下属单位")), ("kind", _("下属单位中的一类")),
            ("named", _("下面列出的单位")),
        ],
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[("", "—"), *Unit.Kind.choices])
    named = UnitsField(
        label=_("单位"), required=False, help_text=_("每行一个，填单位编码、全称或简称；可以整列粘贴。")
    )  # fmt: skip
    guiding = UnitsField(
        label=_("其中同时指导下级的单位"), required=False, help_text=_("既参加活动、又指导下级的单位，每行一个。")
    )
    on = day_field(_("下达日期"))

    def clean(self) -> dict[str, Any]:
        """Each way of choosing needs what it names."""
        data = self.cleaned_data
        if data.get("every") == "kind" and not data.get("kind"):
            self.add_error("kind", _now("请选择单位类型。"))
        if data.get("every") == "named" and not data.get("named") and "named" not in self.errors:
            self.add_error("named", _now("请列出单位。"))
        return data


class HandoverForm(StaffForm):
    """To whom what is still open goes."""

    standing_unit = UnitField(
        label=_("接收单位"), help_text=_("活动结束后常设的单位，由它的人签收。填单位编码、全称或简称。")
    )


class BeyondForm(StaffForm):
    """Asks why, only where what is sent goes beyond a yearly budget."""

    why = forms.CharField(
        label=_("超预算说明"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明为什么要超。记在方案和年度预算上；本单位对外公开减负情况的，任何人都能看到，不要写工作秘密和个人信息。"),
    )  # fmt: skip

    def __init__(self, *args: Any, beyond: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not beyond:
            del self.fields["why"]


class ApproveForm(BeyondForm, DayForm):
    """A plan becomes official."""
