"""Every book's revisions and the postings are append-only; a recorded erasure alone lets a row go."""

from django.db import migrations

from huiyin.core.immutable import immutable

BOOKS = (
    "meeting", "inspection", "visit", "issueddocument", "regulation", "participant", "teamset", "appointment",
    "plannedaction", "channelreturn", "opinionbatch", "consolidateditem", "confirmedproblem", "issuedmeasure",
    "measureevent",
)


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_initial"), ("core", "0002_append_only")]
    operations = [
        *(immutable(f"ledgers_{book}", erasable_by="entry") for book in BOOKS),
        immutable("ledgers_posting"),
    ]
