"""A round's list of opinions goes by their random uid: its thousandth page costs what the first does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("opinions", "0002_words_never_change")]
    operations = [
        migrations.AddIndex(
            model_name="opinion", index=models.Index(fields=["round", "uid"], name="opinions_op_round_i_9166e0_idx")
        )
    ]
