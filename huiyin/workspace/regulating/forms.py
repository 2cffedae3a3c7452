"""Forms of the pages of regulations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.organisation.models import Post
from huiyin.rectification.models import Problem
from huiyin.regulating.deciding import Decided
from huiyin.regulating.models import Rule
from huiyin.regulating.registering import Entered
from huiyin.regulating.texts import NewText, Upload
from huiyin.workspace.lists import ListForm, UnitForm
from huiyin.workspace.organisation.fields import StaffForm, day_field

UNIT, OUTSIDE = _("制定单位"), _("日常清理，不属于活动")
_LONG = 60


class NewForm(UnitForm):
    """One regulation of the inventory; owner and problem are chosen on its own page."""

    unit_label, of_no_campaign = UNIT, OUTSIDE
    name = forms.CharField(label=_("制度名称"), max_length=160)
    document_no = forms.CharField(
        label=_("文号"), max_length=60, required=False, help_text=_("准备新建的制度还没有文号，空着。")
    )


class RulesForm(ListForm):
    """Many at once."""

    unit_label, of_no_campaign = UNIT, OUTSIDE
    text_label = _("粘贴制度清单")
    text_help = _(
        "从 Excel 里带表头复制，列的次序不限：制度名称、文号、责任岗位、对应问题编号、清理结论、理由、决定日期、审批会议、"
        "完成时限、复查日期。只有名称必填；还没有结论的，结论以后各格空着。"
    )


class EditForm(StaffForm):
    """What is said of a regulation."""

    name = forms.CharField(label=_("制度名称"), max_length=160)
    document_no = forms.CharField(label=_("文号"), max_length=60, required=False)
    post = forms.ChoiceField(label=_("责任岗位"), required=False)
    problem = forms.ChoiceField(label=_("对应问题"), required=False, help_text=_("这项制度要管住哪个问题。"))

    def __init__(self, *args: Any, posts: Sequence[Post], problems: Sequence[Problem], **options: Any) -> None:
        super().__init__(*args, **options)
        self._posts = {str(one.uid): one for one in posts}
        self._problems = {str(one.uid): one for one in problems}
        named = [(uid, f"{one.unit}　{one.title}") for uid, one in self._posts.items()]
        asked = [(uid, f"{one.code}　{one.statement[:_LONG]}") for uid, one in self._problems.items()]
        self.fields["post"] = forms.ChoiceField(label=_("责任岗位"), choices=[("", "—"), *named], required=False)
        self.fields["problem"] = forms.ChoiceField(
            label=_("对应问题"), choices=[("", "—"), *asked], required=False, help_text=_("这项制度要管住哪个问题。")
        )  # fmt: skip

    def entered(self) -> Entered:
        """What the form says."""
        data = self.cleaned_data
        post, problem = self._posts.get(data["post"]), self._problems.get(data["problem"])
        return Entered(data["name"], data["document_no"], post, problem)


class DecideForm(StaffForm):
    """The conclusion."""

    decision = forms.ChoiceField(label=_("清理结论"), choices=Rule.Decision, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "例如：与上位法规不一致、被新规定取代、调整对象消失或任务完成、期限届满、互相抵触、操作性不强、与形势不适应。"
        ),
    )  # fmt: skip
    decided_on = day_field(_("决定日期"))
    meeting = forms.CharField(label=_("审批会议"), max_length=120, required=False)
    due_on = day_field(_("完成时限"), required=False, help_text=_("修订、新建的必填。"))
    review_on = day_field(
        _("复查日期"), required=False, help_text=_("保留的到这一天提醒重新评估；修订、新建的印发时再填。")
    )

    def decided(self) -> Decided:
        """What the form says."""
        return Decided(**{name: self.cleaned_data[name] for name in Decided.__dataclass_fields__})


class ReasonForm(StaffForm):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class TextForm(StaffForm):
    """A text pasted, or in a file."""

    document_no = forms.CharField(label=_("文号"), max_length=60, required=False)
    effective_on = day_field(_("施行日期"))
    pasted = forms.CharField(
        label=_("粘贴正文"), required=False, max_length=400_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("一段一行。各版文字都留着，可以逐段对照。"),
    )  # fmt: skip
    file = forms.FileField(label=_("或上传文件"), required=False, help_text=_("Word、PDF 或文本文件。"))

    def __init__(self, *args: Any, too_large: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._too_large = too_large

    def clean(self) -> dict[str, Any]:
        """A file that was stopped while it arrived says why."""
        if self._too_large:
            raise ValidationError(_now("上传的文件太大，没有收下。请去掉图片，或粘贴正文。"))
        return self.cleaned_data

    def text(self) -> NewText:
        """What the form says; a file goes before what was pasted."""
        data = self.cleaned_data
        file = data.get("file")
        upload = Upload(file.name or "", file.content_type or "", file.read()) if file else None
        return NewText(data["effective_on"], data["document_no"], data["pasted"], upload)


class FinishForm(TextForm):
    """The text issued, and when it is looked at again."""

    review_on = day_field(_("复查日期"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document_no"].label = _("新文号")
        self.fields["document_no"].required = True
        self.order_fields(["document_no", "effective_on", "review_on", "pasted", "file"])


class AskForm(StaffForm):
    """Who is to read it."""

    names = forms.CharField(
        label=_("名单"), required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一人，姓名或工号；外单位人员两样都写。"),
    )  # fmt: skip
    everyone = forms.BooleanField(label=_("本单位和下级单位的每个人"), required=False)
