"""意见办理情况: an item's answer is drafted, checked by a second person, and only then public."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused, Stale
from huiyin.opinions.access import require_office
from huiyin.opinions.models import Item
from huiyin.opinions.publicness import SAME_HANDS, Checked, require_checked
from huiyin.organisation.access import Reach
from huiyin.organisation.hands import wrote

DRAFTED = Action("item.reply_drafted", "起草条目答复")
SENT_BACK = Action("item.reply_sent_back", "退改条目答复")
CHECKED = Action("item.reply_checked", "核对条目答复")
PUBLISHED = Action("item.reply_published", "公开意见办理情况")
WITHDRAWN = Action("item.reply_withdrawn", "撤下意见办理情况")


def draft_reply(*, item: Item, reply: str, revision: int, actor: Reach, now: datetime, today: date) -> Item:
    """Write or rewrite the answer; whatever was checked before has to be checked again."""
    text = reply.strip()
    if not text or len(text) > 2000:
        raise Refused(_("请写答复，最多 2000 个字。"))
    with transaction.atomic():
        locked = _locked(item, revision, actor)
        if locked.state == Item.State.OPEN:
            raise Refused(_("条目“%(code)s”还没有签字，签字以后再答复。") % {"code": locked.code})
        if locked.published_on is not None:
            raise Refused(_("答复已经公开。要改，请先撤下并写明理由。"))
        locked.reply, locked.reply_by, locked.replied_on = text, actor.account, today
        locked.reply_checked_by, locked.reply_sent_back_why = None, ""
        _save(locked, "reply", "reply_by", "replied_on", "reply_checked_by", "reply_sent_back_why")
        audit.record(DRAFTED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def check_reply(*, item: Item, checked: Checked, revision: int, actor: Reach, now: datetime) -> Item:
    """A second person read the item and its answer as the public will."""
    require_checked(checked)
    with transaction.atomic():
        locked = _drafted(item, revision, actor)
        if locked.reply_by_id == actor.account.pk:
            raise Refused(_("答复要由另一个人核对，不能自己核对自己写的答复。"))
        if not is_second(locked, actor):
            raise Refused(SAME_HANDS)
        locked.reply_checked_by = actor.account
        _save(locked, "reply_checked_by")
        audit.record(CHECKED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def send_back_reply(*, item: Item, why: str, revision: int, actor: Reach, now: datetime) -> Item:
    """The checker wants it written anew."""
    if not why.strip() or len(why.strip()) > 300:
        raise Refused(_("退改要写明哪里要改，最多 300 个字。"))
    with transaction.atomic():
        locked = _drafted(item, revision, actor)
        locked.reply_sent_back_why = why.strip()
        _save(locked, "reply_sent_back_why")
        audit.record(SENT_BACK, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def publish_reply(*, item: Item, revision: int, actor: Reach, now: datetime, today: date) -> Item:
    """Show the item and its answer to everybody."""
    with transaction.atomic():
        locked = _locked(item, revision, actor)
        if locked.reply_checked_by_id is None:
            raise Refused(_("答复还没有经第二个人核对，不能公开。"))
        if locked.published_on is not None:
            raise Refused(_("答复已经公开。"))
        locked.published_on, locked.published_by = today, actor.account
        columns = ["published_on", "published_by"]
        if locked.state == Item.State.SIGNED:
            locked.state = Item.State.REPLIED
            columns.append("state")
        _save(locked, *columns)
        audit.record(PUBLISHED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def withdraw_reply(*, item: Item, why: str, revision: int, actor: Reach, now: datetime) -> Item:
    """Take a public answer down, with a reason; it must be checked again before it returns."""
    if not why.strip() or len(why.strip()) > 300:
        raise Refused(_("撤下要写明理由，最多 300 个字。"))
    with transaction.atomic():
        locked = _locked(item, revision, actor)
        if locked.published_on is None:
            raise Refused(_("答复没有公开，不用撤下。"))
        locked.published_on, locked.published_by, locked.reply_checked_by = None, None, None
        locked.reply_sent_back_why = why.strip()
        columns = ["published_on", "published_by", "reply_checked_by", "reply_sent_back_why"]
        if locked.state == Item.State.REPLIED:
            locked.state = Item.State.SIGNED
            columns.append("state")
        _save(locked, *columns)
        audit.record(WITHDRAWN, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def drafted(person: int) -> Q:
    """Items whose answer may have been written by this person's hands (organisation/hands.py)."""
    return wrote(person, on="replied_on", by="reply_by")


def is_second(item: Item, actor: Reach) -> bool:
    """Whether somebody other than who drafted the answer sits here."""
    return not Item.objects.filter(drafted(actor.account.person_id), pk=item.pk).exists()


def _drafted(item: Item, revision: int, actor: Reach) -> Item:
    locked = _locked(item, revision, actor)
    if not locked.reply or locked.published_on is not None or locked.reply_checked_by_id is not None:
        raise Refused(_("现在没有等待核对的答复。"))
    return locked


def _locked(item: Item, revision: int, actor: Reach) -> Item:
    locked = Item.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=item.pk)
    require_office(actor, locked.unit, locked.campaign)
    if locked.revision != revision or locked.removed:
        raise Stale(_("条目“%(code)s”刚被别人改过，您的内容没有保存。请刷新后再办。") % {"code": locked.code})
    return locked


def _save(item: Item, *columns: str) -> None:
    item.revision += 1
    item.save(update_fields=[*columns, "revision"])
