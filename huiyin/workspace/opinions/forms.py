"""Forms of the opinion pages. They say what is asked; services decide whether it may be."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.core.dates import meant
from huiyin.opinions.models import About, Category, Channel, Item, RespondentGroup, Round, RoundSubject, Settlement
from huiyin.opinions.terms import REPLY, WORDS_MOST
from huiyin.workspace.ballots.forms import moment_field

DAY = forms.DateInput(attrs={"type": "date"})
NO_CHOICE = ("", _("请选择"))


def _day(label: Any, **more: Any) -> forms.DateField:  # Any: lazy translations and Django's options
    return forms.DateField(
        label=label, validators=[meant], widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


def _long(label: Any, most: int, rows: int = 4, **more: Any) -> forms.CharField:  # Any: as above
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows, "maxlength": str(most)}), **more
    )


def told_field() -> forms.BooleanField:
    """Whether the author may read the reason: somebody looked at what every answer is looked at for."""
    return forms.BooleanField(
        label=_("理由告诉提意见的人（已看过：没有个人隐私、工作秘密，没有不该点的名）"), required=False,
        help_text=_("不勾的，提意见的人凭查询码只看到去向，看不到理由。"),
    )  # fmt: skip


class RoundForm(forms.Form):
    """A new round."""

    campaign = forms.ChoiceField(label=_("活动"))
    unit = forms.ChoiceField(label=_("征求单位"))
    name = forms.CharField(label=_("轮次名称"), max_length=80, help_text=_("如：第一轮征求意见"))
    code = forms.SlugField(
        label=_("轮次代号"), max_length=40, help_text=_("用于网址和导入命令，只用英文字母、数字和短横线，如 round-1。")
    )
    question = _long(_("征求内容"), 300, 3, required=False, help_text=_("公开页面上给群众看的一句话。"))
    opens_on = _day(_("开始日期"))
    closes_on = _day(_("截止日期"), required=False, help_text=_("到这一天为止；可以以后再定。"))
    standing = forms.BooleanField(label=_("常设征求（没有截止日期，分期梳理签字）"), required=False)
    public = forms.BooleanField(label=_("在公开页面征求（不登录就能提）"), required=False)
    anonymous = forms.BooleanField(label=_("允许匿名"), required=False, initial=True)

    def __init__(
        self, *args: Any, campaigns: list[tuple[str, str]], units: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["campaign"] = forms.ChoiceField(label=_("活动"), choices=campaigns)
        self.fields["unit"] = forms.ChoiceField(label=_("征求单位"), choices=units)
        self.order_fields(["campaign", "unit"])


class RoundChangeForm(forms.Form):
    """What may still be changed of a round."""

    question = _long(_("征求内容"), 300, 3, required=False)
    opens_on = _day(_("开始日期"))
    closes_on = _day(_("截止日期"), required=False)
    standing = forms.BooleanField(label=_("常设征求（没有截止日期，分期梳理签字）"), required=False)
    public = forms.BooleanField(label=_("在公开页面征求（不登录就能提）"), required=False)
    anonymous = forms.BooleanField(
        label=_("允许匿名"), required=False, help_text=_("有人提了意见以后，就不能再取消匿名。")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class OnceTimesForm(forms.Form):
    """When credentials are drawn and when they are used: never at the same time."""

    draw_from = moment_field(_("领取凭证开始"))
    draw_until = moment_field(_("领取凭证截止"), help_text=_("领完再用：领取全部截止以后，才能开始提意见。"))
    use_from = moment_field(_("提意见开始"))
    use_until = moment_field(_("提意见截止"))
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ChannelForm(forms.Form):
    """A channel with its forms; a reason only after the round closed."""

    channel = forms.ChoiceField(
        label=_("渠道"), choices=Channel.choices,
        help_text=_("“问卷”只登记份数和写下的话；带评价项目的，在“投票与测评”里办满意度测评。"),
    )  # fmt: skip
    issued = forms.IntegerField(
        label=_("发放份数"), min_value=0, required=False, help_text=_("没有统计的留空，不填 0。")
    )
    returned = forms.IntegerField(label=_("收回份数"), min_value=0, required=False)
    valid = forms.IntegerField(label=_("有效份数"), min_value=0, required=False)
    remark = forms.CharField(label=_("备注"), max_length=300, required=False)

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:  # Any: Django's form constructor
        super().__init__(*args, **kwargs)
        if round.state in {Round.State.CLOSED, Round.State.SIGNED}:
            self.fields["reason"] = forms.CharField(label=_("更正理由"), max_length=300)


class GroupForm(forms.Form):
    """Whom a campaign asks."""

    name = forms.CharField(
        label=_("征求对象"), max_length=40, help_text=_("如：机关党员干部、离退休老同志、服务对象、网民")
    )
    population = forms.IntegerField(
        label=_("人数（约）"), min_value=0, required=False,
        help_text=_("不足 5 人或不填的，为保护提意见的人，意见上不记来自哪一类。"),
    )  # fmt: skip


class SubjectForm(forms.Form):
    """Somebody or some body that a round may be about."""

    about = forms.ChoiceField(
        label=_("评价对象类别"), choices=[one for one in About.choices if one[0] != About.GENERAL]
    )
    name = forms.CharField(
        label=_("名称"), max_length=120, required=False,
        help_text=_("单位写名称、简称或编码；班子成员写姓名；本单位班子可以不填。"),
    )  # fmt: skip


class SlipForm(forms.Form):
    """One slip, call or visit, keyed in; the page stays and the next one follows."""

    slip_no = forms.CharField(label=_("编号"), max_length=40, required=False)
    channel = forms.ChoiceField(label=_("渠道"))
    day = _day(_("收到日期"))
    group = forms.ChoiceField(label=_("征求对象"), required=False)
    subject = forms.ChoiceField(label=_("评价对象"), required=False)
    words = _long(
        _("意见原文"), WORDS_MOST, 6, strip=False, help_text=_("照原话录入，一个字都不改。不要写能看出是谁说的内容。")
    )
    author_name = forms.CharField(label=_("署名（没有署名的留空）"), max_length=60, required=False)
    contact = forms.CharField(label=_("联系方式"), max_length=60, required=False)
    with_code = forms.BooleanField(
        label=_("给提意见的人一个查询码（来电、来信、来访的，念给本人或打印交给本人，自己不要留）"), required=False
    )
    form = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, channels: list[tuple[str, str]], groups: list[RespondentGroup],
        subjects: list[RoundSubject], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["channel"] = forms.ChoiceField(label=_("渠道"), choices=channels)
        self.fields["group"] = forms.ChoiceField(
            label=_("征求对象"),
            required=False,
            choices=[("", _("没有注明")), *((one.name, one.name) for one in groups)],
        )
        self.fields["subject"] = forms.ChoiceField(
            label=_("评价对象"),
            required=False,
            choices=[("", _("不限")), *((str(one.uid), str(one)) for one in subjects)],
        )
        self.fields["words"].widget.attrs["autofocus"] = True
        self.order_fields(["slip_no", "channel", "day", "group", "subject", "words", "author_name", "contact"])


class UploadForm(forms.Form):
    """One workbook."""

    file = forms.FileField(
        label=_("表格文件"), help_text=_(".xlsx、.xls、.csv，或装着它们的 .zip，最大 100 MB。"),
        error_messages={
            "required": _("没有收到文件。请选择要导入的表格。"), "empty": _("这是空文件，里面什么也没有。请检查后重新上传。"),
        },
    )  # fmt: skip


class InquiryForm(forms.Form):
    """What to ask the holder of a code."""

    words = _long(_("要问的事"), 300, 3, help_text=_("只问事情，如时间、地点、哪个窗口办的什么事；不能问是谁说的。"))


class TriageForm(forms.Form):
    """One judgement on one opinion."""

    opinion = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    to = forms.CharField()
    reason = forms.CharField(
        label=_("理由"), max_length=300, required=False, help_text=_("分办为“无效”或“专项登记”的必须写。")
    )


class ItemForm(forms.Form):
    """A new item."""

    statement = _long(_("条目表述"), 1000, 2)
    category = forms.ChoiceField(label=_("类别"), required=False)
    key = forms.BooleanField(label=_("重点条目"), required=False)

    def __init__(self, *args: Any, categories: list[Category], **kwargs: Any) -> None:  # Any: as above
        super().__init__(*args, **kwargs)
        self.fields["category"] = forms.ChoiceField(
            label=_("类别"), required=False, choices=[("", _("以后再定")), *category_choices(categories)]
        )
        self.order_fields(["statement", "category", "key"])


class CorrectionForm(ItemForm):
    """A signed item corrected: with a reason."""

    reason = forms.CharField(label=_("更正理由"), max_length=300)

    def __init__(self, *args: Any, categories: list[Category], **kwargs: Any) -> None:  # Any: as above
        super().__init__(*args, categories=categories, **kwargs)
        self.fields["category"] = forms.ChoiceField(label=_("类别"), choices=category_choices(categories))
        self.order_fields(["statement", "category", "key", "reason"])


class CategoryForm(forms.Form):
    """A new category."""

    code = forms.CharField(label=_("类别编码"), max_length=20, help_text=_("如 L01"))
    name = forms.CharField(label=_("类别名称"), max_length=60)
    wind = forms.CharField(label=_("大类"), max_length=40, required=False, help_text=_("如 形式主义"))
    about = forms.CharField(label=_("说明"), max_length=300, required=False)


class SettlementForm(forms.Form):
    """How something that goes no further is settled."""

    settlement = forms.ChoiceField(label=_("去向"), choices=[NO_CHOICE, *Settlement.choices])
    reason = forms.CharField(label=_("理由"), max_length=300)
    told = told_field()


class BoardSettlementForm(SettlementForm):
    """The same among the board's verbs, which are one form in the page: a browser must not ask for it under another."""

    use_required_attribute = False

    def __init__(self, *args: Any, form: str, **kwargs: Any) -> None:  # Any: as above
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = form


