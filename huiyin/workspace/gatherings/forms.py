"""Forms of the pages of gatherings. None has a field for what was said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.gatherings.models import BranchMeeting, BranchPart, TalkPair
from huiyin.gatherings.quorum import QUORUMS
from huiyin.gatherings.terms import TALK_NORM
from huiyin.organisation.models import Person, Unit
from huiyin.workspace.organisation.fields import PERSON_HELP, UNIT_HELP, PersonField, StaffForm, UnitField, day_field


class StartForm(StaffForm):
    """Whose talks, materials or meeting, in which campaign."""

    campaign = forms.ChoiceField(label=_("活动"))
    unit = UnitField(label=_("单位（领导班子）"), help_text=UNIT_HELP)
    what = forms.ChoiceField(
        label=_("要办的事"),
        choices=[("talks", _("拟定谈心安排")), ("materials", _("布置对照检查材料")), ("meeting", _("筹备专题民主生活会"))],
    )  # fmt: skip

    def __init__(self, *args: Any, campaigns: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["campaign"] = forms.ChoiceField(label=_("活动"), choices=campaigns)
        self.order_fields(["campaign", "unit", "what"])


class DrawUpForm(StaffForm):
    """Who is in charge of which department, by when all have talked, and how much is enough."""

    due_on = day_field(_("谈完的期限"), required=False)
    norm = forms.IntegerField(
        label=_("谈心够的标准（%）"), min_value=1, max_value=100, initial=lambda: TALK_NORM.value,
        help_text=_("已谈对子占应谈对子的百分比，开专题民主生活会以前要达到。默认值待确认。"),
    )  # fmt: skip

    def __init__(self, *args: Any, team: list[Person], departments: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self._team, self._departments = {str(one.uid): one for one in team}, departments
        choices = [("", _("没有分管")), *((uid, one.name) for uid, one in self._team.items())]
        for unit in departments:
            self.fields[f"line_{unit.uid}"] = forms.ChoiceField(
                label=_("%(unit)s的分管领导") % {"unit": unit}, choices=choices, required=False
            )
        self.order_fields([name for name in self.fields if name != "seen"])

    def lines(self) -> dict[Unit, Person]:
        """Department → the member in charge."""
        chosen = {unit: self.cleaned_data[f"line_{unit.uid}"] for unit in self._departments}
        return {unit: self._team[uid] for unit, uid in chosen.items() if uid}


class PasteForm(StaffForm):
    """Three columns pasted, or a workbook with them."""

    text = forms.CharField(
        label=_("粘贴三列：甲、乙、日期"), required=False, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8}), help_text=_("一行一次谈话，如“张三　李四　2013-10-08”。姓名有同名的填工号。"),
    )  # fmt: skip
    file = forms.FileField(label=_("或上传 Excel 表格"), required=False, help_text=_("第一张表的三列：甲、乙、日期。"))


class PairForm(StaffForm):
    """A pair that posts do not give."""

    one = PersonField(label=_("甲"), help_text=PERSON_HELP)
    other = PersonField(label=_("乙"), help_text=PERSON_HELP)
    relation = forms.ChoiceField(label=_("谈话关系"), choices=TalkPair.Relation.choices)
    reason = forms.CharField(label=_("补列理由"), max_length=200, help_text=_("为什么要补列这一对；不写谈话内容。"))


class StrikeForm(StaffForm):
    """Why a pair need not talk."""

    reason = forms.CharField(label=_("划去理由"), max_length=200)


class BeginForm(StaffForm):
    """Whose hands of the office the materials go through, and by when."""

    in_charge = PersonField(
        label=_("经办人"), help_text=_("活动办公室里只有经办人能看材料；填工号、手机号或姓名。"),
    )  # fmt: skip
    due_on = day_field(_("交稿期限"), required=False)


class HandInForm(StaffForm):
    """A new version of a material."""

    text = forms.CharField(
        label=_("材料正文"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("只有班子成员、经办人、督导组和上级活动办公室能看。"),
    )  # fmt: skip
    file = forms.FileField(label=_("或上传文件"), required=False)


class ReviewForm(StaffForm):
    """Pass, or return with a remark; who passed it where the superior is not in the system."""

    remark = forms.CharField(
        label=_("退回意见"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时写；同意的不用写。"),
    )  # fmt: skip
    outside = forms.CharField(label=_("上级审核单位和审核人"), required=False, max_length=120)

    def __init__(self, *args: Any, outside: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not outside:
            del self.fields["outside"]


class PrepareForm(StaffForm):
    """A meeting to come."""

    name = forms.CharField(label=_("会议名称"), max_length=120)
    theme = forms.CharField(
        label=_("会议主题"), max_length=300, help_text=_("上级统一确定的照写；自定的，先报上级同意。")
    )
    on = day_field(_("会议日期"))


class NoteForm(StaffForm):
    """Why a gate holds, or why it is waived."""

    note = forms.CharField(label=_("说明"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class OnForm(StaffForm):
    """A day."""

    on = day_field(_("日期"))


class OpenForm(StaffForm):
    """Who was there; each absent member with the reason."""

    on = day_field(_("召开日期"))
    host = forms.ChoiceField(label=_("主持人"))

    def __init__(self, *args: Any, expected: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self._expected = expected
        self.fields["host"] = forms.ChoiceField(
            label=_("主持人"), choices=[(str(one.uid), one.name) for one in expected]
        )
        for one in expected:
            self.fields[f"absent_{one.uid}"] = forms.CharField(
                label=_("%(name)s没有到会的原因") % {"name": one.name}, required=False, max_length=200,
                help_text=_("到会的空着。"),
            )  # fmt: skip
        self.order_fields([name for name in self.fields if name != "seen"])

    def chair(self) -> Person:
        """The host."""
        return next(one for one in self._expected if str(one.uid) == self.cleaned_data["host"])

    def absent(self) -> dict[int, str]:
        """Who was away, and why."""
        told = {one.pk: self.cleaned_data[f"absent_{one.uid}"].strip() for one in self._expected}
        return {key: why for key, why in told.items() if why}


class ConcludeForm(StaffForm):
    """What was decided."""

    resolution = forms.CharField(
        label=_("会议决定"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写决定了什么；批评的原话不登记。"),
    )  # fmt: skip
    speakers = forms.IntegerField(label=_("发言人数"), required=False, min_value=0, max_value=1000)


class BranchForm(StaffForm):
    """A branch's meeting with its roll: for each person there, away or not counted as due."""

    kind = forms.ChoiceField(label=_("会议类别"), choices=BranchMeeting.Kind.choices)
    preset = forms.ChoiceField(
        label=_("法定人数"), choices=[(one.code, one.name) for one in QUORUMS],
        help_text=_("三种会三套门槛：一般会议、讨论接收和转正、选举。"),
    )  # fmt: skip
    on = day_field(_("日期"))
    topics = forms.CharField(label=_("议题"), max_length=300)

    def __init__(self, *args: Any, roll: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self._roll = roll
        for person in roll:
            self.fields[f"way_{person.uid}"] = forms.ChoiceField(
                label=person.name, choices=BranchPart.Way.choices, initial=BranchPart.Way.PRESENT
            )
            self.fields[f"why_{person.uid}"] = forms.CharField(
                label=_("%(name)s没有到会的原因") % {"name": person.name}, max_length=120, required=False
            )
        self.order_fields([name for name in self.fields if name != "seen"])

    def head(self) -> list[forms.BoundField]:
        """The fields of the meeting itself."""
        return [self[name] for name in ("kind", "preset", "on", "topics")]

    def rows(self) -> list[tuple[Person, forms.BoundField, forms.BoundField]]:
        """The roll, each with its two fields."""
        return [(one, self[f"way_{one.uid}"], self[f"why_{one.uid}"]) for one in self._roll]

    def ways(self) -> dict[Person, tuple[str, str]]:
        """Person → way and reason."""
        data = self.cleaned_data
        return {one: (data[f"way_{one.uid}"], data[f"why_{one.uid}"]) for one in self._roll}
