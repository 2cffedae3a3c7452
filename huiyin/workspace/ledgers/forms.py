"""The upload of an import, and the clerk's answers to its preview."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.headings import normalise_header
from huiyin.ledgers.engine.fields import CORRECTION, NUMBER, REVISION, columns_of
from huiyin.ledgers.engine.forms import OfOneUnitForm, UnitField
from huiyin.ledgers.engine.summary import LEFT_OUT, Summary
from huiyin.ledgers.engine.units import UnitChoice

# Any: an uploaded file is generic in its content, which is only ever read as bytes.
AnyFile: TypeAlias = "UploadedFile[Any]"
ASK = "?"  # a header nobody has matched yet
IGNORE = "-"


class ManyFilesInput(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of uploaded files."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=ManyFilesInput(attrs={"accept": ".xlsx,.xls,.csv,.zip"}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[AnyFile]:
        """Every file checked as a single one would be."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class UploadForm(OfOneUnitForm):
    """Workbooks, where rows go that name no unit, and the campaign they belong to."""

    files: ManyFilesField = ManyFilesField(  # type: ignore[assignment]  # the name of the field, as Django's own forms do
        label=gettext_lazy("表格"), allow_empty_file=True,
        help_text=gettext_lazy("可以一次选多个 .xlsx、.xls、.csv，或把它们打成一个 .zip；也可以直接拖到这里。"),
        error_messages={"required": gettext_lazy("没有收到文件。请选择要导入的表格。")},
    )  # fmt: skip

    def __init__(
        self,
        units: UnitChoice,
        *,
        campaigns: Sequence[tuple[str, str]],
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, AnyFile] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))
        self._only = units.only
        if self._only is None:
            self.fields["unit"] = UnitField(
                units, label=_("没有单位栏的表记到"),
                help_text=_("表里有“单位”栏或写了“填报单位”的，按表里的记。"),
            )  # fmt: skip
        choices = [("", _("日常工作，不属于活动")), *campaigns]
        self.fields["campaign"] = forms.ChoiceField(label=_("所属活动"), choices=choices, required=False)


class AnswerForm(forms.Form):
    """What the clerk says to the preview: which column a header means, which sheets stay out, what repeats are, why."""

    seen = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=64)
    reason = forms.CharField(
        label=gettext_lazy("更正理由"), required=False, max_length=300,
        help_text=gettext_lazy("改过的行没有逐行写理由时，用这一条。"),
    )  # fmt: skip
    keep_repeats = forms.BooleanField(label=gettext_lazy("看起来重复的行确实是另外的事，照样入账"), required=False)

    def __init__(
        self, ledger: Ledger[Any], summary: Summary, *, left_out: Sequence[Sequence[str]],
        data: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=dict(initial or {}) | {"seen": summary["digest"]})
        self.headers = _headers(summary)
        own = [c for c in columns_of(ledger, exchanged=True) if c.name not in (NUMBER, REVISION, CORRECTION)]
        choices = [(ASK, _("没有指明")), (IGNORE, _("忽略这一列")), *((c.name, c.label) for c in own)]
        for number, (_key, heading, name, hint) in enumerate(self.headers):
            self.fields[f"header_{number}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=name, help_text=hint
            )
        self._sheets = [(file["name"], sheet) for file in summary["files"] for sheet in file["sheets"]]
        if len(self._sheets) > 1:
            self.fields["left_out"] = forms.MultipleChoiceField(
                label=_("不导入的表"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(str(n), f"《{file}》{sheet['name']}") for n, (file, sheet) in enumerate(self._sheets)],
                initial=[str(n) for n, (_file, sheet) in enumerate(self._sheets) if sheet["status"] == LEFT_OUT],
            )  # fmt: skip
        if not (summary["repeats"] or summary["conflicts"] or self.initial.get("keep_repeats")):
            del self.fields["keep_repeats"]
        if not (summary["reasons_missing"] or self.initial.get("reason")):
            del self.fields["reason"]

    @property
    def unknown_fields(self) -> list[forms.BoundField]:
        """The selects of headers nobody has matched."""
        return [self[f"header_{n}"] for n, (_key, _heading, name, _hint) in enumerate(self.headers) if name == ASK]

    @property
    def known_fields(self) -> list[forms.BoundField]:
        """The selects of headers that were recognised, for when they were recognised wrongly."""
        return [self[f"header_{n}"] for n, (_key, _heading, name, _hint) in enumerate(self.headers) if name != ASK]

    def chosen_columns(self) -> dict[str, str]:
        """Only what the clerk changed: header → column name, "" for 忽略."""
        changed = {}
        for number, (key, _heading, name, _hint) in enumerate(self.headers):
            chosen = self.cleaned_data.get(f"header_{number}") or ASK
            if chosen not in (name, ASK):
                changed[key] = "" if chosen == IGNORE else chosen
        return changed

    def chosen_sheets(self) -> list[tuple[str, str]]:
        """(file, sheet) of the sheets that stay out."""
        chosen = self.cleaned_data.get("left_out", [])
        return [(self._sheets[int(n)][0], self._sheets[int(n)][1]["name"]) for n in chosen]


def _headers(summary: Summary) -> list[tuple[str, str, str, str]]:
    """(remembered key, heading, column name or ASK, hint) of every different header, the unmatched ones first."""
    unknown: dict[str, tuple[str, str, str, str]] = {}
    known: dict[str, tuple[str, str, str, str]] = {}
    for file in summary["files"]:
        for sheet in file["sheets"]:
            for strange in sheet["unknown"]:
                key = normalise_header(strange["heading"])
                near = "、".join(strange["suggestions"])
                hint = _("可能是：%(near)s") % {"near": near} if near else ""
                unknown.setdefault(key, (key, strange["heading"], ASK, hint))
            for matched in sheet["matched"]:
                if matched["name"] not in (NUMBER, REVISION, CORRECTION):
                    key = normalise_header(matched["heading"])
                    known.setdefault(key, (key, matched["heading"], matched["name"], ""))
    return [*unknown.values(), *(header for key, header in known.items() if key not in unknown)]
