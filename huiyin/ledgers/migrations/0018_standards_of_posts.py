"""A line of a standard names its post and the day it is read again; the rebuilt book is armed again."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.core.immutable import immutable


def rearm(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite rebuilds a table for new columns, and its triggers are gone with the old one."""
    step = immutable("ledgers_servicestandard", erasable_by="entry")
    if step.reverse_code is not None:
        step.reverse_code(apps, editor)
    step.code(apps, editor)


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0017_special_indicators_append_only")]
    operations = [
        migrations.AddField("servicestandard", "post", models.CharField("岗位", blank=True, max_length=60)),
        migrations.AddField("servicestandard", "review_on", models.DateField("复核日期", blank=True, null=True)),
        migrations.RunPython(rearm, migrations.RunPython.noop),
    ]
