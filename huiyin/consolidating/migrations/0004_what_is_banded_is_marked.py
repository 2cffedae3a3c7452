"""Marks what the index of near-duplicates holds already, so that the next night does not read all of it again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("consolidating", "0003_an_opposite_may_be_a_hint"),
        ("opinions", "0013_what_is_not_yet_banded"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE opinions_opinion SET banded = TRUE WHERE uid IN (SELECT opinion_id FROM consolidating_band)",
            migrations.RunSQL.noop,
        )
    ]
