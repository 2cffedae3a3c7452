"""Directing a measure from above the doer: suspend and resume it, hand it to another post, decide on more time."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Post, Role, Unit
from huiyin.rectification.actions import EXTENSION_ASKED, EXTENSION_DECIDED, MEASURE_MOVED, MEASURE_SETTLED
from huiyin.rectification.measures import post_issued, void_issued
from huiyin.rectification.models import Extension, Measure, Step
from huiyin.rectification.problems import settlement_reason
from huiyin.rectification.states import (
    WORKING,
    change_state,
    lock_measure,
    require_above,
    require_doer_side,
    require_state,
    touch,
)
from huiyin.rectification.terms import MOST_EXTENSIONS
from huiyin.rectification.wording import said

State = Measure.State


@transaction.atomic
def suspend(measure: Measure, *, why: str, revision: int, actor: Reach, now: datetime, on: date) -> Measure:
    """暂缓, by the office above the doer, with a reason; the deadline stands still until it is resumed."""
    measure = lock_measure(measure, revision)
    require_above(actor, measure)
    require_state(measure, *WORKING)
    why = said(why, Measure, "suspended_why", missing=_("暂缓须写明理由。"))
    Measure.objects.filter(pk=measure.pk).update(suspended_why=why)
    change_state(measure, State.SUSPENDED, verb="suspend", by=actor.account, now=now, on=on, text=why)
    audit.record(MEASURE_MOVED, actor=actor.account, now=now, subject=measure, unit=measure.unit, verb="suspend")
    return measure


@transaction.atomic
def resume(measure: Measure, *, revision: int, actor: Reach, now: datetime, on: date) -> Measure:
    """Go on; the deadline moves by the days the measure stood still."""
    measure = lock_measure(measure, revision)
    require_above(actor, measure)
    require_state(measure, State.SUSPENDED)
    stood_still = on - measure.state_since
    if measure.due_on is not None:
        Measure.objects.filter(pk=measure.pk).update(due_on=measure.due_on + stood_still)
    Measure.objects.filter(pk=measure.pk).update(suspended_why="")
    change_state(measure, State.IN_PROGRESS, verb="resume", by=actor.account, now=now, on=on)
    audit.record(
        MEASURE_MOVED, actor=actor.account, now=now, subject=measure, unit=measure.unit, verb="resume",
        days=stood_still.days,
    )  # fmt: skip
    measure.refresh_from_db()
    return measure


@transaction.atomic
def transfer(
    measure: Measure, *, to_unit: Unit, to_post: Post, why: str, revision: int, actor: Reach, now: datetime, on: date
) -> Measure:
    """移交: another post becomes responsible; what was done so far stays, and so do its doers (see doers.py).

    Its entry in the book follows, under the day it was issued, so that each unit's figure is its own.
    """
    measure = lock_measure(measure, revision)
    require_above(actor, measure)
    require_state(measure, *WORKING)
    why = said(why, Step, "text", missing=_("移交须写明理由。"))
    if to_post.unit_id != to_unit.pk:
        raise Refused(_("岗位“%(post)s”不属于“%(unit)s”。") % {"post": to_post.title, "unit": to_unit.name})
    if not actor.may((Role.OFFICE,), to_unit, measure.campaign.uid):
        raise Refused(_("“%(unit)s”不在您的权限范围内，不能移交给它。") % {"unit": to_unit.name})
    if to_post.pk == measure.post_id:
        raise Refused(_("“%(post)s”就是现在的责任岗位，不用移交。") % {"post": to_post.title})
    issued_on = measure.history.get(verb="issue").on
    # The step keeps the post that was responsible until now.
    change_state(measure, State.ASSIGNED, verb="transfer", by=actor.account, now=now, on=on, text=why)
    Measure.objects.filter(pk=measure.pk).update(unit=to_unit, post=to_post)
    measure.unit, measure.post = to_unit, to_post
    void_issued(measure, reason=_("移交给%(unit)s") % {"unit": to_unit.name}, account=actor.account, now=now)
    post_issued(measure, account=actor.account, now=now, on=issued_on)
    audit.record(
        MEASURE_MOVED, actor=actor.account, now=now, subject=measure, unit=to_unit, verb="transfer", to=to_post.uid
    )
    measure.refresh_from_db()
    return measure


@transaction.atomic
def ask_extension(
    measure: Measure, *, until: date, reason: str, revision: int, actor: Reach, now: datetime, on: date
) -> Extension:
    """申请延期: with a reason, at most MOST_EXTENSIONS times, one request at a time."""
    measure = lock_measure(measure, revision)
    require_doer_side(actor, measure, local_date(now))
    require_state(measure, *WORKING)
    if measure.due_on is None or until <= measure.due_on:
        raise Refused(_("延至的日期须晚于现在的完成时限。"))
    reason = said(reason, Extension, "reason", missing=_("请写明延期理由。"))
    if measure.extensions >= MOST_EXTENSIONS.value:
        raise Refused(_("已延期 %(n)d 次，不能再延期；确有困难请由上级暂缓或移交。") % {"n": measure.extensions})
    if measure.extension_requests.filter(granted__isnull=True).exists():
        raise Refused(_("上一次延期申请还没有审批。"))
    made = Extension.objects.create(
        measure=measure, due_before=measure.due_on, due_after=until, reason=reason, asked_by=actor.account, asked_on=on
    )
    touch(measure)
    audit.record(EXTENSION_ASKED, actor=actor.account, now=now, subject=made, unit=measure.unit, until=until)
    return made


@transaction.atomic
def decide_extension(
    extension: Extension, *, granted: bool, note: str, actor: Reach, now: datetime, on: date
) -> Extension:
    """Grant or refuse; by the level above, never by whoever asked."""
    measure = lock_measure(extension.measure, None)
    require_above(actor, measure)
    if extension.asked_by.person_id == actor.account.person_id:
        raise Refused(_("不能审批自己提出的延期。"))
    note = said(note, Extension, "decision_note", missing="" if granted else _("不同意延期的，请写明理由。"))
    if granted:
        require_state(measure, *WORKING)
        if measure.due_on is not None and extension.due_after <= measure.due_on:
            raise Refused(_("现在的完成时限已不早于申请延至的日期，不用再延期；请选择不同意。"))
    decided = Extension.objects.filter(pk=extension.pk, granted__isnull=True).update(
        granted=granted, decided_by=actor.account, decided_on=on, decision_note=note
    )
    if not decided:
        raise Refused(_("这项延期申请已经审批过。"))
    if granted:
        Measure.objects.filter(pk=measure.pk).update(
            due_on=extension.due_after, extensions=F("extensions") + 1, revision=F("revision") + 1
        )
    audit.record(EXTENSION_DECIDED, actor=actor.account, now=now, subject=extension, unit=measure.unit, granted=granted)
    extension.refresh_from_db()
    return extension


@transaction.atomic
def settle_unchecked(
    measure: Measure, *, settlement: str, reason: str, revision: int, actor: Reach, now: datetime
) -> Measure:
    """断点清单: say why a measure has not been checked. It stays open: nothing closes without a check."""
    measure = lock_measure(measure, revision)
    require_above(actor, measure)
    reason = settlement_reason(settlement, reason)
    if measure.checks.exists() or measure.state in {State.DRAFT, State.VOIDED}:
        raise Refused(_("措施“%(code)s”已经检查过，或没有下达，不用另作说明。") % {"code": measure.code})
    return _settle(measure, "check", settlement, reason, actor, now)


@transaction.atomic
def settle_untold(
    measure: Measure, *, settlement: str, reason: str, revision: int, actor: Reach, now: datetime
) -> Measure:
    """断点清单: say how those who raised it were told of a closed measure's result, or why they cannot be."""
    measure = lock_measure(measure, revision)
    require_above(actor, measure)
    reason = settlement_reason(settlement, reason)
    require_state(measure, State.CLOSED)
    return _settle(measure, "told", settlement, reason, actor, now)


def _settle(measure: Measure, which: str, settlement: str, reason: str, actor: Reach, now: datetime) -> Measure:
    columns = {f"{which}_settlement": settlement, f"{which}_settlement_reason": reason}
    if not Measure.objects.filter(pk=measure.pk, **{f"{which}_settlement": ""}).update(**columns):
        raise Refused(_("措施“%(code)s”的这个断点已经说明过去向。") % {"code": measure.code})
    touch(measure)
    audit.record(
        MEASURE_SETTLED, actor=actor.account, now=now, subject=measure, unit=measure.unit, which=which, as_=settlement
    )
    measure.refresh_from_db()
    return measure
