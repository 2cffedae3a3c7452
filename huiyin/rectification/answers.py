"""What those who were asked answered: silence is shown as silence, no number before the asking is settled, none of a few."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from huiyin.core.terms import LEAST_VOICES
from huiyin.opinions.grid.solving import solve
from huiyin.opinions.grid.table import table
from huiyin.rectification.models import Asking, Measure, Rating


@dataclass(frozen=True)
class Answers:
    """What was answered in one asking, of days that are over: by kind, the silent, and the words in no order.

    No words before the asking is settled: those of today less those of yesterday would be the words of who spoke in between.
    """

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

    @property
    def is_settled(self) -> bool:
        """Whether the asking is over: until then two readings would subtract to who answered in between."""
        return self.asking.closed_on is not None

    @property
    def is_few(self) -> bool:
        """Whether fewer than five are behind it: then no number is shown, of them or of any part."""
        return self.answered + self.silent < LEAST_VOICES.value

    @property
    def is_silent(self) -> bool:
        """Whether it may be said that some kept silent: of a few only when all did, else where the number is shown."""
        return not self.answered if self.is_few else bool(self.parts[-1][1])

    @property
    def asked(self) -> int:
        """Of how many the parts are parts."""
        return self.answered + self.silent

    @property
    def parts(self) -> list[tuple[str, int | None]]:
        """Each kind with how many; None where it would tell of fewer than five, by itself or by subtraction."""
        kinds = [
            (_("已解决"), self.solved), (_("部分解决"), self.partly), (_("没有解决"), self.not_solved),
            (_("没有作答"), self.silent),
        ]  # fmt: skip
        of = table([len(kinds)], [(at,) for at, (_word, count) in enumerate(kinds) for _each in range(count)])
        hidden = solve(of, least=LEAST_VOICES.value)
        return [(word, None if (at,) in hidden else count) for at, (word, count) in enumerate(kinds)]


def answers(found: Measure, today: date) -> list[Answers]:
    """The askings of a measure, newest first. Today's ratings wait: a count that moves would tell when somebody spoke."""
    # Ordered by their random key, which says nothing about who came first.
    over = Rating.objects.filter(day__lt=today).order_by("uid")
    made = []
    for one in found.askings.order_by("-pk").prefetch_related(Prefetch("ratings", over)):
        ratings = list(one.ratings.all())
        kinds = [rating.answer for rating in ratings]
        words = [rating.words for rating in ratings if rating.words and one.closed_on is not None]
        made.append(
            Answers(
                one, kinds.count(Rating.Answer.SOLVED), kinds.count(Rating.Answer.PARTLY),
                kinds.count(Rating.Answer.NOT_SOLVED), tuple(words),
            )
        )  # fmt: skip
    return made
