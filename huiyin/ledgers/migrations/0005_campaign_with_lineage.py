"""Every book's index by lineage goes on by campaign, and none is by campaign alone: a campaign is most of its book."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F

BOOKS = (
    "meeting", "inspection", "visit", "issueddocument", "regulation", "participant", "teamset", "appointment",
    "plannedaction", "channelreturn", "opinionbatch", "consolidateditem", "confirmedproblem", "issuedmeasure",
    "measureevent",
)


def drop_plain_indexes(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """By hand: an ordinary AlterField would copy each table on SQLite and lose the triggers that keep it append-only."""
    connection = editor.connection
    for book in BOOKS:
        table = f"ledgers_{book}"
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, table)
        for name, about in found.items():
            if about["index"] and about["columns"] == ["campaign"]:
                editor.execute(f'DROP INDEX "{name}"')


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0004_words_for_codes")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_plain_indexes, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(book, "campaign", models.UUIDField(editable=False, null=True)) for book in BOOKS
            ],
        ),
        *(migrations.RemoveIndex(book, f"{book}_lineage") for book in BOOKS),
        *(
            migrations.AddIndex(book, models.Index(F("lineage"), F("campaign"), name=f"{book}_lineage"))
            for book in BOOKS
        ),
    ]
