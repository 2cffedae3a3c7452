"""Forms made from a declaration: one entry, its correction, its voiding, and the filters of its list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.dates import meant
from huiyin.core.errors import Refused
from huiyin.ledgers.engine.budgets import LONGEST_REASON
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.fields import AnyField, declared_fields, field_named, filled, label_of
from huiyin.ledgers.engine.listing import Selection, is_exact
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.units import UnitChoice
from huiyin.organisation.models import Unit

NOT_CHOSEN = gettext_lazy("请选择")
ANY = gettext_lazy("全部")
OVER_BUDGET = "over_budget"
AGAIN = "again"


class UnitField(forms.Field):
    """A unit among those offered: a list to choose from, or a box for its name or code when there are many."""

    def __init__(self, units: UnitChoice, *, empty: object = NOT_CHOSEN, **options: Any) -> None:
        self._units = units
        if units.is_long:
            options["widget"] = forms.TextInput(attrs={"maxlength": 250})
            options.setdefault("help_text", _("填单位的全称、简称或编码。"))
        else:
            options["widget"] = forms.Select(choices=[("", empty), *units.options()])
        super().__init__(**options)

    def to_python(self, value: Any) -> Unit | None:
        """The unit that a uid, a name or a code stands for."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return self._units.find(text)
        except Refused as refusal:
            raise ValidationError(refusal.sentence) from refusal

    def prepare_value(self, value: Any) -> Any:
        """A unit shows as its option, or as the words that find it."""
        if not isinstance(value, Unit):
            return value
        return self._units.label(value) if self._units.is_long else str(value.uid)


class OfOneUnitForm(forms.Form):
    """A form that asks for the unit only where there are several to choose from."""

    _only: Unit | None = None

    @property
    def unit(self) -> Unit:
        """The unit chosen, or the only one there is."""
        chosen = self.cleaned_data.get("unit") or self._only
        if not isinstance(chosen, Unit):
            raise TypeError("the form was not valid")
        return chosen


class EntryForm(OfOneUnitForm):
    """One entry to record. Only units the person records for are offered; with a single one there is no question."""

    def __init__(
        self,
        ledger: Ledger[Any],
        units: UnitChoice,
        *,
        today: date,
        campaigns: Sequence[tuple[str, str]] = (),
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._ledger = ledger
        self._only = units.only
        if self._only is None:
            self.fields["unit"] = UnitField(units, label=label_of(ledger, "unit"))
        self.fields["fact_date"] = forms.DateField(
            label=label_of(ledger, "fact_date"), validators=[meant], widget=_date_input(max=today.isoformat())
        )
        for model_field in declared_fields(ledger):
            self.fields[model_field.name] = form_field(model_field)
        if campaigns:
            choices = [("", _("日常工作，不属于活动")), *campaigns]
            self.fields["campaign"] = forms.ChoiceField(label=_("所属活动"), choices=choices, required=False)
        if data is not None and OVER_BUDGET in data:
            self.ask_over_budget()
        if data is not None and AGAIN in data:
            self.ask_again()

    def ask_again(self) -> None:
        """Ask whether what stands in the book already is meant once more; nobody is asked before it stands there."""
        self.fields[AGAIN] = forms.BooleanField(label=_("确实是另外一件事，照样登记"), required=False)

    @property
    def again(self) -> bool:
        """Whether it is another fact, if that was asked."""
        return bool(self.cleaned_data.get(AGAIN))

    def ask_over_budget(self) -> None:
        """Ask why the entry goes beyond a yearly budget; nobody is asked before it does."""
        self.fields[OVER_BUDGET] = forms.CharField(
            label=_("超预算说明"), max_length=LONGEST_REASON, required=False, help_text=_("会与这一条一起公开。"),
            widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_REASON}),
        )  # fmt: skip

    @property
    def over_budget(self) -> str:
        """Why it goes beyond a yearly budget, if that was asked."""
        return str(self.cleaned_data.get(OVER_BUDGET, ""))

    @property
    def fact_date(self) -> date:
        """When it happened."""
        day = self.cleaned_data["fact_date"]
        if not isinstance(day, date):
            raise TypeError("the form was not valid")
        return day

    @property
    def campaign(self) -> UUID | None:
        """The campaign chosen."""
        chosen = self.cleaned_data.get("campaign")
        return UUID(chosen) if chosen else None

    @property
    def values(self) -> dict[str, object]:
        """What the services take: the declared columns and 备注."""
        return {f.name: filled(f, self.cleaned_data[f.name]) for f in declared_fields(self._ledger)}


