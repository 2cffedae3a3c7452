"""Certified results are append-only like the other books; a recorded erasure alone lets a row go."""

from django.db import migrations

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0013_certified_results")]
    operations = [immutable("ledgers_certifiedresult", erasable_by="entry")]
