"""A question put into words once and asked again with other values: for a small unit, wording it costs more than its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet, Value


class Later(Value):
    """Stands in a query for a value that is told when the query is asked; known by its name."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(name, output_field=output_field)

    # Any: as Django hands a compiler and a connection through, and whatever a store takes.
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A place for the value; the value itself is not there yet."""
        return "%s", (self,)

    def stored(self, told: Mapping[str, object]) -> Any:
        """The value as the store takes it."""
        return self.output_field.get_db_prep_value(told[self.value], connection)


@dataclass(frozen=True)
class Prepared:
    """Words and values of a query; with `columns`, what makes the store's value in each of them ours again."""

    words: str
    values: tuple[object, ...]
    columns: tuple[Expression, ...] = ()

    def ask(self, told: Mapping[str, object]) -> list[Sequence[Any]]:
        """Every row of the answer."""
        values: list[Any] = [value.stored(told) if isinstance(value, Later) else value for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.words, values)
            rows: list[Sequence[Any]] = cursor.fetchall()
        return [self._ours(row) for row in rows] if self.columns else rows

    def _ours(self, row: Sequence[Any]) -> list[Any]:
        return [_converted(value, column) for value, column in zip(row, self.columns, strict=True)]


def prepare(rows: QuerySet[Any], columns: Sequence[Expression] = ()) -> Prepared:
    """The query as the store will be asked; `columns` where values are not taken as the store gives them."""
    words, values = rows.query.get_compiler(connection=connection).as_sql()
    return Prepared(words, tuple(values), tuple(columns))


def _converted(value: Any, column: Expression) -> Any:
    for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection)):
        value = convert(value, column, connection)
    return value
