"""Numbered amendments of approved plans, what units say to them, and what units did about each action."""

import django.db.models.deletion
import huiyin.core.identifiers
from django.conf import settings
from django.db import migrations, models

from huiyin.core.immutable import immutable


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0001_initial'),
        ('organisation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ('number', models.PositiveIntegerField(verbose_name='次数')),
                ('on', models.DateField(verbose_name='调整日期')),
                ('reason', models.CharField(max_length=200, verbose_name='调整理由')),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AmendmentChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('action_added', '增加动作'), ('action_changed', '修改动作'), ('action_withdrawn', '撤销动作'), ('stage_dated', '调整环节时间')], max_length=20)),
                ('title', models.CharField(max_length=160)),
                ('action_kind', models.CharField(blank=True, max_length=20)),
                ('differences', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='AmendmentDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changes', models.JSONField(default=list)),
                ('revision', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('current', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('not_started', '未开始'), ('running', '进行中'), ('done', '已完成'), ('deviating', '调整执行'), ('exempt', '不适用')], max_length=12)),
                ('on', models.DateField(blank=True, null=True, verbose_name='日期')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('book', models.CharField(blank=True, max_length=40)),
                ('entry', models.UUIDField(blank=True, null=True)),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Stance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('current', models.BooleanField(default=True)),
                ('kind', models.CharField(choices=[('accepted', '已接受'), ('deviating', '调整执行')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='理由')),
                ('recorded_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='action',
            name='one_action_a_kind_and_name',
        ),
        migrations.AddField(
            model_name='action',
            name='withdrawn_on',
            field=models.DateField(blank=True, null=True, verbose_name='撤销日期'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='made_on',
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_on__isnull', True)), fields=('campaign', 'kind', 'name'), name='one_action_a_kind_and_name'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='amendment',
            name='campaign',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='campaigns.campaign'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='carries_out',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='carried_out_by', to='campaigns.amendment', verbose_name='落实上级调整'),
        ),
        migrations.AddField(
            model_name='amendmentchange',
            name='action',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='campaigns.action'),
        ),
        migrations.AddField(
            model_name='amendmentchange',
            name='amendment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='campaigns.amendment'),
        ),
        migrations.AddField(
            model_name='amendmentchange',
            name='stage',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaigns.stage'),
        ),
        migrations.AddField(
            model_name='amendmentdraft',
            name='campaign',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='amendment_draft', to='campaigns.campaign'),
        ),
        migrations.AddField(
            model_name='mark',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='campaigns.action'),
        ),
        migrations.AddField(
            model_name='mark',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='mark',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='stance',
            name='amendment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stances', to='campaigns.amendment'),
        ),
        migrations.AddField(
            model_name='stance',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stance',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.UniqueConstraint(fields=('campaign', 'number'), name='one_amendment_a_number'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.UniqueConstraint(fields=('campaign', 'carries_out'), name='an_amendment_carried_out_once'),
        ),
        migrations.AddConstraint(
            model_name='amendmentchange',
            constraint=models.UniqueConstraint(fields=('amendment', 'order'), name='one_change_a_place'),
        ),
        migrations.AddIndex(
            model_name='mark',
            index=models.Index(condition=models.Q(('current', True)), fields=['action', 'state', 'unit'], name='marks_by_action'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.UniqueConstraint(fields=('action', 'unit', 'revision'), name='one_mark_a_revision'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.UniqueConstraint(condition=models.Q(('current', True)), fields=('action', 'unit'), name='one_mark_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['running', 'done', 'deviating']), _negated=True), ('on__isnull', False), _connector='OR'), name='a_deed_has_its_date'),
        ),
        migrations.AddConstraint(
            model_name='mark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['deviating', 'exempt']), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='a_departure_says_why'),
        ),
        migrations.AddConstraint(
            model_name='stance',
            constraint=models.UniqueConstraint(fields=('amendment', 'unit', 'revision'), name='one_stance_a_revision'),
        ),
        migrations.AddConstraint(
            model_name='stance',
            constraint=models.UniqueConstraint(condition=models.Q(('current', True)), fields=('amendment', 'unit'), name='one_stance_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='stance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'deviating'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='deviating_says_why'),
        ),
        # What was issued, said and done is never altered; which row is the last is bookkeeping.
        immutable("campaigns_amendment"),
        immutable("campaigns_amendmentchange"),
        immutable("campaigns_stance", may_update=("current",)),
        immutable("campaigns_mark", may_update=("current",)),
    ]
