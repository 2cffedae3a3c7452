"""依法删除: what was made of an opinion's words to group them goes with the words; that it stood on a card stays."""

from uuid import UUID

from huiyin.consolidating.models import Band, Card, CardStep, Guess


def forget(opinion: UUID) -> None:
    """In the erasing transaction: bands and guessed category, and the draft wording of every card the opinion stood on.

    An item's wording is a person's own and stays, as it does without cards; the card's may be words taken from it.
    """
    Band.objects.filter(opinion=opinion).delete()
    Guess.objects.filter(piece__opinion=opinion).delete()
    cards = Card.objects.filter(lines__piece__opinion=opinion)
    for card in cards.select_related("campaign", "unit").distinct():
        _unsay(card)
        if card.named_by_id is None:
            Card.objects.filter(pk=card.pk).update(label="")


def _unsay(card: Card) -> None:
    """Take the machine's wordings of a card out of what undoing its steps would bring back."""
    uid = str(card.uid)
    for step in CardStep.objects.filter(campaign=card.campaign, unit=card.unit).iterator():
        said = [one for one in step.undo["inverse"] if one.get("card") == uid and one.get("label")]
        if said:
            for one in said:
                one["label"] = ""
            step.save(update_fields=["undo"])
