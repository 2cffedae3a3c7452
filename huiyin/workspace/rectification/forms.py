"""Forms of problems and measures. What they cannot know (rights, states, evidence) the verbs decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.core.dates import meant
from huiyin.opinions.models import Settlement
from huiyin.rectification.filtering import VIEWS
from huiyin.rectification.models import Measure, Problem, RouteStep
from huiyin.rectification.terms import SAMPLE_LEAST
from huiyin.reports.word.document import DocumentError, document_number
from huiyin.workspace.ledgers.forms import ManyFilesField
from huiyin.workspace.opinions.forms import told_field


def words(label: Any, most: int, *, required: bool = True, rows: int = 4, help_text: Any = "") -> forms.CharField:
    """A box for long text; labels are lazy translations, hence Any."""
    return forms.CharField(
        label=label, required=required, max_length=most, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": most}),
    )  # fmt: skip


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A date; labels are lazy translations, hence Any."""
    return forms.DateField(
        label=label, required=required, help_text=help_text, validators=[meant],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


def listed(label: Any, most: int, name: str, *, help_text: Any = "") -> forms.CharField:
    """A line to type in or to choose from the page's list of this name; labels are lazy translations, hence Any."""
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, widget=forms.TextInput(attrs={"list": name})
    )  # fmt: skip


class Seen(forms.Form):
    """A form that remembers which revision its page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ProblemForm(forms.Form):
    """A problem on the list."""

    code = forms.CharField(label=_("问题编号"), max_length=20)
    unit = listed(_("问题所在单位"), 120, "units", help_text=_("填单位编码、全称或简称。"))
    side = forms.ChoiceField(label=_("来源"), choices=Problem.Side.choices)
    wind = listed(_("类别"), 40, "winds", help_text=_("如形式主义、官僚主义、享乐主义、奢靡之风。"))
    statement = words(_("问题"), 1000)
    manifestation = words(_("具体表现"), 1000, required=False)
    items = forms.CharField(
        label=_("对应条目编号"), max_length=500, required=False,
        help_text=_("梳理已签字的条目，多个编号用“、”分开。对应以后，提出这些条目的人可以评价整改结果。"),
    )  # fmt: skip


class ProblemAmendForm(Seen):
    """A problem while it is a draft: its number and unit stay."""

    side = forms.ChoiceField(label=_("来源"), choices=Problem.Side.choices)
    wind = forms.CharField(label=_("类别"), max_length=40)
    statement = words(_("问题"), 1000)
    manifestation = words(_("具体表现"), 1000, required=False)
    items = forms.CharField(
        label=_("对应条目编号"), max_length=500, required=False, help_text=_("多个编号用“、”分开。")
    )


class ItemsForm(Seen):
    """Which items a confirmed problem answers."""

    items = forms.CharField(
        label=_("对应条目编号"), max_length=500, required=False, help_text=_("多个编号用“、”分开。")
    )


class SettleForm(Seen):
    """断点清单: one choice with a reason."""

    settlement = forms.ChoiceField(label=_("去向"), choices=Settlement.choices, widget=forms.RadioSelect)
    reason = words(_("理由"), 300, rows=2)


class ToldSettleForm(SettleForm):
    """The same for what somebody said: whether they may read the reason."""

    told = told_field()


class MeasureForm(forms.Form):
    """A measure as drafted."""

    code = forms.CharField(label=_("措施编号"), max_length=20)
    statement = words(_("整改措施"), 1000)
    goal = words(_("整改目标"), 500, required=False, rows=2, help_text=_("长期坚持的措施须写明阶段目标。"))
    unit = listed(_("责任单位"), 120, "units", help_text=_("填单位编码、全称或简称。"))
    post = listed(_("责任岗位"), 60, "posts", help_text=_("填责任单位里的职务；岗位换人后由接任的人负责。"))
    lead = listed(_("牵头领导"), 60, "posts", help_text=_("填职务，可以是责任单位的，也可以是上级的。"))
    term = forms.ChoiceField(label=_("整改类型"), choices=Measure.Term.choices)
    begins_on = day(_("开始日期"))
    due_on = day(_("完成时限"), required=False, help_text=_("不填则按整改类型的默认期限。"))
    route = words(
        _("路线图"), 3000, required=False,
        help_text=_("一步一行，也可以用分号分开；写成“10月底前……”“11月15日前……”的，系统记下时限。"),
    )  # fmt: skip


class MeasureAmendForm(MeasureForm, Seen):
    """A draft measure; its number stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's form constructor
        super().__init__(*args, **kwargs)
        del self.fields["code"]


