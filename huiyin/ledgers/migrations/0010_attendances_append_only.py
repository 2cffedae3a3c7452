"""The book of attendances is append-only like the others; a recorded erasure alone lets a row go."""

from django.db import migrations

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0009_attendances")]
    operations = [immutable("ledgers_attendance", erasable_by="entry")]
