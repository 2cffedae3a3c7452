"""Meetings as they are read: who sees them, what was promised at the last one, what is due, the waivers a report prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from huiyin.campaigns.models import Campaign
from huiyin.gatherings.models import Expected, LifeMeeting, Waiver
from huiyin.gatherings.rights import nothing
from huiyin.gatherings.terms import NOTICE_DAYS
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Holding, Role, Unit
from huiyin.organisation.paths import any_of
from huiyin.organisation.posts import held_on
from huiyin.rectification.models import Measure

State = LifeMeeting.State
_WITH = ("unit", "campaign__unit", "host", "opened_by__person", "waiver__by__person", "waiver__unit")


@dataclass(frozen=True)
class Deadline:
    """Something about a meeting that the office has to do by a day."""

    meeting: LifeMeeting
    what: str
    due_on: date


def meetings_seen(actor: Reach, today: date) -> list[LifeMeeting]:
    """The meetings of units in reach, and of the team one belongs to; newest first."""
    own = Holding.objects.filter(held_on(today), person=actor.account.person_id, post__leader=True)
    seen = actor.within(READERS, campaign="campaign__uid") | Q(unit__in=own.values("post__unit"))
    return list(LifeMeeting.objects.filter(seen).select_related(*_WITH).order_by("-on", "-pk"))


def meeting_seen(uid: UUID, actor: Reach, today: date) -> LifeMeeting:
    """One of them; a neighbour's is not there."""
    own = Holding.objects.filter(held_on(today), person=actor.account.person_id, post__leader=True)
    seen = actor.within(READERS, campaign="campaign__uid") | Q(unit__in=own.values("post__unit"))
    found = LifeMeeting.objects.filter(seen, uid=uid).select_related(*_WITH).first()
    if found is None:
        raise nothing()
    return found


def last_promises(meeting: LifeMeeting) -> tuple[LifeMeeting | None, list[Measure]]:
    """The unit's meeting before this one and where each of its measures stands now."""
    before = LifeMeeting.objects.filter(unit=meeting.unit, state=State.OPENED, on__lte=meeting.on).exclude(
        pk=meeting.pk
    )
    last = before.order_by("-opened_on", "-pk").first()
    return last, promised(last) if last else []


def promised(meeting: LifeMeeting) -> list[Measure]:
    """The measures of a meeting."""
    found = Measure.objects.filter(pk__in=meeting.promises.values("measure"))
    return list(found.select_related("unit", "problem").order_by("code"))


def may_be_promised(meeting: LifeMeeting) -> list[Measure]:
    """The measures for the unit's problems that are not listed yet."""
    found = Measure.objects.filter(any_of([meeting.unit.path], "problem__unit__path"), campaign=meeting.campaign)
    left = found.exclude(pk__in=meeting.promises.values("measure")).exclude(state=Measure.State.VOIDED)
    return list(left.select_related("unit", "problem__unit").order_by("code"))


def measures_named(meeting: LifeMeeting, uids: Sequence[UUID]) -> list[Measure]:
    """Some of them, as ticked."""
    return [one for one in may_be_promised(meeting) if one.uid in set(uids)]


def notice_due(meeting: LifeMeeting) -> date:
    """By when the superior is to be told before the meeting (to be confirmed)."""
    return meeting.on - timedelta(days=NOTICE_DAYS.value)


def deadlines(actor: Reach) -> list[Deadline]:
    """What is due of the meetings whose office the actor is: told before, reported after."""
    mine = LifeMeeting.objects.filter(actor.within((Role.OFFICE,), campaign="campaign__uid")).select_related("unit")
    before = mine.filter(state=State.PREPARING, noticed_on__isnull=True)
    after = mine.filter(state=State.OPENED, reported_on__isnull=True, report_due_on__isnull=False)
    return [
        *(Deadline(one, "notice", notice_due(one)) for one in before),
        *(Deadline(one, "report", one.report_due_on) for one in after if one.report_due_on),
    ]


def waivers(
    campaign: Campaign, *, unit: Unit | None, alone: bool = False, begin: date | None = None, end: date | None = None
) -> list[Waiver]:
    """The waivers of a campaign in a subtree (None: everywhere) whose meetings were held: a report prints them."""
    found = Waiver.objects.filter(meeting__campaign=campaign, meeting__state=State.OPENED)
    if unit is not None:
        found = found.filter(Q(meeting__unit=unit) if alone else any_of([unit.path], "meeting__unit__path"))
    if begin is not None:
        found = found.filter(meeting__opened_on__gte=begin)
    if end is not None:
        found = found.filter(meeting__opened_on__lte=end)
    return list(found.select_related("meeting__unit", "by__person", "unit").order_by("on", "pk"))


def expected_of(meeting: LifeMeeting) -> list[Expected]:
    """Those who should attend, in the order of their posts."""
    return list(meeting.expected.select_related("person").order_by("order", "pk"))


def waiver_of(meeting: LifeMeeting) -> Waiver | None:
    """The superior's waiver, if there is one."""
    return Waiver.objects.filter(meeting=meeting).select_related("by__person", "unit").first()
