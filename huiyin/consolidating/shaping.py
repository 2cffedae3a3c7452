"""Shaping open cards: split, merge, move, drop, rename, sort. Whoever shapes a card takes it over from the machine."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.consolidating import looking, runs, tracing
from huiyin.consolidating.deciding import part, ticked
from huiyin.consolidating.models import Card, CardPiece, CardStep, Look, Opposite
from huiyin.consolidating.said import short
from huiyin.core.errors import Refused
from huiyin.opinions.grouping import statement_of
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import Category, Piece
from huiyin.opinions.pieces import text_of
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

Verb = CardStep.Verb
Kind = Card.Kind


def split(
    *, card: Card, revision: int, pieces: Collection[UUID], statement: str, actor: Reach, now: datetime, today: date
) -> Card:
    """Ticked pieces become a card of their own; later runs keep them apart from the rest."""
    with transaction.atomic():
        trace = _begin(Verb.SPLIT, card, actor, now, today)
        card = trace.card(card, revision)
        chosen = ticked(card, pieces)
        if len(chosen) == CardPiece.objects.filter(card=card).count():
            raise Refused(_("勾选了这张卡片的全部意见，不用分出。请只勾选要分出去的。"))
        part(trace, card, chosen)
        made = Card.objects.create(
            campaign=card.campaign, unit=card.unit, number=next_number(card.campaign, card.unit), kind=Kind.NEW,
            label=statement_of(statement) if statement.strip() else _first_words(chosen[0]), size=len(chosen),
            category=None if card.kind == Kind.PLACE else card.category,
            named_by=actor.account if statement.strip() else None, shaped_by=actor.account,
        )  # fmt: skip
        trace.made(made)
        trace.carry(chosen, card, made)
        _speak(made)
        trace.change(card)
        looking.keep(chosen, Look.How.ONE, actor=actor, today=today)
        trace.write(card, len(chosen), made=made.uid)
    return made


def move(
    *, card: Card, revision: int, pieces: Collection[UUID], to: Card, actor: Reach, now: datetime, today: date
) -> int:
    """Ticked pieces go to another card."""
    with transaction.atomic():
        trace = _begin(Verb.MOVE, card, actor, now, today)
        card, to = trace.card(card, revision), trace.card(to)
        _require_two(card, to)
        chosen = ticked(card, pieces)
        part(trace, card, chosen)
        count = trace.carry(chosen, card, to)
        trace.change(to)
        _change_or_close(trace, card)
        looking.keep(chosen, Look.How.ONE, actor=actor, today=today)
        trace.write(card, count, to=to.uid)
    return count


def drop(*, card: Card, revision: int, pieces: Collection[UUID], actor: Reach, now: datetime, today: date) -> int:
    """Ticked pieces go back to the remainder and are not proposed together with these again."""
    with transaction.atomic():
        trace = _begin(Verb.DROP, card, actor, now, today)
        card = trace.card(card, revision)
        chosen = ticked(card, pieces)
        if len(chosen) == CardPiece.objects.filter(card=card).count():
            raise Refused(_("勾选了这张卡片的全部意见。整张都不合适的，请选“不接受”。"))
        part(trace, card, chosen)
        trace.take(chosen, card)
        trace.change(card)
        looking.keep(chosen, Look.How.ONE, actor=actor, today=today)
        trace.write(card, len(chosen))
    return len(chosen)


def merge(*, card: Card, revision: int, into: Card, actor: Reach, now: datetime, today: date) -> Card:
    """Everything on one card goes onto another. Opposite wishes are not merged: they would vanish behind one wording."""
    with transaction.atomic():
        trace = _begin(Verb.MERGE, card, actor, now, today)
        card, into = trace.card(card, revision), trace.card(into)
        _require_two(card, into)
        if card.kind == Kind.PLACE and card.item_id != into.item_id:
            raise Refused(_("这张卡片是要归入已有条目的，不能整张并入别的卡片。请勾选意见，再移过去。"))
        outright = Opposite.objects.filter(hinted=False)
        if outright.filter(Q(card=card, other=into) | Q(card=into, other=card)).exists():
            raise Refused(
                _("卡片 %(one)d 和 %(other)d 是相反的意见，不能合并，以免少数意见看不见。请分别办理。")
                % {"one": card.number, "other": into.number}
            )
        pieces = list(CardPiece.objects.filter(card=card).values_list("piece", flat=True))
        count = trace.carry(pieces, card, into)
        trace.change(into)
        trace.change(card, state=Card.State.MERGED, decided_by=actor.account, decided_at=now)
        trace.write(card, count, into=into.uid)
    return into


def rename(*, card: Card, revision: int, statement: str, actor: Reach, now: datetime, today: date) -> Card:
    """Put a card's matter in other words."""
    with transaction.atomic():
        trace = _begin(Verb.RENAME, card, actor, now, today)
        card = trace.card(card, revision)
        if card.kind == Kind.PLACE:
            raise Refused(_("这张卡片归入已有条目，表述就是那个条目的。要改，请到条目页。"))
        trace.change(card, label=statement_of(statement), named_by=actor.account)
        trace.write(card, 0)
    return card


def set_category(
    *, card: Card, revision: int, category: Category | None, actor: Reach, now: datetime, today: date
) -> Card:
    """Sort a card; from then on it is an example, and the worker sorts the other open cards anew."""
    with transaction.atomic():
        trace = _begin(Verb.CATEGORY, card, actor, now, today)
        card = trace.card(card, revision)
        if card.kind == Kind.PLACE:
            raise Refused(_("这张卡片归入已有条目，类别就是那个条目的。要改，请到条目页。"))
        if category is not None and category.campaign_id != card.campaign_id:
            raise Refused(_("这个类别不属于本活动，请重选。"))
        trace.change(card, category=category, confidence=None, sorted_by=actor.account)
        trace.write(card, 0)
        runs.sort_soon(card.campaign, card.unit, actor=actor, now=now)
    return card


def next_number(campaign: Campaign, unit: Unit) -> int:
    """The number of the board's next card; asked under the board's lock."""
    return (Card.objects.filter(campaign=campaign, unit=unit).aggregate(most=Max("number"))["most"] or 0) + 1


def _begin(verb: Verb, card: Card, actor: Reach, now: datetime, today: date) -> tracing.Trace:
    return tracing.begin(verb, campaign=card.campaign, unit=card.unit, actor=actor, now=now, today=today)


def _change_or_close(trace: tracing.Trace, card: Card) -> None:
    """A card from which everything was moved is done."""
    if CardPiece.objects.filter(card=card).exists():
        trace.change(card)
    else:
        trace.change(card, state=Card.State.MERGED, decided_by=trace.actor.account, decided_at=trace.now)


def _require_two(card: Card, other: Card) -> None:
    if card.pk == other.pk:
        raise Refused(_("这就是同一张卡片。请另选一张。"))


def _first_words(piece: UUID) -> str:
    row = Piece.objects.get(pk=piece)
    words = words_of([row.opinion_id])
    return short(text_of(row, words.get(row.opinion_id, ""))) or _("未命名")


def _speak(card: Card) -> None:
    """The first pieces of a new card speak for it."""
    first = CardPiece.objects.filter(card=card).order_by("rank").values_list("pk", flat=True)[:3]
    CardPiece.objects.filter(pk__in=list(first)).update(representative=True)
