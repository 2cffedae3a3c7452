"""Tables whose rows show no order of arrival: made without a hidden row number, and rewritten by night.

SQLite numbers the rows of an ordinary table as they come, and within a page they lie as they came. PostgreSQL shows a
row's place (ctid), the transaction that wrote it (xmin) and the number of its long values. docs/threat-model.md says
what a rewriting does not reach.
"""

import time
from datetime import datetime
from typing import cast

from django.apps import apps
from django.db import DatabaseError, connection, migrations, transaction
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
            else:
                with editor.connection.cursor() as cursor:
                    _never_sampled(cursor, table)

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
    else:
        _forget_postgresql(orderless_tables())


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


def _forget_postgresql(tables: list[str]) -> None:
    """Every row anew in random order; when nothing needs the old ones, each table into a fresh file by its random key.

    Not by TRUNCATE or a second table: a backup that began before would find the table empty. CLUSTER by itself keeps
    xmin and the numbers of long values; therefore each row is written again first. A table that is in use, or whose
    rewriting fails, does not keep the others; the first fault is raised at the end.
    """
    anew: list[str] = []
    faults: list[DatabaseError] = []
    written = ""
    for table in tables:
        try:
            written = _write_anew(table)
            anew.append(table)
        except DatabaseError as fault:
            faults.append(fault)
    if anew:
        _wait_for_older_transactions(written)
    for table in anew:
        try:
            _lay_down(table)
        except DatabaseError as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    if may_leave_log():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_switch_wal()")
            cursor.execute("CHECKPOINT")


def may_leave_log() -> bool:
    """Whether our role may begin a new file of the log of writes and make a checkpoint (PostgreSQL only).

    The log holds the day's writes in their order until then, and longer where its files are kept (core.server_traces).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_function_privilege('pg_switch_wal()', 'EXECUTE') AND EXISTS (SELECT FROM pg_roles WHERE "
            "(rolname = current_user AND rolsuper) OR (rolname = 'pg_checkpoint' AND pg_has_role(oid, 'USAGE')))"
        )
        return bool(cursor.fetchone()[0])


def _write_anew(table: str) -> str:
    """Write every row of a table again by one transaction; returns its number."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAITS}'")
        cursor.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
        _never_sampled(cursor, table)
        keys, changes = _columns(cursor, table)
        # The guards against changes would refuse; nobody else can write before they stand again with the commit.
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(_rewriting(table, keys, changes))
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        cursor.execute("SELECT pg_current_xact_id()::text")
        return str(cursor.fetchone()[0])


def _lay_down(table: str) -> None:
    """Put a table into a fresh file, in the order of its key."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAITS}'")
        cursor.execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE i.indisprimary AND i.indrelid = %s::regclass",
            [f'"{table}"'],
        )
        cursor.execute(f'CLUSTER "{table}" USING "{cursor.fetchone()[0]}"')


def _never_sampled(cursor: CursorWrapper, table: str) -> None:
    """Keep what was written out of the samples that ANALYZE takes for the planner, and drop those it took.

    They would outlive the row: erased words, and ballots of a box that was opened, since ANALYZE of a table that is
    empty leaves them. The salt belongs to it: with it a guess of erased words can be tried.
    """
    cursor.execute(
        "SELECT quote_ident(attname), format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass "
        "AND attnum > 0 AND NOT attisdropped AND coalesce(attstattarget, -1) <> 0 "
        "AND (atttypid IN ('text'::regtype, 'bytea'::regtype) OR attname = 'salt')",
        [f'"{table}"'],
    )
    for name, kind in cursor.fetchall():
        # Its type again: that changes no row, and no sample of the column stays.
        cursor.execute(f'ALTER TABLE "{table}" ALTER {name} TYPE {kind}, ALTER {name} SET STATISTICS 0')


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
        "SELECT a.attname, a.attstorage IN ('x', 'e') AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'bytea'::regtype), "
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
                "OR EXISTS (SELECT FROM pg_replication_slots WHERE age(xmin) >= age(%s::xid8::xid)) "
                # Until PostgreSQL 15: old rows kept for so many transactions more.
                "OR coalesce(current_setting('vacuum_defer_cleanup_age', true), '0') <> '0'",
                [written, written, written],
            )
            if not cursor.fetchone()[0]:
                return
        if time.monotonic() > until:
            raise NotForgotten("an older transaction, a replica or vacuum_defer_cleanup_age still keeps the old rows")
        time.sleep(0.2)
