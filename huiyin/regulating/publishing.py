"""A regulation is public only when its office has checked one text and says so; a later text is checked anew."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role
from huiyin.regulating import actions
from huiyin.regulating.holding import locked, said, save
from huiyin.regulating.models import Rule


def may_publish(actor: Reach, row: Rule) -> bool:
    """Offices over the unit."""
    return actor.may((Role.OFFICE,), row.unit, row.campaign)


def make_public(seen: Rule, *, checked: bool, revision: int, actor: Reach, now: datetime) -> Rule:
    """The newest text, after somebody checked it for privacy, work secrets and names (rules.md §15.4)."""
    with transaction.atomic():
        row = locked(seen, revision, actor)
        _require_office(actor, row)
        if not checked:
            raise Refused(_("请先核对个人隐私、工作秘密和点名情况，再勾选。"))
        text = row.texts.order_by("-number").first()
        if text is None:
            raise Refused(_("还没有制度文本，不能公开。"))
        if row.public_text_id == text.pk:
            raise Refused(_("现在的文本已经公开。"))
        row.public_text, row.public_on = text, local_date(now)
        save(row, "public_text", "public_on")
        audit.record(actions.MADE_PUBLIC, actor=actor.account, now=now, subject=row, unit=row.unit, number=text.number)
    return row


def take_back(seen: Rule, *, reason: str, revision: int, actor: Reach, now: datetime) -> Rule:
    """No longer public; why stands in the audit chain."""
    reason = said(reason, 300, _("撤回理由"))
    with transaction.atomic():
        row = locked(seen, revision, actor)
        _require_office(actor, row)
        if row.public_on is None:
            raise Refused(_("这项制度没有公开，或刚被撤回。"))
        row.public_text = row.public_on = None
        save(row, "public_text", "public_on")
        audit.record(actions.TAKEN_BACK, actor=actor.account, now=now, subject=row, unit=row.unit, reason=reason)
    return row


def _require_office(actor: Reach, row: Rule) -> None:
    if not may_publish(actor, row):
        raise Refused(_("公开须由活动办公室核对后办理。"))
