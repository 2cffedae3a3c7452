"""What waits for one person in rectification, for the desk."""

from datetime import date

from django.db.models import Q, QuerySet

from huiyin.organisation.access import Reach
from huiyin.organisation.models import Holding, Role
from huiyin.organisation.paths import any_of
from huiyin.rectification.doers import took_part
from huiyin.rectification.models import Asking, Extension, LookBack, Measure, OnSiteFeedback
from huiyin.rectification.queries import check_queue, within_reach

CHECKERS = (Role.SUPERVISOR, Role.OFFICE)


def to_review_as_unit(actor: Reach) -> list[Measure]:
    """Requests to close that the head of the responsible unit signs."""
    return list(
        Measure.objects.filter(within_reach(actor, (Role.HEAD,)), state=Measure.State.SUBMITTED).order_by("due_on")
    )


def to_review_as_leader(actor: Reach, today: date) -> list[Measure]:
    """Measures signed by the unit that wait for the holder of the leading post."""
    posts = Holding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), person=actor.account.person_id, begins_on__lte=today
    ).values("post")
    return list(Measure.objects.filter(lead_post__in=posts, state=Measure.State.ORG_REVIEWED).order_by("due_on"))


def to_check(actor: Reach) -> int:
    """How many measures stand in this person's check queue."""
    return check_queue(actor).count()


def extensions_to_decide(actor: Reach) -> list[Extension]:
    """Extensions asked from below this person's offices."""
    above = [right.path for right in actor.rights if right.role == Role.OFFICE]
    return list(
        Extension.objects.filter(any_of(above, "measure__unit__path"), granted__isnull=True)
        # Not one's own unit's, except at the very top, which has nobody above it.
        .exclude(measure__unit__path__in=above, measure__unit__parent__isnull=False)
        .exclude(asked_by__person=actor.account.person_id)
        .select_related("measure")
        .order_by("asked_on")
    )


def samples_to_take(actor: Reach) -> QuerySet[Asking]:
    """Notices whose sample of those served has still to be asked."""
    return (
        Asking.objects.filter(
            within_reach(actor, CHECKERS, "measure__"), way=Asking.Way.NOTICE, sampled=0, closed_on__isnull=True,
            measure__state=Measure.State.CHECKED, measure__in=_not_mine(actor),
        )
        .select_related("measure")
        .order_by("due_on")
    )  # fmt: skip


def look_backs_due(actor: Reach, today: date) -> QuerySet[LookBack]:
    """Look-backs that have fallen due."""
    return (
        LookBack.objects.filter(
            within_reach(actor, CHECKERS, "measure__"), done_on__isnull=True, due_on__lte=today,
            measure__in=_not_mine(actor),
        )
        .select_related("measure")
        .order_by("due_on")
    )  # fmt: skip


def feedback_to_confirm(actor: Reach, today: date | None = None) -> QuerySet[OnSiteFeedback]:
    """On-site feedback that the head of the unit confirms the same day; what was not confirmed that day is past."""
    waiting = OnSiteFeedback.objects.filter(within_reach(actor, (Role.HEAD,)), confirmed_on__isnull=True).exclude(
        supervisor__person=actor.account.person_id
    )
    return (waiting.filter(on=today) if today else waiting).select_related("unit").order_by("-on")


def _not_mine(actor: Reach) -> QuerySet[Measure]:
    """Measures that the actor took no part in."""
    return Measure.objects.filter(~took_part(actor.account.person_id))
