"""Asks many parsed rows everything that RowCheck asks, a column at a time; rows that need a sentence are left to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.ledgers.engine.excel.plain import has_none
from huiyin.ledgers.engine.fields import CORRECTION, NUMBER
from huiyin.ledgers.engine.rows import RowCheck, closed_named
from huiyin.ledgers.engine.units import NamedUnit

_REMEMBERED = 20_000  # different answers kept for one question; then it begins anew


@dataclass(frozen=True, slots=True)
class PlainRows:
    """New entries that passed, column by column; `values` has the ledger's columns in workbook order."""

    units: list[int]
    days: list[date]
    values: dict[str, Sequence[object]]

    def __len__(self) -> int:
        return len(self.days)


class PlainCheck:
    """Remembers which values passed: in most columns the same few come again and again."""

    def __init__(self, check: RowCheck) -> None:
        self._check = check
        self._passed: dict[str, set[Any]] = {}  # Any: values of columns of any type
        self._open: set[int] = set()  # units for which something may be recorded on any day

    def accept(self, given: Mapping[str, list[Any]], unit: NamedUnit | None, count: int) -> PlainRows | None:
        """The rows, when all of them are new entries without any problem. `unit` serves where the sheet names none."""
        if any(given.get(NUMBER, ())) or any(given.get(CORRECTION, ())):
            return None
        days, units = given.get("fact_date"), given.get("unit", [unit] * count)
        if days is None or has_none(units) or max(days) > self._check.today:
            return None
        keys = [one.pk for one in units]
        if not self._are_open(dict(zip(keys, units, strict=True))):
            return None
        values = {name: _filled(given.get(name), blank, count) for name, blank in self._check.blanks.items()}
        if not self._values_pass(values) or not self._rows_pass({**values, "fact_date": days}):
            return None
        return PlainRows(keys, days, values)

    def _are_open(self, units: Mapping[int, NamedUnit]) -> bool:
        """Whether something may be recorded for these units on any day."""
        fresh = units.keys() - self._open
        if any(closed_named(units[key], None) for key in fresh):
            return False
        self._open |= fresh
        return True

    def _values_pass(self, values: Mapping[str, Sequence[Any]]) -> bool:
        return all(
            self._all_pass(
                name, values[name], lambda value, check=check: value is None or value == "" or not check(value)
            )
            for name, check in self._check.checks
        )

    def _rows_pass(self, values: Mapping[str, Sequence[Any]]) -> bool:
        for constraint in self._check.constraints:
            names = [name for name in constraint.columns if name in values]
            rows = zip(*(values[name] for name in names), strict=True) if names else [()]
            if not self._all_pass(
                constraint.sentence, rows,
                lambda row, test=constraint.test, names=names: test(dict(zip(names, row, strict=True))) is not False,
            ):  # fmt: skip
                return False
        return True

    def _all_pass(self, question: str, answers: Iterable[Any], passes: Any) -> bool:  # Any: a test of what is answered
        passed = self._passed.setdefault(question, set())
        fresh = set(answers).difference(passed)
        if not all(map(passes, fresh)):
            return False
        if len(passed) > _REMEMBERED:
            passed.clear()
        passed |= fresh
        return True


def _filled(column: list[object] | None, blank: object, count: int) -> Sequence[object]:
    """A column with what the model holds where a cell is blank, or where the sheet has no such column."""
    if column is None:
        return [blank] * count
    return [blank if value is None else value for value in column] if blank is not None and has_none(column) else column