class MeasureFilter(forms.Form):
    """What the measure list is asked for."""

    campaign = forms.ChoiceField(label=_("活动"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    term = forms.ChoiceField(label=_("整改类型"), required=False)
    view = forms.ChoiceField(label=_("情形"), required=False)
    unit = forms.CharField(label=_("单位（含所属）"), required=False, max_length=120)

    def __init__(self, *args: Any, campaigns: list[tuple[str, str]], **kwargs: Any) -> None:  # Any: as above
        super().__init__(*args, **kwargs)
        every = ("", _("全部"))
        self.fields["campaign"] = forms.ChoiceField(label=_("活动"), required=False, choices=campaigns)
        for name, choices in (("state", Measure.State.choices), ("term", Measure.Term.choices), ("view", VIEWS)):
            label = self.fields[name].label
            self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[every, *choices])
        self.order_fields(["campaign", "state", "term", "view", "unit"])


class ReasonForm(Seen):
    """A verb that takes a reason and nothing else."""

    reason = words(_("理由"), 300, rows=3)


class ConfirmForm(Seen):
    """A verb that takes nothing but a yes."""


class ProgressForm(Seen):
    """What was done by a day."""

    on = day(_("日期"))
    text = words(_("进展"), 2000)


class RouteForm(Seen):
    """The day on which each step of the route map was done; empty means not yet."""

    def __init__(self, *args: Any, steps: list[RouteStep], **kwargs: Any) -> None:  # Any: Django's form constructor
        super().__init__(*args, **kwargs)
        self._orders = [step.order for step in steps]
        for step in steps:
            field = day(f"{step.order}. {step.text}", required=False, help_text=_("完成日期，没有完成的不填。"))
            field.initial = step.done_on
            self.fields[f"step_{step.order}"] = field

    def done(self) -> dict[int, Any]:  # dates or None, as DateField cleaned them
        """By the order of each step the day it was done."""
        return {order: self.cleaned_data[f"step_{order}"] for order in self._orders}


class EvidenceForm(Seen):
    """A piece of evidence; the server adds its own receipt time and the file's hash."""

    text = words(_("佐证说明"), 500, rows=2, help_text=_("这份材料说明了什么。"))
    dated = day(_("佐证日期"), help_text=_("材料本身的日期；早于措施开始日期的不作数。"))
    file = forms.FileField(label=_("附件"), required=False, max_length=200)


class WithdrawForm(forms.Form):
    """Why a piece of evidence is taken back."""

    why = words(_("撤回理由"), 300, rows=2)


class SubmitForm(Seen):
    """申请销号."""

    text = words(
        _("情况说明"), 500, required=False, rows=3, help_text=_("路线图还有没完成的步骤时必须写明。")
    )  # fmt: skip


class ReviewForm(Seen):
    """Agree, or return with a reason."""

    agreed = forms.ChoiceField(
        label=_("审签意见"), choices=[("yes", _("同意")), ("no", _("退回整改"))], widget=forms.RadioSelect
    )
    note = words(_("说明"), 500, required=False, rows=3, help_text=_("退回的必须写明理由。"))


METHODS = ("现场查看", "查阅资料", "询问群众", "电话核实", "抽查")


class CheckForm(Seen):
    """One judgement on one measure; which button was pressed says pass or return."""

    verdict = forms.ChoiceField(choices=[("pass", ""), ("return", "")], widget=forms.HiddenInput)
    evidence = forms.MultipleChoiceField(
        label=_("看过的佐证"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("通过的，至少勾选一份您看过的佐证。"),
    )  # fmt: skip
    method = forms.ChoiceField(label=_("检查方式"), choices=[(word, word) for word in METHODS])
    note = words(_("检查意见"), 500, rows=3, help_text=_("看了什么、问了谁、结论是什么。"))

    def __init__(self, *args: Any, evidence: list[tuple[str, str]], notice: bool, **kwargs: Any) -> None:  # Any: above
        super().__init__(*args, **kwargs)
        seen = forms.MultipleChoiceField(
            label=_("看过的佐证"), required=False, choices=evidence, widget=forms.CheckboxSelectMultiple,
            help_text=_("通过的，至少勾选一份您看过的佐证。"),
        )  # fmt: skip
        self.fields["evidence"] = seen
        if notice:
            self.fields["place"] = forms.CharField(
                label=_("现场公告张贴地点"), max_length=200, required=False,
                help_text=_("联系不到提意见的人：通过的，须在现场张贴带二维码的公告，并抽样询问服务对象。"),
            )  # fmt: skip


class SampleForm(forms.Form):
    """How many of those served were asked on the spot, and what they said."""

    sampled = forms.IntegerField(label=_("抽样询问人数"), min_value=SAMPLE_LEAST.value, max_value=100_000)
    solved = forms.IntegerField(label=_("其中认为已解决的人数"), min_value=0, max_value=100_000)


class ExtensionForm(Seen):
    """申请延期."""

    until = day(_("延至"))
    reason = words(_("理由"), 300, rows=3)


class DecideForm(forms.Form):
    """Grant or refuse more time."""

    granted = forms.ChoiceField(
        label=_("审批结果"), choices=[("yes", _("同意延期")), ("no", _("不同意"))], widget=forms.RadioSelect
    )
    note = words(_("审批意见"), 300, required=False, rows=2, help_text=_("不同意的必须写明理由。"))


class TransferForm(Seen):
    """移交 to another post."""

    unit = forms.CharField(label=_("接收单位"), max_length=120, help_text=_("填单位编码、全称或简称。"))
    post = forms.CharField(label=_("接收岗位"), max_length=60)
    why = words(_("移交理由"), 300, rows=3)


class LookBackForm(forms.Form):
    """Did it hold?"""

    kept = forms.ChoiceField(
        label=_("回头看结论"), choices=[("yes", _("成果保持")), ("no", _("反弹，重开整改"))], widget=forms.RadioSelect
    )
    note = words(_("看到的情况"), 500, rows=3)


class ResponsibleForm(forms.Form):
    """问责第一步."""

    person = forms.CharField(label=_("直接责任人"), max_length=60, help_text=_("填工号、手机号，或姓名。"))
    why = words(_("事由"), 500, rows=3)


class LeaderForm(forms.Form):
    """问责第二步."""

    person = forms.CharField(label=_("分管领导"), max_length=60, help_text=_("填工号、手机号，或姓名。"))
    circular_no = forms.CharField(label=_("通报文号"), max_length=60)

    def clean_circular_no(self) -> str:
        """The number as GB/T 9704 writes it."""
        try:
            return document_number(str(self.cleaned_data["circular_no"]))
        except DocumentError as error:
            raise forms.ValidationError(str(error)) from error


class FeedbackForm(forms.Form):
    """On-site feedback."""

    seed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)
    text = words(_("反馈意见"), 2000, rows=6, help_text=_("单位负责人须当日确认。"))


class ConfirmFeedbackForm(forms.Form):
    """The unit's head confirms."""

    words = words(_("单位意见"), 500, required=False, rows=3)


class TaskSheetForm(forms.Form):
    """整改任务书 as workbooks or a zip of them."""

    unit = forms.CharField(label=_("问题所在单位"), max_length=120, help_text=_("填单位编码、全称或简称。"))
    books = ManyFilesField(
        label=_("整改任务书"), help_text=_("Excel 文件，含“问题”“措施”两张表；可以一次选几个，或一个 zip。")
    )


class TaskSheetConfirmForm(forms.Form):
    """Which problems of a staged task sheet were looked at and confirmed, one tick each."""

    confirmed = forms.MultipleChoiceField(label=_("逐条确认"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:  # Any: Django's form constructor
        super().__init__(*args, **kwargs)
        self.fields["confirmed"] = forms.MultipleChoiceField(
            required=False, choices=[(code, code) for code in codes], widget=forms.CheckboxSelectMultiple
        )
