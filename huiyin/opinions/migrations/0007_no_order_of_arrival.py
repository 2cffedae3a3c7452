"""Rows that come in with an opinion show no order; what is spent stays spent, a published key stays what it was.

It stands here because the sealed box may not import core, where both steps are written.
"""

from django.db import migrations

from huiyin.core.immutable import immutable
from huiyin.core.orderless import orderless


class Migration(migrations.Migration):
    dependencies = [
        ("opinions", "0006_standing_rounds_signed_by_period"),
        ("anonymity", "0002_keys_and_spent_tokens"),
    ]
    operations = [
        immutable("anonymity_spenttoken"),
        immutable("anonymity_signingkey", may_update=("destroyed_on",)),
        orderless("anonymity_sealedslip"),
        orderless("anonymity_spenttoken"),
        orderless("opinions_opinion"),
        orderless("opinions_addition"),
        orderless("opinions_formreceipt"),
        orderless("opinions_piece"),
    ]
