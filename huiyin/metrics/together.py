"""Aggregates over many books in one query: each book is one row of it, padded to as many columns as the widest has.

Amounts are summed as whole numbers of their smallest part (分): a column of the query holds whole numbers only, and SQLite, which
keeps amounts as rough numbers, adds them up exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    BigIntegerField,
    CharField,
    DecimalField,
    Expression,
    ExpressionWrapper,
    F,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Round

from huiyin.metrics.prepared import Prepared, prepare

Columns = Mapping[str, Aggregate]
# Any: rows of books of every kind, and their numbers.
Asked = Mapping[str, tuple[QuerySet[Any], Columns]]
Row = dict[str, Any]
Number = int | Decimal
Cell = tuple[UUID | None, str, int]
_NOTHING = Cast(Value(None), BigIntegerField())
_NO_TEXT = Cast(Value(None), CharField())


@dataclass(frozen=True)
class Together:
    """The question: what is asked of each book, in one query for all, and how cells are told.

    `columns` names a book's aggregates, each with the decimal places of its amounts (0: whole numbers).
    """

    columns: Mapping[str, Mapping[str, int]]
    united: Prepared | None

    def ask(self, told: Mapping[str, object]) -> tuple[dict[str, Row], dict[str, list[Cell]]]:
        """The aggregates of each book, and the cells of those whose cells were asked for, by the name of the book."""
        found: dict[str, Row] = {}
        cells: dict[str, list[Cell]] = {}
        for name, campaign, lineage, *numbers in self.united.ask(told) if self.united else ():
            if lineage is not None:
                cells.setdefault(name, []).append((UUID(campaign) if campaign else None, lineage, int(numbers[0])))
                continue
            found[name] = {
                column: _number(number, places)
                for (column, places), number in zip(self.columns[name].items(), numbers, strict=False)
            }
        return found, cells


def together(asked: Asked, cells: Asked) -> Together:
    """Put into words: the aggregates of each book of `asked`; of those in `cells` one number by campaign and lineage."""
    places = {
        name: {code: _places(rows, each) for code, each in columns.items()} for name, (rows, columns) in asked.items()
    }
    width = max((len(columns) for _rows, columns in asked.values()), default=1)
    parts = [_part(name, rows, _whole_numbers(columns, places[name]), width) for name, (rows, columns) in asked.items()]
    parts += [_cells(name, rows, columns, width) for name, (rows, columns) in cells.items()]
    whole = None
    if parts:
        whole = prepare(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    return Together(places, whole)


def _part(name: str, rows: QuerySet[Any], columns: Columns, width: int) -> Any:  # Any: rows of values
    named = rows.order_by().annotate(asked_as=Value(name), of_campaign=_NO_TEXT, at=_NO_TEXT)
    return _whole(named.values_list("asked_as", "of_campaign", "at").annotate(**_padded(columns, width)))


def _cells(name: str, rows: QuerySet[Any], columns: Columns, width: int) -> Any:  # Any: rows of values
    named = rows.order_by().annotate(
        asked_as=Value(name), of_campaign=Cast("campaign", CharField()), at=Cast("lineage", CharField())
    )
    return named.values_list("asked_as", "of_campaign", "at").annotate(**_padded(columns, width))


def _padded(columns: Columns, width: int) -> dict[str, Expression]:
    padded: dict[str, Expression] = {f"column_{n}": each for n, each in enumerate(columns.values())}
    return padded | {f"column_{n}": _NOTHING for n in range(len(columns), width)}


def _whole(rows: Any) -> Any:  # Any: rows of values
    """One row for all there is: Django would group by the words that only name the book."""
    rows.query.group_by = None
    return rows


def _places(rows: QuerySet[Any], each: Aggregate) -> int:
    """The decimal places of the amounts that are summed; 0 for whole numbers and counts."""
    if not isinstance(each, Sum):
        return 0
    field = rows.model._meta.get_field(_summed(each))
    return field.decimal_places if isinstance(field, DecimalField) else 0


def _whole_numbers(columns: Columns, places: Mapping[str, int]) -> Columns:
    """The same aggregates, amounts in their smallest part. Rounded first: 0.29 × 100 falls short of 29 in SQLite."""
    return {code: _smallest(each, places[code]) if places[code] else each for code, each in columns.items()}


def _smallest(total: Aggregate, places: int) -> Sum:
    amount = ExpressionWrapper(
        F(_summed(total)) * Value(10**places), output_field=DecimalField(max_digits=30, decimal_places=places)
    )
    return Sum(Cast(Round(amount), BigIntegerField()), filter=total.filter)


def _number(stored: Any, places: int) -> Number | None:  # Any: PostgreSQL sums large whole numbers as decimals
    if stored is None:
        return None
    return Decimal(int(stored)).scaleb(-places) if places else int(stored)


def _summed(total: Aggregate) -> str:
    (column,) = total.get_source_expressions()[:1]
    return str(column.name)
