"""From a ledger's model fields to the columns of its workbooks, and from parsed cells back to field values."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django.db import models
from django.utils.translation import gettext as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Column, Kind

# Django's fields are generic in what they take and give; which one stands here is known at run time only.
AnyField: TypeAlias = "models.Field[Any, Any]"

NUMBER = "number"
REVISION = "revision"
CORRECTION = "correction"
EXAMPLE_DATE = "2013-10-17"


def declared_fields(ledger: Ledger[Any]) -> tuple[AnyField, ...]:
    """The model fields a ledger shows, in workbook order, 备注 last; unit and date stand before them."""
    return tuple(field_named(ledger, name) for name in (*ledger.columns, "remark"))


def field_named(ledger: Ledger[Any], name: str) -> AnyField:
    """A model field; raises LookupError (FieldDoesNotExist) for a name the model does not have."""
    field = ledger.model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise LookupError(f"{ledger.code}.{name} is a relation from elsewhere")
    return field


def label_of(ledger: Ledger[Any], name: str) -> str:
    """What a column is called on screen and in workbooks."""
    if name == "unit":
        return str(ledger.unit_label)
    if name == "fact_date":
        return str(ledger.date_label)
    for computed in ledger.computed:
        if computed.name == name:
            return str(computed.label)
    return str(field_named(ledger, name).verbose_name)


def kind_of(field: AnyField) -> Kind | None:
    """The kind of a workbook column for this field; None when the engine has no such column."""
    if field.choices:
        return Kind.CHOICE
    if isinstance(field, models.BooleanField):
        return Kind.BOOLEAN
    if isinstance(field, models.TextField):
        return Kind.LONG_TEXT
    if isinstance(field, models.CharField):
        return Kind.TEXT
    if isinstance(field, models.IntegerField):
        return Kind.INTEGER
    if isinstance(field, models.DecimalField):
        return Kind.DECIMAL
    return Kind.DATE if type(field) is models.DateField else None


def columns_of(ledger: Ledger[Any], *, exchanged: bool = False) -> tuple[Column, ...]:
    """The columns of a ledger's workbook: unit, date, its own, 备注.

    `exchanged` adds what lets an exported row come back as a correction of its entry: 记录编号 and 版本 (hidden), 更正理由.
    """
    aliases = dict(ledger.aliases)
    first = (
        Column(
            "unit", label_of(ledger, "unit"), Kind.UNIT, required=True, max_length=250,
            aliases=(
                *aliases.get("unit", ()), _("单位"), _("单位名称"), _("单位编码"),
                *(_("%(name)s编码") % {"name": name} for name in (label_of(ledger, "unit"), *aliases.get("unit", ()))),
            ), help=_("写单位的全称、简称或编码。"),
        ),
        Column(
            "fact_date", label_of(ledger, "fact_date"), Kind.DATE, required=True,
            aliases=(*aliases.get("fact_date", ()), _("日期")), example=EXAMPLE_DATE,
        ),
    )  # fmt: skip
    own = tuple(_column(field, aliases.get(field.name, ())) for field in declared_fields(ledger))
    return _without_taken_aliases((*first, *own, *(_exchange_columns() if exchanged else ())))


def _column(field: AnyField, aliases: tuple[str, ...]) -> Column:
    kind = kind_of(field)
    if kind is None:
        raise TypeError(f"{field}: no workbook column for {type(field).__name__}")
    is_text = kind in (Kind.TEXT, Kind.LONG_TEXT)
    choices = tuple((str(code), str(label)) for code, label in field.flatchoices) if kind is Kind.CHOICE else ()
    return Column(
        field.name, str(field.verbose_name), kind, required=is_required(field),
        max_length=field.max_length if is_text else None, choices=choices, aliases=aliases,
        help=str(field.help_text),
        decimals=field.decimal_places if isinstance(field, models.DecimalField) else None,
    )  # fmt: skip


def _exchange_columns() -> tuple[Column, ...]:
    return (
        Column(CORRECTION, _("更正理由"), Kind.TEXT, max_length=300, help=_("改过的行写明为什么更正；新增的行不填。")),
        Column(NUMBER, _("记录编号"), Kind.TEXT, max_length=80, aliases=(_("台账编号"),), hidden=True),
        Column(REVISION, _("版本"), Kind.INTEGER, aliases=(_("记录版本"),), hidden=True),
    )


def _without_taken_aliases(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """A word that is one column's label is no other column's alias: 单位 may be a label elsewhere in the ledger."""
    labels = {column.label for column in columns}
    return tuple(
        replace(column, aliases=tuple(word for word in dict.fromkeys(column.aliases) if word not in labels))
        for column in columns
    )


def is_required(field: AnyField) -> bool:
    """Whether a row must fill this field: it has neither a blank nor a default to fall back on."""
    return not field.blank and not field.null and not field.has_default()


def filled(field: AnyField, parsed: object) -> object:
    """The field's value for a parsed cell; a blank cell gives what the model itself holds for “not filled”."""
    if parsed is not None:
        return parsed
    if field.null:
        return None
    return field.get_default()


def restorer(field: AnyField) -> Callable[[str], object] | None:
    """What turns a staged text back into the field's value; None when JSON has the value as it is."""
    if isinstance(field, models.DateField):
        return date.fromisoformat
    return Decimal if isinstance(field, models.DecimalField) else None


def display(field: AnyField, value: object) -> str:
    """A value as people read it: the choice's label, 是/否, a date as 2013-10-17; not filled is —."""
    if value is None or value == "":
        return "—"
    if field.choices:
        labels: Mapping[object, object] = dict(field.flatchoices)
        return str(labels.get(value, value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return value.isoformat() if isinstance(value, date) else str(value)
