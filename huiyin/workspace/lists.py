"""Forms that take a whole list at once, pasted or as a workbook, and say for which unit and campaign it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.campaigns.scope import campaigns_for_scope
from huiyin.ledgers.engine.excel.plain_rows import pasted_rows, uploaded_rows
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.queries import in_official_order
from huiyin.workspace.organisation.fields import StaffForm

Choices = Sequence[tuple[str, Any]]  # Any: lazy translations


def units_and_campaigns(actor: Reach) -> tuple[Choices, Choices]:
    """The units one records for in official order, and the campaigns that what is recorded may be part of."""
    units = in_official_order(actor.units_for(RECORDERS, None))
    return [(str(one.uid), one.name) for one in units], [(str(one.uid), one.name) for one in campaigns_for_scope(actor)]


class UnitForm(StaffForm):
    """For which unit, and in which campaign if in any."""

    unit_label: Any = _("登记单位")
    of_no_campaign: Any = _("日常工作，不属于活动")
    unit = forms.ChoiceField()
    campaign = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, units: Choices, campaigns: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"] = forms.ChoiceField(label=self.unit_label, choices=units)
        self.fields["campaign"] = forms.ChoiceField(
            label=_("所属活动"), choices=[("", self.of_no_campaign), *campaigns], required=False
        )
        self.order_fields(["unit", "campaign"])


class PasteForm(StaffForm):
    """Rows pasted, or in a workbook; a file beyond the limit is said so."""

    text_label: Any = _("粘贴名单")
    text_help: Any = ""
    text = forms.CharField(required=False, max_length=400_000, widget=forms.Textarea(attrs={"rows": 8}))
    file = forms.FileField(label=_("或上传 Excel、CSV"), required=False)

    def __init__(self, *args: Any, too_large: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._too_large = too_large
        self.fields["text"].label, self.fields["text"].help_text = self.text_label, self.text_help

    def clean(self) -> dict[str, Any]:
        """One of the two, or a sentence."""
        if self._too_large:
            raise ValidationError(_now("上传的文件太大，没有收下。请删去表格里的图片和多余内容。"))
        data = self.cleaned_data
        if not data.get("text") and not data.get("file") and not self.errors:
            raise ValidationError(_now("请粘贴名单，或选一个文件。"))
        return data

    def rows(self) -> list[list[str]]:
        """The rows of the file when there is one, else of what was pasted."""
        file = self.cleaned_data["file"]
        if file:
            return uploaded_rows(file.name or _now("表格"), Path(file.temporary_file_path()))
        return pasted_rows(self.cleaned_data["text"])


class ListForm(UnitForm, PasteForm):
    """A list for one unit."""
