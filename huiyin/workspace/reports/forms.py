"""Forms of the report pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.models import Campaign, Stage
from huiyin.campaigns.stage_order import titled
from huiyin.core.dates import chinese_date
from huiyin.organisation.models import Unit
from huiyin.reports.models import Template
from huiyin.reports.templates import known_names


class NewReport(forms.Form):
    """A new report of a campaign or one stage of it, by one of the units the actor writes for."""

    campaign = forms.ChoiceField(label=_("活动"))
    stage = forms.ChoiceField(label=_("环节（年度）"), required=False)
    unit = forms.ChoiceField(label=_("报告单位"))
    kind = forms.ChoiceField(label=_("种类"), choices=Template.Kind.choices)
    title = forms.CharField(label=_("标题"), max_length=160)
    addressee = forms.CharField(label=_("主送机关"), max_length=200, required=False)
    document_no = forms.CharField(label=_("文号"), max_length=60, required=False)
    template = forms.ChoiceField(label=_("模板"), required=False)

    def __init__(
        self, *args: Any, campaigns: Sequence[Campaign], stages: Sequence[Stage], units: Sequence[Unit],
        templates: Sequence[Template], **kwargs: Any,
    ) -> None:  # Any: Django's form constructor  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["campaign"] = forms.ChoiceField(label=_("活动"), choices=[(str(c.uid), c.name) for c in campaigns])
        self.fields["stage"] = forms.ChoiceField(
            label=_("环节（年度）"), required=False,
            choices=[("", _("整个活动")), *((str(s.uid), _stage_label(s)) for s in stages)],
            help_text=_("选一个环节，只统计它起止日期内的记录。没有写明起止日期的环节不列。"),
        )  # fmt: skip
        self.fields["unit"] = forms.ChoiceField(label=_("报告单位"), choices=[(str(u.uid), u.name) for u in units])
        self.fields["template"] = forms.ChoiceField(
            label=_("模板"), required=False,
            choices=[("", _("系统自带模板")), *((str(t.uid), f"{t.get_kind_display()}：{t.name}") for t in templates)],
            help_text=_("种类要与报告一致。模板可在“报告模板”页下载、修改、上传。"),
        )  # fmt: skip
        self.order_fields(["campaign", "stage", "unit", "kind", "title", "addressee", "document_no", "template"])


def _stage_label(stage: Stage) -> str:
    days = "至".join(chinese_date(day) for day in (stage.begins_on, stage.ends_on) if day)
    return f"{stage.campaign.name}：{titled(stage.campaign.stage_mode, stage)}（{days}）"


def _paragraphs(label: Any) -> forms.CharField:  # Any: a lazy translation
    return forms.CharField(
        label=label, required=False, max_length=8000, help_text=_("一行一段。"),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 8000}),
    )  # fmt: skip


class WordsForm(forms.Form):
    """What people write around the figures; a report shows the boxes that templates of its kind ask for."""

    basis = forms.CharField(label=_("依据"), required=False, max_length=200, help_text=_("填入“根据……”一句。"))
    overview = _paragraphs(_("基本情况"))
    practices = _paragraphs(_("主要做法"))
    problems = _paragraphs(_("存在的问题"))
    next_steps = _paragraphs(_("下一步打算"))
    paragraphs = _paragraphs(_("简报正文"))
    editor = forms.CharField(label=_("编印单位"), required=False, max_length=80)
    copies_to = forms.CharField(label=_("抄送"), required=False, max_length=200)
    printed_by = forms.CharField(label=_("印发机关"), required=False, max_length=80)
    filled_by = forms.CharField(label=_("填表人"), required=False, max_length=40)
    checked_by = forms.CharField(label=_("审核人"), required=False, max_length=40)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:  # Any: Django's form constructor
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - known_names(kind):
            del self.fields[name]


class UploadForm(forms.Form):
    """One Word file."""

    file = forms.FileField(label=_("Word 文件（.docx）"))


class TemplateForm(UploadForm):
    """An edited template."""

    name = forms.CharField(label=_("模板名称"), max_length=80)
    kind = forms.ChoiceField(label=_("种类"), choices=Template.Kind.choices)
    unit = forms.ChoiceField(label=_("使用单位"), help_text=_("这个单位和它的下级都可以选用。"))
    field_order = ["name", "kind", "unit", "file"]

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:  # Any: Django's form constructor
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ChoiceField(
            label=_("使用单位"), choices=[(str(u.uid), u.name) for u in units],
            help_text=_("这个单位和它的下级都可以选用。"),
        )  # fmt: skip
        self.order_fields(self.field_order)


class NoteForm(forms.Form):
    """Why a figure was changed, or where a new number comes from."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(label=_("依据"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}))


class ExplainForm(forms.Form):
    """The head's explanation under one line of 附件1."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    explanation = forms.CharField(
        label=_("负责人说明"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )  # fmt: skip


class SendBackForm(forms.Form):
    """Why a report goes back."""

    reason = forms.CharField(label=_("退回理由"), max_length=300)
