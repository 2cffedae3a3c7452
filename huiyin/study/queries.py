"""Reads of study sessions and of the people due at them; each starts from what the actor reaches."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.core.errors import NotReached
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import ancestors, within
from huiyin.organisation.queries import in_official_order, official_ranks
from huiyin.study.models import Attendee, CorrectionAsked, Session

PAGE = 50
# Who reads a unit's study; a supervisor sees the books, not who was absent.
KEEPERS = RECORDERS
STUDY_READERS = tuple(role for role in READERS if role != "supervisor")


def may_keep(actor: Reach, session: Session) -> bool:
    """Whether the actor keeps this session: clerk or office of its unit or above."""
    return actor.may(KEEPERS, session.unit, session.campaign)


def topmost(actor: Reach) -> Unit | None:
    """The first of the units on which the actor reads study."""
    paths = actor.paths_for(STUDY_READERS, None)
    return Unit.objects.filter(path=paths[0]).first() if paths else None


def read_unit(uid: UUID, actor: Reach) -> Unit | None:
    """One unit whose study the actor reads."""
    return actor.units_for(STUDY_READERS, None).filter(uid=uid).first()


def nearby(actor: Reach, here: Unit) -> list[Unit]:
    """What one can go on to from a unit: those above it in reach, itself, those right below. Never the whole tree."""
    near = actor.units_for(STUDY_READERS, None).filter(Q(path__in=ancestors(here.path)) | Q(parent=here))
    tops = Unit.objects.filter(path__in=actor.paths_for(STUDY_READERS, None))
    found = {one.pk: one for one in near.union(tops)}
    return sorted(found.values(), key=lambda one: (len(one.path), one.order, one.pk))


def sessions(actor: Reach) -> QuerySet[Session]:
    """The sessions of units in reach."""
    return Session.objects.filter(actor.within(STUDY_READERS, campaign="campaign"))


def session_named(uid: UUID, actor: Reach) -> Session:
    """One session in reach; for others there is none."""
    found = sessions(actor).select_related("unit", "signed_by__person").filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这次学习，或它不在您的权限范围内。"))
    return found


def kept_session(uid: UUID, actor: Reach) -> Session:
    """One session that the actor keeps."""
    found = session_named(uid, actor)
    if not may_keep(actor, found):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    return found


@dataclass(frozen=True)
class Listed:
    """A session in a list with how many are due and how many were there."""

    session: Session
    due: int
    present: int


def listed(actor: Reach, *, year: int, unit: Unit | None, kind: str, page: int) -> tuple[list[Listed], int]:
    """A page of sessions, newest first, and how many there are; three queries."""
    rows = sessions(actor).filter(day__year=year).exclude(state=Session.State.VOID)
    if unit is not None:
        rows = rows.filter(within(unit.path, "unit__path"))
    if kind:
        rows = rows.filter(kind=kind)
    shown = list(rows.select_related("unit").order_by("-day", "-pk")[page * PAGE : (page + 1) * PAGE])
    counted = {
        pk: (due, present)
        for pk, due, present in Attendee.objects.filter(session__in=[one.pk for one in shown])
        .order_by()
        .values_list("session")
        .annotate(due=Count("pk"), present=Count("pk", filter=Q(present=True)))
    }
    return [Listed(one, *counted.get(one.pk, (0, 0))) for one in shown], rows.count()


def attendees(session: Session) -> list[Attendee]:
    """Everybody due, in the official order of the units they belonged to; two queries."""
    found = list(Attendee.objects.filter(session=session).select_related("person", "unit").order_by("pk"))
    ranks = official_ranks({one.unit.path for one in found})
    return sorted(found, key=lambda one: ranks[one.unit.path])


def keeping_units(actor: Reach) -> list[Unit]:
    """The units for which the actor may register study, in official order."""
    return in_official_order(actor.units_for(KEEPERS, None).filter(closed_on__isnull=True))


def campaigns_open(actor: Reach, day: date) -> list[Campaign]:
    """The campaigns that run in the actor's units: to which a session may belong."""
    there = Campaign.objects.filter(state__in=(Campaign.State.APPROVED, Campaign.State.RUNNING, Campaign.State.SUMMARY))
    above = actor.above(KEEPERS, "unit__path", campaign="uid") | actor.within(KEEPERS, "unit__path", campaign="uid")
    return list(there.filter(above, begins_on__lte=day).select_related("unit").order_by("-begins_on", "pk")[:50])


def corrections(session: Session) -> list[CorrectionAsked]:
    """What people asked to have corrected in a session, open ones first."""
    rows = CorrectionAsked.objects.filter(session=session).select_related("person", "answered_by__person")
    return sorted(rows.order_by("-pk"), key=lambda one: one.state != CorrectionAsked.State.OPEN)


def corrections_waiting(actor: Reach) -> list[CorrectionAsked]:
    """Open requests that the actor may decide; their own are for somebody else."""
    mine = actor.within(KEEPERS, "session__unit__path", campaign="session__campaign")
    rows = CorrectionAsked.objects.filter(mine, state=CorrectionAsked.State.OPEN)
    return list(
        rows.exclude(person=actor.account.person_id).select_related("session__unit", "person").order_by("pk")[:50]
    )


def correction_named(uid: UUID, actor: Reach) -> CorrectionAsked:
    """One request that the actor may decide."""
    mine = actor.within(KEEPERS, "session__unit__path", campaign="session__campaign")
    found = CorrectionAsked.objects.filter(mine, uid=uid).select_related("session__unit", "person__unit").first()
    if found is None:
        raise NotReached(_("没有这份申请，或它不在您的权限范围内。"))
    return found
