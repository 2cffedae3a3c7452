"""Forms on units, people, posts, teams, rights and the roster's import."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.intake.columns import ROSTER
from huiyin.organisation.models import Role, Team, TeamMember, Unit
from huiyin.organisation.people import PersonFields
from huiyin.organisation.teams import Part
from huiyin.organisation.units import UnitFields, area_named
from huiyin.workspace.ledgers.forms import ManyFilesField
from huiyin.workspace.organisation.fields import (
    PERSON_HELP,
    UNIT_HELP,
    PeopleField,
    PersonField,
    StaffForm,
    UnitField,
    UnitsField,
    day_field,
)


class SearchForm(forms.Form):
    """What a clerk types to find people or units."""

    q = forms.CharField(
        label=_("查找"), required=False, max_length=100,
        help_text=_("姓名、拼音、拼音首字母、工号、手机号或单位，可以几个词一起写。"),
    )  # fmt: skip


class UnitForm(StaffForm):
    """What a unit says of itself."""

    name = forms.CharField(label=_("单位名称"), max_length=120)
    short_name = forms.CharField(label=_("简称"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("类型"), choices=Unit.Kind.choices)
    order = forms.IntegerField(
        label=_("排序"), required=False, min_value=0, help_text=_("在同一上级下的单位序列，由小到大；不填排在最后。")
    )
    area = forms.CharField(label=_("片区"), max_length=60, required=False)
    opened_on = day_field(_("设立日期"), required=False)
    remark = forms.CharField(label=_("备注"), max_length=300, required=False)

    def unit_fields(self) -> UnitFields:
        """For the service."""
        data = self.cleaned_data
        return UnitFields(
            name=data["name"], short_name=data["short_name"], kind=data["kind"], order=data["order"],
            area=area_named(data["area"]), opened_on=data["opened_on"], remark=data["remark"],
        )  # fmt: skip


class NewUnitForm(UnitForm):
    """A unit to be added; its code stays for good."""

    code = forms.CharField(
        label=_("单位编码"), max_length=40, help_text=_("全系统唯一，设定以后不再改动，导入表格时用它认单位。")
    )
    field_order = ["code"]


class MoveForm(StaffForm):
    """Where a unit goes."""

    to = UnitField(label=_("新的上级单位"), help_text=UNIT_HELP)


class CloseForm(StaffForm):
    """The day a unit ends."""

    on = day_field(_("撤销日期"))


class MergeForm(CloseForm):
    """Into which unit, and when."""

    into = UnitField(label=_("并入单位"), help_text=UNIT_HELP)
    field_order = ["into", "on"]


class PersonForm(StaffForm):
    """What is kept of a person."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    unit = UnitField(label=_("所在单位"), help_text=UNIT_HELP)
    staff_no = forms.CharField(label=_("工号"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("手机号"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}),
        help_text=_("手机号、工号或姓名加单位都可以用来登录。"),
    )  # fmt: skip
    born = day_field(_("出生年月"), required=False, help_text=_("只知道年月的，日填 1 日。"))
    education = forms.CharField(label=_("学历"), max_length=30, required=False)
    retired_on = day_field(_("退休日期"), required=False)
    remark = forms.CharField(label=_("备注"), max_length=300, required=False)

    def person_fields(self) -> PersonFields:
        """For the service."""
        data = self.cleaned_data
        return PersonFields(
            name=data["name"], unit=data["unit"], staff_no=data["staff_no"], phone=data["phone"], born=data["born"],
            education=data["education"], retired_on=data["retired_on"], remark=data["remark"],
        )  # fmt: skip


