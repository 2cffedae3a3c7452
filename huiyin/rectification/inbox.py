"""What waits for one person in rectification, for the desk."""

from datetime import date

from django.db.models import Q, QuerySet

from huiyin.organisation.access import Reach
from huiyin.organisation.hands import beside
from huiyin.organisation.models import Holding, Role
from huiyin.organisation.posts import held_on
from huiyin.rectification.doers import took_part
from huiyin.rectification.models import Asking, Extension, LookBack, Measure, OnSiteFeedback
from huiyin.rectification.queries import check_queue, within_reach

CHECKERS = (Role.SUPERVISOR, Role.OFFICE)


def to_begin(actor: Reach, today: date) -> QuerySet[Measure]:
    """Measures just issued on which nothing was recorded yet: for who holds the post, and the unit's own clerk and head."""
    posts = Holding.objects.filter(held_on(today), person=actor.account.person_id).values("post")
    own = Q(pk__in=())
    for right in actor.rights:
        if right.role in {Role.CLERK, Role.HEAD}:
            here = Q(unit__path=right.path)
            own |= here & Q(campaign__uid=right.campaign) if right.campaign else here
    rows = Measure.objects.filter(own | Q(post__in=posts), state=Measure.State.ASSIGNED)
    return rows.select_related("unit", "campaign").order_by("due_on", "code")


def to_review_as_unit(actor: Reach) -> QuerySet[Measure]:
    """Requests to close that the head of the responsible unit signs."""
    waiting = Measure.objects.filter(within_reach(actor, (Role.HEAD,)), state=Measure.State.SUBMITTED)
    return waiting.order_by("due_on", "pk")


def to_review_as_leader(actor: Reach, today: date) -> QuerySet[Measure]:
    """Measures signed by the unit that wait for the holder of the leading post."""
    posts = Holding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), person=actor.account.person_id, begins_on__lte=today
    ).values("post")
    return Measure.objects.filter(lead_post__in=posts, state=Measure.State.ORG_REVIEWED).order_by("due_on", "pk")


def to_check(actor: Reach) -> int:
    """How many measures stand in this person's check queue."""
    return check_queue(actor).count()


def extensions_to_decide(actor: Reach) -> list[Extension]:
    """Extensions asked from below this person's offices."""
    own = [right.path for right in actor.rights if right.role == Role.OFFICE]
    return list(
        Extension.objects.filter(within_reach(actor, (Role.OFFICE,), "measure__"), granted__isnull=True)
        # Not one's own unit's, except at the very top, which has nobody above it.
        .exclude(measure__unit__path__in=own, measure__unit__parent__isnull=False)
        .exclude(asked_by__person=actor.account.person_id)
        .select_related("measure")
        .order_by("asked_on")
    )


def samples_to_take(actor: Reach) -> QuerySet[Asking]:
    """Notices whose sample of those served has still to be asked."""
    return (
        Asking.objects.filter(
            within_reach(actor, CHECKERS, "measure__"), way=Asking.Way.NOTICE, sampled=0, closed_on__isnull=True,
            measure__state=Measure.State.CHECKED,
        )
        .filter(_not_mine(actor))
        .select_related("measure")
        .order_by("due_on", "pk")
    )  # fmt: skip


def look_backs_due(actor: Reach, today: date) -> QuerySet[LookBack]:
    """Look-backs that have fallen due."""
    return (
        LookBack.objects.filter(
            within_reach(actor, CHECKERS, "measure__"), done_on__isnull=True, due_on__lte=today,
        )
        .filter(_not_mine(actor))
        .select_related("measure")
        .order_by("due_on", "pk")
    )  # fmt: skip


def feedback_to_confirm(actor: Reach, today: date | None = None) -> QuerySet[OnSiteFeedback]:
    """On-site feedback that the head of the unit confirms the same day; what was not confirmed that day is past."""
    waiting = OnSiteFeedback.objects.filter(within_reach(actor, (Role.HEAD,)), confirmed_on__isnull=True).exclude(
        supervisor__in=beside(actor.account.person_id)
    )
    return (waiting.filter(on=today) if today else waiting).select_related("unit").order_by("-on")


def _not_mine(actor: Reach) -> Q:
    """Rows of measures that the actor took no part in."""
    return ~took_part(actor.account.person_id, prefix="measure__")
