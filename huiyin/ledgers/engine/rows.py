"""One parsed workbook row becomes a candidate entry, or problems: everything is asked here that the model would ask."""

import marshal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator, MaxLengthValidator
from django.db import connection, models
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils.translation import gettext as _

from huiyin.ledgers.engine.conditions import row_constraints
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.reading import Row
from huiyin.ledgers.engine.fields import (
    CORRECTION,
    NUMBER,
    REVISION,
    AnyField,
    columns_of,
    declared_fields,
    filled,
    label_of,
)
from huiyin.ledgers.engine.units import NamedUnit
from huiyin.organisation.models import Unit

_PLAIN_FORM = 2
ValueCheck = Callable[[object], str]  # the sentence that says what is wrong, or ""


@dataclass(slots=True)
class Candidate:
    """A row that passed: a new entry, or (with `number`) a correction of one. `values` has what the sheet gives."""

    unit: NamedUnit
    fact_date: date
    values: dict[str, object]
    place: tuple[int, int, int]
    number: int | None = None
    seen: int = 0
    reason: str = ""


class RowCheck:
    """Checks the rows of one ledger's workbooks."""

    def __init__(self, ledger: Ledger[Any], *, today: date) -> None:
        self.fields = declared_fields(ledger)
        self._ledger = ledger
        self.today = today
        self._labels = {column.name: column.label for column in columns_of(ledger, exchanged=True)}
        self.blanks = {f.name: filled(f, None) for f in self.fields}
        self.checks = [(f.name, check) for f in self.fields if (check := value_check(f)) is not None]
        self.constraints = row_constraints(ledger.model)
        self._prefix = entry_no_prefix(ledger)

    def candidate(
        self, row: Row, *, unit: NamedUnit | None, place: tuple[int, int, int]
    ) -> Candidate | tuple[Problem, ...]:
        """The candidate, or every problem of the row. `unit` is used when the sheet has no column for it."""
        problems = list(row.problems)
        given = row.values

        def refuse(column: str, message: str) -> None:
            problems.append(Problem(row.file, row.sheet, row.row, self._labels.get(column, ""), message))

        found, day = given.get("unit", unit), given.get("fact_date")
        values = self._values(given, refuse)
        if isinstance(day, date) and day > self.today:
            refuse("fact_date", _("日期晚于今天。台账只记已经发生的事，请核对。"))
        if isinstance(found, NamedUnit) and (closed := closed_named(found, day if isinstance(day, date) else None)):
            refuse("unit", closed)
        number, seen = self._reference(given, refuse)
        if problems:
            return tuple(problems)
        if not isinstance(found, NamedUnit) or not isinstance(day, date):
            refuse("", _("这一行认不出单位或日期。"))
            return tuple(problems)
        if number is None:
            values = self.blanks | values
            for sentence in self.broken({**values, "fact_date": day}):
                refuse("", sentence)
            if problems:
                return tuple(problems)
        return Candidate(found, day, values, place, number, seen, str(given.get(CORRECTION) or ""))

    def broken(self, values: Mapping[str, object]) -> list[str]:
        """The sentences of the model's check constraints that these values break."""
        return [one.sentence for one in self.constraints if one.test(values) is False]

    def _values(self, given: Mapping[str, object], refuse: Callable[[str, str], None]) -> dict[str, object]:
        values = {
            name: blank if given[name] is None else given[name] for name, blank in self.blanks.items() if name in given
        }
        for name, check in self.checks:
            value = values.get(name)
            if value is not None and value != "" and (sentence := check(value)):
                refuse(name, sentence)
        return values

    def _reference(self, given: Mapping[str, object], refuse: Callable[[str, str], None]) -> tuple[int | None, int]:
        """The entry number and revision of a row that corrects an entry."""
        text, seen = given.get(NUMBER), given.get(REVISION)
        if not text:
            return None, 0
        tail = str(text).removeprefix(self._prefix)
        if tail == str(text) or not tail.isdigit():
            refuse(NUMBER, _("“%(text)s”不是本台账的记录编号。新增的行请清空这一格。") % {"text": text})
            return None, 0
        if not isinstance(seen, int):
            refuse(
                REVISION,
                _("有记录编号而没有版本，看不出改的是哪一版。请从系统重新导出后再改；新增的行请清空记录编号。"),
            )
            return None, 0
        return int(tail), seen


