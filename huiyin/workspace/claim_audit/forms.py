"""Forms of the claim audit: texts in, what a claim counts, why a text is withdrawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.campaigns.models import Campaign
from huiyin.ledgers.engine.forms import UnitField
from huiyin.ledgers.engine.units import UnitChoice
from huiyin.metrics.registry import BY_CODE, by_theme
from huiyin.workspace.ledgers.forms import AnyFile, ManyFilesField, ManyFilesInput

NO_METRIC = "-"


class NewTexts(forms.Form):
    """Files or pasted words, and the campaign they are held against."""

    campaign = forms.ChoiceField(label=gettext_lazy("对照哪个活动的记录"))
    files: ManyFilesField = ManyFilesField(  # type: ignore[assignment]  # the name of the field, as Django's own forms do
        label=gettext_lazy("文件"), required=False, allow_empty_file=True,
        help_text=gettext_lazy("可以一次选多个 Word、PDF、网页、文本、Excel 文件，或把它们打成一个 .zip；也可以直接拖到这里。"),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("粘贴文字的标题"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("上传文件时不用填。"),
    )
    words = forms.CharField(
        label=gettext_lazy("或者粘贴文字"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(
        self,
        campaigns: Sequence[Campaign],
        units: UnitChoice,
        *,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, AnyFile] | None = None,
    ) -> None:
        super().__init__(data, files)
        self.fields["campaign"] = forms.ChoiceField(
            label=_("对照哪个活动的记录"),
            choices=[(str(one.uid), f"{one.name}（{one.unit.name}）") for one in campaigns],
        )
        self.fields["unit"] = UnitField(
            units, empty=_("活动的组织单位"), label=_("对照哪个单位的记录"), required=False,
            help_text=_("核对所属单位报来的材料，请选那个单位；不选的，对照活动组织单位及所属单位的全部记录。"),
        )  # fmt: skip
        self.order_fields(["campaign", "unit", "files", "title", "words"])
        self.fields["files"].widget = ManyFilesInput()

    def clean(self) -> dict[str, Any]:
        """Either files or words."""
        data = super().clean() or {}
        data["files"] = [file for file in data.get("files") or [] if file]
        if not self.errors and bool(data["files"]) == bool(str(data.get("words", "")).strip()):
            self.add_error(None, _("请上传文件，或者粘贴文字，两样选一样。"))
        return data


def _metrics(proposed: Sequence[str]) -> list[Any]:  # Any: choices and groups of choices
    """The likely metrics first, then all by theme."""
    likely = [(code, str(BY_CODE[code].label)) for code in proposed if code in BY_CODE]
    groups = [
        (str(theme), [(m.code, f"{m.label}（{m.measure_word}）") for m in metrics]) for theme, metrics in by_theme()
    ]
    return [*([(_("可能的指标"), likely)] if likely else []), *groups]


class ConfirmForm(forms.Form):
    """Which metric a claim counts, or that none does; `seen` is the revision the person looked at."""

    metric = forms.ChoiceField(label=gettext_lazy("这一处说的是"))
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)

    def __init__(self, proposed: Sequence[str], **named: Any) -> None:  # Any: Django's form constructor
        super().__init__(**named)
        choices = [("", _("请选择")), (NO_METRIC, _("没有指标统计这件事")), *_metrics(proposed)]
        self.fields["metric"] = forms.ChoiceField(
            label=_("这一处说的是"), choices=choices,
            help_text=_("确认后会记住：以后本单位和所属单位的材料里同样的说法按此核对。"),
        )  # fmt: skip

    @property
    def chosen(self) -> str:
        """The code of the metric; empty when none counts it."""
        said = str(self.cleaned_data["metric"])
        return "" if said == NO_METRIC else said


class DecideForm(ConfirmForm):
    """A metric that a barred claim is held against all the same, and why."""

    why = forms.CharField(
        label=gettext_lazy("为什么照样核对"), min_length=4, max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text=gettext_lazy("写明依据，例如“这里的‘全省’指本省工委系统”。理由会写进导出的结果。"),
    )  # fmt: skip

    def __init__(self, proposed: Sequence[str], **named: Any) -> None:  # Any: Django's form constructor
        super().__init__(proposed, auto_id="decide_%s", **named)
        self.fields["metric"] = forms.ChoiceField(
            label=_("照哪个指标核对"), choices=[("", _("请选择")), *_metrics(proposed)],
            help_text=_("只对这份材料的这一处有效，不会记住，也不影响别的材料。"),
        )  # fmt: skip
        self.order_fields(["metric", "why", "seen"])


class EraseForm(forms.Form):
    """On which legal basis a text is to be erased."""

    basis = forms.CharField(
        label=gettext_lazy("法律依据"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text=gettext_lazy("写明法律名称和条款，例如“个人信息保护法第四十七条”。"),
    )  # fmt: skip


class DeclineForm(forms.Form):
    """Why a request for erasure is not agreed to."""

    note = forms.CharField(
        label=gettext_lazy("不同意的理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300})
    )


class UnitForm(forms.Form):
    """Whose report a text is."""

    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)

    def __init__(self, units: UnitChoice, **named: Any) -> None:  # Any: Django's form constructor
        super().__init__(**named)
        self.fields["unit"] = UnitField(units, label=_("对照哪个单位的记录"))
        self.order_fields(["unit", "seen"])


class WithdrawForm(forms.Form):
    """Why a text is withdrawn."""

    why = forms.CharField(
        label=gettext_lazy("撤回理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
