"""What the API takes and gives for each ledger, made from its declaration; the OpenAPI file shows the result."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from huiyin.ledgers.engine.budgets import LONGEST_REASON
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Kind
from huiyin.ledgers.engine.fields import AnyField, declared_fields, field_named, filled, is_required, kind_of, label_of


class Problem(Schema):
    """A refusal: one Chinese sentence that says what, why and how to mend."""

    detail: str


class UnitOut(Schema):
    """A unit."""

    uid: UUID
    code: str
    name: str


class ColumnOut(Schema):
    """One column of a ledger."""

    name: str
    label: str
    required: bool


class LedgerOut(Schema):
    """One ledger: the theme it stands under, whether it is filled by hand, and how many unvoided entries are in reach (null: never listed)."""

    code: str
    name: str
    theme: str
    about: str
    by_hand: bool
    entries: int | None
    columns: list[ColumnOut]


class Given(Schema):
    """Input: an unknown field is an error, never dropped."""

    model_config = ConfigDict(extra="forbid")


class VoidIn(Given):
    """Voiding over the revision that was seen."""

    seen: Annotated[int, Field(title="看到的版本")]
    reason: Annotated[str, Field(title="作废理由", min_length=1, max_length=300)]


# Any: what create_model makes is a type known at run time only.
def entry_out(ledger: Ledger[Any]) -> Any:
    """One entry as it stands."""
    fields: dict[str, Any] = {
        "uid": (UUID, ...),
        "number": (Annotated[str, Field(title="记录编号")], ...),
        "revision": (Annotated[int, Field(title="版本")], ...),
        "voided": (Annotated[bool, Field(title="已作废")], ...),
        "correction": (Annotated[str, Field(title="更正或作废理由")], ...),
        "late_days": (Annotated[int, Field(title="迟报天数")], ...),
        "recorded_at": (datetime, ...),
        "first_recorded_at": (datetime, ...),
        "campaign": (UUID | None, ...),
        "unit": (Annotated[UnitOut, Field(title=label_of(ledger, "unit"))], ...),
        "fact_date": (Annotated[date, Field(title=label_of(ledger, "fact_date"))], ...),
    }
    for field in declared_fields(ledger):
        fields[field.name] = (_given(field), ...)
    for computed in ledger.computed:
        fields[computed.name] = (Annotated[str, Field(title=str(computed.label))], ...)
    return create_model(f"{_name(ledger)}Entry", __base__=Schema, __doc__=str(ledger.about), **fields)


def page_out(ledger: Ledger[Any], entry: Any) -> Any:
    """A page of entries: `older` and `newer` are what `after` and `before` take for the next request."""
    return create_model(
        f"{_name(ledger)}Page", __base__=Schema, items=(list[entry], ...), older=(UUID | None, ...),
        newer=(UUID | None, ...), total=(int, ...), total_is_more=(bool, ...),
    )  # fmt: skip


def entry_in(ledger: Ledger[Any]) -> Any:
    """An entry to record."""
    fields: dict[str, Any] = {
        "unit": (Annotated[str, Field(title=label_of(ledger, "unit"), description="uid、编码、全称或简称")], ...),
        "fact_date": (Annotated[date, Field(title=label_of(ledger, "fact_date"))], ...),
        "campaign": (UUID | None, None),
        **_budgeted(ledger),
    }
    for field in declared_fields(ledger):
        fields[field.name] = (_given(field), ... if is_required(field) else filled(field, None))
    return create_model(f"{_name(ledger)}In", __base__=Given, **fields)


def revise_in(ledger: Ledger[Any]) -> Any:
    """A correction: only the fields that are given change."""
    fields: dict[str, Any] = {
        "seen": (Annotated[int, Field(title="看到的版本")], ...),
        "reason": (Annotated[str, Field(title="更正理由", min_length=1, max_length=300)], ...),
        "unit": (Annotated[str, Field(title=label_of(ledger, "unit"))], ""),
        "fact_date": (Annotated[date | None, Field(title=label_of(ledger, "fact_date"))], None),
        **_budgeted(ledger),
    }
    for field in declared_fields(ledger):
        fields[field.name] = (_given(field), filled(field, None))
    return create_model(f"{_name(ledger)}Correction", __base__=Given, **fields)


def query_in(ledger: Ledger[Any]) -> Any:
    """The filters of a list: the same as on the page."""
    fields: dict[str, Any] = {
        "unit": (Annotated[str, Field(title="单位", description="uid、编码或名称，含所属单位")], ""),
        "begin": (date | None, None),
        "end": (date | None, None),
        "campaign": (UUID | None, None),
        "batch": (UUID | None, None),
        "words": (Annotated[str, Field(max_length=60)], ""),
        "with_void": (bool, False),
        "after": (UUID | None, None),
        "before": (UUID | None, None),
        "limit": (Annotated[int, Field(ge=1, le=200)], 50),
    }
    for name in ledger.filters:
        fields[name] = (Annotated[str, Field(title=label_of(ledger, name))], "")
    return create_model(f"{_name(ledger)}Query", __base__=Schema, **fields)


def columns_out(ledger: Ledger[Any]) -> list[ColumnOut]:
    """The columns of a ledger, unit and date first."""
    first = [ColumnOut(name=name, label=label_of(ledger, name), required=True) for name in ("unit", "fact_date")]
    own = [
        ColumnOut(name=f.name, label=str(f.verbose_name), required=is_required(field_named(ledger, f.name)))
        for f in declared_fields(ledger)
    ]
    return [*first, *own]


def _budgeted(ledger: Ledger[Any]) -> dict[str, Any]:
    """The reason that an entry beyond a yearly budget needs."""
    reason = Annotated[
        str, Field(title="超预算说明", description="超出年度预算时必填，会公开", max_length=LONGEST_REASON)
    ]
    return {"over_budget": (reason, "")} if ledger.budgeted else {}


def _given(field: AnyField) -> Any:
    kind = kind_of(field)
    plain: Any
    match kind:
        case Kind.CHOICE:
            codes = [str(code) for code, _label in field.flatchoices]
            plain = Literal[tuple(codes if not field.blank or "" in codes else ["", *codes])]
        case Kind.BOOLEAN:
            plain = bool
        case Kind.INTEGER:
            plain = int
        case Kind.DECIMAL:
            plain = Decimal
        case Kind.DATE:
            plain = date
        case _:
            plain = Annotated[str, Field(max_length=field.max_length)]
    return Annotated[plain | None if field.null else plain, Field(title=str(field.verbose_name))]


def _name(ledger: Ledger[Any]) -> str:
    return "".join(part.capitalize() for part in ledger.code.split("_"))
