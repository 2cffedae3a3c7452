"""Forms of supervision. They say what is asked; services decide whether it may be."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.core.dates import meant
from huiyin.supervision.models import Relation, Visit
from huiyin.supervision.recording import WAYS

Choices = list[tuple[str, str]]


def day(label: Any, **more: Any) -> forms.DateField:  # Any: lazy translations and Django's options
    """A day."""
    return forms.DateField(
        label=label, validators=[meant], widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


def words(label: Any, most: int, *, rows: int = 3, **more: Any) -> forms.CharField:  # Any: the same
    """A text of several lines."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Chosen(forms.Form):
    """A form whose lists come with the request: `lists` names a field and what it offers."""

    def __init__(self, *args: Any, lists: dict[str, Choices], **kwargs: Any) -> None:  # Any: passed through to Django
        super().__init__(*args, **kwargs)
        for name, offered in lists.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                blank = [] if isinstance(field, forms.MultipleChoiceField) else [("", _("请选择"))]
                field.choices = [*blank, *offered]


class PeriodForm(Chosen):
    """Whose groups are sent for which period."""

    unit = forms.ChoiceField(label=_("哪个单位设的组"))
    begins_on = day(_("起"))
    ends_on = day(_("止"))


class RelationForm(forms.Form):
    """What keeps oneself away from a unit: of which kind, nothing more."""

    unit = forms.CharField(label=_("单位"), max_length=120, help_text=_("单位名称或编码。"))
    kind = forms.ChoiceField(label=_("情形"), choices=Relation.Kind.choices, help_text=_("只记类别，不用写具体内容。"))


class PlanForm(Chosen):
    """A plan of visits."""

    unit = forms.ChoiceField(label=_("制定单位"))
    campaign = forms.ChoiceField(label=_("所属活动"), required=False)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    quarter = forms.ChoiceField(
        label=_("季度"),
        choices=[("0", _("全年")), ("1", _("一季度")), ("2", _("二季度")), ("3", _("三季度")), ("4", _("四季度"))],
    )
    title = forms.CharField(label=_("计划名称"), max_length=120)
    purpose = words(_("目的"), 500, rows=2)
    basis = forms.CharField(label=_("依据"), max_length=300, help_text=_("文件名称和文号，或会议决定。"))


class VisitForm(Chosen):
    """A visit of a plan."""

    team = forms.ChoiceField(label=_("督导组"))
    unit = forms.ChoiceField(label=_("受检单位"))
    method = forms.ChoiceField(
        label=_("方式"), choices=Visit.Method.choices, help_text=_("暗访在反馈以前，只有本组和上级活动办公室看得到。")
    )
    on = day(_("走访日期"))
    over_why = forms.CharField(
        label=_("超出次数的理由"),
        max_length=300,
        required=False,
        help_text=_("没有超出上限的不填。填了的，超出时报上级办公室批准。"),
    )


class DrawForm(Chosen):
    """Which units are drawn from, how many, by which value of a later day."""

    units = forms.MultipleChoiceField(
        label=_("抽查名单"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选的，从全部下级单位里抽。"),
    )
    size = forms.IntegerField(label=_("抽取单位数"), min_value=1)
    source = forms.CharField(
        label=_("公开数值的出处"), max_length=200,
        help_text=_("以后某天才产生、谁也不能事先知道、人人查得到的数值，例如“福利彩票双色球第 2026136 期开奖号码”。"),
    )  # fmt: skip
    due_on = day(_("公开数值产生的日期"))


class RecordForm(forms.Form):
    """What is written down on the spot; made for a phone."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    on = day(_("走访日期"))
    ways = forms.MultipleChoiceField(
        label=_("做法"), choices=[(way, way) for way in WAYS], widget=forms.CheckboxSelectMultiple
    )
    findings = words(
        _("发现的问题"), 20_000, rows=6, required=False, help_text=_("每行一个，每个都要单位答复。没有发现问题的留空。")
    )
    working_days = forms.IntegerField(label=_("答复期限（工作日）"), min_value=1, max_value=120)
    suggestion = words(_("整改建议"), 4000, required=False)
    suggestions = forms.IntegerField(label=_("建议条数"), min_value=0, max_value=1000, initial=0)


class AnswerForm(forms.Form):
    """What the unit did."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    text = words(_("整改情况"), 2000, rows=4)
    file = forms.FileField(label=_("佐证"), required=False, max_length=200)


class TakeUpForm(forms.Form):
    """A finding becomes a problem."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.CharField(label=_("问题编号"), max_length=20)
    wind = forms.CharField(label=_("类别"), max_length=40)


class FollowUpForm(Chosen):
    """A matter set to a unit."""

    by_unit = forms.ChoiceField(label=_("督办单位"))
    unit = forms.ChoiceField(label=_("承办单位"))
    campaign = forms.ChoiceField(label=_("所属活动"), required=False)
    title = forms.CharField(label=_("督办事项"), max_length=160)
    matter = words(_("要求"), 1000, help_text=_("要办到什么程度。"))
    due_on = day(_("办结期限"))


class CircularForm(Chosen):
    """A circular with the list of whom it names."""

    unit = forms.ChoiceField(label=_("发文单位"))
    campaign = forms.ChoiceField(label=_("所属活动"), required=False)
    title = forms.CharField(label=_("标题"), max_length=160)
    document_no = forms.CharField(label=_("文号"), max_length=60, required=False)
    addressee = forms.CharField(label=_("主送"), max_length=200)
    text = words(_("正文"), 6000, rows=8)
    units = words(
        _("通报的单位和事项"), 6000, rows=4, required=False,
        help_text=_("每行一个：单位，事项。不在督导问题里的写在这里；点名到人的只能从下面已答复的督导问题里选。"),
    )  # fmt: skip
    findings = forms.MultipleChoiceField(label=_("通报的督导问题"), required=False, widget=forms.CheckboxSelectMultiple)
    person = forms.CharField(
        label=_("点名到人"),
        max_length=60,
        required=False,
        help_text=_("姓名或工号。只在只选了一个、并且单位已经答复的问题时可以填。"),
    )
