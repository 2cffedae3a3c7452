"""A stage that many tests start from is built once by the services themselves; afterwards its rows are put back.

Only on SQLite, where rolling back takes the running numbers back as well: there the rows put back are the rows built,
to the key. Wherever something else was written in between, or on PostgreSQL, the stage is built anew.
"""

import io
import pickle
import sqlite3
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction

from huiyin.core import files

T = TypeVar("T")
Row = tuple[Any, ...]  # as SQLite keeps it
Tables = dict[str, dict[Any, Row]]  # by row number, or by key where rows have no number


@dataclass(frozen=True)
class _Recording:
    """What a build left behind: rows by table, running numbers, stored bytes, and the object that tells of it."""

    came: dict[str, list[Row]]
    changed: list[tuple[str, Row]]
    numbers: list[tuple[str, int]]
    stored: dict[str, bytes]
    told: bytes


@dataclass
class _Standing:
    """What stands in the database, one upon the other, and what SQLite counted when the last was put there.

    A write since then raises `writes`; a rollback takes `numbers` back.
    """

    things: list[object]
    keys: tuple[Hashable, ...]
    writes: int
    numbers: list[tuple[str, int]]


_RECORDINGS: dict[tuple[Hashable, ...], _Recording] = {}
_STANDING = _Standing([], (), -1, [])


def replayed(
    key: Hashable, build: Callable[[], T], *, on: object = None, known: Callable[[], list[object]] = list
) -> T:
    """`build()`, or its rows put back and its object made anew.

    `on` is a replayed thing that this one stands on, perhaps with others between (none: the empty database); if
    anything else was written since, this one is built. `key` names everything else the build depends on. `known` are
    the objects of older things that the new one points at, so that both go on sharing them.
    """
    if connection.vendor != "sqlite":
        return build()
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    numbers = _numbers(raw)
    if on is None:
        _STANDING.things, _STANDING.keys = [], (tuple(numbers),)
    elif not _stands(on, (raw.total_changes, numbers)):
        return build()
    keys, shared = (*_STANDING.keys, key), known()
    thing: T
    with transaction.atomic():
        if keys in _RECORDINGS:
            thing = _put_back(_RECORDINGS[keys], raw, shared)
        else:
            thing, _RECORDINGS[keys] = _recorded(build, raw, shared)
    _STANDING.things.append(thing)
    _STANDING.keys, _STANDING.writes, _STANDING.numbers = keys, raw.total_changes, _numbers(raw)
    return thing


def _stands(thing: object, counted: tuple[int, list[tuple[str, int]]]) -> bool:
    """Whether a thing stands, and nothing else was written or rolled back since."""
    return counted == (_STANDING.writes, _STANDING.numbers) and any(one is thing for one in _STANDING.things)


def _recorded(build: Callable[[], T], raw: sqlite3.Connection, shared: list[object]) -> tuple[T, _Recording]:
    before, held = _tables(raw), set(_stored(raw))
    thing = build()
    after = _tables(raw)
    came = {table: [row for rowid, row in rows.items() if rowid not in before[table]] for table, rows in after.items()}
    changed = [
        (table, (rowid, before[table][rowid], row))
        for table, rows in after.items()
        for rowid, row in rows.items()
        if rowid in before[table] and before[table][rowid] != row
    ]
    gone = [(table, rowid) for table, rows in before.items() for rowid in rows if rowid not in after[table]]
    assert not gone, f"a stage that takes rows away cannot be replayed: {gone[:3]}"
    stored = {sha: files.path_of(sha).read_bytes() for sha in _stored(raw) if sha not in held}
    told = io.BytesIO()
    _Pickler(told, shared).dump(thing)
    return thing, _Recording(
        {table: rows for table, rows in came.items() if rows}, changed, _numbers(raw), stored, told.getvalue()
    )


def _put_back(recording: _Recording, raw: sqlite3.Connection, shared: list[object]) -> Any:
    for table, rows in recording.came.items():
        raw.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
    for table, (rowid, before, after) in recording.changed:
        names = [column[1] for column in raw.execute(f'PRAGMA table_info("{table}")')]
        differing = [n for n in range(len(names)) if before[n] != after[n]]
        raw.execute(
            f'UPDATE "{table}" SET {", ".join(f"{names[n]} = ?" for n in differing)} WHERE {_handle(raw, table)} = ?',
            (*(after[n] for n in differing), rowid),
        )
    raw.executemany("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", [(n, table) for table, n in recording.numbers])
    for sha, data in recording.stored.items():
        files.path_of(sha).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        files.path_of(sha).write_bytes(data)
    return _Unpickler(io.BytesIO(recording.told), shared).load()


def _tables(raw: sqlite3.Connection) -> Tables:
    """Every row of every table, by rowid or key; `+` keeps SQLite's own values from being turned into Python's."""
    found: Tables = {}
    for (table,) in raw.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall():
        columns = ", ".join(f'+"{column[1]}"' for column in raw.execute(f'PRAGMA table_info("{table}")'))
        handle = _handle(raw, table)
        found[table] = {row[0]: row[1:] for row in raw.execute(f'SELECT +{handle}, {columns} FROM "{table}"')}
    return found


def _handle(raw: sqlite3.Connection, table: str) -> str:
    """What a row is taken by: its hidden number, or the key of a table that shows no order (core.orderless)."""
    (created,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
    if not created.endswith("WITHOUT ROWID"):
        return "rowid"
    keys = [column[1] for column in raw.execute(f'PRAGMA table_info("{table}")') if column[5]]
    return f'"{keys[0]}"' if len(keys) == 1 else " || ' ' || ".join(f'quote("{key}")' for key in keys)


def _numbers(raw: sqlite3.Connection) -> list[tuple[str, int]]:
    return sorted(raw.execute("SELECT +name, +seq FROM sqlite_sequence").fetchall())


def _stored(raw: sqlite3.Connection) -> list[str]:
    return [sha for (sha,) in raw.execute("SELECT DISTINCT +sha256 FROM core_storedfile")]


class _Pickler(pickle.Pickler):
    """Leaves out the objects that both things share."""

    def __init__(self, out: io.BytesIO, shared: list[object]) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self._places = {id(thing): place for place, thing in enumerate(shared)}

    def persistent_id(self, thing: object) -> int | None:
        return self._places.get(id(thing))


class _Unpickler(pickle.Unpickler):
    """Puts them in again."""

    def __init__(self, data: io.BytesIO, shared: list[object]) -> None:
        super().__init__(data)
        self._shared = shared

    def persistent_load(self, place: Any) -> object:
        return self._shared[place]
