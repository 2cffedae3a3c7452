"""The lineage of every book's entries compares byte by byte whatever language a PostgreSQL database sorts in."""

from django.db import migrations

from huiyin.organisation.fields import PathField, bytewise

BOOKS = (
    "meeting", "inspection", "visit", "issueddocument", "regulation", "participant", "teamset", "appointment",
    "plannedaction", "channelreturn", "opinionbatch", "consolidateditem", "confirmedproblem", "issuedmeasure",
    "measureevent",
)


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0002_append_only"), ("organisation", "0002_paths_compared_bytewise")]
    operations = [
        bytewise(f"ledgers.{book}", "lineage", PathField(editable=False, max_length=250)) for book in BOOKS
    ]
