"""The books of everyday work are append-only like the others; a recorded erasure alone lets a row go."""

from django.db import migrations

from huiyin.core.immutable import immutable

BOOKS = (
    "studysession", "handout", "contactpoint", "pairing", "deed", "relief", "volunteering", "donation",
    "servicestandard", "commitment", "declaration", "provision", "upperdocument", "informationpiece", "adoption",
    "honour", "publicity", "pilot", "broadactivity", "expenditure", "talk", "selfexamination",
)


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0006_everyday_books")]
    operations = [immutable(f"ledgers_{book}", erasable_by="entry") for book in BOOKS]
