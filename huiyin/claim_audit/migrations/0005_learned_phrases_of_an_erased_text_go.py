"""A learned phrase may be deleted when the only text it stood in is erased by law; the database refuses the rest."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.core.immutable import immutable


def rearm(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Tables armed by 0002 as it was first written let nothing be deleted: their triggers are set anew."""
    step = immutable("claim_audit_confirmation", erasable_by="uid")
    if step.reverse_code is not None:
        step.reverse_code(apps, editor)
    step.code(apps, editor)


class Migration(migrations.Migration):
    dependencies = [("claim_audit", "0004_tries_and_taking_up")]
    operations = [migrations.RunPython(rearm, migrations.RunPython.noop)]
