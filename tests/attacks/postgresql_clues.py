"""What a stolen PostgreSQL database offers: rows with their places, the bytes of its files, the log of what was written."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from tests.attacks.attacker import Clue, Value
from tests.attacks.sqlite_clues import needle_at, rows_by_text

_LOOKED_AT = "^(anonymity|ballots|eligibility|opinions|core)_"


def asked(statement: str, *values: str) -> list[tuple[Any, ...]]:
    """What the database answers, row by row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def tell(statement: str) -> None:
    """A statement that answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


class Eyes:
    """Looks at every table after each act; no text of `unsaid` may stand in one."""

    def __init__(self, unsaid: Collection[str]) -> None:
        self.unsaid, self._rows = set(unsaid), dict[str, tuple[int, int]]()
        self("begin", None)

    def __call__(self, act: str, known: dict[str, Any] | None) -> None:  # Any: whatever sorts
        """Look, and note how this differs from what was there before."""
        if act == "hand a key":
            # With a teller's key the box may open: from here on answers may lie there.
            self.unsaid.clear()
        marked, rows = "|".join(map(re.escape, self.unsaid)) or "(?!)", {}
        for (table,) in asked(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ %s", _LOOKED_AT
        ):
            count, length, found = asked(
                f'SELECT count(*), coalesce(sum(length(t::text)), 0), count(*) FILTER (WHERE t::text ~ %s) FROM "{table}" t',
                marked,
            )[0]
            assert not found, f"{act}: what nobody said yet stands in {table}"
            rows[table] = count, int(length)
        changed: dict[str, int] = {}
        for table, (count, length) in rows.items():
            before_count, before_length = self._rows.get(table, (0, 0))
            if (count, length) != (before_count, before_length):
                changed |= {
                    f"{act}: {table} rows": count - before_count,
                    f"{act}: {table} length": length - before_length,
                }
        self._rows = rows
        if known is not None:
            known.update(changed)


def plainly(texts: Collection[str]) -> dict[str, list[bytes]]:
    """Texts that lie in files as they are."""
    return {text: [text.encode()] for text in texts}


def seen(needles: Mapping[str, Sequence[bytes]]) -> Mapping[str, Clue]:
    """Where these stand: their texts in all rows with their places, their bytes in all files that were written lately."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for (table,) in asked("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"):
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT (ctid::text::point)[0]::int, (ctid::text::point)[1]::int, xmin::text::bigint, cmin::text::bigint, * FROM "{table}"'
            )
            names = ["block", "line", *(column.name for column in cursor.description[2:])]
            rows = [((block, line), *rest) for block, line, *rest in cursor.fetchall()]
            plain = [tuple(map(_plain, row)) for row in rows]
            rows_by_text(table, ["ctid", *names[2:]], plain, needles.keys(), found)
    tell("CHECKPOINT")
    folder = f"base/{asked('SELECT oid FROM pg_database WHERE datname = current_database()')[0][0]}"
    for (name,) in asked(
        "SELECT name FROM pg_ls_dir(%s) AS name WHERE name ~ '^[0-9]+$' "
        "AND name::oid >= (SELECT min(relfilenode) FROM pg_class WHERE relname ~ '^(anonymity|ballots)_')", folder,
    ):  # fmt: skip
        data = bytes(asked("SELECT pg_read_binary_file(%s)", f"{folder}/{name}")[0][0])
        for text, parts in needles.items():
            for n, needle in enumerate(parts):
                needle_at(f"a file: {f'{n} ' if n else ''}%s", data, text, needle, found)
    return found


def written(needles: Mapping[str, Sequence[bytes]], *, since: str = "") -> Mapping[str, Clue]:
    """Where these stand in the log of what was written (WAL), as it lies on the disk from a file of it on."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    names = asked("SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' AND name >= %s ORDER BY name", since)
    data = b"".join(bytes(asked("SELECT pg_read_binary_file(%s)", f"pg_wal/{name}")[0][0]) for (name,) in names)
    for text, parts in needles.items():
        for n, needle in enumerate(parts):
            needle_at(f"WAL: {f'{n} ' if n else ''}%s", data, text, needle, found)
    return found


def wal_file() -> str:
    """The file of the log that is being written."""
    return str(asked("SELECT pg_walfile_name(pg_current_wal_lsn())")[0][0])


def _plain(cell: object) -> object:
    if isinstance(cell, UUID):
        return cell.hex
    return cell if isinstance(cell, int | str | tuple) else str(cell)
