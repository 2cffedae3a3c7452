"""Rounds that take one opinion from each person on a roll."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0004_when_a_unit_was_told'),
        ('opinions', '0009_roots_of_what_was_lodged'),
        ('organisation', '0003_who_handed_over_the_way_in'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='round',
            name='once',
            field=models.BooleanField(default=False, verbose_name='每名应参加者一次'),
        ),
        migrations.AddConstraint(
            model_name='round',
            constraint=models.CheckConstraint(condition=models.Q(('once', False), models.Q(('anonymous', True), ('public', True), ('standing', False)), _connector='OR'), name='once_is_anonymous_public_and_ends', violation_error_message='“每名应参加者一次”的，要在公开页面征求、允许匿名，不能常设。'),
        ),
    ]
