"""The verbs on a study session: register, list people, mark who was absent, sign into the books, correct, void."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.ledgers.books.study import ATTENDANCES, STUDY_SESSIONS
from huiyin.ledgers.engine.many import Fact
from huiyin.ledgers.engine.rows import closed_sentence
from huiyin.ledgers.engine.services import post, post_many, revise_posted, void_posted
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Person, Unit
from huiyin.organisation.naming import Line, resolve
from huiyin.study import actions
from huiyin.study.models import Attendee, Session
from huiyin.study.queries import KEEPERS, may_keep
from huiyin.study.terms import DAILY_HOURS

SESSION, ATTENDEE = "study_session", "study_attendee"
HELD, LISTED = "held", "listed"
AHEAD = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is said of a session."""

    name: str
    kind: str
    day: date
    topic: str = ""
    lecturer: str = ""
    place: str = ""
    ends_on: date | None = None
    days: int | None = None
    hours: Decimal | None = None
    groups: int | None = None


def plan(*, unit: Unit, campaign: UUID | None, details: Details, actor: Reach, now: datetime) -> Session:
    """Register a session, planned or held already; nobody is on its list yet."""
    if not actor.may(KEEPERS, unit, campaign):
        raise Refused(_("您没有为“%(unit)s”登记学习的权限。") % {"unit": unit.name})
    if closed := closed_sentence(unit, details.day):
        raise Refused(closed)
    made = Session(unit=unit, campaign=campaign)
    _say(made, details, now)
    with transaction.atomic():
        made.save(force_insert=True)
        audit.record(actions.PLANNED, actor=actor.account, now=now, subject=made, unit=unit, kind=made.kind)
    return made


def amend(*, session: Session, seen: int, details: Details, actor: Reach, now: datetime) -> Session:
    """Change what is said of a session while it is not signed."""
    with transaction.atomic():
        locked = _locked_open(session, seen, actor)
        _say(locked, details, now)
        locked.save()
        audit.record(actions.AMENDED, actor=actor.account, now=now, subject=locked, unit=locked.unit)
    return locked


def list_everybody(*, session: Session, people: Collection[Person], seen: int, actor: Reach, now: datetime) -> int:
    """Put people of the unit and below on the list, all as present; returns how many came on."""
    outside = [one for one in people if not one.unit.path.startswith(session.unit.path)]
    if outside:
        raise NotReached(_("没有这个人，或不在您的权限范围内。"))
    with transaction.atomic():
        locked = _locked_open(session, seen, actor)
        return _put_on(locked, [(one, False) for one in people], actor, now)


def list_named(*, session: Session, lines: Sequence[Line], seen: int, actor: Reach, now: datetime) -> int:
    """Put the people of pasted or imported lines on the list: all of them, or with one misfit nobody."""
    with transaction.atomic():
        locked = _locked_open(session, seen, actor)
        named = resolve(lines, unit=locked.unit, day=locked.day)
        if named.misfits:
            first = named.misfits[0]
            raise Refused(
                _("有 %(n)d 行对不上人，没有列入任何人。%(where)s：%(why)s")
                % {"n": len(named.misfits), "where": first.where, "why": first.sentence}
            )
        if not named.people:
            raise Refused(_("没有要列入的人。"))
        return _put_on(locked, named.people, actor, now)


def strike(*, session: Session, attendees: Collection[UUID], seen: int, actor: Reach, now: datetime) -> int:
    """Take people off the list who were not due at all."""
    with transaction.atomic():
        locked = _locked_open(session, seen, actor)
        gone, _by_model = Attendee.objects.filter(session=locked, uid__in=attendees).delete()
        if not gone:
            raise Refused(_("没有勾选要移出的人。"))
        audit.record(actions.UNLISTED, actor=actor.account, now=now, subject=locked, unit=locked.unit, people=gone)
    return gone


def mark(*, session: Session, absent: Collection[UUID], seen: int, actor: Reach, now: datetime) -> Session:
    """All were present but those ticked: the whole list is said at once."""
    with transaction.atomic():
        locked = _locked_open(session, seen, actor)
        rows = Attendee.objects.filter(session=locked)
        if rows.filter(uid__in=absent).count() != len(set(absent)):
            raise Stale(_("名单刚有变动，您的勾选没有保存。请刷新后再登记。"))
        rows.filter(present=False).exclude(uid__in=absent).update(present=True)
        rows.filter(present=True, uid__in=absent).update(present=False)
        audit.record(
            actions.MARKED, actor=actor.account, now=now, subject=locked, unit=locked.unit, absent=len(set(absent))
        )
    return locked


