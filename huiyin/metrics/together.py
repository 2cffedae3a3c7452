"""Aggregates over many books in one query: each book is one row of it, padded to as many columns as the widest has."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Aggregate, BigIntegerField, DecimalField, QuerySet, Sum, Value
from django.db.models.functions import Cast

Columns = Mapping[str, Aggregate]
# Any: rows of books of every kind, and their numbers.
Asked = Mapping[str, tuple[QuerySet[Any], Columns]]
Row = dict[str, Any]


def together(asked: Asked) -> dict[str, Row]:
    """The aggregates of each book, by the name it is asked under; an empty row for a book that has nothing to count."""
    found: dict[str, Row] = {name: {} for name in asked}
    united = {name: each for name, each in asked.items() if not _has_fractions(*each)}
    for name in asked.keys() - united.keys():
        rows, columns = asked[name]
        found[name] = rows.aggregate(**columns)
    if len(united) < 2:
        return found | {name: rows.aggregate(**columns) for name, (rows, columns) in united.items()}
    width = max(len(columns) for _rows, columns in united.values())
    parts = [_part(name, rows, columns, width) for name, (rows, columns) in united.items()]
    for name, *numbers in parts[0].union(*parts[1:], all=True):
        columns = united[name][1]
        # PostgreSQL sums large whole numbers as decimals.
        found[name] = {
            column: None if number is None else int(number) for column, number in zip(columns, numbers, strict=False)
        }
    return found


def _part(name: str, rows: QuerySet[Any], columns: Columns, width: int) -> Any:  # Any: rows of values
    nothing = Cast(Value(None), BigIntegerField())
    padded: dict[str, Any] = {f"column_{n}": each for n, each in enumerate(columns.values())}
    padded |= {f"column_{n}": nothing for n in range(len(columns), width)}
    return rows.order_by().annotate(asked_as=Value(name)).values_list("asked_as").annotate(**padded)


def _has_fractions(rows: QuerySet[Any], columns: Columns) -> bool:
    """Whether a sum is of decimals: in a column beside whole numbers SQLite would give it back as a rough number."""
    return any(
        isinstance(each, Sum) and isinstance(rows.model._meta.get_field(_summed(each)), DecimalField)
        for each in columns.values()
    )


def _summed(total: Sum) -> str:
    (column,) = total.get_source_expressions()[:1]
    return str(column.name)
