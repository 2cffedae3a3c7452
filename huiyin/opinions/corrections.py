"""更正 of what this feature posted: a signed item, or a closed round's forms. Book and feature change in one transaction.

The book's own line (entry.revised, entry.voided) with its reason is the audit line of each verb.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.listening import CHANNELS, ITEMS
from huiyin.ledgers.engine.services import revise_posted, void_posted
from huiyin.opinions.access import require_office
from huiyin.opinions.grouping import statement_of
from huiyin.opinions.models import Category, Item, Round, RoundChannel
from huiyin.opinions.rounds import put_channel
from huiyin.organisation.access import Reach


def correct_item(
    *, item: Item, statement: str, category: Category, key: bool, reason: str, revision: int, actor: Reach,
    now: datetime,
) -> Item:  # fmt: skip
    """Correct a signed item's wording, category or mark; the book keeps both revisions."""
    if category.campaign_id != item.campaign_id:
        raise Refused(_("这个类别不属于本活动，请重选。"))
    with transaction.atomic():
        locked = _signed(item, reason, revision, actor)
        locked.statement, locked.category, locked.key = statement_of(statement), category, key
        locked.revision += 1
        locked.save(update_fields=["statement", "category", "key", "revision"])
        revise_posted(
            ITEMS, source_kind="item", source=locked.uid, event="signed", reason=reason, account=actor.account, now=now,
            values={
                "statement": locked.statement, "category_code": category.code, "category": category.name, "key": key,
            },
        )  # fmt: skip
    return locked


def void_item(*, item: Item, reason: str, revision: int, actor: Reach, now: datetime) -> None:
    """Take a signed item back: its entry is void, its pieces lie among the remainder again."""
    with transaction.atomic():
        locked = _signed(item, reason, revision, actor)
        if locked.state == Item.State.ADOPTED or locked.published_on is not None:
            raise Refused(_("条目“%(code)s”已列入问题或已公开答复，不能作废。") % {"code": locked.code})
        locked.placements.all().delete()
        locked.removed, locked.revision = True, locked.revision + 1
        locked.save(update_fields=["removed", "revision"])
        void_posted(
            ITEMS, source_kind="item", source=locked.uid, event="signed", reason=reason, account=actor.account, now=now
        )


def correct_channel(
    *, round: Round, channel: str, issued: int | None, returned: int | None, valid: int | None, remark: str,
    reason: str, actor: Reach, now: datetime,
) -> RoundChannel:  # fmt: skip
    """Correct the forms of a channel after the round closed."""
    require_office(actor, round.unit, round.campaign)
    if not reason.strip():
        raise Refused(_("更正须写明理由。"))
    with transaction.atomic():
        locked = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
        if locked.state not in {Round.State.CLOSED, Round.State.SIGNED}:
            raise Refused(_("“%(round)s”还没有截止，直接修改份数即可。") % {"round": locked.name})
        if not locked.channels.filter(channel=channel).exists():
            raise Refused(_("“%(round)s”没有登记这个渠道。") % {"round": locked.name})
        row = put_channel(locked, channel, issued, returned, valid, remark)
        revise_posted(
            CHANNELS, source_kind="round", source=locked.uid, event=f"closed.{channel}", reason=reason,
            account=actor.account, now=now,
            values={"issued": issued, "returned": returned, "valid": valid, "remark": row.remark},
        )  # fmt: skip
    return row


def _signed(item: Item, reason: str, revision: int, actor: Reach) -> Item:
    if not reason.strip():
        raise Refused(_("更正、作废须写明理由。"))
    locked = Item.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=item.pk)
    require_office(actor, locked.unit, locked.campaign)
    if locked.revision != revision or locked.removed:
        raise Stale(_("条目“%(code)s”刚被别人改过。请刷新后再试。") % {"code": locked.code})
    if locked.state == Item.State.OPEN:
        raise Refused(_("条目“%(code)s”还没有签字，直接修改即可。") % {"code": locked.code})
    return locked
