"""Who did a measure: by person, across posts and accounts. None of them may check it (自己不能给自己销号)."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from huiyin.organisation.models import Holding
from huiyin.rectification.models import Evidence, Extension, Measure, Progress, RouteStep, Step

# Steps taken by the doing side; an office that issues, suspends or transfers does not do the work.
_DOING = ("begin", "route", "submit", "unit_review", "unit_review_return", "leader_review", "leader_review_return")


def took_part(person: int, on: date | None = None) -> Q:
    """Measures that a person worked on, signed for, or held the responsible post of while they ran (up to `on`).

    Posts that were responsible before a transfer count like the present one. Whoever ever held the post counts: the end of
    a holding can be written back, and then a doer would be none.
    """
    mine = {"measure": OuterRef("pk"), "by__person": person}
    held = Holding.objects.filter(person=person, **({"begins_on__lte": on} if on else {}))
    holder = held.filter(post=OuterRef("post"))
    return (
        Q(Exists(Progress.objects.filter(**mine)))
        | Q(Exists(Evidence.objects.filter(**mine)))
        | Q(Exists(Step.objects.filter(**mine, verb__in=_DOING)))
        | Q(Exists(RouteStep.objects.filter(measure=OuterRef("pk"), done_by__person=person)))
        | Q(Exists(Extension.objects.filter(measure=OuterRef("pk"), asked_by__person=person)))
        | Q(Exists(holder))
        | Q(Exists(Step.objects.filter(Exists(holder), measure=OuterRef("pk")).exclude(post=F("measure__post"))))
    )


def is_doer(measure: Measure, person: int, on: date) -> bool:
    """Whether a person did this measure."""
    return Measure.objects.filter(took_part(person, on), pk=measure.pk).exists()
