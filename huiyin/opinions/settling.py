"""断点清单: what goes no further is settled by one choice with a reason, a piece or a whole item."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import Refused, Stale
from huiyin.opinions import steps
from huiyin.opinions.access import require_office, require_sees
from huiyin.opinions.models import GroupingStep, Item, Opinion, Piece, Placement, Settlement
from huiyin.organisation.access import Reach

ITEM_SETTLED = Action("item.settled", "条目说明去向")
ITEM_UNSETTLED = Action("item.unsettled", "撤回条目去向")
NOTED = Action("piece.noted", "注明暂未归并的原因")


def settle_piece(
    *, piece: Piece, settlement: str, reason: str, actor: Reach, now: datetime, today: date, told: bool = False
) -> Piece:
    """A piece that will lie in no item: say how it is settled and why. Undone like any other step."""
    return settle_pieces(
        pieces=[piece], settlement=settlement, reason=reason, told=told, actor=actor, now=now, today=today
    )[0]


def settle_pieces(
    *, pieces: Collection[Piece], settlement: str, reason: str, actor: Reach, now: datetime, today: date,
    told: bool = False,
) -> list[Piece]:  # fmt: skip
    """Settle several pieces, each read and ticked, for one and the same reason: one step, all of them or none.

    `told`: the reason was looked at for privacy, work secrets and naming, and the author may read it by code.
    """
    if settlement not in Settlement.values:
        raise Refused(_("请选去向：不采纳、转办、已解释或重复。"))
    reason = _reason(reason)
    if not pieces:
        raise Refused(_("请先勾选意见。"))
    with transaction.atomic():
        trace, rows = _begin(pieces, actor, now, today)
        for row in rows:
            if row.settlement:
                raise Stale(_("有的分条已说明去向“%(how)s”。请刷新后再选。") % {"how": row.get_settlement_display()})
        if Placement.objects.filter(piece__in=rows).exists():
            raise Refused(_("有的分条已归入条目，不用另外说明去向。"))
        for row in rows:
            trace.settle(row, Settlement(settlement), reason, told=told)
        trace.write(settlement=settlement, pieces=len(rows))
    return rows


def unsettle_piece(*, piece: Piece, actor: Reach, now: datetime, today: date) -> Piece:
    """Take a settlement back: the piece lies among the remainder again."""
    with transaction.atomic():
        trace, (locked,) = _begin([piece], actor, now, today)
        if not locked.settlement:
            raise Stale(_("这个分条没有说明去向，不用撤回。"))
        trace.settle(locked, "", "", told=False)
        trace.write(settlement="")
    return locked


def note_remainder(*, piece: Piece, note: str, actor: Reach, now: datetime) -> Piece:
    """Why a piece stays 未归并 for now. It keeps being counted there."""
    if len(note.strip()) > 300:
        raise Refused(_("原因最多 300 个字，请删减。"))
    require_sees(actor, piece.opinion)
    around = piece.opinion.round
    require_office(actor, around.unit, around.campaign)
    with transaction.atomic():
        Piece.objects.filter(pk=piece.pk).update(remainder_note=note.strip())
        audit.record(NOTED, actor=actor.account, now=now, subject=around, unit=around.unit)
    piece.refresh_from_db()
    return piece


def settle_item(
    *, item: Item, settlement: str, reason: str, revision: int, actor: Reach, now: datetime, told: bool = False
) -> Item:
    """A signed item that becomes no problem: say how it is settled and why; `told` as of a piece."""
    reason = _reason(reason)
    with transaction.atomic():
        locked = _locked(item, revision, actor)
        if locked.state not in {Item.State.SIGNED, Item.State.REPLIED}:
            raise Refused(
                _("条目“%(code)s”现在是“%(state)s”，不能说明去向。")
                % {"code": locked.code, "state": locked.get_state_display()}
            )
        _save(
            locked, state=Item.State.SETTLED, settlement=Settlement(settlement), settlement_reason=reason,
            reason_told=told,
        )  # fmt: skip
        audit.record(
            ITEM_SETTLED, actor=actor.account, now=now, subject=locked, unit=locked.unit, settlement=settlement
        )
    return locked


def unsettle_item(*, item: Item, revision: int, actor: Reach, now: datetime) -> Item:
    """Take an item's settlement back, so that it may become a problem after all."""
    with transaction.atomic():
        locked = _locked(item, revision, actor)
        if locked.state != Item.State.SETTLED:
            raise Refused(_("条目“%(code)s”没有说明去向，不用撤回。") % {"code": locked.code})
        before = Item.State.SIGNED if locked.published_on is None else Item.State.REPLIED
        _save(locked, state=before, settlement="", settlement_reason="", reason_told=False)
        audit.record(ITEM_UNSETTLED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def mark_adopted(item: Item) -> None:
    """Called by the verb that lists an item as a problem, in its transaction and under its audit line."""
    changed = Item.objects.filter(pk=item.pk, state__in=(Item.State.SIGNED, Item.State.REPLIED)).update(
        state=Item.State.ADOPTED, revision=F("revision") + 1
    )
    if not changed and not Item.objects.filter(pk=item.pk, state=Item.State.ADOPTED).exists():
        raise Refused(_("条目“%(code)s”还没有签字，或已说明去向，不能列为问题。") % {"code": item.code})


def _begin(
    pieces: Collection[Piece], actor: Reach, now: datetime, today: date
) -> tuple[steps.Trace, list[Piece]]:  # fmt: skip
    """The step begun and the pieces locked, all of one board."""
    for piece in pieces:
        require_sees(actor, piece.opinion)
    around = next(iter(pieces)).opinion.round
    trace = steps.begin(
        GroupingStep.Verb.SETTLE, campaign=around.campaign, unit=around.unit, actor=actor, now=now, today=today
    )
    wanted = {piece.pk for piece in pieces}
    rows = list(
        Piece.objects.select_for_update(of=("self",))
        .filter(
            pk__in=wanted, replaced=False, opinion__triage=Opinion.Triage.OPINION,
            opinion__round__campaign=around.campaign, opinion__round__unit=around.unit,
        )
        .select_related("opinion")
        .order_by("uid")
    )  # fmt: skip
    if len(rows) != len(wanted):
        raise Stale(_("有的分条已被拆分、还原或重新分办。请刷新后再看。"))
    return trace, rows


def _locked(item: Item, revision: int, actor: Reach) -> Item:
    locked = Item.objects.select_for_update(of=("self",)).select_related("unit", "campaign").get(pk=item.pk)
    require_office(actor, locked.unit, locked.campaign)
    if locked.revision != revision or locked.removed:
        raise Stale(_("条目“%(code)s”刚被别人改过。请刷新后再试。") % {"code": locked.code})
    return locked


def _save(item: Item, **values: str | bool) -> None:
    for name, value in values.items():
        setattr(item, name, value)
    item.revision += 1
    item.save(update_fields=[*values, "revision"])


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise Refused(_("请写明理由。"))
    if len(reason) > 300:
        raise Refused(_("理由最多 300 个字，请删减。"))
    return reason
