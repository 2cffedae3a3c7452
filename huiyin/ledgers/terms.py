"""The numbers ledgers work by, with their source: how late is late, and how long an unconfirmed import is kept."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.core.setting import Setting
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.sweeping import KEPT
from huiyin.ledgers.registry import LEDGERS

IMPORT_KEPT = Setting(_("导入后没有确认的表格保留"), KEPT.days, _("日"), _("产品默认"), True, built_in=True)
# One for each ledger that people keep by hand: its declaration says how late is late.
LATE_AFTER = tuple(
    Setting(ledger.name, ledger.late_after.days, _("日"), _("产品默认，超过的标为迟报"), True, built_in=True)
    for ledger in LEDGERS
    if ledger.by_hand
)


def late_after(ledger: Ledger[Any]) -> Setting:
    """How late is late in one ledger, said beside where it is recorded or shown as late."""
    return Setting(_("事情过后多少日登记算迟报："), ledger.late_after.days, _("日"), _("产品默认"), True, built_in=True)


SETTINGS = (IMPORT_KEPT,)