class ReviseForm(EntryForm):
    """A correction over the revision that was seen, with its reason."""

    def __init__(self, ledger: Ledger[Any], units: UnitChoice, seen: EntryRevision, **options: Any) -> None:
        first = {"seen": seen.revision, "unit": seen.unit, "fact_date": seen.fact_date}
        options["initial"] = first | {f.name: getattr(seen, f.name) for f in declared_fields(ledger)}
        super().__init__(ledger, units, **options)
        self.fields["reason"] = _reason(_("更正理由"))
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput())


class SeenForm(forms.Form):
    """The revision that was on the page when a button was pressed."""

    seen = forms.IntegerField(widget=forms.HiddenInput())


class ReasonForm(SeenForm):
    """Voiding or withdrawing: why, over which revision."""

    def __init__(self, label: str, *, data: Mapping[str, Any] | None = None, seen: int = 0) -> None:
        super().__init__(data, initial={"seen": seen})
        self.fields["reason"] = _reason(label)


class FilterForm(forms.Form):
    """The filters of a list; an empty form is the whole list within reach."""

    def __init__(self, ledger: Ledger[Any], units: UnitChoice, *, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self._ledger = ledger
        if units.only is None:
            self.fields["unit"] = UnitField(units, empty=ANY, label=label_of(ledger, "unit"), required=False)
        self.fields["begin"] = forms.DateField(label=_("从"), required=False, widget=_date_input())
        self.fields["end"] = forms.DateField(label=_("到"), required=False, widget=_date_input())
        if ledger.title_column:
            label = _("%(column)s含") % {"column": label_of(ledger, ledger.title_column)}
            self.fields["words"] = forms.CharField(label=label, required=False, max_length=60)
        for name in ledger.filters:
            self.fields[name] = filter_field(field_named(ledger, name), is_exact=is_exact(ledger, name))
        self.fields["with_void"] = forms.BooleanField(label=_("含作废"), required=False)
        for hidden in ("campaign", "batch"):
            self.fields[hidden] = forms.UUIDField(required=False, widget=forms.HiddenInput())

    def selection(self) -> Selection:
        """What the filters name; call after is_valid()."""
        cleaned = self.cleaned_data
        chosen = {name: cleaned[name] for name in self._ledger.filters}
        return Selection(
            unit=cleaned.get("unit"), begin=cleaned["begin"], end=cleaned["end"], campaign=cleaned["campaign"],
            batch=cleaned["batch"], words=cleaned.get("words", ""), with_void=cleaned["with_void"],
            values={name: self._value(name, value) for name, value in chosen.items() if value not in ("", None)},
        )  # fmt: skip

    def _value(self, name: str, value: object) -> str | bool:
        return value == "1" if isinstance(field_named(self._ledger, name), models.BooleanField) else str(value)

    def clean(self) -> dict[str, Any]:
        """A period must not end before it begins."""
        cleaned = super().clean() or self.cleaned_data
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and end < begin:
            raise ValidationError(_("结束日期早于开始日期，请改正。"))
        return cleaned


def form_field(model_field: AnyField) -> forms.Field:
    """The control for one declared column."""
    made: forms.Field
    if isinstance(model_field, models.DateField):
        made = forms.DateField(
            label=str(model_field.verbose_name), required=not model_field.blank, widget=_date_input(),
            validators=[meant], help_text=str(model_field.help_text),
        )  # fmt: skip
    else:
        plain = model_field.formfield()
        if plain is None:
            raise TypeError(f"{model_field}: no form field")
        made = plain
    if model_field.choices and isinstance(made, forms.ChoiceField):
        kept = [(code, label) for code, label in model_field.flatchoices if code != ""]
        made.choices = [("", NOT_CHOSEN), *kept]
    if isinstance(model_field, models.TextField):
        made.widget = forms.Textarea(attrs={"rows": 4, "maxlength": model_field.max_length})
        made.widget.is_required = made.required
    return made


def filter_field(model_field: AnyField, *, is_exact: bool) -> forms.Field:
    """The control that narrows a list by one column."""
    label = str(model_field.verbose_name)
    if model_field.choices:
        choices = [("", ANY), *((str(code), label) for code, label in model_field.flatchoices)]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    if isinstance(model_field, models.BooleanField):
        return forms.ChoiceField(label=label, required=False, choices=[("", ANY), ("1", _("是")), ("0", _("否"))])
    if is_exact:
        return forms.IntegerField(label=label, required=False)
    return forms.CharField(label=label, required=False, max_length=60)


def _date_input(**attributes: str) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attributes}, format="%Y-%m-%d")


def _reason(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}))
