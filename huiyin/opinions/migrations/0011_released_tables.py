"""统计表 of a round: declared before the first answer, solved once, and from then on only read."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huiyin.core.identifiers
from huiyin.core.immutable import immutable
from huiyin.core.orderless import orderless


class Migration(migrations.Migration):
    dependencies = [
        ("opinions", "0010_once_for_each"),
        ("core", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="opinion", name="released", field=models.BooleanField(default=False)),
        # Adding the column made the table anew on SQLite.
        orderless("opinions_opinion"),
        migrations.CreateModel(
            name="GridDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dimensions", models.JSONField()),
                ("declared_on", models.DateField()),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="opinions.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="GridRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True),
                ),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("released_on", models.DateField()),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="grid", to="opinions.round"
                    ),
                ),
            ],
        ),
        immutable("opinions_gridrelease"),
    ]
