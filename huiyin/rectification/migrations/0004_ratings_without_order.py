"""Ratings by those who raised a matter show no order of arrival either."""

from django.db import migrations

from huiyin.core.orderless import orderless


class Migration(migrations.Migration):
    dependencies = [("rectification", "0003_kinds_of_steps")]
    operations = [orderless("rectification_rating")]