def sign(*, session: Session, seen: int, actor: Reach, now: datetime) -> Session:
    """签认: who was there stands in the books from now on, the session once and each person due once."""
    with transaction.atomic():
        locked = _locked_open(session, seen, actor)
        rows = list(Attendee.objects.filter(session=locked).select_related("person", "unit").order_by("pk"))
        if (locked.ends_on or locked.day) > local_date(now):
            raise Refused(_("学习还没有结束，不能签认。"))
        if not any(row.present for row in rows):
            raise Refused(_("名单上没有一个人出席，不能签认。没有举办的，请作废。"))
        locked.state, locked.signed_by, locked.signed_on = Session.State.SIGNED, actor.account, local_date(now)
        locked.save(update_fields=["state", "signed_by", "signed_on"])
        post(
            STUDY_SESSIONS, source_kind=SESSION, source=locked.uid, event=HELD, unit=locked.unit,
            fact_date=locked.day, values=_said(locked, rows), account=actor.account, now=now, campaign=locked.campaign,
            audited=False,
        )  # fmt: skip
        post_many(
            ATTENDANCES, source_kind=ATTENDEE, facts=[_fact(locked, row) for row in rows], account=actor.account,
            now=now, campaign=locked.campaign,
        )  # fmt: skip
        audit.record(actions.SIGNED, actor=actor.account, now=now, subject=locked, unit=locked.unit, people=len(rows))
    return locked


def correct(
    *, session: Session, person: Person, present: bool, reason: str, seen: int | None, actor: Reach, now: datetime
) -> Attendee:
    """更正: somebody was there after all, or was not; the posted entries are revised, what stood before stays readable.

    `seen` is what the page showed; None where the wish itself names what is to change.
    """
    if not reason.strip():
        raise Refused(_("更正须写明理由。"))
    with transaction.atomic():
        locked = _locked(session, seen, actor)
        if locked.state != Session.State.SIGNED:
            raise Refused(_("这次学习还没有签认，直接在名单上改即可。"))
        row = Attendee.objects.filter(session=locked, person=person).select_related("person", "unit").first()
        if row is not None and row.present == present:
            raise Refused(_("和原来登记的一样，没有改动。"))
        if row is None:
            row = Attendee.objects.create(session=locked, person=person, unit=person.unit, present=present)
            facts = [_fact(locked, row)]
            post_many(
                ATTENDANCES, source_kind=ATTENDEE, facts=facts, account=actor.account, now=now,
                campaign=locked.campaign,
            )  # fmt: skip
        else:
            row.present = present
            row.save(update_fields=["present"])
            revise_posted(
                ATTENDANCES, source_kind=ATTENDEE, source=row.uid, event=LISTED, values=_person_said(locked, row),
                reason=reason, account=actor.account, now=now,
            )  # fmt: skip
        rows = list(Attendee.objects.filter(session=locked))
        revise_posted(
            STUDY_SESSIONS, source_kind=SESSION, source=locked.uid, event=HELD, values=_heads(rows), reason=reason,
            account=actor.account, now=now,
        )  # fmt: skip
        audit.record(
            actions.CORRECTED, actor=actor.account, now=now, subject=row, unit=locked.unit, present=present,
            digest=audit.digest([reason]),
        )  # fmt: skip
    return row


