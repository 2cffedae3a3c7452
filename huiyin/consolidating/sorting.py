"""The category of a piece and of a card: from names and descriptions, and from what people sorted before."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from huiyin.campaigns.models import Campaign
from huiyin.consolidating import boards
from huiyin.consolidating.models import Card, CardPiece
from huiyin.consolidating.said import Said
from huiyin.opinions.models import Category, Opinion, Piece, Placement
from huiyin.organisation.models import Unit
from huiyin.text.grouping import categories as library

Sure = tuple[str, float]  # a category's code and how sure the machine is
# Below this a card is better sorted by a person than by a guess that somebody accepts unread.
SURE_ENOUGH = 0.35


def examples(campaign: Campaign, unit: Unit) -> list[library.Example]:
    """What people sorted: the pieces of items with a category, and of cards whose category a person set."""
    placed = Placement.objects.filter(
        item__campaign=campaign, item__unit=unit, item__removed=False, item__category__isnull=False,
        piece__opinion__triage=Opinion.Triage.OPINION, piece__opinion__erased=False,
    ).values_list("piece", "item__category__code")  # fmt: skip
    carded = CardPiece.objects.filter(
        boards.on_open_cards(), card__campaign=campaign, card__unit=unit, card__sorted_by__isnull=False,
        card__category__isnull=False,
    ).values_list("piece", "card__category__code")  # fmt: skip
    pairs = sorted({*placed, *carded})
    words = {
        one.piece: one.words for one in boards.said(Piece.objects.filter(pk__in={piece for piece, _code in pairs}))
    }
    return [library.Example(words[piece], code) for piece, code in pairs if piece in words]


def known(campaign: Campaign) -> list[library.Category]:
    """The campaign's categories as the machine reads them."""
    rows = Category.objects.filter(campaign=campaign).order_by("order", "code")
    return [library.Category(row.code, row.name, row.about, (row.wind,) if row.wind else ()) for row in rows]


def guesses(campaign: Campaign, unit: Unit, pieces: Sequence[Said]) -> dict[UUID, Sure]:
    """For each piece the category it most likely belongs to; nothing where the campaign has no two categories to choose from."""
    all_known = known(campaign)
    if len(all_known) < 2 or not pieces:
        return {}
    said = sorted(pieces, key=lambda one: (one.words, one.piece))
    texts = [one.words for one in said]
    sorter = library.learn(all_known, examples(campaign, unit), texts)
    found = zip(said, sorter.sort(texts), strict=True)
    return {one.piece: (guess.category, round(guess.confidence, 4)) for one, guess in found if guess.category}


def of_card(pieces: Collection[UUID], guessed: Mapping[UUID, Sure]) -> Sure | None:
    """A card's category: what its pieces together are surest of; how sure is their mean."""
    sums: dict[str, float] = defaultdict(float)
    for piece in sorted(pieces):
        if piece in guessed:
            code, sure = guessed[piece]
            sums[code] += sure
    if not sums:
        return None
    code = min(sums, key=lambda code: (-round(sums[code], 6), code))
    return code, round(sums[code] / len(pieces), 4)


def resorted(campaign: Campaign, unit: Unit, guessed: Mapping[UUID, Sure]) -> list[Card]:
    """The open cards whose category no person set, with the category that the guesses now give them; not saved."""
    cards = list(
        Card.objects.filter(boards.is_open(), campaign=campaign, unit=unit, sorted_by__isnull=True).exclude(
            kind=Card.Kind.PLACE
        )
    )
    of: dict[int, list[UUID]] = defaultdict(list)
    for key, piece in CardPiece.objects.filter(card__in=cards).values_list("card", "piece"):
        of[key].append(piece)
    categories = {row.code: row for row in Category.objects.filter(campaign=campaign)}
    for card in cards:
        sure = of_card(of[card.pk], guessed)
        card.category = categories.get(sure[0]) if sure and sure[1] >= SURE_ENOUGH else None
        card.confidence = sure[1] if sure and card.category else None
    return cards
