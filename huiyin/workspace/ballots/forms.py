"""Forms of the ballot pages. They say what is asked; services decide whether it may be."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.ballots.form import VOTE_OPTIONS, Question
from huiyin.ballots.presets import PRESETS, Preset
from huiyin.ballots.rules.majority import BASES, PARTS
from huiyin.eligibility.models import RollEntry

SUBJECTS_MOST = 200
# rules.md §7.4, the stricter base first.
MAJORITIES = [
    *((f"{base}:{part}", f"超过{named}的 {part}") for base, named in BASES.items() for part in reversed(PARTS)),
    ("present:all", _("到会全票")),
]


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:  # Any: lazy translations and Django's options
    """A moment on the local clock, to the minute."""
    return forms.DateTimeField(
        label=label, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}), **more,
    )  # fmt: skip


class BallotForm(forms.Form):
    """A new ballot: what, of which unit, when credentials are drawn, when they are used."""

    unit = forms.ChoiceField(label=_("单位"))
    title = forms.CharField(label=_("投票名称"), max_length=120)
    kind = forms.ChoiceField(label=_("类别"), choices=[(one.code, one.name) for one in PRESETS])
    ways = forms.ChoiceField(
        label=_("投票方式"),
        choices=[("", _("按类别的默认方式")), ("electronic", _("电子投票")), ("paper", _("纸票")), ("both", _("两种都用"))],
        required=False, help_text=_("选举和发展党员票决默认用纸票；改用电子投票是否被允许，待确认。"),
    )  # fmt: skip
    draw_from = moment_field(_("领取凭证开始"))
    draw_until = moment_field(_("领取凭证截止"), help_text=_("领完再投：领取全部截止以后，才能开始投票。"))
    use_from = moment_field(_("投票开始"))
    use_until = moment_field(_("投票截止"))

    def __init__(
        self, *args: Any, units: list[tuple[str, str]], campaigns: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ChoiceField(label=_("单位"), choices=units)
        self.fields["rated"] = forms.ChoiceField(
            label=_("被评单位（满意度测评填）"), choices=[("", _("不是满意度测评")), *units], required=False,
            help_text=_("满意度测评由被评单位的上级组织：上面的“单位”要选它的上级。"),
        )  # fmt: skip
        self.fields["campaign"] = forms.ChoiceField(
            label=_("所属活动"), choices=[("", _("不属于任何活动")), *campaigns], required=False,
            help_text=_("确认后的结果计入这个活动的数据。"),
        )  # fmt: skip
        self.fields["public_result"] = forms.BooleanField(
            label=_("确认后在公开页公布结果（满意度测评）"), required=False,
            help_text=_("新建时定下，以后不能改。不足 5 份的数字不公布。"),
        )  # fmt: skip
        self.order_fields(["unit", "title", "kind", "rated", "public_result", "campaign"])

    def ways_chosen(self) -> dict[str, bool | None]:
        """Electronic and paper, each yes, no, or as the kind has it."""
        ways = self.cleaned_data["ways"]
        if not ways:
            return {"electronic": None, "paper": None}
        return {"electronic": ways in {"electronic", "both"}, "paper": ways in {"paper", "both"}}


class QuestionForm(forms.Form):
    """One question; its subjects a line each, with the class of an indicator after a comma."""

    title = forms.CharField(label=_("题目"), max_length=120)
    subjects = forms.CharField(
        label=_("对象"), widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一个：候选人姓名（按姓氏笔画）、表决事项或指标。指标分类的，写成“分类：指标”。"),
    )  # fmt: skip
    seats = forms.IntegerField(label=_("应选名额"), min_value=0, max_value=300, required=False, initial=0)
    write_ins = forms.IntegerField(label=_("可另选人数"), min_value=0, max_value=300, required=False, initial=0)
    majority = forms.ChoiceField(label=_("通过线"), choices=MAJORITIES, required=False)
    options = forms.CharField(label=_("等次"), max_length=200, required=False, help_text=_("用顿号隔开。"))

    def __init__(self, *args: Any, preset: Preset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unused = (
            ("seats", "write_ins")
            if preset.options or preset.rule in {"admission", "general", "pre_election"}
            else ("options",)
        )
        for name in unused:
            del self.fields[name]
        if preset.rule != "general":
            del self.fields["majority"]
        if (not preset.options or preset.weights) and "options" in self.fields:
            del self.fields["options"]
        self.preset = preset

    def clean_subjects(self) -> str:
        """All of the lines or none: a candidate who is silently left out would void the vote."""
        text = str(self.cleaned_data["subjects"])
        lines = sum(1 for line in text.splitlines() if line.strip())
        if lines > SUBJECTS_MOST:
            raise forms.ValidationError(
                _("一道题最多 %(most)d 个对象，这里有 %(n)d 个，请分成几道题。"),
                params={"most": SUBJECTS_MOST, "n": lines},
            )
        return text

    def question(self) -> Question:
        """The question as it would be asked."""
        data = self.cleaned_data
        lines = [" ".join(line.split()) for line in data["subjects"].splitlines() if line.strip()]
        pairs = [line.replace(":", "：").partition("：") for line in lines] if self.preset.options else []
        grouped = bool(pairs) and all(colon for _group, colon, _name in pairs)
        return Question(
            title=data["title"].strip(),
            kind="grade" if self.preset.options else "vote",
            subjects=tuple(name.strip() for _group, _colon, name in pairs) if grouped else tuple(lines),
            options=_options(data.get("options", ""), self.preset),
            seats=data.get("seats") or 0,
            write_ins=data.get("write_ins") or 0,
            groups=tuple(group.strip() for group, _colon, _name in pairs) if grouped else (),
        )


def _options(written: str, preset: Preset) -> tuple[str, ...]:
    if not preset.options:
        return VOTE_OPTIONS
    return tuple(part.strip() for part in written.replace("，", "、").split("、") if part.strip()) or preset.options


class RollForm(forms.Form):
    """Whom to list: everybody of the unit, or the names pasted."""

    names = forms.CharField(
        label=_("姓名或工号"), widget=forms.Textarea(attrs={"rows": 6}), required=False,
        help_text=_("每行一个，可以从 Excel 里整列粘贴；留空的，列入本单位及下级全部在册人员。"),
    )  # fmt: skip


class CorrectionForm(forms.Form):
    """Add or strike one person after freezing."""

    name = forms.CharField(label=_("姓名或工号"), max_length=60)
    add = forms.ChoiceField(label=_("更正"), choices=[("add", _("补列")), ("strike", _("除名"))])
    reason = forms.CharField(label=_("理由（名册上的人都看得到）"), max_length=300)


class ExcuseForm(forms.Form):
    """Why somebody does not count as due."""

    entry = forms.UUIDField(widget=forms.HiddenInput)
    why = forms.ChoiceField(label=_("不计入应到"), choices=RollEntry.Excused.choices, required=False)


class HeadsForm(forms.Form):
    """Heads and slips of paper."""

    present = forms.IntegerField(label=_("到会（投纸票的）有表决权人数"), min_value=0)
    issued = forms.IntegerField(label=_("发出纸票"), min_value=0)
    returned = forms.IntegerField(label=_("收回纸票"), min_value=0)
    written = forms.IntegerField(label=_("会前提交书面意见人数"), min_value=0, required=False, initial=0)
    written_yes = forms.IntegerField(label=_("其中书面赞成"), min_value=0, required=False, initial=0)


class CertifyForm(forms.Form):
    """Why more are 优秀 than a third, where that is so."""

    cap_reason = forms.CharField(
        label=_("超过的理由"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写进计票结果报告单。"),
    )  # fmt: skip


class VoidForm(forms.Form):
    """Why the vote is held again."""

    reason = forms.CharField(label=_("作废原因（名册上的人都看得到）"), max_length=300)
