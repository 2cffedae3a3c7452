"""Working on a measure: progress, route steps, evidence."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit, files
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.core.models import StoredFile
from huiyin.organisation.access import Reach
from huiyin.rectification.actions import EVIDENCE_ADDED, EVIDENCE_WITHDRAWN, MEASURE_MOVED
from huiyin.rectification.models import Evidence, Measure, Progress
from huiyin.rectification.states import WORKING, change_state, lock_measure, require_doer_side, require_state, touch
from huiyin.rectification.wording import said

State = Measure.State


@transaction.atomic
def add_progress(
    measure: Measure, *, text: str, on: date, revision: int, actor: Reach, now: datetime, audited: bool = True
) -> Progress:
    """What was done by a day; the first progress begins the work."""
    measure = lock_measure(measure, revision)
    require_doer_side(actor, measure, local_date(now))
    require_state(measure, *WORKING)
    text = said(text, Progress, "text", missing=_("请写明进展。"))
    if on < measure.begins_on:
        raise Refused(_("进展日期早于措施开始日期，请改正。"))
    if on > local_date(now):
        raise Refused(_("进展日期在今天之后，请改正。"))
    made = Progress.objects.create(measure=measure, on=on, text=text, by=actor.account, recorded_at=now)
    if measure.state == State.ASSIGNED:
        change_state(measure, State.IN_PROGRESS, verb="begin", by=actor.account, now=now, on=on)
    else:
        touch(measure)
    if audited:
        audit.record(MEASURE_MOVED, actor=actor.account, now=now, subject=measure, unit=measure.unit, verb="progress")
    return made


@transaction.atomic
def tick_route(
    measure: Measure, *, done: Mapping[int, date | None], revision: int, actor: Reach, now: datetime
) -> Measure:
    """Say of steps, by their order, on which day they were done; None takes a tick back."""
    measure = lock_measure(measure, revision)
    require_doer_side(actor, measure, local_date(now))
    require_state(measure, *WORKING)
    steps = {step.order: step for step in measure.steps.all()}
    changed = 0
    for order, day in done.items():
        step = steps.get(order)
        if step is None:
            raise Refused(_("路线图没有第 %(n)d 步，请刷新后重试。") % {"n": order})
        if day is not None and not measure.begins_on <= day <= local_date(now):
            raise Refused(_("第 %(n)d 步的完成日期须在措施开始之后、今天以前。") % {"n": order})
        if day != step.done_on:
            step.done_on, step.done_by = day, actor.account
            step.save(update_fields=["done_on", "done_by"])
            changed += 1
    if not changed:
        raise Refused(_("没有改动：请先填写或清除某一步的完成日期。"))
    # Kept beside the step itself, whose last hand would otherwise hide the ones before it.
    change_state(measure, measure.state, verb="route", by=actor.account, now=now, on=local_date(now))
    audit.record(
        MEASURE_MOVED, actor=actor.account, now=now, subject=measure, unit=measure.unit, verb="route", steps=changed
    )
    return measure


def upload_evidence(
    measure: Measure, *, text: str, dated: date, chunks: Iterable[bytes], name: str, content_type: str, revision: int,
    actor: Reach, now: datetime, today: date,
) -> Evidence:  # fmt: skip
    """Evidence with a file. The bytes are written before the transaction begins, so that no lock waits for a disk."""
    stored = files.store(chunks, name=name, content_type=content_type, now=now)
    try:
        return add_evidence(
            measure, text=text, dated=dated, file=stored, revision=revision, actor=actor, now=now, today=today
        )
    except Refused:
        # The row only: bytes that no row names are swept.
        stored.delete()
        raise


@transaction.atomic
def add_evidence(
    measure: Measure,
    *,
    text: str,
    dated: date,
    file: StoredFile | None,
    revision: int,
    actor: Reach,
    now: datetime,
    today: date,
    audited: bool = True,
) -> Evidence:
    """A piece of evidence: its stated date, and the server's own receipt time beside it."""
    measure = lock_measure(measure, revision)
    require_doer_side(actor, measure, today)
    require_state(measure, *WORKING)
    text = said(text, Evidence, "text", missing=_("请写明佐证说明了什么。"))
    if dated > today:
        raise Refused(_("佐证日期在今天之后，请改正。"))
    made = Evidence.objects.create(
        measure=measure, text=text, dated=dated, file=file, received_at=now, by=actor.account
    )  # fmt: skip
    touch(measure)
    if audited:
        audit.record(
            EVIDENCE_ADDED, actor=actor.account, now=now, subject=made, unit=measure.unit,
            file=file.sha256 if file else None,
        )  # fmt: skip
    return made


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, why: str, actor: Reach, now: datetime) -> Evidence:
    """Take back a wrong piece of evidence; it stays in sight with the reason."""
    measure = lock_measure(evidence.measure, None)
    require_doer_side(actor, measure, local_date(now))
    require_state(measure, *WORKING)
    why = said(why, Evidence, "withdrawn_why", missing=_("请写明撤回理由。"))
    if not Evidence.objects.filter(pk=evidence.pk, withdrawn_why="").update(withdrawn_why=why):
        raise Refused(_("这份佐证已经撤回。"))
    touch(measure)
    audit.record(EVIDENCE_WITHDRAWN, actor=actor.account, now=now, subject=evidence, unit=measure.unit)
    evidence.refresh_from_db()
    return evidence