class DayForm(StaffForm):
    """A last day."""

    on = day_field(_("日期"))

    def __init__(self, *args: Any, label: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if label:
            self.fields["on"].label = label


class AppointForm(StaffForm):
    """Somebody takes up a post."""

    person = PersonField(label=_("人员"), help_text=PERSON_HELP)
    title = forms.CharField(label=_("职务"), max_length=60, help_text=_("单位里还没有这个职务的，随任职一起新设。"))
    rank = forms.IntegerField(
        label=_("排序"), required=False, min_value=0, help_text=_("领导排序，由小到大；新设职务时使用。")
    )
    leader = forms.BooleanField(label=_("班子成员（新设职务时使用）"), required=False)
    begins_on = day_field(_("任职日期"))
    remark = forms.CharField(label=_("备注"), max_length=300, required=False)


class PostForm(StaffForm):
    """Where a post ranks, and whether it is of the leadership."""

    rank = forms.IntegerField(label=_("排序"), min_value=0, help_text=_("领导排序，由小到大。"))
    leader = forms.BooleanField(label=_("班子成员"), required=False)


class TeamForm(StaffForm):
    """A team's members and the units it covers."""

    heads = PeopleField(label=_("组长（主任）"), required=False, help_text=_("每行一人，填工号、手机号或姓名。"))
    deputies = PeopleField(label=_("副组长（副主任）"), required=False)
    members = PeopleField(label=_("成员"), required=False)
    covers = UnitsField(
        label=_("负责单位"), required=False, help_text=_("督导、指导哪些单位，每行一个；只能是设立单位的下属单位。")
    )

    def parts(self) -> list[Part]:
        """Members with their duties, in order."""
        duties = (
            ("heads", TeamMember.Duty.HEAD),
            ("deputies", TeamMember.Duty.DEPUTY),
            ("members", TeamMember.Duty.MEMBER),
        )
        return [Part(person, duty) for name, duty in duties for person in self.cleaned_data[name]]


class NewTeamForm(TeamForm):
    """A team to be set up."""

    kind = forms.ChoiceField(label=_("组别"), choices=Team.Kind.choices)
    name = forms.CharField(label=_("组名"), max_length=80)
    begins_on = day_field(_("组建日期"))
    campaign = forms.ChoiceField(label=_("活动"), required=False, help_text=_("不选活动的是长期工作组。"))
    field_order = ["kind", "name", "campaign", "begins_on"]

    def __init__(self, *args: Any, campaigns: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["campaign"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _now("不限活动，长期")), *campaigns]


class GrantForm(StaffForm):
    """A right for one person."""

    role = forms.ChoiceField(label=_("角色"))
    unit = UnitField(label=_("单位"), required=False, help_text=_("权限包括这个单位和它的下属单位。"))
    team = forms.ChoiceField(label=_("或工作组"), required=False, help_text=_("权限包括工作组负责的单位。"))
    campaign = forms.ChoiceField(label=_("活动"), required=False)
    begins_on = day_field(_("起"))
    ends_on = day_field(_("止"), required=False, help_text=_("不填为长期，直到终止。"))

    def __init__(
        self,
        *args: Any,
        roles: list[str],
        campaigns: list[tuple[str, str]],
        teams: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offered: dict[str, list[tuple[str, str]]] = {
            "role": [(role.value, str(role.label)) for role in Role if role.value in roles],
            "team": [("", "—"), *teams],
            "campaign": [("", _now("全部活动")), *campaigns],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class AccountForm(StaffForm):
    """An account, with a password or with a slip only."""

    password = forms.CharField(
        label=_("初始口令"), required=False, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 个字符。不填的，用一次性登录条登录。"),
    )  # fmt: skip


class RosterForm(StaffForm):
    """Workbooks of the roster."""

    # The name of the field; Django's own `files` of a form is read through the base class only.
    workbooks = ManyFilesField(
        label=_("表格"), help_text=_("Excel 工作簿（.xlsx、.xls）、CSV，或装着它们的 .zip。可以一次选几个。")
    )
    unit = UnitField(label=_("设立单位"), help_text=_("表中没有写明设立单位的工作组，记在这个单位。"))
    campaign = forms.ChoiceField(label=_("工作组属于"), required=False)
    sections = forms.MultipleChoiceField(
        label=_("导入哪些表"), choices=[(section.code, section.name) for section in ROSTER],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, campaigns: list[tuple[str, str]], too_large: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._too_large = too_large
        field = self.fields["campaign"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _now("不限活动，长期")), *campaigns]

    def clean(self) -> dict[str, Any]:
        """An upload that was stopped while it arrived has no file: it says why."""
        if self._too_large:
            raise ValidationError(_now("上传的文件太大，没有收下。请删去表格里的图片和多余内容，或分几次上传。"))
        return self.cleaned_data
