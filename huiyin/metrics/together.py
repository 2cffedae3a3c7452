"""Aggregates over many books in one query: each book is one row of it, padded to as many columns as the widest has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, BigIntegerField, CharField, DecimalField, Expression, QuerySet, Sum, Value
from django.db.models.functions import Cast

from huiyin.metrics.prepared import Prepared, prepare

Columns = Mapping[str, Aggregate]
# Any: rows of books of every kind, and their numbers.
Asked = Mapping[str, tuple[QuerySet[Any], Columns]]
Row = dict[str, Any]
Cell = tuple[UUID | None, str, int]
_NOTHING = Cast(Value(None), BigIntegerField())
_NO_TEXT = Cast(Value(None), CharField())


@dataclass(frozen=True)
class Together:
    """The question: what is asked of each book, in one query for all whose numbers are whole, and how cells are told."""

    columns: Mapping[str, Sequence[str]]
    united: Prepared | None
    apart: Mapping[str, Prepared]

    def ask(self, told: Mapping[str, object]) -> tuple[dict[str, Row], dict[str, list[Cell]]]:
        """The aggregates of each book, and the cells of those whose cells were asked for, by the name of the book."""
        found: dict[str, Row] = {}
        cells: dict[str, list[Cell]] = {}
        for name, campaign, lineage, *numbers in self.united.ask(told) if self.united else ():
            if lineage is not None:
                cells.setdefault(name, []).append((UUID(campaign) if campaign else None, lineage, int(numbers[0])))
                continue
            # PostgreSQL sums large whole numbers as decimals.
            found[name] = {
                column: None if number is None else int(number)
                for column, number in zip(self.columns[name], numbers, strict=False)
            }
        for name, question in self.apart.items():
            (row,) = question.ask(told)
            found[name] = dict(zip(self.columns[name], row, strict=True))
        return found, cells


def together(asked: Asked, cells: Asked) -> Together:
    """Put into words: the aggregates of each book of `asked`; of those in `cells` one number by campaign and lineage."""
    apart = {name: _alone(*each) for name, each in asked.items() if _has_fractions(*each)}
    united = {name: each for name, each in asked.items() if name not in apart}
    width = max((len(columns) for _rows, columns in united.values()), default=1)
    parts = [_part(name, rows, columns, width) for name, (rows, columns) in united.items()]
    parts += [_cells(name, rows, columns, width) for name, (rows, columns) in cells.items()]
    whole = None
    if parts:
        whole = prepare(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    return Together({name: tuple(columns) for name, (_rows, columns) in asked.items()}, whole, apart)


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


def _alone(rows: QuerySet[Any], columns: Columns) -> Prepared:
    """A book that sums decimals: in a column beside whole numbers SQLite would give them back as rough numbers."""
    found = _whole(rows.order_by().annotate(asked_as=Value("")).values_list("asked_as").annotate(**columns))
    found = found.values_list(*columns)
    return prepare(found, [found.query.annotations[name] for name in columns])


def _whole(rows: Any) -> Any:  # Any: rows of values
    """One row for all there is: Django would group by the words that only name the book."""
    rows.query.group_by = None
    return rows


def _has_fractions(rows: QuerySet[Any], columns: Columns) -> bool:
    """Whether a sum is of decimals."""
    return any(
        isinstance(each, Sum) and isinstance(rows.model._meta.get_field(_summed(each)), DecimalField)
        for each in columns.values()
    )


def _summed(total: Sum) -> str:
    (column,) = total.get_source_expressions()[:1]
    return str(column.name)
