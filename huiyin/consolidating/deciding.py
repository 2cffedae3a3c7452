"""Accepting and refusing cards: through the same verbs as consolidation by hand, so that every promise holds as there."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.consolidating import looking, tracing
from huiyin.consolidating.access import live_lines
from huiyin.consolidating.models import Card, CardPiece, CardStep, Look
from huiyin.core.errors import Refused
from huiyin.opinions import grouping
from huiyin.opinions.handling_queries import pieces_named
from huiyin.opinions.models import Category, Item
from huiyin.organisation.access import Reach

Verb = CardStep.Verb
State = Card.State


def accept(
    *, card: Card, revision: int, actor: Reach, now: datetime, today: date, statement: str = "",
    category: Category | None = None, key: bool = False,
) -> Item:  # fmt: skip
    """The card becomes an item, or its pieces go into the item it names; what found a place meanwhile is left out."""
    with transaction.atomic():
        trace = tracing.begin(Verb.ACCEPT, campaign=card.campaign, unit=card.unit, actor=actor, now=now, today=today)
        card = trace.card(card, revision)
        uids = list(live_lines(card).values_list("piece", flat=True))
        if not uids:
            raise Refused(_("这张卡片上的意见都已另有去处，不用再接受。可以选“不接受”，收起这张卡片。"))
        pieces = pieces_named(uids, actor)
        if card.kind == Card.Kind.PLACE:
            item = _item_of(card)
            grouping.place(pieces=pieces, item=item, actor=actor, now=now, today=today)
            values: dict[str, object] = {}
        else:
            wording = grouping.statement_of(statement or card.label)
            item = grouping.create_item(
                campaign=card.campaign, unit=card.unit, statement=wording, category=category, key=key, pieces=pieces,
                actor=actor, now=now, today=today,
            )  # fmt: skip
            values = _what_a_person_changed(card, wording, category, actor)
        trace.change(
            card, state=State.ACCEPTED, item=item, step=trace.grouped(), decided_by=actor.account, decided_at=now,
            **values,
        )  # fmt: skip
        looking.keep(uids, Look.How.CARD, actor=actor, today=today)
        trace.write(card, len(uids), item=item.uid)
    return item


def refuse(*, card: Card, revision: int, actor: Reach, now: datetime, today: date) -> None:
    """The card goes away and is not proposed again: these pieces as one, or these pieces in that item."""
    with transaction.atomic():
        trace = tracing.begin(Verb.REFUSE, campaign=card.campaign, unit=card.unit, actor=actor, now=now, today=today)
        card = trace.card(card, revision)
        uids = list(CardPiece.objects.filter(card=card).values_list("piece", flat=True))
        if card.kind == Card.Kind.PLACE:
            trace.not_here(uids, _item_of(card))
        else:
            trace.apart(uids)
        trace.change(card, state=State.REFUSED, decided_by=actor.account, decided_at=now)
        trace.write(card, len(uids))


def place_into(
    *, card: Card, revision: int, pieces: Collection[UUID], item: Item, actor: Reach, now: datetime, today: date
) -> int:
    """Ticked pieces go straight into an item, each looked at by whoever ticked it."""
    with transaction.atomic():
        trace = tracing.begin(Verb.PLACE, campaign=card.campaign, unit=card.unit, actor=actor, now=now, today=today)
        card = trace.card(card, revision)
        chosen = ticked(card, pieces)
        grouping.place(pieces=pieces_named(chosen, actor), item=item, actor=actor, now=now, today=today)
        trace.grouped()
        part(trace, card, chosen)
        trace.take(chosen, card)
        trace.change(card)
        looking.keep(chosen, Look.How.ONE, actor=actor, today=today)
        trace.write(card, len(chosen), item=item.uid)
    return len(chosen)


def ticked(card: Card, pieces: Collection[UUID]) -> list[UUID]:
    """The chosen pieces, all of which still wait on the card."""
    chosen = list(live_lines(card).filter(piece__in=pieces).values_list("piece", flat=True))
    if not chosen:
        raise Refused(_("请先勾选这张卡片上的意见。"))
    if len(chosen) != len(set(pieces)):
        raise Refused(_("所选意见有的已不在这张卡片上，或已另有去处。请刷新后再选。"))
    return chosen


def part(trace: tracing.Trace, card: Card, chosen: Collection[UUID]) -> None:
    """Remember that the chosen pieces do not belong to the rest of the card."""
    if card.kind == Card.Kind.PLACE:
        trace.not_here(chosen, _item_of(card))
        return
    rest = CardPiece.objects.filter(card=card).exclude(piece__in=chosen).values_list("piece", flat=True)
    if rest:
        trace.apart(list(rest), chosen)


def _item_of(card: Card) -> Item:
    if card.item is None:
        raise RuntimeError("a card that places names its item")
    return card.item


def _what_a_person_changed(
    card: Card, wording: str, category: Category | None, actor: Reach
) -> dict[str, object]:  # fmt: skip
    changed: dict[str, object] = {}
    if wording != card.label:
        changed |= {"label": wording, "named_by": actor.account}
    if (category.pk if category else None) != card.category_id:
        changed |= {"category": category, "sorted_by": actor.account}
    return changed