def void(*, session: Session, reason: str, seen: int, actor: Reach, now: datetime) -> Session:
    """作废: a session that was not held so; what it posted is taken back with the reason, and stays visible as void."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("作废须写明理由。"))
    if len(reason) > 300:
        raise Refused(_("理由最多 300 个字，请精简。"))
    with transaction.atomic():
        locked = _locked(session, seen, actor)
        if locked.state == Session.State.VOID:
            raise Refused(_("这次学习已经作废。"))
        if locked.state == Session.State.SIGNED:
            _take_back(locked, reason, actor.account, now)
        locked.state, locked.void_reason = Session.State.VOID, reason
        locked.save(update_fields=["state", "void_reason"])
        audit.record(
            actions.VOIDED, actor=actor.account, now=now, subject=locked, unit=locked.unit,
            digest=audit.digest([reason]),
        )  # fmt: skip
    return locked


def again(*, session: Session, actor: Reach, now: datetime) -> Session:
    """照此另录: a new session with the same details and people, to be put right before it is signed."""
    if not may_keep(actor, session):
        raise NotReached(_("没有这次学习，或它不在您的权限范围内。"))
    with transaction.atomic():
        made = plan(unit=session.unit, campaign=session.campaign, details=details_of(session), actor=actor, now=now)
        Attendee.objects.bulk_create(
            (
                Attendee(session=made, person_id=row.person_id, unit_id=row.unit_id, present=row.present)
                for row in Attendee.objects.filter(session=session).order_by("pk")
            ),
            batch_size=500,
        )
    return made


def details_of(session: Session) -> Details:
    """What is said of a session, as a form shows it."""
    return Details(
        name=session.name, kind=session.kind, day=session.day, topic=session.topic, lecturer=session.lecturer,
        place=session.place, ends_on=session.ends_on, days=session.days, hours=session.hours, groups=session.groups,
    )  # fmt: skip


def _put_on(locked: Session, people: Sequence[tuple[Person, bool]], actor: Reach, now: datetime) -> int:
    """People not there yet come on; of those who are, only whether they were absent is taken over."""
    there = dict(Attendee.objects.filter(session=locked).values_list("person_id", "pk"))
    fresh = [
        Attendee(session=locked, person=one, unit=one.unit, present=not absent)
        for one, absent in people
        if one.pk not in there
    ]
    missing = [there[one.pk] for one, absent in people if absent and one.pk in there]
    Attendee.objects.bulk_create(fresh, batch_size=500)
    Attendee.objects.filter(pk__in=missing).update(present=False)
    audit.record(actions.LISTED, actor=actor.account, now=now, subject=locked, unit=locked.unit, people=len(fresh))
    return len(fresh)


def _say(session: Session, details: Details, now: datetime) -> None:
    """Write the details into a session; refused with the sentence of the field."""
    for name, value in vars(details).items():
        setattr(session, name, value.strip() if isinstance(value, str) else value)
    session.days = session.days or ((session.ends_on - session.day).days + 1 if session.ends_on else None)
    if not session.name:
        raise Refused(_("请写明学习的名称。"))
    if session.day > local_date(now) + AHEAD:
        raise Refused(_("日期在一年以后，请核对。"))
    most = DAILY_HOURS.value * (session.days or 1)
    if session.hours is not None and not 0 < session.hours <= most:
        raise Refused(
            _("学时应大于 0，一天最多计 %(daily)d 学时（待确认），%(days)d 天最多 %(most)d 学时，请核对。")
            % {"daily": DAILY_HOURS.value, "days": session.days or 1, "most": most}
        )
    try:
        session.full_clean(exclude=["unit", "signed_by", "signed_on"], validate_unique=False)
    except ValidationError as fault:
        raise Refused("；".join(fault.messages)) from None


def _locked(session: Session, seen: int | None, actor: Reach) -> Session:
    """The session after the revision that was seen, held until the transaction ends; for those who keep it."""
    rows = Session.objects.filter(pk=session.pk)
    if not (rows if seen is None else rows.filter(revision=seen)).update(revision=F("revision") + 1):
        raise Stale(_("这次学习刚被别人改过，您的改动没有保存。请刷新后再办。"))
    locked = rows.select_related("unit").get()
    if not may_keep(actor, locked):
        raise NotReached(_("没有这次学习，或它不在您的权限范围内。"))
    return locked


def _locked_open(session: Session, seen: int, actor: Reach) -> Session:
    locked = _locked(session, seen, actor)
    if locked.state == Session.State.SIGNED:
        raise Refused(_("这次学习已经签认。要改谁到了谁没到，请用“更正”；名称、学时有误的，请作废后另录。"))
    if locked.state == Session.State.VOID:
        raise Refused(_("这次学习已经作废，不能再改。"))
    return locked


def _take_back(locked: Session, reason: str, account: Account, now: datetime) -> None:
    void_posted(
        STUDY_SESSIONS, source_kind=SESSION, source=locked.uid, event=HELD, reason=reason, account=account, now=now
    )
    for row in Attendee.objects.filter(session=locked).order_by("pk"):
        void_posted(
            ATTENDANCES, source_kind=ATTENDEE, source=row.uid, event=LISTED, reason=reason, account=account, now=now
        )


def _heads(rows: Sequence[Attendee]) -> dict[str, object]:
    return {"expected": len(rows), "attended": sum(row.present for row in rows)}


def _said(session: Session, rows: Sequence[Attendee]) -> dict[str, object]:
    """What the book of sessions says."""
    named = ("name", "kind", "topic", "lecturer", "place", "ends_on", "days", "hours", "groups")
    return {name: getattr(session, name) for name in named} | _heads(rows)


def _person_said(session: Session, row: Attendee) -> dict[str, object]:
    """What the book of attendances says of one person; of who was absent no name and no hours."""
    there = row.present
    return {
        "person_key": row.person.uid.hex, "person_no": (row.person.staff_no or "") if there else "",
        "person": row.person.name if there else "", "session": session.name, "kind": session.kind,
        "took_part": there, "hours": session.hours if there else None,
    }  # fmt: skip


def _fact(session: Session, row: Attendee) -> Fact:
    return Fact(source=row.uid, event=LISTED, unit=row.unit, fact_date=session.day, values=_person_said(session, row))
