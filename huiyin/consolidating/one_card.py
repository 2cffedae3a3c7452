"""Reads of one card: what lies on it and why, where that came from, and what wants the opposite."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Subquery, Sum
from django.utils.translation import gettext as _

from huiyin.consolidating.access import live, readable
from huiyin.consolidating.facing import is_open, stands_against
from huiyin.consolidating.models import Card, CardPiece, Guess
from huiyin.consolidating.said import short
from huiyin.core.errors import NotReached
from huiyin.opinions.access import spoken_about, visible
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import Channel, Opinion, Piece, Round
from huiyin.opinions.pieces import text_of
from huiyin.opinions.queries import piece_lines
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account

LINES = 50
# What the pages say of a card besides itself; its people come by `with_people`, since most cards have none yet.
WITH = ("category", "item")
_PEOPLE = ("shaped_by", "named_by", "sorted_by", "decided_by")
# What the page shows of a line: the rows beside it (an opinion, a unit, a person) are wide.
_LINE = (
    "card_id", "rank", "representative", "repeats", "by", "piece__opinion_id", "piece__begin", "piece__end", "piece__look__how",
    "piece__opinion__about", "piece__opinion__slip_no", "piece__opinion__channel", "piece__opinion__day",
    "piece__opinion__about_unit__name", "piece__opinion__about_person__name", "piece__opinion__round__name",
    "near__opinion_id", "near__begin", "near__end",
)  # fmt: skip


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
            has_opposites=stands_against(),
        )
        .select_related("campaign", "unit", "step", *WITH)
        .defer("step__undo", "item__reply")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这张卡片：它可能已被新的一次归并建议替换，或不在您的权限范围内。"))
    with_people([found])
    return found


def with_people(cards: Collection[Card]) -> None:
    """Give cards the people who had a hand in them, in one question, or none where the machine alone had."""
    wanted = {key for card in cards for name in _PEOPLE if (key := getattr(card, f"{name}_id")) is not None}
    if not wanted:
        return
    accounts = Account.objects.select_related("person").in_bulk(wanted)
    for card in cards:
        for name in _PEOPLE:
            if (key := getattr(card, f"{name}_id")) is not None:
                setattr(card, name, accounts[key])


def lines_of(card: Card, actor: Reach, *, after: int = 0, size: int = LINES) -> tuple[list[CardLine], int]:
    """A part of what lies on a card, what speaks for it first; and the rank after which the next part begins, or 0."""
    rows = CardPiece.objects.filter(live(), card=card) if is_open(card) else CardPiece.objects.filter(card=card)
    rows = rows.filter(rank__gt=after) if after else rows
    wide = rows.select_related(
        "piece__look", "piece__opinion__about_unit", "piece__opinion__about_person", "piece__opinion__round", "near"
    )
    found = list(wide.only(*_LINE).annotate(of_reader=of_reader(actor)).order_by("rank")[: size + 1])
    shown = found[:size]
    beside = _beside(card, shown, actor)
    words = words_on(actor, shown, beside)
    reasons: dict[UUID | None, str] = {piece.pk: short(words[piece.pk] or "") for piece in beside}
    return (
        [CardLine(line, words[line.piece_id], reasons.get(line.near_id, "")) for line in shown],
        found[size - 1].rank if len(found) > size else 0,
    )


def _beside(card: Card, lines: Sequence[CardPiece], actor: Reach) -> list[Piece]:
    """Why pieces lie on a card: the originals they were put beside, as far as the actor may read them."""
    near = {line.near.pk: line.near for line in lines if line.near is not None}
    # Whoever reads a card reads all that is shown of it; only what lies elsewhere has to be asked for.
    elsewhere = {piece.opinion_id for piece in near.values()} - {line.piece.opinion_id for line in lines}
    if not elsewhere:
        return list(near.values())
    readable_ones = set(visible(actor).filter(pk__in=elsewhere, erased=False).values_list("pk", flat=True))
    return [piece for piece in near.values() if piece.opinion_id not in elsewhere - readable_ones]


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


def leaning_to(card: Card, *, most: int = 3) -> list[tuple[str, float]]:
    """The categories its pieces come nearest to, each with how sure that is, where the machine was too unsure to set one."""
    rows = Guess.objects.filter(piece__card_lines__card=card).order_by().values_list(
        "category__name", "category__wind", "category__code"
    ).annotate(sure=Sum("confidence")).order_by("-sure", "category__code")[:most]  # fmt: skip
    return [(f"{name}（{wind}）" if wind else name, sure / max(card.size, 1)) for name, wind, _code, sure in rows]


def of_reader(actor: Reach) -> Exists:
    """Whether the original of a line speaks of its reader: asked with the lines, as `of_reader`, it spares a question."""
    return Exists(Opinion.objects.filter(spoken_about(actor), pk=OuterRef("piece__opinion")))


def words_on(actor: Reach, lines: Collection[CardPiece], beside: Collection[Piece] = ()) -> dict[UUID, str | None]:
    """The words of pieces on cards that the actor reads (with `of_reader` on them), and of those beside them.

    Where one may speak of the reader, all go the long way, which shows them only as fed back.
    """
    pieces = [*(line.piece for line in lines), *beside]
    known = {line.piece.opinion_id for line in lines}
    if any(vars(line)["of_reader"] for line in lines) or any(piece.opinion_id not in known for piece in beside):
        return {one.piece.pk: one.words for one in piece_lines(actor, pieces)}
    words = words_of({piece.opinion_id for piece in pieces})
    return {
        piece.pk: text_of(piece, words[piece.opinion_id]) if piece.opinion_id in words else None for piece in pieces
    }
