"""Reads of one card: what lies on it and why, where that came from, and what wants the opposite."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from huiyin.consolidating.access import live, readable
from huiyin.consolidating.models import Card, CardPiece, Opposite
from huiyin.consolidating.said import short
from huiyin.core.errors import NotReached
from huiyin.opinions.access import may_read
from huiyin.opinions.models import Channel, Item, Round
from huiyin.opinions.queries import PieceLine, piece_lines
from huiyin.organisation.access import Reach

LINES = 50
# What the pages say of a card besides itself.
WITH = ("category", "item", "shaped_by__person", "named_by__person", "sorted_by__person", "decided_by__person")


@dataclass(frozen=True)
class CardLine:
    """A piece on a card with its words, and the beginning of the original it was put beside."""

    line: CardPiece
    words: str | None
    beside: str = ""


def card_named(uid: UUID, actor: Reach) -> Card:
    """One card, whatever became of it; `board` is the round whose board it lies on, `has_opposites` spares asking."""
    newest = Round.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit")).order_by("-number")
    found = (
        readable(actor)
        .filter(uid=uid)
        .annotate(
            board=Subquery(newest.values("uid")[:1]),
            has_opposites=Exists(Opposite.objects.filter(Q(card=OuterRef("pk")) | Q(other=OuterRef("pk")))),
        )
        .select_related("campaign", "unit", "step", *WITH)
        .first()
    )
    if found is None:
        raise NotReached(_("没有这张卡片：它可能已被新的一次归并建议替换，或不在您的权限范围内。"))
    return found


def is_open(card: Card) -> bool:
    """Whether it still waits for a person; also when its acceptance was taken back."""
    taken_back = card.state == Card.State.ACCEPTED and card.step is not None and card.step.undone_at is not None
    return card.state == Card.State.OPEN or taken_back


def lines_of(card: Card, actor: Reach, *, after: int = 0, size: int = LINES) -> tuple[list[CardLine], int]:
    """A part of what lies on a card, what speaks for it first; and the rank after which the next part begins, or 0."""
    rows = CardPiece.objects.filter(live(), card=card) if is_open(card) else CardPiece.objects.filter(card=card)
    rows = rows.filter(rank__gt=after) if after else rows
    rows = rows.annotate(near_read=Q(near__opinion__erased=False) & Q(may_read(actor, "near__opinion")))
    found = list(
        rows.select_related(
            "piece__look", "piece__opinion__about_unit", "piece__opinion__about_person", "piece__opinion__round", "near"
        ).order_by("rank")[: size + 1]
    )
    shown = found[:size]
    # Why pieces lie on a card: the originals they were put beside, as far as the actor may read them.
    beside = [line.near for line in shown if line.near is not None and vars(line)["near_read"]]
    words = {one.piece.pk: one.words for one in piece_lines(actor, [*(line.piece for line in shown), *beside])}
    reasons: dict[UUID | None, str] = {piece.pk: short(words[piece.pk] or "") for piece in beside}
    return (
        [CardLine(line, words[line.piece_id], reasons.get(line.near_id, "")) for line in shown],
        found[size - 1].rank if len(found) > size else 0,
    )


@dataclass(frozen=True)
class Makeup:
    """Where the pieces on a card came from. Respondent groups are never asked of one card."""

    pieces: int
    channels: tuple[tuple[str, int], ...]
    about: tuple[tuple[str, int], ...]  # units spoken about
    rounds: tuple[tuple[str, int], ...]


def makeup(card: Card) -> Makeup:
    """Channels, rounds and units spoken about, in one question. Every piece of a card shown is one its reader may read."""
    rows = CardPiece.objects.filter(live(), card=card) if is_open(card) else CardPiece.objects.filter(card=card)
    cells = rows.order_by().values_list(
        "piece__opinion__channel", "piece__opinion__round__name", "piece__opinion__about_unit__name"
    ).annotate(n=Count("pk"))  # fmt: skip
    channels: Counter[str] = Counter()
    rounds: Counter[str] = Counter()
    about: Counter[str] = Counter()
    for channel, around, unit, number in cells:
        channels[str(Channel(channel).label)] += number
        rounds[around] += number
        if unit:
            about[unit] += number
    return Makeup(sum(channels.values()), _most_first(channels), _most_first(about), _most_first(rounds))


def _most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def opposites(card: Card, actor: Reach) -> list[tuple[Card | None, Item | None]]:
    """The cards and items that want the opposite: a card once accepted is shown as its item."""
    if not vars(card).get("has_opposites", True):
        return []
    seen = readable(actor).filter(state__in=(Card.State.OPEN, Card.State.ACCEPTED))
    sides = Q(card=card, item__removed=False) | Q(Exists(seen.filter(pk=OuterRef("other"))), card=card)
    rows = Opposite.objects.filter(sides | Q(Exists(seen.filter(pk=OuterRef("card"))), other=card))
    found: list[tuple[Card | None, Item | None]] = []
    for row in rows.select_related("card__item", "other__item", "other__step", "card__step", "item")[:20]:
        side = row.other if row.card_id == card.pk else row.card
        if side is None or not is_open(side):
            found.append((None, row.item if side is None else side.item))
        else:
            found.append((side, None))
    return found


def words_on(actor: Reach, lines: Iterable[CardPiece]) -> dict[UUID, PieceLine]:
    """The words of pieces on cards that the actor reads."""
    return {one.piece.pk: one for one in piece_lines(actor, [line.piece for line in lines])}
