"""回头看, and accountability in two steps with a circular."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.errors import Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person
from huiyin.rectification import closing
from huiyin.rectification.actions import HELD_TO_ACCOUNT, LOOKED_BACK
from huiyin.rectification.doers import is_doer
from huiyin.rectification.models import Accountability, LookBack, Measure
from huiyin.rectification.problems import require_office
from huiyin.rectification.states import lock_measure
from huiyin.rectification.wording import said


@transaction.atomic
def look_back(look: LookBack, *, kept: bool, note: str, actor: Reach, now: datetime, on: date) -> LookBack:
    """Look at a closed measure again: it held, or it relapsed and is reopened."""
    measure = lock_measure(look.measure, None)
    if not actor.may(closing.CHECKERS, measure.unit, measure.campaign.uid):
        raise Refused(_("只有督导组员或上级活动办公室可以回头看。"))
    if is_doer(measure, actor.account.person_id, on):
        raise Refused(_("您参与了这条措施的办理，须由另一人回头看。"))
    note = said(note, LookBack, "note", missing=_("请写明看到的情况。"))
    if measure.state != Measure.State.CLOSED:
        raise Refused(_("措施“%(code)s”不在销号状态，不能回头看。") % {"code": measure.code})
    done = LookBack.objects.filter(pk=look.pk, done_on__isnull=True).update(
        done_on=on, kept=kept, note=note, by=actor.account
    )
    if not done:
        raise Refused(_("这次回头看已经登记过。"))
    if kept:
        closing.post_event(measure, "kept", 1, now=now, on=on, account=actor.account)
    else:
        closing.reopen(measure, why=note, verb="reopen_by_look_back", now=now, on=on, account=actor.account)
    audit.record(LOOKED_BACK, actor=actor.account, now=now, subject=look, unit=measure.unit, kept=kept)
    look.refresh_from_db()
    return look


@transaction.atomic
def hold_responsible(
    measure: Measure, *, person: Person, why: str, actor: Reach, now: datetime, on: date
) -> Accountability:
    """The first step: the person directly responsible, with the reason."""
    measure = lock_measure(measure, None)
    require_office(actor, measure.problem.unit, measure.campaign)
    why = said(why, Accountability, "why", missing=_("问责须写明事由。"))
    if measure.state in {Measure.State.DRAFT, Measure.State.VOIDED}:
        raise Refused(_("措施“%(code)s”没有下达或已经作废，不能就它问责。") % {"code": measure.code})
    if measure.accountability.filter(responsible=person, leader__isnull=True).exists():
        raise Refused(_("“%(name)s”已就这条措施问责，请接着办理第二步。") % {"name": person.name})
    made = Accountability.objects.create(
        measure=measure, why=why, responsible=person, responsible_on=on, by=actor.account
    )
    audit.record(HELD_TO_ACCOUNT, actor=actor.account, now=now, subject=made, unit=measure.unit, step=1)
    return made


@transaction.atomic
def hold_leader(
    case: Accountability, *, leader: Person, circular_no: str, actor: Reach, now: datetime, on: date
) -> Accountability:
    """The second step: the leader in charge, made known by a circular. It never comes before the first."""
    require_office(actor, case.measure.problem.unit, case.measure.campaign)
    if leader.pk == case.responsible_id:
        raise Refused(_("分管领导与直接责任人不能是同一人。"))
    circular_no = said(
        circular_no, Accountability, "circular_no", missing=_("请填写通报文号：问责到分管领导须予通报。")
    )  # fmt: skip
    done = Accountability.objects.filter(pk=case.pk, leader__isnull=True).update(
        leader=leader, leader_on=on, circular_no=circular_no, circular_on=on
    )
    if not done:
        raise Refused(_("这项问责已经追溯到分管领导。"))
    audit.record(HELD_TO_ACCOUNT, actor=actor.account, now=now, subject=case, unit=case.measure.unit, step=2)
    case.refresh_from_db()
    return case
