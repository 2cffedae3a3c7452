"""Readings are append-only: nobody types over a baseline, a target or a value that was reported."""

from django.db import migrations

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):
    dependencies = [("special", "0001_lists_indicators_readings"), ("core", "0002_append_only")]
    operations = [immutable("special_reading")]
