"""Inserts many revisions at once by executemany, since an import must not hold SQLite's write lock for long."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection, models

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.fields import AnyField

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)

Adapt = Callable[[object], object]


class Inserter:
    """Inserts rows given as column → value; values that are the same for every row are adapted once.

    Rows come validated: this is the one place where a book is written without building model instances
    (50,000 rows: bulk_create holds the write lock several times as long; see docs/benchmarks.md).
    """

    def __init__(self, ledger: Ledger[Any], constant: Mapping[str, object]) -> None:
        fields: list[AnyField] = [f for f in ledger.model._meta.concrete_fields if not f.primary_key]
        table = connection.ops.quote_name(ledger.model._meta.db_table)
        names = ", ".join(connection.ops.quote_name(str(f.column)) for f in fields)
        marks = ", ".join(["%s"] * len(fields))
        # Table and column names come from our own models, never from input.
        self._sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
        adapted = {
            f.attname: f.get_db_prep_save(constant[f.attname], connection) for f in fields if f.attname in constant
        }
        self._plan = [(f.attname, _adapter(f), adapted.get(f.attname)) for f in fields]
        self._constant = adapted

    def insert(self, rows: Iterable[Mapping[str, object]]) -> None:
        """Insert these rows in one statement run many times."""
        with connection.cursor() as cursor:
            cursor.executemany(self._sql, [self._adapted(row) for row in rows])

    # Any: what the database driver takes.
    def _adapted(self, row: Mapping[str, object]) -> tuple[Any, ...]:
        constant = self._constant
        return tuple(
            fixed if name in constant and name not in row else row[name] if adapt is None else adapt(row[name])
            for name, adapt, fixed in self._plan
        )


def _adapter(field: AnyField) -> Adapt | None:
    """How this column's values become what the database driver takes; None: as they are."""
    if isinstance(field, _AS_THEY_ARE):
        return None
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)
