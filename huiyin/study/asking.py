"""本人申请更正: a person says that their record is wrong; somebody else of the unit decides, with a reason."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account, Person
from huiyin.organisation.paths import ancestors
from huiyin.study import actions, sessions
from huiyin.study.models import Attendee, CorrectionAsked, Session
from huiyin.study.queries import KEEPERS

LONGEST = 300
_OFFERED = 100


def offered(person: Person, year: int) -> list[tuple[Session, bool | None]]:
    """The signed sessions of a year that may concern a person, and whether they count as present (None: not listed)."""
    signed = Session.objects.filter(state=Session.State.SIGNED, day__year=year)
    rows = Attendee.objects.filter(person=person, session__in=signed).select_related("session__unit")
    listed = [(row.session, row.present) for row in rows.order_by("-session__day", "-pk")[:_OFFERED]]
    near = signed.filter(unit__path__in=ancestors(person.unit.path)).exclude(attendees__person=person)
    return [*listed, *((one, None) for one in near.select_related("unit").order_by("-day", "-pk")[:_OFFERED])]


def ask(*, session: UUID, present: bool, words: str, account: Account, now: datetime) -> CorrectionAsked:
    """One asks for one's own record only; while one request waits there is no second."""
    words = words.strip()
    if not words:
        raise Refused(_("请写明情况，例如当天和谁一起参加的。"))
    if len(words) > LONGEST:
        raise Refused(_("说明最多 %(most)d 个字，请精简。") % {"most": LONGEST})
    person = Person.objects.select_related("unit").get(pk=account.person_id)
    found = Session.objects.select_related("unit").filter(uid=session, state=Session.State.SIGNED).first()
    row = Attendee.objects.filter(session=found, person=person).first() if found else None
    if found is None or (row is None and found.unit.path not in ancestors(person.unit.path)):
        raise NotReached(_("没有这次学习，或它与您无关。"))
    if (row.present if row else False) == present:
        raise Refused(_("记录上已经是这样，不用更正。"))
    try:
        with transaction.atomic():
            made = CorrectionAsked.objects.create(
                session=found, person=person, present=present, words=words, asked_on=local_date(now)
            )
            audit.record(actions.ASKED, actor=account, now=now, subject=made, unit=found.unit, present=present)
    except IntegrityError as error:
        raise Refused(_("您对这次学习的申请还在核实，不用重复提交。")) from error
    return made


def answer(*, asked: CorrectionAsked, agree: bool, words: str, actor: Reach, now: datetime) -> CorrectionAsked:
    """同意 corrects the posted entry with the reason; 不采纳 says why. Nobody decides about their own record."""
    words = words.strip()
    if not words:
        raise Refused(_("请写明核实的情况，本人看得到。"))
    if len(words) > LONGEST:
        raise Refused(_("理由最多 %(most)d 个字，请精简。") % {"most": LONGEST})
    if not actor.may(KEEPERS, asked.session.unit, asked.session.campaign):
        raise NotReached(_("没有这份申请，或它不在您的权限范围内。"))
    if asked.person_id == actor.account.person_id:
        raise Refused(_("不能核实自己的申请，请由本单位或上级的其他人办理。"))
    with transaction.atomic():
        taken = CorrectionAsked.objects.filter(pk=asked.pk, state=CorrectionAsked.State.OPEN).update(
            state=CorrectionAsked.State.AGREED if agree else CorrectionAsked.State.REFUSED, answer=words,
            answered_by=actor.account, answered_on=local_date(now),
        )  # fmt: skip
        if not taken:
            raise Stale(_("这份申请刚由别人答复过，您的答复没有保存。"))
        if agree:
            sessions.correct(
                session=asked.session, person=asked.person, present=asked.present, reason=words, seen=None, actor=actor,
                now=now,
            )  # fmt: skip
        audit.record(
            actions.ANSWERED, actor=actor.account, now=now, subject=asked, unit=asked.session.unit, agreed=agree,
            digest=audit.digest([words]),
        )  # fmt: skip
    asked.refresh_from_db()
    return asked
