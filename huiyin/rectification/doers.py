"""Who did a measure: by person, across posts and accounts, and in whose hands those accounts were then.

None of them may check it (自己不能给自己销号).
"""

from datetime import date

from django.db.models import F, Q

from huiyin.organisation.hands import acted, ever_beside
from huiyin.organisation.models import Holding
from huiyin.rectification.models import Evidence, Extension, Measure, Progress, RouteStep, Step

# Steps taken by the doing side; an office that issues, suspends or transfers does not do the work.
_DOING = ("begin", "route", "submit", "unit_review", "unit_review_return", "leader_review", "leader_review_return")


def took_part(person: int, on: date | None = None, *, prefix: str = "") -> Q:
    """Measures that a person worked on, signed for, or held the responsible post of while they ran (up to `on`).

    Posts that were responsible before a transfer count like the present one. Whoever ever held the post counts: the end of
    a holding can be written back, and then a doer would be none. `prefix` leads from the rows asked for to the measure.
    """
    # Asked from the person's side: what one person did is little, however many measures there are.
    sat = ever_beside(person).values("pk")
    posts = Holding.objects.filter(person=person, **({"begins_on__lte": on} if on else {})).values("post")
    steps = Step.objects.filter(acted(person, at="at"), by__in=sat, verb__in=_DOING)
    did = (
        Progress.objects.filter(acted(person, at="recorded_at"), by__in=sat),
        Evidence.objects.filter(acted(person, at="received_at"), by__in=sat),
        steps,
        RouteStep.objects.filter(done_by__person=person),
        Extension.objects.filter(asked_by__person=person),
        Step.objects.filter(post__in=posts).exclude(post=F("measure__post")),
    )
    part = Q(**{f"{prefix}post__in": posts})
    for rows in did:
        part |= Q(**{f"{prefix}pk__in": rows.order_by().values("measure")})
    return part


def is_doer(measure: Measure, person: int, on: date) -> bool:
    """Whether a person did this measure."""
    return Measure.objects.filter(took_part(person, on), pk=measure.pk).exists()
