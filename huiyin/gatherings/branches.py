"""Meetings of branches: the roll ticked, the quorum worked out by its preset, posted to the book; silent branches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.gatherings.actions import BRANCH_MET
from huiyin.gatherings.models import BranchMeeting, BranchPart
from huiyin.gatherings.quorum import BY_CODE, Quorum
from huiyin.gatherings.rights import nothing
from huiyin.gatherings.terms import SILENT_DAYS
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine.services import post, require_recorder
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.models import Holding, Person, Unit
from huiyin.organisation.posts import held_on
from huiyin.organisation.queries import in_official_order

Kind, Way = BranchMeeting.Kind, BranchPart.Way
# The books know a branch life meeting by its own kind; the everyday ones are among the others.
_BOOKED = {Kind.LIFE: Meeting.Kind.BRANCH_LIFE}


@dataclass(frozen=True)
class Silence:
    """A branch without a meeting of a kind within its period. A hint to ask, no mark and no order of branches."""

    unit: Unit
    kind: str
    last_on: date | None
    days: int


def roll_of(unit: Unit, day: date) -> list[Person]:
    """The people of a branch on a day."""
    here = Person.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), unit=unit)
    return list(here.order_by("pk"))


@transaction.atomic
def record(
    unit: Unit, *, kind: str, preset: str, on: date, topics: str, ways: Mapping[Person, tuple[str, str]],
    actor: Reach, now: datetime, campaign: UUID | None = None,
) -> BranchMeeting:  # fmt: skip
    """A meeting held: who was there, away, not counted as due. Short of its quorum it is refused."""
    require_recorder(actor, unit, campaign)
    if kind not in Kind.values or preset not in BY_CODE:
        raise Refused(_("请选择会议类别和法定人数。"))
    topics = topics.strip()
    if not topics or len(topics) > 300:
        raise Refused(_("请写明议题，最多 300 个字。"))
    if on > local_date(now):
        raise Refused(_("日期晚于今天。这里只登记已经开过的会，请改正。"))
    expected, attended = _counted(ways, BY_CODE[preset])
    try:
        with transaction.atomic():
            made = BranchMeeting.objects.create(
                unit=unit, kind=kind, preset=preset, on=on, topics=topics, expected=expected, attended=attended,
                by=actor.account, campaign=campaign,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("这一天的这个会已经登记过，没有重复登记。")) from error
    leaders = set(
        Holding.objects.filter(held_on(on), person__in=list(ways), post__leader=True).values_list("person", flat=True)
    )
    BranchPart.objects.bulk_create(
        BranchPart(meeting=made, person=person, way=way, reason=reason.strip()[:120], leader=person.pk in leaders)
        for person, (way, reason) in ways.items()
    )
    post(
        MEETINGS, source_kind="branch_meeting", source=made.uid, event="held", unit=unit, fact_date=on,
        values={
            "name": str(made), "kind": _BOOKED.get(Kind(kind), Meeting.Kind.OTHER), "expected": expected,
            "attended": attended, "topics": topics,
        },
        account=actor.account, now=now, campaign=campaign, audited=False,
    )  # fmt: skip
    audit.record(
        BRANCH_MET, actor=actor.account, now=now, subject=made, unit=unit, meeting=kind, preset=preset,
        expected=expected, attended=attended,
    )  # fmt: skip
    return made


def meetings_of(actor: Reach) -> list[BranchMeeting]:
    """The last hundred meetings of branches in reach."""
    found = BranchMeeting.objects.filter(actor.within(READERS, campaign="campaign")).select_related("unit")
    return list(found.order_by("-on", "-pk")[:100])


def meeting_named(uid: UUID, actor: Reach) -> BranchMeeting:
    """One of them."""
    found = BranchMeeting.objects.filter(actor.within(READERS, campaign="campaign"), uid=uid).select_related("unit")
    row = found.first()
    if row is None:
        raise nothing()
    return row


def parts_of(meeting: BranchMeeting) -> list[BranchPart]:
    """Who was there and who was not."""
    return list(meeting.parts.select_related("person").order_by("pk"))


def branch_run(uid: UUID, actor: Reach) -> Unit:
    """A unit for which the actor records."""
    found = actor.units_for(RECORDERS, None).filter(uid=uid).first()
    if found is None:
        raise nothing()
    return found


def branches(actor: Reach) -> list[Unit]:
    """The branches for which the actor records, in the official order."""
    return in_official_order(actor.units_for(RECORDERS, None).filter(kind=Unit.Kind.BRANCH, closed_on__isnull=True))


def silent(actor: Reach, today: date) -> list[Silence]:
    """Branches in reach without a meeting of a kind within its period, in the official order."""
    units = in_official_order(actor.units_for(READERS, None).filter(kind=Unit.Kind.BRANCH, closed_on__isnull=True))
    rows = BranchMeeting.objects.filter(unit__in=units).values_list("unit", "kind").annotate(last=Max("on"))
    last = {(unit, kind): on for unit, kind, on in rows.order_by()}
    found = []
    for unit in units:
        for kind, setting in SILENT_DAYS.items():
            on = last.get((unit.pk, kind))
            if on is None or on < today - timedelta(days=setting.value):
                found.append(Silence(unit, str(Kind(kind).label), on, setting.value))
    return found


def _counted(ways: Mapping[Person, tuple[str, str]], quorum: Quorum) -> tuple[int, int]:
    """应到 and 实到; refused short of the quorum, and where a reason is missing."""
    for person, (way, reason) in ways.items():
        if way not in Way.values:
            raise Refused(_("请给“%(name)s”选到会、缺席或不计入应到。") % {"name": person.name})
        if way != Way.PRESENT and not reason.strip():
            raise Refused(_("请写明“%(name)s”没有到会的原因。") % {"name": person.name})
    expected = sum(way != Way.EXCUSED for way, _why in ways.values())
    attended = sum(way == Way.PRESENT for way, _why in ways.values())
    if not quorum.met(expected=expected, attended=attended):
        raise Refused(
            _("应到 %(due)d 人，实到 %(here)d 人，够不上“%(quorum)s”（%(source)s），这次会议不成立，没有登记。")
            % {"due": expected, "here": attended, "quorum": quorum.name, "source": quorum.source}
        )
    return expected, attended
