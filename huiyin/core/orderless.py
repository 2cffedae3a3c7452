"""Tables whose rows show no order of arrival: made without a hidden row number, and rewritten by night.

SQLite numbers the rows of an ordinary table as they come, and within a page they lie as they came. PostgreSQL shows a
row's place (ctid), the transaction that wrote it (xmin) and the number of its long values. docs/threat-model.md says
what a rewriting does not reach.
"""

import time
from datetime import datetime
from typing import cast

from django.apps import apps
from django.db import connection, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState, StateApps

from huiyin.core.models import DailyRun

ACT = "order.forget"
LOCK_WAITS = "10s"
# How long an older transaction (a running backup) may keep the old rows alive before this night's rewriting gives up.
PATIENCE = 60.0


class NotForgotten(Exception):
    """The old order is still there; the next look of the worker tries again."""


class Orderless(migrations.RunPython):
    """The migration step that gives a table no row numbers; `doctor` and the nightly act find the tables through it."""

    def __init__(self, table: str) -> None:
        self.table = table

        def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            if editor.connection.vendor == "sqlite":
                _rebuild(editor, table)

        # Going back leaves the table as it is: nothing that reads it asks for a row number.
        super().__init__(forwards, migrations.RunPython.noop)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The step itself; no model is asked for (as in core.immutable)."""
        self.code(cast(StateApps, apps), schema_editor)


def orderless(table: str) -> Orderless:
    """A migration step. The table's key must be random; a later migration that rebuilds it on SQLite ends with this again."""
    return Orderless(table)


def orderless_tables() -> list[str]:
    """Every table that a migration made orderless."""
    migrations_on_disk = MigrationLoader(None).disk_migrations.values()
    steps = [step for migration in migrations_on_disk for step in migration.operations if isinstance(step, Orderless)]
    return sorted({step.table for step in steps})


def numbered_again() -> list[str]:
    """Orderless tables that have row numbers after all: a later migration rebuilt them (SQLite only)."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        return [table for table in orderless_tables() if not _created(cursor, table).endswith("WITHOUT ROWID")]


def forget() -> None:
    """Rewrite every orderless table so that nothing shows in which order its rows came. Outside any transaction."""
    if connection.in_atomic_block:
        raise RuntimeError("the order is forgotten outside any transaction")
    if connection.vendor == "sqlite":
        _forget_sqlite()
        return
    for table in orderless_tables():
        _forget_postgresql(table)


def last_forgotten() -> datetime | None:
    """When the nightly act last ended."""
    return DailyRun.objects.filter(name=ACT).order_by("-done_at").values_list("done_at", flat=True).first()


def _created(cursor: CursorWrapper, table: str) -> str:
    cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
    return str(cursor.fetchone()[0])


def _rebuild(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """The same table, its indexes and guards WITHOUT ROWID; the schema editor has foreign keys switched off."""
    with editor.connection.cursor() as cursor:
        created = _created(cursor, table)
        if created.endswith("WITHOUT ROWID"):
            return
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('index', 'trigger') AND sql IS NOT NULL",
            [table],
        )
        around = [sql for (sql,) in cursor.fetchall()]
    fresh = f"orderless__{table}"
    # Names come from our own migrations, never from input.
    editor.execute(created.replace(f'"{table}"', f'"{fresh}"', 1) + " WITHOUT ROWID")
    editor.execute(f'INSERT INTO "{fresh}" SELECT * FROM "{table}" ORDER BY random()')  # noqa: S608
    editor.execute(f'DROP TABLE "{table}"')
    editor.execute(f'ALTER TABLE "{fresh}" RENAME TO "{table}"')
    for sql in around:
        editor.execute(sql)


def _forget_sqlite() -> None:
    """VACUUM writes the whole file anew, such tables by their random key; then the log of changes is emptied."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if cursor.fetchone()[0]:
            raise NotForgotten("somebody is reading the log of changes")


def _forget_postgresql(table: str) -> None:
    """Every row anew in random order by one transaction, then a fresh file in the order of the random key.

    Not by TRUNCATE or a second table: a backup that began before would find the table empty. CLUSTER by itself keeps
    xmin and the numbers of long values; therefore each row is written again first.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAITS}'")
        cursor.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
        keys, changes = _columns(cursor, table)
        # The guards against changes would refuse; nobody else can write before they stand again with the commit.
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(_rewriting(table, keys, changes))
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        cursor.execute("SELECT pg_current_xact_id()::text")
        written = cursor.fetchone()[0]
    _wait_for_older_transactions(written)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAITS}'")
        cursor.execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE i.indisprimary AND i.indrelid = %s::regclass",
            [f'"{table}"'],
        )
        cursor.execute(f'CLUSTER "{table}" USING "{cursor.fetchone()[0]}"')


def _rewriting(table: str, keys: list[str], changes: str) -> str:
    """The statement that writes every row anew; names come from the database's own catalogue."""
    if not changes:
        # All key (the index of near-duplicates): such a row holds no long value, and CLUSTER alone decides where it lies.
        return f'UPDATE "{table}" SET "{keys[0]}" = "{keys[0]}"'  # noqa: S608
    columns = ", ".join(f'"{key}"' for key in keys)
    one = " AND ".join(f'"{key}" = one."{key}"' for key in keys)
    return f"""DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT {columns} FROM "{table}" ORDER BY random() LOOP
            UPDATE "{table}" SET {changes} WHERE {one};
        END LOOP; END $$"""  # noqa: S608


def _columns(cursor: CursorWrapper, table: str) -> tuple[list[str], str]:
    """The columns of the key, and assignments that change nothing but write every long value under a new number."""
    cursor.execute(
        "SELECT a.attname, a.attstorage IN ('x', 'e') AND a.atttypid IN ('text'::regtype, 'varchar'::regtype), "
        "coalesce(i.indisprimary, false) FROM pg_attribute a "
        "LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey) "
        "WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        [f'"{table}"'],
    )
    rows = cursor.fetchall()
    keys = [name for name, _long, primary in rows if primary]
    others = [(name, long) for name, long, primary in rows if not primary]
    return keys, ", ".join(f'"{name}" = "{name}"' + (" || ''" if long else "") for name, long in others)


def _wait_for_older_transactions(written: str) -> None:
    """Whatever began before `written` keeps the old rows, and their order, alive: CLUSTER would carry them along.

    Not only readers of this database: a snapshot taken here reaches back to the oldest writer of the whole cluster,
    idle or prepared, in any database; and a replica may hold rows back by its slot.
    """
    until = time.monotonic() + PATIENCE
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_snapshot_xmin(pg_current_snapshot()) <= %s::xid8 "
                "OR EXISTS (SELECT FROM pg_stat_activity WHERE (datname = current_database() OR datname IS NULL) "
                "AND pid <> pg_backend_pid() AND age(backend_xmin) >= age(%s::xid8::xid)) "
                "OR EXISTS (SELECT FROM pg_replication_slots WHERE age(xmin) >= age(%s::xid8::xid))",
                [written, written, written],
            )
            if not cursor.fetchone()[0]:
                return
        if time.monotonic() > until:
            raise NotForgotten("an older transaction, or a replica, still keeps the old rows")
        time.sleep(0.2)
