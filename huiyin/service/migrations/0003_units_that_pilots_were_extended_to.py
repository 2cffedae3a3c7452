"""Pilots keep the units they were extended to; names that fit exactly one unit today are carried over."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_LONGEST = 120


def carry(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Every revision's names: a later one may repeat what an earlier one said."""
    pilots = apps.get_model("ledgers", "Pilot").objects.using(editor.connection.alias).filter(verdict="extended")
    written = {(entry, word) for entry, text in pilots.values_list("entry", "extended_to") for word in _words(text)}
    if not written:
        return
    units: dict[str, int | None] = {}
    for key, *names in (
        apps.get_model("organisation", "Unit").objects.using(editor.connection.alias)
        .values_list("pk", "code", "name", "short_name")
    ):  # fmt: skip
        for name in set(names):
            # What fits two units is nobody's.
            units[name] = None if name in units else key
    kept = apps.get_model("service", "PilotUnit")
    kept.objects.using(editor.connection.alias).bulk_create(
        (
            kept(entry=entry, words=word, unit_id=units[word])
            for entry, word in sorted(written, key=str)
            if units.get(word) is not None
        ),
        batch_size=500,
    )  # fmt: skip


def _words(text: str) -> list[str]:
    for sign in "，,；;\n\r":
        text = text.replace(sign, "、")
    return [word.strip() for word in text.split("、") if 0 < len(word.strip()) <= _LONGEST]


class Migration(migrations.Migration):
    dependencies = [
        ("ledgers", "0019_pilots_extended_to_units"),
        ("organisation", "0003_who_handed_over_the_way_in"),
        ("service", "0002_volunteer_lists"),
    ]
    operations = [
        migrations.CreateModel(
            name="PilotUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.UUIDField()),
                ("words", models.CharField(max_length=120)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.unit"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="pilotunit",
            constraint=models.UniqueConstraint(fields=("entry", "words"), name="a_pilot_names_a_unit_once"),
        ),
        migrations.RunPython(carry, migrations.RunPython.noop),
    ]
