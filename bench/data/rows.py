"""Fills tables by the fastest way each store has: executemany on SQLite, COPY on PostgreSQL."""

import json
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

# Any: one value of one column, of whatever type its table gives it.
Row = tuple[Any, ...]
Adapt = Callable[[Any], Any]
_CHUNK = 5000


class Draw:
    """Chance that comes out the same for the same seed; one a part, so that a change in one part moves no other."""

    def __init__(self, seed: int, part: str) -> None:
        self.random = random.Random(f"{seed} {part}")  # noqa: S311 - for data to measure with, not for secrets

    def uid(self) -> UUID:
        """128 random bits, as the product makes them."""
        return UUID(int=self.random.getrandbits(128))

    def word(self, length: int) -> str:
        """Hexadecimal digits."""
        return f"{self.random.getrandbits(4 * length):0{length}x}"

    def chance(self, part: float) -> bool:
        """True as often as `part` says."""
        return self.random.random() < part


def fill(model: type[models.Model], names: str, rows: Iterable[Row], **constant: object) -> int:
    """Insert rows of the columns in `names` (attribute names); other columns take `constant`, or the field's default."""
    given = names.split()
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rest = {name: field for name, field in fields.items() if name not in given}
    rest.pop("id", None)  # counted by the store
    fixed = tuple(
        _adapter(field)(constant[name] if name in constant else field.get_default()) for name, field in rest.items()
    )
    columns = [fields[name].column for name in given] + [field.column for field in rest.values()]
    adapt = [_adapter(fields[name]) for name in given]
    ready = (tuple(a(v) for a, v in zip(adapt, row, strict=True)) + fixed for row in rows)
    return _insert(model._meta.db_table, columns, ready)


def _insert(table: str, columns: list[str | None], rows: Iterator[Row]) -> int:
    # Table and column names come from our own models, never from input.
    names = ", ".join(f'"{column}"' for column in columns)
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for count, row in enumerate(rows, 1):  # noqa: B007 - how many there were
                    copy.write_row(row)
            return count
        marks = ", ".join(["%s"] * len(columns))
        while part := list(islice(rows, _CHUNK)):
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', part)  # noqa: S608
            count += len(part)
    return count


def _adapter(field: "models.Field[Any, Any]") -> Adapt:
    """How a column's values become what the store's driver takes."""
    sqlite = connection.vendor == "sqlite"
    if isinstance(field, models.ForeignKey):
        return _adapter(field.target_field)
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    if isinstance(field, models.UUIDField) and sqlite:
        return lambda value: value.hex if isinstance(value, UUID) else value
    if isinstance(field, models.DateTimeField) and sqlite:
        return lambda value: str(value.replace(tzinfo=None)) if isinstance(value, datetime) else value
    if isinstance(field, models.DateField) and sqlite:
        return lambda value: value.isoformat() if isinstance(value, date) else value
    return lambda value: value


@contextmanager
def filling() -> Iterator[None]:
    """Everything in one transaction without looking references up one by one; `soundness` looks at all of them after."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF" if sqlite else "SET session_replication_role = replica")
    with transaction.atomic():
        yield
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = ON" if sqlite else "SET session_replication_role = origin")
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
        # What autovacuum does by itself on PostgreSQL; SQLite is left as the product leaves it.
        if not sqlite:
            cursor.execute("VACUUM ANALYZE")
