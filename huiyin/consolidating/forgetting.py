"""What was made of an opinion's words goes with the words (依法删除), and with a voice that left for the restricted register."""

from uuid import UUID

from django.db.models import F

from huiyin.campaigns.models import Campaign
from huiyin.consolidating import boards
from huiyin.consolidating.models import Band, Card, CardPiece, CardStep, Guess
from huiyin.opinions.models import Opinion
from huiyin.organisation.models import Unit


def forget(opinion: UUID) -> None:
    """In the erasing transaction: bands and guessed category, and the draft wording of every card the opinion stood on.

    An item's wording is a person's own and stays, as it does without cards; the card's may be words taken from it. That
    it stood on a card stays.
    """
    Band.objects.filter(opinion=opinion).delete()
    Guess.objects.filter(piece__opinion=opinion).delete()
    _unword(list(Card.objects.filter(lines__piece__opinion=opinion).select_related("campaign", "unit").distinct()))


def leave_restricted(campaign: Campaign, unit: Unit) -> int:
    """Under the board's lock: voices moved to the restricted register leave the open cards, with the wording made of them.

    Their cards were there for nobody; from now on the other originals on them wait for a decision again.
    """
    restricted = Opinion.objects.filter(
        round__campaign=campaign, round__unit=unit, triage=Opinion.Triage.RESTRICTED, pieces__isnull=False
    )
    # Mostly there are none, and then nothing else is asked.
    gone = list(restricted.values_list("pk", flat=True).distinct())
    if not gone:
        return 0
    Band.objects.filter(opinion__in=gone).delete()
    # Should one of them come back, it is met again.
    Opinion.objects.filter(pk__in=gone, banded=True).update(banded=None)
    Guess.objects.filter(piece__opinion__in=gone).delete()
    lines = CardPiece.objects.filter(
        boards.on_open_cards(), card__campaign=campaign, card__unit=unit, piece__opinion__in=gone
    )
    cards = list(Card.objects.filter(lines__in=lines).select_related("campaign", "unit").distinct())
    _unword(cards)
    CardPiece.objects.filter(pk__in=list(lines.values_list("pk", flat=True))).delete()
    for card in cards:
        Card.objects.filter(pk=card.pk).update(
            size=CardPiece.objects.filter(card=card).count(), revision=F("revision") + 1
        )
    return len(cards)


def _unword(cards: list[Card]) -> None:
    """Take the machine's wordings off cards, and out of what undoing the steps on them would bring back."""
    for card in cards:
        _unsay(card)
        if card.named_by_id is None:
            Card.objects.filter(pk=card.pk).update(label="")


def _unsay(card: Card) -> None:
    uid = str(card.uid)
    for step in CardStep.objects.filter(campaign=card.campaign, unit=card.unit).iterator():
        said = [one for one in step.undo["inverse"] if one.get("card") == uid and one.get("label")]
        if said:
            for one in said:
                one["label"] = ""
            step.save(update_fields=["undo"])
