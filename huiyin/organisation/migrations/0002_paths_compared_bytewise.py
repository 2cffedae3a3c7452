"""Paths of units compare byte by byte whatever language a PostgreSQL database sorts in."""

from django.db import migrations

from huiyin.organisation.fields import PathField, bytewise


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [
        bytewise("organisation.unit", "path", PathField(editable=False, max_length=250, unique=True)),
        bytewise("organisation.unitpath", "path", PathField(db_index=True, max_length=250)),
    ]
