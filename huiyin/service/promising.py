"""What people were promised: entered by list, done with a result or explained, and closed only when they were told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.core import audit
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.service import DEEDS
from huiyin.ledgers.engine.services import post, require_recorder
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit
from huiyin.service.actions import EXTENDED, FINISHED, PROMISED, TOLD
from huiyin.service.models import ServicePromise
from huiyin.service.terms import EXTENSIONS

SOURCE = "service_promise"
MOST = 500
State = ServicePromise.State


@dataclass(frozen=True)
class Promised:
    """One matter as it was entered: what, to whom (a household's number, not a name), by whom, by when."""

    matter: str
    beneficiary: str
    doer: str
    promised_on: date
    due_on: date


@dataclass(frozen=True)
class Origin:
    """The entry of a book at which it was promised: a visit, a contact point, a pairing."""

    book: str
    entry: UUID


@transaction.atomic
def promise(
    unit: Unit, rows: Sequence[Promised], *, actor: Reach, now: datetime, origin: Origin | None = None,
    campaign: UUID | None = None,
) -> list[ServicePromise]:  # fmt: skip
    """Enter what was promised, all rows or none; the same matter to the same people on the same day stands once."""
    require_recorder(actor, unit, campaign)
    if not rows or len(rows) > MOST:
        raise Refused(_("一次登记 1 至 %(most)d 件。") % {"most": MOST})
    today = local_date(now)
    for number, row in enumerate(rows, 1):
        _sound(row, today, number if len(rows) > 1 else 0)
    made = [
        ServicePromise(
            unit=unit, campaign=campaign, book=origin.book if origin else "", entry=origin.entry if origin else None,
            matter=row.matter.strip(), beneficiary=row.beneficiary.strip(), doer=row.doer.strip(),
            promised_on=row.promised_on, due_on=row.due_on, by=actor.account,
        )
        for row in rows
    ]  # fmt: skip
    try:
        with transaction.atomic():
            ServicePromise.objects.bulk_create(made, batch_size=200)
    except IntegrityError as error:
        raise Refused(_("其中有已经登记过的（同一天答应同一对象的同一件事），没有登记。请删去重复的再试。")) from error
    audit.record(PROMISED, actor=actor.account, now=now, subject=made[0], unit=unit, matters=len(made))
    return made


def finish(
    seen: ServicePromise, *, result: str, on: date, declined: bool, revision: int, actor: Reach, now: datetime
) -> ServicePromise:
    """Done, with the day and what came of it: then it is a deed in the book. Or it cannot be done, and why."""
    result = result.strip()
    if not result or len(result) > 300:
        raise Refused(_("请写明办理结果；办不了的写明原因。最多 300 个字。"))
    with transaction.atomic():
        row = _locked(seen, revision, actor, State.OPEN)
        if not row.promised_on <= on <= local_date(now):
            raise Refused(_("办结日期应在答应日期和今天之间，请改正。"))
        row.state, row.declined = State.DECLINED if declined else State.DONE, declined
        row.result, row.finished_on = result, on
        _save(row, "state", "declined", "result", "finished_on")
        if not declined:
            post(
                DEEDS, source_kind=SOURCE, source=row.uid, event="finished", unit=row.unit, fact_date=row.promised_on,
                values={
                    "matter": row.matter, "doer": row.doer, "beneficiary": row.beneficiary, "finished_on": on,
                    "result": result,
                },
                account=actor.account, now=now, campaign=row.campaign, audited=False,
            )  # fmt: skip
        audit.record(FINISHED, actor=actor.account, now=now, subject=row, unit=row.unit, declined=declined)
    return row


def extend(
    seen: ServicePromise, *, to: date, reason: str, revision: int, actor: Reach, now: datetime
) -> ServicePromise:
    """A later day, with a reason, a limited number of times."""
    reason = reason.strip()
    if not reason or len(reason) > 200:
        raise Refused(_("请写明延期的原因，最多 200 个字。"))
    with transaction.atomic():
        row = _locked(seen, revision, actor, State.OPEN)
        if row.extensions >= EXTENSIONS.value:
            raise Refused(_("已经延期 %(n)d 次，不能再延。办不了的，请如实说明。") % {"n": row.extensions})
        if to <= row.due_on or to < local_date(now):
            raise Refused(_("新期限应晚于原期限，也不能早于今天。"))
        before, row.due_on, row.extensions = row.due_on, to, row.extensions + 1
        line = _("%(before)s 延至 %(to)s：%(why)s") % {"before": before, "to": to, "why": reason}
        row.delays = f"{row.delays}\n{line}".strip()
        _save(row, "due_on", "extensions", "delays")
        audit.record(
            EXTENDED, actor=actor.account, now=now, subject=row, unit=row.unit, before=before.isoformat(),
            to=to.isoformat(),
        )  # fmt: skip
    return row


def tell(seen: ServicePromise, *, on: date, revision: int, actor: Reach, now: datetime) -> ServicePromise:
    """Whoever was promised it has been told what came of it; this ends it."""
    with transaction.atomic():
        row = _locked(seen, revision, actor, State.DONE, State.DECLINED)
        if row.finished_on is None or not row.finished_on <= on <= local_date(now):
            raise Refused(_("告知日期应在办结日期和今天之间，请改正。"))
        row.state, row.told_on = State.TOLD, on
        _save(row, "state", "told_on")
        audit.record(TOLD, actor=actor.account, now=now, subject=row, unit=row.unit)
    return row


def _locked(seen: ServicePromise, revision: int, actor: Reach, *states: State) -> ServicePromise:
    """The row as it stands, if it is as it was seen and in a state in which this can be done."""
    row = ServicePromise.objects.select_for_update(of=("self",)).select_related("unit").get(pk=seen.pk)
    require_recorder(actor, row.unit, row.campaign)
    if row.revision != revision:
        raise Stale(_("这件事刚被别人改过，您的修改没有保存。请看过现在的情况再办理。"))
    if row.state not in states:
        raise Refused(_("这件事现在是“%(state)s”，不能这样办理。") % {"state": row.get_state_display()})
    return row


def _save(row: ServicePromise, *fields: str) -> None:
    row.revision += 1
    row.save(update_fields=[*fields, "revision"])


def _sound(row: Promised, today: date, number: int) -> None:
    """Refuse a row that cannot be tracked, naming its line where there are several."""
    where = _("第 %(n)d 行：") % {"n": number} if number else ""
    for words, most, name in (
        (row.matter, 200, _("答应办的事")),
        (row.beneficiary, 160, _("答应了谁")),
        (row.doer, 60, _("承办人")),
    ):
        if not words.strip() or len(words.strip()) > most:
            raise Refused(where + _("请填“%(name)s”，最多 %(most)d 个字。") % {"name": name, "most": most})
    if row.promised_on > today:
        raise Refused(where + _("答应日期晚于今天，请改正。"))
    if row.due_on < row.promised_on:
        raise Refused(where + _("办理期限早于答应日期，请改正。"))
