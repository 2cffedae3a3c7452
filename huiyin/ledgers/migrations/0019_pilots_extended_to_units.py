"""A pilot names the units it was extended to; the rebuilt book is armed again."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.core.immutable import immutable


def rearm(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite rebuilds a table for new columns, and its triggers are gone with the old one."""
    step = immutable("ledgers_pilot", erasable_by="entry")
    if step.reverse_code is not None:
        step.reverse_code(apps, editor)
    step.code(apps, editor)


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0018_standards_of_posts")]
    operations = [
        migrations.AddField(
            "pilot",
            "extended_to",
            models.TextField("推广到的单位", blank=True, default="", help_text="写单位名称，用“、”分开。", max_length=4000),
            preserve_default=False,
        ),
        migrations.RunPython(rearm, migrations.RunPython.noop),
    ]
