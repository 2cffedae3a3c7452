"""Ratings are append-only: nobody turns a “not solved” into a “solved”."""

from django.db import migrations

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):
    dependencies = [("rectification", "0001_initial"), ("core", "0002_append_only")]
    operations = [immutable("rectification_rating", erasable_by="opinion_id")]