class SignForm(forms.Form):
    """The acknowledgement, typed."""

    acknowledgement = forms.CharField(label=_("请照写一遍"), max_length=300)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReferForm(forms.Form):
    """An opinion sent to a unit."""

    unit = forms.CharField(label=_("承办单位"), max_length=120, help_text=_("写单位名称、简称或编码。"))
    working_days = forms.IntegerField(
        label=_("答复时限（工作日）"), min_value=1, max_value=120, initial=lambda: REPLY.value,
        help_text=_("从次日起算。"),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """An answer in the unit's words."""

    text = _long(_("答复"), 2000, 6)


class ReasonForm(forms.Form):
    """One reason."""

    reason = _long(_("理由"), 300, 2)


class CheckForm(forms.Form):
    """What a person looks at before anything is public."""

    privacy = forms.BooleanField(label=_("没有泄露个人隐私"), required=False)
    work_secrets = forms.BooleanField(label=_("没有涉及工作秘密"), required=False)
    naming = forms.BooleanField(label=_("没有不该点的名"), required=False)


class SheetForm(forms.Form):
    """A new feedback sheet."""

    round = forms.ChoiceField(label=_("从哪一轮的活动和单位取意见"))
    about = forms.ChoiceField(label=_("反馈给"), choices=[one for one in About.choices if one[0] != About.GENERAL])
    name = forms.CharField(
        label=_("名称"), max_length=120, required=False,
        help_text=_("单位写名称、简称或编码；班子成员写姓名；本单位班子可以不填。"),
    )  # fmt: skip

    def __init__(self, *args: Any, rounds: Iterable[Round], **kwargs: Any) -> None:  # Any: as above
        super().__init__(*args, **kwargs)
        seen: dict[tuple[int, int], tuple[str, str]] = {}
        for one in rounds:
            seen.setdefault((one.campaign_id, one.unit_id), (str(one.uid), f"{one.campaign.name}　{one.unit.name}"))
        self.fields["round"] = forms.ChoiceField(label=_("活动和单位"), choices=list(seen.values()))
        self.order_fields(["round", "about", "name"])


class StretchForm(forms.Form):
    """What to hide on a feedback sheet."""

    opinion = forms.UUIDField(widget=forms.HiddenInput)
    stretch = forms.CharField(
        label=_("要隐去的文字"), strip=False, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("从原话里照样复制、粘贴。反馈稿上显示为〔略〕，隐去了几处会留下记录。"),
    )  # fmt: skip


def category_choices(categories: Iterable[Category]) -> list[tuple[str, str]]:
    """Categories by code, under their head."""
    return [(one.code, f"{one.code} {one.name}" + (f"（{one.wind}）" if one.wind else "")) for one in categories]


def item_choices(items: Iterable[Item]) -> list[tuple[str, str]]:
    """Items by number and wording."""
    return [(str(one.uid), f"{one.code} {one.statement[:60]}") for one in items]
