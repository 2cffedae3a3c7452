"""Sealed words are append-only; a recorded erasure by two people alone lets them go.

It stands here because the sealed box may not import core, where the trigger is written.
"""

from django.db import migrations

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):
    dependencies = [
        ("opinions", "0001_initial"),
        ("anonymity", "0001_initial"),
        ("core", "0002_append_only"),
    ]
    operations = [immutable("anonymity_sealedslip", erasable_by="uid")]
