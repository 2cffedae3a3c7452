"""Valid values for any declared column, and entries made through the services, for the conformance suite."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from huiyin.conftest import County
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.fields import declared_fields
from huiyin.ledgers.engine.services import post, record, void, void_posted
from huiyin.organisation.models import Unit

FORMULA = '=HYPERLINK("http://127.0.0.1","点我")'


def value_for(field: Any, n: int = 1) -> object:
    """A valid value of a model field; different `n` give different values where the field has room for them."""
    if field.choices:
        codes = [code for code, _label in field.flatchoices if code != ""]
        return codes[n % len(codes)]
    if isinstance(field, models.BooleanField):
        return n % 2 == 1
    if isinstance(field, models.CharField | models.TextField):
        return f"{field.verbose_name}{n}"[: field.max_length]
    if isinstance(field, models.DecimalField):
        return Decimal(n) + Decimal(1).scaleb(-field.decimal_places)
    if isinstance(field, models.IntegerField):
        return 10  # the same everywhere: what must not exceed another stays equal to it
    if isinstance(field, models.DateField):
        return date(2013, 8, 1) + timedelta(days=n % 28)
    raise AssertionError(f"value_for knows no {type(field).__name__}; teach it")


def values_for(ledger: Ledger[Any], n: int = 1) -> dict[str, object]:
    """A whole row."""
    return {field.name: value_for(field, n) for field in declared_fields(ledger)}


def make_entry(
    ledger: Ledger[Any], county: County, unit: Unit, n: int = 1, *, values: dict[str, object] | None = None
) -> Any:
    """An entry in the way its ledger gets entries: recorded by hand, or posted by a feature."""
    found = values_for(ledger, n) | (values or {})
    day = date(2013, 7, 1) + timedelta(days=n % 28)
    if ledger.by_hand:
        return record(
            ledger, unit=unit, fact_date=day, values=found, actor=county.reach("office"), now=county.now,
            campaign=county.campaign.uid,
        )  # fmt: skip
    # What a feature posts and nobody is shown.
    kept = [ledger.model._meta.get_field(name) for name in ledger.kept]
    found = {field.name: value_for(field, n) for field in kept if not getattr(field, "blank", True)} | found
    return post(
        ledger, source_kind="conformance", source=source_of(n), event="made", unit=unit, fact_date=day, values=found,
        account=county.account("office"), now=county.now, campaign=county.campaign.uid,
    )  # fmt: skip


def take_back(ledger: Ledger[Any], seen: Any, county: County, n: int, *, reason: str) -> None:
    """Void entry `n` in the way its ledger has: by hand, or by the feature that posted it."""
    if ledger.by_hand:
        void(ledger, seen, reason=reason, actor=county.reach("office"), now=county.now)
        return
    void_posted(
        ledger, source_kind="conformance", source=source_of(n), event="made", reason=reason,
        account=county.account("office"), now=county.now,
    )  # fmt: skip


def source_of(n: int) -> UUID:
    """The source a posted entry of this number stands for; a new one each time is fine for tests."""
    return _SOURCES.setdefault(n, new_uid())


_SOURCES: dict[int, UUID] = {}


def text_column(ledger: Ledger[Any]) -> str:
    """A free-text column with room for a formula; 备注 always is one."""
    for field in declared_fields(ledger):
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if is_text and (field.max_length or 0) >= len(FORMULA):
            return field.name
    raise AssertionError("remark is always there")
