"""Rolls whose people are drawn by lot; what was published before the draw stands, and a draw is drawn once."""

import django.db.models.deletion
import huiyin.core.identifiers
from django.db import migrations, models

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):

    dependencies = [
        ('eligibility', '0002_corrections_stand'),
        ('organisation', '0003_who_handed_over_the_way_in'),
        ('core', '0002_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sampling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ('stratified', models.BooleanField(default=False, verbose_name='按单位分层')),
                ('frame_digest', models.CharField(max_length=64)),
                ('people', models.PositiveIntegerField()),
                ('fixed_on', models.DateField()),
                ('roll', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sampling', to='eligibility.roll')),
            ],
        ),
        migrations.CreateModel(
            name='SampleLot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=32)),
                ('stratum', models.CharField(blank=True, max_length=120)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('sampling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lots', to='eligibility.sampling')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sampling', 'person'), name='one_lot_a_person'), models.UniqueConstraint(fields=('sampling', 'token'), name='one_person_a_lot')],
            },
        ),
        migrations.CreateModel(
            name='SampleDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('size', models.PositiveIntegerField(verbose_name='抽取人数')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='补抽理由')),
                ('commitment', models.CharField(max_length=64)),
                ('secret', models.CharField(max_length=64)),
                ('source', models.CharField(max_length=200, verbose_name='公开数值的出处')),
                ('due_on', models.DateField(verbose_name='公开数值产生的日期')),
                ('value', models.CharField(blank=True, max_length=200, verbose_name='公开数值')),
                ('seed', models.CharField(blank=True, max_length=64)),
                ('drawn_digest', models.CharField(blank=True, max_length=64)),
                ('drawn_on', models.DateField(blank=True, null=True)),
                ('sampling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='draws', to='eligibility.sampling')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sampling', 'number'), name='one_draw_a_number'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_further_draw_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('drawn_on', None), ('seed', ''), ('value', '')), models.Q(('value', ''), ('seed', ''), ('drawn_on', None), _connector='OR', _negated=True), _connector='OR'), name='drawn_whole_or_not_at_all')],
            },
        ),
        immutable("eligibility_sampling"),
        immutable("eligibility_samplelot"),
        immutable("eligibility_sampledraw", may_update=("value", "seed", "drawn_digest", "drawn_on")),
    ]
