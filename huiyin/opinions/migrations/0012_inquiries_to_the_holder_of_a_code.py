"""What an office asks back, and which addition answers it."""

import django.db.models.deletion
import huiyin.core.identifiers
from django.conf import settings
from django.db import migrations, models

from huiyin.core.orderless import orderless


class Migration(migrations.Migration):

    dependencies = [
        ('opinions', '0011_released_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('uid', models.UUIDField(default=huiyin.core.identifiers.new_uid, editable=False, primary_key=True, serialize=False)),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='追问')),
                ('asked_on', models.DateField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='opinions.opinion')),
            ],
        ),
        migrations.AddField(
            model_name='addition',
            name='answers',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='opinions.inquiry'),
        ),
        orderless("opinions_addition"),
    ]
