"""Where a measure stands, who may move it, and the one way it is moved: locked, with the revision seen, a step kept."""

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.core.errors import Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Holding, Post, Role, Team
from huiyin.organisation.paths import ancestors
from huiyin.organisation.posts import held_on
from huiyin.rectification.models import Measure, Step

NOT_STANDING = (Measure.State.DRAFT, Measure.State.VOIDED)
# Nothing more is owed on these; whatever else a measure may be is open when a campaign is handed over.
DONE_WITH = (*NOT_STANDING, Measure.State.CLOSED)
WORKING = (Measure.State.ASSIGNED, Measure.State.IN_PROGRESS)
OPEN_STATES = (
    Measure.State.ASSIGNED, Measure.State.IN_PROGRESS, Measure.State.SUBMITTED, Measure.State.ORG_REVIEWED,
    Measure.State.LEAD_REVIEWED, Measure.State.CHECKED, Measure.State.SUSPENDED,
)  # fmt: skip


def lock_measure(measure: Measure, revision: int | None) -> Measure:
    """The measure, locked, if nobody changed it since it was seen; two people never close it together.

    None is for verbs on a row of its own (an extension, an asking), which guard that row themselves.
    """
    locked = (
        Measure.objects.select_for_update(of=("self",))
        .select_related("unit", "campaign", "problem__unit", "post__unit", "lead_post__unit")
        .get(pk=measure.pk)
    )
    if revision is not None and locked.revision != revision:
        raise _stale(locked)
    return locked


def change_state(
    measure: Measure, to: str, *, verb: str, by: Account | None, now: datetime, on: date, text: str = ""
) -> None:
    """Move a locked measure to another state and keep the step."""
    before = measure.state
    since = measure.state_since if to == before else on
    changed = Measure.objects.filter(pk=measure.pk, revision=measure.revision).update(
        state=to, state_since=since, revision=F("revision") + 1
    )
    if not changed:
        raise _stale(measure)
    Step.objects.create(
        measure=measure, verb=Step.Verb(verb), before=before, after=to, by=by, at=now, on=on, text=text.strip(),
        post_id=measure.post_id,
    )  # fmt: skip
    measure.state, measure.state_since, measure.revision = to, since, measure.revision + 1


def touch(measure: Measure) -> None:
    """Raise the revision of a locked measure: a form sent twice is refused the second time."""
    if not Measure.objects.filter(pk=measure.pk, revision=measure.revision).update(revision=F("revision") + 1):
        raise _stale(measure)
    measure.revision += 1


def require_state(measure: Measure, *allowed: str) -> None:
    """Refuse unless the measure stands in one of the states, naming where it stands."""
    if measure.state not in allowed:
        raise Refused(
            _("措施“%(code)s”现在是“%(state)s”，不能进行这一步。")
            % {"code": measure.code, "state": Measure.State(measure.state).label}
        )


def holds(actor: Reach, post: Post, day: date) -> bool:
    """Whether the actor holds the post on a day."""
    return Holding.objects.filter(held_on(day), post=post, person=actor.account.person_id).exists()


def is_doer_side(actor: Reach, measure: Measure, day: date) -> bool:
    """The responsible unit's clerk or head, or whoever holds the responsible post today."""
    on_unit = actor.may((Role.CLERK, Role.HEAD), measure.unit, measure.campaign.uid)
    return on_unit or holds(actor, measure.post, day)


def require_doer_side(actor: Reach, measure: Measure, day: date) -> None:
    """Refuse everybody but those who do the work."""
    if not is_doer_side(actor, measure, day):
        raise Refused(
            _("只有责任单位“%(unit)s”的联络员、负责人或责任岗位的任职人可以办理。") % {"unit": measure.unit.name}
        )


def is_above(actor: Reach, measure: Measure) -> bool:
    """An office from above the responsible unit (an office team set up above counts); at the very top its own office."""
    unit, campaign = measure.unit, measure.campaign.uid
    here = [
        right
        for right in actor.rights
        if right.role == Role.OFFICE and unit.path.startswith(right.path) and right.campaign in (None, campaign)
    ]
    if unit.parent_id is None or any(right.path != unit.path and right.team is None for right in here):
        return bool(here)
    teams = {right.team for right in here if right.team is not None}
    return bool(teams) and Team.objects.filter(uid__in=teams, unit__path__in=ancestors(unit.path)[:-1]).exists()


def require_above(actor: Reach, measure: Measure) -> None:
    """Refuse whoever does not stand above the doer: nobody suspends, voids or extends what their own unit must do."""
    if not is_above(actor, measure):
        raise Refused(_("须由“%(unit)s”的上级活动办公室办理。") % {"unit": measure.unit.name})


def _stale(measure: Measure) -> Stale:
    return Stale(_("措施“%(code)s”刚被别人办理过，您的操作没有保存。请刷新后重试。") % {"code": measure.code})
