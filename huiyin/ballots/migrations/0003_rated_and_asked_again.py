"""The rated body, signs of coached answers, and a second round whose notice is never rewritten."""

import django.db.models.deletion
import huiyin.core.identifiers
from django.conf import settings
from django.db import migrations, models

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):

    dependencies = [
        ('ballots', '0002_no_order_in_the_box'),
        ('organisation', '0003_who_handed_over_the_way_in'),
        ('core', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='ballot',
            name='rated',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit', verbose_name='被评单位'),
        ),
        migrations.AddField(
            model_name='ballot',
            name='signs',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='SecondRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ('notice', models.TextField(verbose_name='整改情况')),
                ('begins', models.DateField(verbose_name='复评开始')),
                ('ends', models.DateField(verbose_name='复评截止')),
                ('ballot', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second_round', to='ballots.ballot')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('begins__lt', models.F('ends'))), name='second_round_has_days')],
            },
        ),
        immutable("ballots_secondround"),
    ]
