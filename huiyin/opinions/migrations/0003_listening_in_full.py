"""What the whole of listening needs beyond the first tables: subjects, additions, receipts, staging, erasure requests."""

import django.db.models.deletion
import huiyin.core.identifiers
from django.conf import settings
from django.db import migrations, models


def unit_of_campaign(model):
    """Rows made before the column belong to the campaign's own unit."""

    def fill(apps, editor):
        rows = apps.get_model("opinions", model).objects
        for row in rows.filter(unit__isnull=True).select_related("campaign"):
            rows.filter(pk=row.pk).update(unit_id=row.campaign.unit_id)

    return fill


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_workers_that_are_alive'),
        ('opinions', '0002_words_never_change'),
        ('organisation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormReceipt',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('locked', models.CharField(blank=True, max_length=12)),
                ('day', models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name='feedbacksheet',
            name='handed_over_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='feedbacksheet',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.RunPython(unit_of_campaign('feedbacksheet'), migrations.RunPython.noop),
        migrations.AlterField(
            model_name='feedbacksheet',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='groupingstep',
            name='sealed',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='groupingstep',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.RunPython(unit_of_campaign('groupingstep'), migrations.RunPython.noop),
        migrations.AlterField(
            model_name='groupingstep',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='item',
            name='reply_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='item',
            name='reply_checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='item',
            name='reply_sent_back_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='opinion',
            name='triage_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='分办理由'),
        ),
        migrations.AddField(
            model_name='piece',
            name='remainder_note',
            field=models.CharField(blank=True, max_length=300, verbose_name='暂未归并的原因'),
        ),
        migrations.AddField(
            model_name='referral',
            name='returned_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='referral',
            name='sent_back_why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='restrictedlead',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='移交理由'),
        ),
        migrations.AddField(
            model_name='round',
            name='acknowledgement',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='round',
            name='signed_remainder',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='feedbackline',
            name='opinion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback_lines', to='opinions.opinion'),
        ),
        migrations.AlterField(
            model_name='groupingstep',
            name='verb',
            field=models.CharField(choices=[('create', '新建条目'), ('place', '归入条目'), ('remove', '移出条目'), ('move', '移到另一条目'), ('merge', '合并条目'), ('split_item', '分出新条目'), ('rename', '修改条目表述'), ('category', '修改类别'), ('key', '修改重点标记'), ('drop', '取消空条目'), ('split', '拆分意见'), ('join', '还原拆分'), ('settle', '说明去向'), ('import', '导入意见梳理台账')], max_length=20),
        ),
        migrations.CreateModel(
            name='Addition',
            fields=[
                ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(verbose_name='追加日期')),
                ('read', models.BooleanField(default=False, verbose_name='已阅')),
                ('erased', models.BooleanField(default=False)),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='opinions.opinion')),
            ],
        ),
        migrations.CreateModel(
            name='StagedWorkbook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('slips', '征求意见台账'), ('consolidation', '意见梳理台账')], max_length=14)),
                ('name', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('staged', '待确认'), ('committed', '已登记'), ('discarded', '已放弃')], default='staged', max_length=10)),
                ('day', models.DateField()),
                ('summary', models.JSONField(default=dict)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.storedfile')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.round')),
            ],
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ('basis', models.CharField(max_length=300, verbose_name='法律依据')),
                ('requested_on', models.DateField()),
                ('agreed', models.BooleanField(null=True)),
                ('decided_on', models.DateField(null=True)),
                ('decision_note', models.CharField(blank=True, max_length=300)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasure_requests', to='opinions.opinion')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('requested_by')), _negated=True), _connector='OR'), name='erasure_decided_by_another'), models.UniqueConstraint(condition=models.Q(('agreed__isnull', True)), fields=('opinion',), name='one_open_erasure_an_opinion')],
            },
        ),
        migrations.CreateModel(
            name='RoundSubject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, unique=True)),
                ('about', models.CharField(choices=[('team', '领导班子'), ('person', '班子成员'), ('unit', '部门单位'), ('system', '行业系统'), ('general', '不限')], max_length=10, verbose_name='评价对象类别')),
                ('order', models.PositiveIntegerField(default=0)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person', verbose_name='人员')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subjects', to='opinions.round')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', True)), fields=('round', 'about', 'unit'), name='one_subject_a_body'), models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('round', 'person'), name='one_subject_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('about', 'person'), ('person__isnull', False)), models.Q(models.Q(('about', 'person'), _negated=True), ('person__isnull', True)), _connector='OR'), name='subject_person_when_about_one')],
            },
        ),
    ]
