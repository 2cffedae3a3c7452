"""An installation decides on a number that no rule fixes: checked, kept in its file, one line in the audit chain."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit, own_values
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.core.own_values import OwnValue
from huiyin.core.setting import Setting

SETTING_DECIDED = Action("setting.decided", "另定默认参数")
MOST = 1_000_000


def decide(setting: Setting, *, value: int, source: str, now: datetime) -> None:
    """Keep the decision; it holds from the next start on. Promises to people and built-in numbers are refused."""
    label, source = str(setting.label), source.strip()
    most = 100 if setting.unit == "%" else MOST
    if not setting.open:
        raise Refused(_("“%(label)s”不能改：它是对群众的承诺，或者定在程序里。") % {"label": label})
    if not 1 <= value <= most:
        raise Refused(_("“%(label)s”应是 1 至 %(most)d 的整数。") % {"label": label, "most": most})
    if not source or len(source) > 200:
        raise Refused(_("请写明依据：哪份文件、哪次会议定的，最多 200 个字。"))
    with transaction.atomic():
        audit.record(SETTING_DECIDED, actor=None, now=now, label=label, value=value, source=source)
        own_values.decide(OwnValue(label, value, source, local_date(now)))
