"""The original words behind a problem or a measure, as far as this reader may read them: opinions decide that."""

from dataclasses import dataclass

from huiyin.opinions.access import WORDS_READERS, visible
from huiyin.opinions.models import Piece
from huiyin.organisation.access import Reach
from huiyin.rectification.models import Problem

SHOWN = 50


@dataclass(frozen=True)
class Heard:
    """Pieces to show, how many more there are, and how many are not this reader's to read (spoken of them)."""

    may_read: bool
    pieces: list[Piece]
    more: int
    hidden: int


def heard(problem: Problem, actor: Reach) -> Heard:
    """The pieces in the problem's items. Whoever is spoken about, and their clerks, see none before the feedback sheet."""
    if not actor.may(WORDS_READERS, problem.unit, problem.campaign.uid):
        return Heard(False, [], 0, 0)
    behind = Piece.objects.filter(placements__item__problems=problem, placements__item__removed=False, replaced=False)
    behind = behind.distinct()
    mine = behind.filter(opinion__in=visible(actor).values("pk"))
    total, readable = behind.count(), mine.count()
    pieces = list(mine.select_related("opinion").order_by("opinion", "order")[:SHOWN])
    return Heard(True, pieces, readable - len(pieces), total - readable)
