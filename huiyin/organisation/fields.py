"""The column that paths of the unit tree lie in, and the migration step that gives it its order on PostgreSQL."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_COLLATE = {"postgresql": "C"}  # SQLite compares bytes unless told otherwise


class PathField(models.CharField):  # type: ignore[type-arg]  # the stubs' parameters do not exist when it runs
    """A path, compared byte by byte on every store, whatever language the database sorts in.

    A subtree is the range from a path to the same path followed by “~”. In the order of most languages “~” stands
    before letters and digits: the range would hold nothing, and no right, list or figure would find its units.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:  # Any: a typed dictionary of the stubs alone
        """The column's type with its order."""
        found = super().db_parameters(connection)
        found["collation"] = _COLLATE.get(connection.vendor)
        return found


def bytewise(model: str, name: str, field: PathField) -> migrations.SeparateDatabaseAndState:
    """A step that turns a text column into a PathField: on SQLite, where its order is so already, nothing is rebuilt.

    (An ordinary AlterField would copy the table there, and lose the triggers of an append-only one.)
    """

    def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        collation = _COLLATE.get(editor.connection.vendor)
        if collation is None:
            return
        table = apps.get_model(model)._meta.db_table
        # Names come from our own migrations, never from input.
        editor.execute(
            f'ALTER TABLE "{table}" ALTER COLUMN "{name}" TYPE varchar({field.max_length}) COLLATE "{collation}"'
        )

    return migrations.SeparateDatabaseAndState(
        database_operations=[migrations.RunPython(forwards, migrations.RunPython.noop)],
        state_operations=[migrations.AlterField(model.partition(".")[2], name, field)],
    )
