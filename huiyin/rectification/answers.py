"""What those who were asked answered: silence is shown as silence, and no answer on the day it came."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from huiyin.rectification.models import Asking, Measure, Rating


@dataclass(frozen=True)
class Answers:
    """What was answered in one asking, of days that are over: by kind, the silent, and the words in no order."""

    asking: Asking
    solved: int
    partly: int
    not_solved: int
    words: tuple[str, ...]

    @property
    def answered(self) -> int:
        """How many answered."""
        return self.solved + self.partly + self.not_solved

    @property
    def silent(self) -> int:
        """How many were asked and did not answer: silence, and shown as silence."""
        return max(0, self.asking.asked - self.answered)


def answers(found: Measure, today: date) -> list[Answers]:
    """The askings of a measure, newest first. Today's ratings wait: a count that moves would tell when somebody spoke."""
    # Ordered by their random key, which says nothing about who came first.
    over = Rating.objects.filter(day__lt=today).order_by("uid")
    made = []
    for one in found.askings.order_by("-pk").prefetch_related(Prefetch("ratings", over)):
        ratings = list(one.ratings.all())
        kinds = [rating.answer for rating in ratings]
        made.append(
            Answers(
                one, kinds.count(Rating.Answer.SOLVED), kinds.count(Rating.Answer.PARTLY),
                kinds.count(Rating.Answer.NOT_SOLVED), tuple(rating.words for rating in ratings if rating.words),
            )
        )  # fmt: skip
    return made
