"""What people confirmed is append-only: the database itself refuses the rest."""

from django.db import migrations

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):
    dependencies = [("claim_audit", "0001_initial")]
    operations = [immutable("claim_audit_confirmation", erasable_by="uid")]
