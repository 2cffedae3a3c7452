"""Database triggers that refuse UPDATE, DELETE and TRUNCATE; the only way out is a recorded lawful erasure."""

from typing import cast

from django.apps import apps
from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState, StateApps


class Immutable(migrations.RunPython):
    """The migration step that makes a table append-only; `doctor` finds every such table through these steps."""

    def __init__(self, table: str, erasable_by: str, may_update: tuple[str, ...]) -> None:
        self.table = table

        def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            columns = _columns(editor, table)
            for statement in _statements(editor.connection.vendor, table, erasable_by, may_update, columns):
                editor.execute(statement)

        def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
            for name in triggers(table, editor.connection.vendor):
                on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
                editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

        super().__init__(forwards, backwards)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """The step itself; no model is asked for, and rendering all of them for nobody takes a second of a first start."""
        self.code(cast(StateApps, apps), schema_editor)


def immutable(table: str, *, erasable_by: str = "", may_update: tuple[str, ...] = ()) -> Immutable:
    """A migration step that makes `table` append-only.

    `erasable_by` names the column holding the uid under which an Erasure row may allow a DELETE
    (design §2 promise 2); empty means nothing may ever be deleted. `may_update` is empty for all but tables whose
    named columns are bookkeeping; every other column stays fixed. On SQLite a later migration that rebuilds the table
    drops its triggers: such a migration must end with this step again.
    """
    return Immutable(table, erasable_by, may_update)


def triggers(table: str, vendor: str) -> list[str]:
    """The triggers that an append-only table carries."""
    kinds = ("no_update", "no_delete", "no_truncate") if vendor == "postgresql" else ("no_update", "no_delete")
    return [f"{table}_{kind}" for kind in kinds]


def unguarded() -> list[str]:
    """Append-only tables whose triggers are gone: dropped by hand, or by a migration that rebuilt the table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
    return [table for table in append_only_tables() if not there.issuperset(triggers(table, connection.vendor))]


def append_only_tables() -> list[str]:
    """Every table that a migration made append-only."""
    migrations_on_disk = MigrationLoader(None).disk_migrations.values()
    steps = [step for migration in migrations_on_disk for step in migration.operations if isinstance(step, Immutable)]
    return sorted({step.table for step in steps})


def _columns(editor: BaseDatabaseSchemaEditor, table: str) -> list[str]:
    with editor.connection.cursor() as cursor:
        return [column.name for column in editor.connection.introspection.get_table_description(cursor, table)]


def _statements(
    vendor: str, table: str, erasable_by: str, may_update: tuple[str, ...], columns: list[str]
) -> list[str]:
    fixed = ", ".join(f'"{c}"' for c in columns if c not in may_update)
    of = f" OF {fixed}" if may_update else ""
    # Table and column names come from our own migrations, never from input.
    lawful = f'(SELECT count(*) FROM core_erasure WHERE subject_uid = OLD."{erasable_by}") > 0'  # noqa: S608
    erased = lawful if erasable_by else ""
    if vendor == "sqlite":
        unless = f" WHEN NOT {erased}" if erased else ""
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}{unless} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END",
        ]
    refuse = f"""CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION '{table}: append-only'; END $$ LANGUAGE plpgsql"""
    delete_body = f"IF {erased} THEN RETURN OLD; END IF; " if erased else ""
    refuse_delete = f"""CREATE OR REPLACE FUNCTION {table}_refuse_delete() RETURNS trigger AS $$
        BEGIN {delete_body}RAISE EXCEPTION '{table}: append-only'; END $$ LANGUAGE plpgsql"""
    return [
        refuse,
        refuse_delete,
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse_delete()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    ]
