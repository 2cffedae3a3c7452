"""The books of supervision are append-only like the others; a recorded erasure alone lets a row go."""

from django.db import migrations

from huiyin.core.immutable import immutable

BOOKS = ("supervisionfinding", "followedup")


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0011_supervision_books")]
    operations = [immutable(f"ledgers_{book}", erasable_by="entry") for book in BOOKS]
