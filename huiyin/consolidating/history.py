"""One item's history: the steps of consolidation that touched it, and the cards that led to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.consolidating.access import readable
from huiyin.consolidating.models import Card
from huiyin.opinions.models import GroupingStep, Item
from huiyin.organisation.access import Reach

# One page looks through so many steps of the board; the next goes on from there.
LOOKED_THROUGH = 300


@dataclass(frozen=True)
class Event:
    """One step: what, who, when, whether it was taken back, and the card of the machine it came from."""

    verb: str
    who: str
    at: datetime
    pieces: int
    undone: bool
    card: Card | None
    is_readable: bool  # whether the card is there for whoever looks


def of_item(item: Item, actor: Reach, *, before: UUID | None = None) -> tuple[list[Event], UUID | None]:
    """The newest events of an item, and the step below which to look on; None when everything was looked through."""
    rows = GroupingStep.objects.filter(campaign=item.campaign, unit=item.unit).select_related("account__person")
    if before:
        rows = rows.filter(pk__lt=GroupingStep.objects.filter(uid=before).values("pk"))
    looked = list(rows.order_by("-pk")[:LOOKED_THROUGH])
    mine = [step for step in looked if str(item.uid) in step.undo["touched"]]
    cards = {card.step_id: card for card in Card.objects.filter(step__in=mine)}
    there = set(readable(actor).filter(pk__in=[card.pk for card in cards.values()]).values_list("pk", flat=True))
    found = [
        Event(
            step.get_verb_display(), step.account.person.name, step.at, _pieces_of(step, item),
            step.undone_at is not None, card := cards.get(step.pk), card is not None and card.pk in there,
        )
        for step in mine
    ]  # fmt: skip
    return found, looked[-1].uid if len(looked) == LOOKED_THROUGH else None


def _pieces_of(step: GroupingStep, item: Item) -> int:
    """How many pieces the step put into the item or took out of it."""
    uid = str(item.uid)
    return sum(one["do"] in {"place", "unplace"} and one["item"] == uid for one in step.undo["inverse"])
