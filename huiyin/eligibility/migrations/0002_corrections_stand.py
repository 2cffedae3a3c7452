"""What a roll gained or lost stays written."""

from django.db import migrations

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0001_initial"), ("core", "0002_append_only")]
    operations = [immutable("eligibility_rollcorrection")]
