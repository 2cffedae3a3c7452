"""Yearly budgets with the entries beyond them; a rise in spending gives its reason. The rebuilt book is armed again."""

import django.db.models.deletion
import huiyin.core.identifiers
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiyin.core.immutable import immutable


def rearm(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite rebuilds a table for a new constraint, and its triggers are gone with the old one."""
    step = immutable("ledgers_expenditure", erasable_by="entry")
    if step.reverse_code is not None:
        step.reverse_code(apps, editor)
    step.code(apps, editor)


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0007_everyday_books_append_only"),
        ("organisation", "0003_who_handed_over_the_way_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OverBudget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("kind", models.CharField(max_length=20, verbose_name="类别")),
                ("book", models.CharField(max_length=40)),
                ("entry", models.UUIDField()),
                ("place", models.PositiveIntegerField()),
                ("cap", models.PositiveIntegerField()),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="超预算说明")),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="YearlyCap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("kind", models.CharField(max_length=20, verbose_name="类别")),
                ("cap", models.PositiveIntegerField(verbose_name="预算数")),
            ],
        ),
        migrations.AddField(
            model_name="importbatch",
            name="over_budget",
            field=models.CharField(blank=True, max_length=300, verbose_name="超预算说明"),
        ),
        migrations.AddConstraint(
            model_name="expenditure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("spent_before__isnull", True),
                    ("spent__lte", models.F("spent_before")),
                    ("why__gt", ""),
                    _connector="OR",
                ),
                name="expenditure_rise_explained",
                violation_error_message="决算数高于上年同期，请填写增减原因。",
            ),
        ),
        migrations.AddField(
            model_name="overbudget",
            name="recorded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="overbudget",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.unit",
                verbose_name="单位",
            ),
        ),
        migrations.AddField(
            model_name="yearlycap",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.unit",
                verbose_name="单位",
            ),
        ),
        migrations.AddIndex(
            model_name="overbudget",
            index=models.Index(fields=["unit", "year"], name="over_budget_of_unit"),
        ),
        migrations.AddConstraint(
            model_name="overbudget",
            constraint=models.UniqueConstraint(
                fields=("book", "entry", "kind", "year", "unit"), name="over_a_budget_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlycap",
            constraint=models.UniqueConstraint(fields=("unit", "year", "kind"), name="one_cap_a_unit_year_and_kind"),
        ),
        migrations.RunPython(rearm, migrations.RunPython.noop),
    ]
