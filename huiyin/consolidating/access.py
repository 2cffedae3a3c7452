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
    return Card.objects.filter(~hides(actor), here)


def hides(actor: Reach) -> Exists:
    """Whether a card is kept from the actor: asked of each by itself, as of a few cards it should be."""
    kept = Q(_about(actor) | Q(triage=Opinion.Triage.RESTRICTED))
    return Exists(Opinion.objects.filter(kept, pieces__card_lines__card=OuterRef("pk")))


def hidden_on(actor: Reach, campaign: Campaign, unit: Unit) -> Q:
    """The cards of a board that are kept from the actor, found once for all of them: each asked by itself reads all its lines.

    Two lists, since each has an index of its own: little is said of one reader, and little is restricted.
    """
    lists = (_about(actor), Q(triage=Opinion.Triage.RESTRICTED))
    return Q(*(_with_any_of(kept, campaign, unit) for kept in lists), _connector=Q.OR)


def _with_any_of(kept: Q, campaign: Campaign, unit: Unit) -> Q:
    opinions = Opinion.objects.filter(kept, round__campaign=campaign, round__unit=unit).values("pk")
    return Q(pk__in=CardPiece.objects.filter(piece__opinion__in=opinions).values("card"))


def about(actor: Reach) -> QuerySet[Opinion]:
    """What was said of the actor and not yet fed back."""
    return Opinion.objects.filter(_about(actor))


def _about(actor: Reach) -> Q:
    return Q(spoken_about(actor) & ~Q(fed_back()))


def live() -> Q:
    """Lines of a card whose piece still waits for a place."""
    return Q(
        piece__replaced=False, piece__settlement="", piece__placements__isnull=True,
        piece__opinion__triage=Opinion.Triage.OPINION, piece__opinion__erased=False,
    )  # fmt: skip


def live_lines(card: Card) -> QuerySet[CardPiece]:
    """Them, in the order of the card."""
    return CardPiece.objects.filter(live(), card=card).order_by("rank")
