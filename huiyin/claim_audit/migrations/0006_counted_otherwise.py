"""Of the numbers that differ, how many only count otherwise (人 and 人次): they need no look as a wrong number does."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claim_audit', '0005_learned_phrases_of_an_erased_text_go'),
    ]

    operations = [
        migrations.AddField(
            model_name='heldtext',
            name='otherwise',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
