"""The indicators of special rectification are append-only like the other books; the rebuilt book is armed again."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.core.immutable import immutable


def rearm(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite rebuilds a table for new columns, and its triggers are gone with the old one."""
    step = immutable("ledgers_upperdocument", erasable_by="entry")
    if step.reverse_code is not None:
        step.reverse_code(apps, editor)
    step.code(apps, editor)


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0016_special_indicators_and_documents_traced")]
    operations = [
        immutable("ledgers_specialindicator", erasable_by="entry"),
        migrations.RunPython(rearm, migrations.RunPython.noop),
    ]
