"""Audit rows and erasures are append-only: the database itself refuses the rest."""

from django.db import migrations

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        immutable("core_auditline"),
        immutable("core_auditblock"),
        immutable("core_auditmembership"),
        immutable("core_erasure"),
    ]
