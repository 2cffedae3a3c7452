"""Nothing in a box shows an order; what stands on the board and what was opened stays.

It stands here because anonymity may not import core, where both steps are written.
"""

from django.db import migrations

from huiyin.core.immutable import immutable
from huiyin.core.orderless import orderless


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0001_initial"),
        ("anonymity", "0003_ballot_box"),
        ("core", "0002_append_only"),
    ]
    operations = [
        immutable("anonymity_boardline"),
        immutable("anonymity_openedanswer"),
        orderless("anonymity_boardline"),
        orderless("anonymity_sealedballot"),
        orderless("anonymity_openedanswer"),
    ]
