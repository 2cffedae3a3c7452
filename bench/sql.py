"""Asks a hand-written question on the product's own connection, with values as the store keeps them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.organisation.paths import STEP

# Any: rows of whatever the question asks for.
Rows = list[tuple[Any, ...]]

# As every figure and list reads a book: the newest revision of each entry, unless it was voided.
STANDING = "NOT e.voided AND NOT EXISTS (SELECT 1 FROM {book} later WHERE later.supersedes_id = e.id)"


def recorded_under(path: str) -> tuple[str, list[object]]:
    """The condition that an entry was recorded in a subtree; of the root, which has every entry below it, none."""
    if len(path) == STEP:
        return "NOT e.voided", []
    return "e.lineage >= %s AND e.lineage < %s", [path, f"{path}~"]


def ask(question: str, *values: object) -> Rows:
    """Every row of the answer."""
    with connection.cursor() as cursor:
        cursor.execute(question, [_stored(value) for value in values])
        return list(cursor.fetchall())


def one(question: str, *values: object) -> tuple[Any, ...]:
    """The only row of the answer."""
    return ask(question, *values)[0]


def uids(rows: Rows) -> list[UUID]:
    """The first column as uids, whichever way the store gives them."""
    return [value if isinstance(value, UUID) else UUID(hex=value) for value, *_rest in rows]


def _stored(value: object) -> Any:
    if connection.vendor != "sqlite":
        return value
    if isinstance(value, datetime):
        return str(value.replace(tzinfo=None))
    return value.hex if isinstance(value, UUID) else value.isoformat() if isinstance(value, date) else value


def tell(statement: str, *values: object) -> None:
    """Change something by hand."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [_stored(value) for value in values])
