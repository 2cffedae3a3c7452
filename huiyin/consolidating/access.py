"""Who sees cards: whoever may read every original on them, and nobody else."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.campaigns.models import Campaign
from huiyin.consolidating.models import Card, CardPiece
from huiyin.opinions.access import WORDS_READERS, fed_back, held, spoken_about
from huiyin.opinions.models import Opinion
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit


def readable(actor: Reach) -> QuerySet[Card]:
    """The cards of the boards the actor reads.

    A card with one original about the actor is not there for them: its wording was made of all. Another person of the
    office decides it, and what else lies on it stands in the remainder for everybody. A card with one moved to the
    restricted register is there for nobody until that one has left it (huiyin.consolidating.forgetting).
    """
    here = held(actor, WORDS_READERS, unit="unit__path", campaign="campaign__uid")
    return Card.objects.filter(here).exclude(Exists(_kept_from(actor).filter(pieces__card_lines__card=OuterRef("pk"))))


def hidden_on(actor: Reach, campaign: Campaign, unit: Unit) -> QuerySet[CardPiece]:
    """The lines of a board's cards that keep their cards from the actor: few, found once for all the cards."""
    of_board = Q(round__campaign=campaign, round__unit=unit)
    return CardPiece.objects.filter(piece__opinion__in=_kept_from(actor).filter(of_board))


def about(actor: Reach) -> QuerySet[Opinion]:
    """What was said of the actor and not yet fed back."""
    return Opinion.objects.filter(Q(spoken_about(actor) & ~Q(fed_back())))


def _kept_from(actor: Reach) -> QuerySet[Opinion]:
    return about(actor) | Opinion.objects.filter(triage=Opinion.Triage.RESTRICTED)


def live() -> Q:
    """Lines of a card whose piece still waits for a place."""
    return Q(
        piece__replaced=False, piece__settlement="", piece__placements__isnull=True,
        piece__opinion__triage=Opinion.Triage.OPINION, piece__opinion__erased=False,
    )  # fmt: skip


def live_lines(card: Card) -> QuerySet[CardPiece]:
    """Them, in the order of the card."""
    return CardPiece.objects.filter(live(), card=card).order_by("rank")
