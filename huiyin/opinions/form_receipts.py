"""Receipts of forms: the same form sent twice records nothing twice, and names nothing (see FormReceipt)."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.opinions.models import FormReceipt, Opinion, Round

_FORM = re.compile(r"[0-9a-f]{32}")
# How a transaction stores an opinion and, in it, spends what allows it.
Spending = Callable[[Callable[[], Opinion]], Opinion]


class WorkSpent(Refused):
    """The work done on this page was used for other words: it is done anew for these."""


def new_form() -> str:
    """The nonce a page holds so that sending it twice records nothing twice."""
    return secrets.token_hex(16)


def working(work: str, today: date) -> Spending:
    """Stores an opinion and, in the same transaction, that the work for it was used; no work, nothing is used."""

    def spend(store: Callable[[], Opinion]) -> Opinion:
        with transaction.atomic():
            if work and not first_time(work, today):
                raise WorkSpent(_("还没有提交：这一页已经提交过别的内容。您写的话还在下面，请再按一次“提交”。"))
            return store()

    return spend


def first_time(key: str, today: date) -> bool:
    """Leave a receipt; False when it is there already, also when it comes at the same moment."""
    try:
        with transaction.atomic():
            FormReceipt.objects.create(key=key, day=today)
    except IntegrityError:
        return False
    return True


def receipt_key(secret: bytes, form: str, round: Round, text: str) -> str:
    if not _FORM.fullmatch(form):
        raise Refused(_("这个页面缺少防重复提交的标记。请刷新页面后再提交，已写的内容请先复制。"))
    said = hashlib.sha256(text.encode()).hexdigest()
    return hmac.new(secret, f"{form}{round.uid}{said}".encode(), hashlib.sha256).hexdigest()


def forget_receipts(*, before: date) -> int:
    """Delete the receipts of earlier days; returns how many."""
    return FormReceipt.objects.filter(day__lt=before).delete()[0]
