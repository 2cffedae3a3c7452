"""What stands against a card: other cards and items, how many pieces speak for each, and whether it is a wish or a hint."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huiyin.consolidating.access import live, readable
from huiyin.consolidating.models import Card, CardPiece, Opposite
from huiyin.opinions.models import Item, Placement
from huiyin.organisation.access import Reach

# Of one card so many are shown.
MOST = 20
# What is told of either side; the rows of cards, items and steps are wide.
_CARD = (
    "uid", "number", "kind", "state", "label", "step__undone_at", "item__uid", "item__code", "item__statement",
)  # fmt: skip
_SIDES = (
    "card_id", "other_id", "item_id", "hinted", "item__uid", "item__code", "item__statement",
    *(f"{side}__{name}" for side in ("card", "other") for name in _CARD),
)  # fmt: skip


@dataclass(frozen=True)
class OtherSide:
    """A card or an item that wants the opposite, or only seems to; and how many pieces say so."""

    card: Card | None
    item: Item | None
    pieces: int
    hinted: bool


def stands_against() -> Exists:
    """Cards that want the opposite of another card or of an item."""
    return Exists(Opposite.objects.filter(Q(card=OuterRef("pk")) | Q(other=OuterRef("pk"))))


def is_open(card: Card) -> bool:
    """Whether it still waits for a person; also when its acceptance was taken back."""
    taken_back = card.state == Card.State.ACCEPTED and card.step is not None and card.step.undone_at is not None
    return card.state == Card.State.OPEN or taken_back


def other_sides(cards: Collection[Card], actor: Reach) -> dict[int, list[OtherSide]]:
    """Of each card what stands against it, outright wishes first; a card once accepted is shown as its item.

    Asked in one question, and only of cards that have any (`has_opposites`, where the row carries it).
    """
    asked = {card.pk for card in cards if vars(card).get("has_opposites", True)}
    found: dict[int, list[OtherSide]] = defaultdict(list)
    if not asked:
        return found
    for row in _rows(asked, actor):
        for mine, side in ((row.card_id, row.other), (row.other_id, row.card)):
            if mine in asked:
                found[mine].append(_other_side(row, side if row.item_id is None else None, mine == row.card_id))
    return {pk: _each_once(sides) for pk, sides in found.items()}


def against_item(item: Item, actor: Reach) -> list[OtherSide]:
    """What stands against an item: cards against it, and against the cards that were accepted into it."""
    into = Card.objects.filter(item=item, state=Card.State.ACCEPTED, step__undone_at__isnull=True).exclude(
        kind=Card.Kind.PLACE
    )
    sides = [side for some in other_sides(list(into[:MOST]), actor).values() for side in some]
    rows = _sized(Opposite.objects.filter(Exists(_seen(actor).filter(pk=OuterRef("card"))), item=item))
    sides += [_other_side(row, row.card, False) for row in rows[:MOST]]
    return _each_once([side for side in sides if side.item != item])


def _rows(asked: Collection[int], actor: Reach) -> QuerySet[Opposite]:
    """The pairs with these cards whose other side is an item that stands, or a card that the actor reads."""
    seen = _seen(actor)
    to_item = Q(card__in=asked, item__removed=False)
    to_other = Q(Exists(seen.filter(pk=OuterRef("other"))), card__in=asked)
    to_card = Q(Exists(seen.filter(pk=OuterRef("card"))), other__in=asked)
    return _sized(Opposite.objects.filter(to_item | to_other | to_card))


def _seen(actor: Reach) -> QuerySet[Card]:
    return readable(actor).filter(state__in=(Card.State.OPEN, Card.State.ACCEPTED))


def _sized(rows: QuerySet[Opposite]) -> QuerySet[Opposite]:
    """With how many pieces wait on each card, and lie in each item."""

    def waiting(card: str) -> Coalesce:
        lines = CardPiece.objects.filter(live(), card=OuterRef(card)).order_by().values("card")
        return Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)

    def lying(item: OuterRef | Coalesce) -> Coalesce:
        placed = Placement.objects.filter(item=item).order_by().values("item")
        return Coalesce(Subquery(placed.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)

    wide = rows.select_related("card__item", "other__item", "card__step", "other__step", "item")
    return wide.only(*_SIDES).annotate(
        of_card=waiting("card"), of_other=waiting("other"), in_card=lying(OuterRef("card__item")),
        # A pair has an item or another card on its far side, never both.
        in_other=lying(Coalesce(OuterRef("item"), OuterRef("other__item"))),
    )  # fmt: skip


def _other_side(row: Opposite, side: Card | None, is_other: bool) -> OtherSide:
    """The far side of a pair; the numbers stand on the row under the names `_sized` gave them."""
    number = vars(row)
    if side is None:
        return OtherSide(None, row.item, number["in_other"], row.hinted)
    if is_open(side):
        return OtherSide(side, None, number["of_other" if is_other else "of_card"], row.hinted)
    return OtherSide(None, side.item, number["in_other" if is_other else "in_card"], row.hinted)


def _each_once(sides: Iterable[OtherSide]) -> list[OtherSide]:
    """Outright wishes before hints, the larger first; whoever is against in both ways is against outright."""
    first: dict[tuple[Card | None, Item | None], OtherSide] = {}
    for side in sorted(sides, key=_outright_and_large):
        first.setdefault((side.card, side.item), side)
    return list(first.values())[:MOST]


def _outright_and_large(side: OtherSide) -> tuple[bool, int, str]:
    thing = side.card or side.item
    return side.hinted, -side.pieces, str(thing.uid) if thing else ""
