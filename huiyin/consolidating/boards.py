"""What the machine reads of a board: the remainder, the items with what people put there, and every earlier decision."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.campaigns.models import Campaign
from huiyin.consolidating.models import Apart, Card, CardPiece, NotHere
from huiyin.consolidating.said import Decided, Held, Said, Standing
from huiyin.opinions.intake import words_of
from huiyin.opinions.models import GroupingStep, Item, Opinion, Piece, Placement
from huiyin.opinions.pieces import text_of
from huiyin.organisation.models import Unit

Verb = GroupingStep.Verb
# Of an item with thousands of pieces so many speak for it; the first by key, so that a run repeats itself.
SPEAKING = 200


def loose(campaign: Campaign, unit: Unit) -> QuerySet[Piece]:
    """Every piece of the board in no item and without a settlement, whoever may read it: shown only by `queries`."""
    return Piece.objects.filter(
        opinion__round__campaign=campaign, opinion__round__unit=unit, opinion__triage=Opinion.Triage.OPINION,
        opinion__erased=False, replaced=False, settlement="", placements__isnull=True,
    )  # fmt: skip


def untouched(campaign: Campaign, unit: Unit) -> QuerySet[Card]:
    """Open cards that are the machine's alone: the next run replaces them."""
    return Card.objects.filter(
        campaign=campaign, unit=unit, state=Card.State.OPEN, shaped_by__isnull=True, sorted_by__isnull=True,
        named_by__isnull=True, decided_by__isnull=True,
    )  # fmt: skip


def is_open() -> Q:
    """Cards that wait for a person; one whose acceptance was taken back waits again."""
    return Q(state=Card.State.OPEN) | Q(state=Card.State.ACCEPTED, step__undone_at__isnull=False)


def on_open_cards() -> Q:
    """The same, asked of the lines of cards."""
    return Q(card__state=Card.State.OPEN) | Q(card__state=Card.State.ACCEPTED, card__step__undone_at__isnull=False)


def shaped(campaign: Campaign, unit: Unit) -> QuerySet[Card]:
    """Open cards that a person had a hand in: no run touches them."""
    waiting = Card.objects.filter(is_open(), campaign=campaign, unit=unit)
    return waiting.exclude(pk__in=untouched(campaign, unit))


def said(pieces: QuerySet[Piece]) -> list[Said]:
    """Pieces with their words, in the order of their keys; garbled ones as the machine reads them, which changes no original."""
    from huiyin.text.grouping.mending import mended

    rows = list(pieces.order_by("uid").only("uid", "opinion_id", "begin", "end"))
    words = words_of({row.opinion_id for row in rows})
    kept = [row for row in rows if row.opinion_id in words]
    read = mended([text_of(row, words[row.opinion_id]) for row in kept])
    return [Said(row.pk, text) for row, text in zip(kept, read, strict=True)]


def free(campaign: Campaign, unit: Unit) -> list[Said]:
    """The loose pieces that lie on no card of a person."""
    kept = CardPiece.objects.filter(card__in=shaped(campaign, unit)).values("piece")
    return said(loose(campaign, unit).exclude(pk__in=kept))


def items(campaign: Campaign, unit: Unit) -> list[Held]:
    """The board's items with what lies in them."""
    rows = Placement.objects.filter(
        item__campaign=campaign, item__unit=unit, item__removed=False,
        piece__opinion__triage=Opinion.Triage.OPINION, piece__opinion__erased=False,
    )  # fmt: skip
    of: dict[int, list[UUID]] = defaultdict(list)
    for item, piece in rows.order_by("piece").values_list("item", "piece"):
        if len(of[item]) < SPEAKING:
            of[item].append(piece)
    pieces = {one.piece: one for one in said(Piece.objects.filter(placements__in=rows).distinct())}
    found = Item.objects.filter(pk__in=list(of)).values_list("pk", "uid", "statement")
    return [
        Held(uid, statement, tuple(pieces[piece] for piece in of[pk] if piece in pieces))
        for pk, uid, statement in found
    ]


def standing(campaign: Campaign, unit: Unit) -> list[Standing]:
    """The cards people shaped, with the originals that speak for them."""
    rows = CardPiece.objects.filter(card__in=shaped(campaign, unit), representative=True)
    pieces = {one.piece: one for one in said(Piece.objects.filter(pk__in=rows.values("piece")))}
    of: dict[UUID, list[Said]] = defaultdict(list)
    for card, piece in rows.order_by("card", "rank").values_list("card__uid", "piece"):
        if piece in pieces:
            of[card].append(pieces[piece])
    return [Standing(card, tuple(found)) for card, found in of.items()]


def decided(campaign: Campaign, unit: Unit) -> Decided:
    """Every decision of a person that a run must not go against."""
    sides: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    rows = Apart.objects.filter(campaign=campaign, unit=unit).values_list("verdict", "piece", "side")
    for verdict, piece, side in rows.iterator():
        sides[verdict][piece] = side
    refused = NotHere.objects.filter(item__campaign=campaign, item__unit=unit).values_list("piece", "item__uid")
    return Decided(sides, frozenset(refused) | _taken_out(campaign, unit), Apart.ALL)


def _taken_out(campaign: Campaign, unit: Unit) -> frozenset[tuple[UUID, UUID]]:
    """Pieces that a person took out of an item and did not put back."""
    found: set[tuple[UUID, UUID]] = set()
    steps = GroupingStep.objects.filter(campaign=campaign, unit=unit)
    out = steps.filter(verb__in=(Verb.REMOVE, Verb.MOVE, Verb.SPLIT_ITEM), undone_at__isnull=True)
    for undo in out.values_list("undo", flat=True).iterator():
        # What undoing would put back is what the step took out.
        found |= {(UUID(one["piece"]), UUID(one["item"])) for one in undo["inverse"] if one["do"] == "place"}
    return frozenset(found)
