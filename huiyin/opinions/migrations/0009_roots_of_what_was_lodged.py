"""Roots over the digests of what was lodged; slips that were there before get their digest."""

import hashlib
import random

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.core.immutable import immutable
from huiyin.core.orderless import orderless


def lodge(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Digests of the slips that are there, in random order."""
    slips = apps.get_model("anonymity", "SealedSlip")
    digests = apps.get_model("anonymity", "LodgedDigest")
    rows = [
        digests(digest=hashlib.sha256(f"{salt}{words}".encode()).hexdigest(), day=day)
        for salt, words, day in slips.objects.values_list("salt", "words", "day").iterator(2000)
    ]
    random.SystemRandom().shuffle(rows)
    digests.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("opinions", "0008_slips_by_unit"), ("anonymity", "0004_lodgeddigest"), ("core", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="LodgedRoot",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("root", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunPython(lodge, migrations.RunPython.noop),
        immutable("opinions_lodgedroot"),
        immutable("anonymity_lodgeddigest", may_update=("root",)),
        orderless("anonymity_lodgeddigest"),
    ]
