"""志愿服务记录: who served how long, entered by list, and the record certificate given without charge (志愿服务条例 第十九条).

Hours are what people say of themselves: no clocking, no place taken, no points (rules.md §10, §13).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.books.service import VOLUNTEERING
from huiyin.ledgers.engine.services import post, require_recorder, void_posted
from huiyin.organisation.access import RECORDERS, Reach
from huiyin.organisation.models import Person, Unit
from huiyin.service.actions import CERTIFIED, VOLUNTEERS_ENTERED, VOLUNTEERS_TAKEN_BACK
from huiyin.service.models import VolunteerHours, VolunteerList

SOURCE, EVENT = "volunteer_list", "served"
MOST, LONGEST = 2000, Decimal(24)


@dataclass(frozen=True)
class Activity:
    """What was done, where and when."""

    name: str
    content: str
    place: str
    held_on: date


@dataclass(frozen=True)
class Served:
    """One person and the hours they reported."""

    person: Person
    hours: Decimal


@dataclass(frozen=True)
class Certificate:
    """What one unit's records say of a person; nothing else is on the certificate."""

    person: Person
    unit: Unit
    rows: list[VolunteerHours]

    @property
    def hours(self) -> Decimal:
        """All of them."""
        return sum((row.hours for row in self.rows), Decimal(0))


@transaction.atomic
def enter(
    unit: Unit, done: Activity, rows: Sequence[Served], *, actor: Reach, now: datetime, campaign: UUID | None = None
) -> VolunteerList:
    """The list of one activity, all rows or none; people and hours are sums of its rows and go into the book."""
    require_recorder(actor, unit, campaign)
    _sound(done, rows, local_date(now))
    made = VolunteerList(
        unit=unit, campaign=campaign, name=done.name.strip(), content=done.content.strip(), place=done.place.strip(),
        held_on=done.held_on, people=len(rows), hours=sum((row.hours for row in rows), Decimal(0)), by=actor.account,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("这一天的这项活动已经登记过名单，没有重复登记。要改的，请先撤回。")) from error
    VolunteerHours.objects.bulk_create(
        (VolunteerHours(list=made, person=row.person, hours=row.hours) for row in rows), batch_size=500
    )
    post(
        VOLUNTEERING, source_kind=SOURCE, source=made.uid, event=EVENT, unit=unit, fact_date=made.held_on,
        values={
            "name": made.name, "content": made.content, "place": made.place, "volunteers": made.people,
            "hours": made.hours,
        },
        account=actor.account, now=now, campaign=campaign, audited=False,
    )  # fmt: skip
    audit.record(VOLUNTEERS_ENTERED, actor=actor.account, now=now, subject=made, unit=unit, people=made.people)
    return made


@transaction.atomic
def take_back(seen: VolunteerList, *, reason: str, actor: Reach, now: datetime) -> VolunteerList:
    """A list entered wrongly: void in the book, on no certificate, and it may be entered again."""
    row = VolunteerList.objects.select_for_update(of=("self",)).select_related("unit").get(pk=seen.pk)
    require_recorder(actor, row.unit, row.campaign)
    if row.taken_back_on is not None:
        raise Stale(_("这份名单已经撤回，没有重复撤回。"))
    if not reason.strip():
        raise Refused(_("请写明撤回的理由。"))
    void_posted(
        VOLUNTEERING, source_kind=SOURCE, source=row.uid, event=EVENT, reason=reason.strip(), account=actor.account,
        now=now,
    )  # fmt: skip
    row.taken_back_on = local_date(now)
    row.save(update_fields=["taken_back_on"])
    audit.record(VOLUNTEERS_TAKEN_BACK, actor=actor.account, now=now, subject=row, unit=row.unit)
    return row


def lists(actor: Reach) -> QuerySet[VolunteerList]:
    """Those of units one records for, newest first: names are for who keeps the list and for the person alone."""
    found = VolunteerList.objects.filter(actor.within(RECORDERS, campaign="campaign")).select_related("unit")
    return found.order_by("-held_on", "-pk")


def list_named(uid: UUID, actor: Reach) -> VolunteerList:
    """One of them; a neighbour's is not there."""
    found = lists(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return found


def record_of(person: UUID, actor: Reach) -> list[Certificate]:
    """What is recorded of a person, by the unit that organised it: their own, or what the actor's units recorded."""
    rows = VolunteerHours.objects.filter(person__uid=person, list__taken_back_on__isnull=True)
    own = actor.account.person.uid == person
    if not own:
        rows = rows.filter(actor.within(RECORDERS, "list__unit__path", campaign="list__campaign"))
    found: dict[int, Certificate] = {}
    for row in rows.select_related("list__unit", "person__unit").order_by("list__held_on", "pk"):
        unit = row.list.unit
        found.setdefault(unit.pk, Certificate(row.person, unit, [])).rows.append(row)
    if not found and not own:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return list(found.values())


def certify(person: UUID, unit: UUID, *, actor: Reach, now: datetime) -> Certificate:
    """The certificate of one unit, for the person or who keeps that unit's lists; that it was given stands on record."""
    found = next((one for one in record_of(person, actor) if one.unit.uid == unit), None)
    if found is None:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    with transaction.atomic():
        audit.record(
            CERTIFIED, actor=actor.account, now=now, subject=found.person, unit=found.unit, lines=len(found.rows)
        )
    return found


def _sound(done: Activity, rows: Sequence[Served], today: date) -> None:
    if not done.name.strip() or not done.content.strip():
        raise Refused(_("请填活动名称和服务内容。"))
    if done.held_on > today:
        raise Refused(_("服务日期晚于今天。这里只登记已经做过的，请改正。"))
    if not rows or len(rows) > MOST:
        raise Refused(_("一份名单 1 至 %(most)d 人。") % {"most": MOST})
    if len({row.person.pk for row in rows}) != len(rows):
        raise Refused(_("名单里有人重复，请删去一行。"))
    if wrong := [row.person.name for row in rows if not 0 < row.hours <= LONGEST]:
        raise Refused(
            _("一天的时长在 0 到 24 小时之间，请核对：%(names)s。") % {"names": "、".join(wrong[:5])}
        )  # fmt: skip