def entry_no_prefix(ledger: Ledger[Any]) -> str:
    """What every entry number of this book begins with (see EntryRevision.entry_no)."""
    return f"{settings.INSTALLATION}-{ledger.model._meta.model_name}-"


def closed_sentence(unit: Unit, day: date | None) -> str:
    """Why nothing can be recorded for this unit on that day; empty when it can."""
    return closed_named(NamedUnit.one(unit), day)


def closed_named(unit: NamedUnit, day: date | None) -> str:
    """The same of a unit that a workbook names."""
    if unit.merged_into is not None:
        return _("“%(unit)s”已并入“%(into)s”，请记到并入后的单位。") % {"unit": unit.name, "into": unit.merged_into}
    if unit.closed_on is not None and (day is None or day > unit.closed_on):
        return _("“%(unit)s”已于 %(day)s 撤销，这一天不能再记事。") % {
            "unit": unit.name, "day": unit.closed_on.isoformat(),
        }  # fmt: skip
    return ""


def value_check(field: AnyField) -> ValueCheck | None:
    """What the field's own validators ask beyond what the workbook reader has asked already; None for nothing."""
    checks: list[ValueCheck] = []
    known_limits: tuple[int | None, ...] = ()
    if isinstance(field, models.IntegerField):
        kind = field.get_internal_type()
        known_limits = connection.ops.integer_field_range(kind)
        low, high = BaseDatabaseOperations.integer_field_ranges[kind]
        checks.append(_between(low, high))
    for validator in field.validators:
        if isinstance(validator, BaseValidator) and (
            isinstance(validator, MaxLengthValidator) or validator.limit_value in known_limits
        ):
            continue
        checks.append(_validated(validator))
    if len(checks) < 2:
        return checks[0] if checks else None
    return lambda value: next((sentence for check in checks if (sentence := check(value))), "")


def _between(low: int, high: int) -> ValueCheck:
    def check(value: object) -> str:
        if isinstance(value, int) and value < low:
            return _("不能小于 %(low)s。") % {"low": low}
        if isinstance(value, int) and value > high:
            return _("不能大于 %(high)s。") % {"high": high}
        return ""

    return check


def _validated(validator: Callable[[Any], None]) -> ValueCheck:
    def check(value: object) -> str:
        try:
            validator(value)
        except ValidationError as error:
            return "".join(error.messages)
        return ""

    return check


def fingerprint_of(parts: tuple[Any, ...]) -> int:  # Any: values of columns of every type
    """A number by which rows of one reading are compared: the same for the same values, and for others one time in 2⁶⁴.

    Python's own hash of bytes, keyed anew in every process: half the time of any other. Never of the values themselves,
    since -1 and -2 share theirs. A row's own date comes as its ordinal, which is spelled out ten times as fast.
    """
    try:
        # Three times as fast as repr; this version writes a text the same way wherever it came from.
        said = marshal.dumps(parts, _PLAIN_FORM)
    except ValueError:
        said = repr(tuple(part.normalize() if isinstance(part, Decimal) else part for part in parts)).encode()
    return hash(said)


def key_of(ledger: Ledger[Any], unit: int, day: date, values: Mapping[str, object]) -> int:
    """What says that two rows are the same fact: unit, date and the ledger's key columns."""
    return fingerprint_of((unit, day.toordinal(), *(values[name] for name in ledger.key)))


def key_labels(ledger: Ledger[Any]) -> str:
    """The key columns as people call them."""
    return "、".join(label_of(ledger, name) for name in ("unit", "fact_date", *ledger.key))
