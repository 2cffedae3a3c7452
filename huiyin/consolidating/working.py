"""The worker reads a board and writes what the machine proposes: at once, or not at all."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Min

from huiyin.campaigns.models import Campaign
from huiyin.consolidating import boards, repeats, runs, sentence_model, sorting
from huiyin.consolidating.actions import PROPOSED
from huiyin.consolidating.drafting import draft
from huiyin.consolidating.drafts import Draft, Drafted
from huiyin.consolidating.models import Card, CardPiece, Guess, Opposite, Run
from huiyin.consolidating.sentence_model import Chosen
from huiyin.consolidating.sorting import Sure
from huiyin.core import audit
from huiyin.core.jobs import Clock, Progress
from huiyin.opinions.models import Category, Item, Placement

_CHUNK = 500


def work(uid: UUID, *, clock: Clock, progress: Progress) -> None:
    """The job: read, think, write. Begun again after a breakdown it does the same; done once, it does nothing."""
    run = Run.objects.select_related("campaign", "unit").get(uid=uid)
    if run.state != Run.State.WAITING:
        return
    seen = runs.last_step(run.campaign, run.unit)
    pieces = boards.free(run.campaign, run.unit)
    # Guessing a category takes about as long as all the rest.
    total = 2 * len(pieces) + 2
    progress(1, total)
    drafted, model = Drafted((), (), 0), sentence_model.chosen(wanted=run.with_model)
    if not run.sort_only:
        repeats.index_board(run.campaign, run.unit)
        drafted = draft(
            pieces, boards.items(run.campaign, run.unit), boards.standing(run.campaign, run.unit),
            boards.decided(run.campaign, run.unit), lambda through: progress(1 + through, total), embedder=model.embedder,
        )  # fmt: skip
    progress(1 + len(pieces), total)
    everything = boards.said(boards.loose(run.campaign, run.unit))
    guessed = sorting.guesses(run.campaign, run.unit, everything)
    progress(total - 1, total)
    with transaction.atomic():
        if _write(run, drafted, guessed, len(everything), now := clock(), model):
            runs.sort_again(run, since=seen, now=now)
    progress(total, total)


def _write(run: Run, drafted: Drafted, guessed: Mapping[UUID, Sure], read: int, now: datetime, model: Chosen) -> bool:
    """The campaign's row is the board's lock: nobody accepts a card while they are exchanged. Whether it was to be done."""
    Campaign.objects.select_for_update().get(pk=run.campaign_id)
    if not Run.objects.select_for_update().filter(pk=run.pk, state=Run.State.WAITING).exists():
        return False
    _write_guesses(run, guessed)
    made: dict[int, Card] = {}
    if not run.sort_only:
        boards.untouched(run.campaign, run.unit).delete()
        made = _write_cards(run, drafted, model)
        _write_opposites(drafted, made)
    cards = sorting.resorted(run.campaign, run.unit, guessed)
    Card.objects.bulk_update(cards, ["category", "confidence"], _CHUNK)
    run.state, run.finished_at, run.pieces, run.cards, run.left = Run.State.DONE, now, read, len(made), drafted.left
    run.model, run.without_model = model.name, model.why_not
    run.save(update_fields=["state", "finished_at", "pieces", "cards", "left", "model", "without_model"])
    audit.record(
        PROPOSED, actor=None, now=now, subject=run, unit=run.unit, cards=len(made), pieces=read, left=drafted.left,
        model=model.name,
    )  # fmt: skip
    return True


def _write_guesses(run: Run, guessed: Mapping[UUID, Sure]) -> None:
    codes = dict(Category.objects.filter(campaign=run.campaign).values_list("code", "pk"))
    Guess.objects.filter(piece__opinion__round__campaign=run.campaign, piece__opinion__round__unit=run.unit).delete()
    Guess.objects.bulk_create(
        [
            Guess(piece_id=piece, category_id=codes[code], confidence=sure)
            for piece, (code, sure) in sorted(guessed.items())
            if code in codes
        ],
        _CHUNK,
    )


def _write_cards(run: Run, drafted: Drafted, model: Chosen) -> dict[int, Card]:
    """What people did while the machine was reading stands: pieces placed or taken since are left out."""
    left = set(boards.loose(run.campaign, run.unit).values_list("pk", flat=True))
    kept = CardPiece.objects.filter(card__in=boards.shaped(run.campaign, run.unit))
    left -= set(kept.values_list("piece", flat=True))
    decided = boards.decided(run.campaign, run.unit)
    wanted = {one.item for one in drafted.drafts if one.item}
    items = {item.uid: item for item in Item.objects.filter(uid__in=wanted, removed=False)}
    lying: dict[UUID, list[UUID]] = defaultdict(list)
    for item, piece in Placement.objects.filter(item__uid__in=wanted).values_list("item__uid", "piece"):
        lying[item].append(piece)
    number = Card.objects.filter(campaign=run.campaign, unit=run.unit).aggregate(most=Max("number"))["most"] or 0
    cards: dict[int, Card] = {}
    lines: list[CardPiece] = []
    for place, one in enumerate(drafted.drafts):
        pieces = [piece for piece in one.pieces if piece in left and (piece, one.item) not in decided.not_here]
        pieces = decided.together(pieces, lying[one.item] if one.item else ())
        least = min(len(one.pieces), 1 if one.kind == Card.Kind.PLACE else 2)
        if len(pieces) < least or (one.item is not None and one.item not in items):
            continue
        number += 1
        card = Card(
            campaign=run.campaign, unit=run.unit, number=number, kind=one.kind, label=one.label, size=len(pieces),
            item=items[one.item] if one.item else None, model=model.name if one.themed else "",
        )  # fmt: skip
        cards[place] = card
        lines += _lines(card, one, pieces)
    Card.objects.bulk_create(cards.values(), _CHUNK)
    CardPiece.objects.bulk_create(lines, _CHUNK)
    _leave_accepted_cards(run, [card.pk for card in cards.values()])
    return cards


def _leave_accepted_cards(run: Run, made: list[int]) -> None:
    """What a person took out of an item and the machine now proposes anew leaves the card it was accepted on.

    Else it would lie on two open cards once that acceptance is taken back too.
    """
    accepted = Card.objects.filter(campaign=run.campaign, unit=run.unit, state=Card.State.ACCEPTED)
    anew = CardPiece.objects.filter(card__in=made).values("piece")
    lines = list(CardPiece.objects.filter(card__in=accepted, piece__in=anew).values_list("pk", "card"))
    CardPiece.objects.filter(pk__in=[pk for pk, _card in lines]).delete()
    for card in {card for _pk, card in lines}:
        left = CardPiece.objects.filter(card=card)
        if not left.filter(representative=True).exists():
            left.filter(rank=left.aggregate(first=Min("rank"))["first"]).update(representative=True)
        Card.objects.filter(pk=card).update(size=left.count(), revision=F("revision") + 1)


def _lines(card: Card, one: Draft, pieces: list[UUID]) -> list[CardPiece]:
    first = one.representatives.intersection(pieces) or frozenset(pieces[:1])
    order = [*(piece for piece in pieces if piece in first), *(piece for piece in pieces if piece not in first)]
    return [
        CardPiece(
            card=card, piece_id=piece, rank=rank, representative=piece in first, repeats=piece in one.repeats,
            near_id=one.near.get(piece),
        )
        for rank, piece in enumerate(order, 1)
    ]  # fmt: skip


def _write_opposites(drafted: Drafted, made: Mapping[int, Card]) -> None:
    standing = {
        card.uid: card for card in Card.objects.filter(uid__in=[one.standing for one in drafted.facing if one.standing])
    }
    items = {item.uid: item for item in Item.objects.filter(uid__in=[one.item for one in drafted.facing if one.item])}
    # What is wished outright outweighs a hint about the same two.
    found: dict[int, dict[tuple[int | None, int | None], bool]] = defaultdict(dict)
    for one in drafted.facing:
        card = made.get(one.draft)
        if card is None:
            continue
        other = made.get(one.other) if one.other is not None else standing.get(one.standing) if one.standing else None
        item = items.get(one.item) if one.item else None
        if other is not None and other.pk != card.pk:
            side: tuple[int | None, int | None] = (other.pk, None)
        elif item is not None:
            side = (None, item.pk)
        else:
            continue
        found[card.pk][side] = one.hinted and found[card.pk].get(side, True)
    Opposite.objects.bulk_create(
        [
            Opposite(card_id=card, other_id=other, item_id=item, hinted=hinted)
            for card, sides in sorted(found.items())
            for (other, item), hinted in sorted(sides.items(), key=str)
        ],
        _CHUNK,
    )
