"""What a unit did about an action: marked by its own clerk or head; 不适用 is decided by the campaign's office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.audience import participants
from huiyin.campaigns.models import Action, Campaign, Mark
from huiyin.campaigns.records import named
from huiyin.campaigns.rights import require_office
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.duty import answered_for
from huiyin.organisation.models import Role, Unit

MARKED = AuditAction("mark.set", "登记动作进展")
EXEMPTED = AuditAction("mark.exempted", "确定动作不适用")
RESTORED = AuditAction("mark.restored", "取消动作不适用")
DOERS = (Role.CLERK, Role.HEAD)
State = Mark.State
LONGEST_NOTE = 500
BY_UNIT = (State.RUNNING, State.DONE, State.DEVIATING, State.NOT_STARTED)
OPEN_STATES = (Campaign.State.APPROVED, Campaign.State.RUNNING, Campaign.State.SUMMARY)


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What a unit says it did. `record` names the ledger entry that tells the fact; its date then holds."""

    state: str
    on: date | None = None
    note: str = ""
    record: str = ""


def mark(action: Action, unit: Unit, *, deed: Deed, seen: int, actor: Reach, now: datetime) -> Mark:
    """The unit's cell, after the mark that was seen (0: none yet)."""
    action = _open(action)
    if not participants(action.campaign).filter(pk=unit.pk).exists():
        raise Refused(_("“%(unit)s”没有参加这个活动，或已经退出。") % {"unit": unit.name})
    if not may_mark(action.campaign, unit, actor, local_date(now)):
        raise Refused(_("只有“%(unit)s”的联络员或负责人可以登记本单位的进展。") % {"unit": unit.name})
    last = current_of(action, unit)
    if last is not None and last.state == State.EXEMPT:
        raise Refused(_("活动办公室已确定本单位不适用这个动作，不用登记。"))
    fields = _checked(action, unit, deed, last, local_date(now))
    with transaction.atomic():
        made = _follow(action, unit, last, fields, seen=seen, actor=actor, now=now)
        audit.record(
            MARKED, actor=actor.account, now=now, subject=action, unit=unit, state=made.state, on=made.on,
            revision=made.revision, digest=audit.digest([made.note]),
        )  # fmt: skip
    return made


def exempt(action: Action, units: Sequence[Unit], *, reason: str, actor: Reach, now: datetime) -> int:
    """不适用: the office says which units need not do an action, and why. Cells that already say more stay as they are."""
    reason = _reason(reason)
    require_office(action.campaign, actor)
    action = _open(action)
    stale = Stale(_("有的单位刚登记了进展，没有改动任何一格。请刷新后再办。"))
    with transaction.atomic():
        keys = [unit.pk for unit in units]
        taking = set(participants(action.campaign).filter(pk__in=keys).values_list("pk", flat=True))
        marks = {row.unit_id: row for row in Mark.objects.filter(action=action, unit__in=keys, current=True)}
        free = [
            unit
            for unit in {unit.pk: unit for unit in units}.values()
            if unit.pk in taking and (unit.pk not in marks or marks[unit.pk].state == State.NOT_STARTED)
        ]
        followed = [marks[unit.pk].pk for unit in free if unit.pk in marks]
        if Mark.objects.filter(pk__in=followed, current=True).update(current=False) != len(followed):
            raise stale
        rows = [
            Mark(
                action=action, unit=unit, revision=marks[unit.pk].revision + 1 if unit.pk in marks else 1,
                state=State.EXEMPT, note=reason, by=actor.account, recorded_at=now,
            )
            for unit in free
        ]  # fmt: skip
        try:
            with transaction.atomic():
                Mark.objects.bulk_create(rows, batch_size=500)
        except IntegrityError as error:
            raise stale from error
        if rows:
            audit.record(
                EXEMPTED, actor=actor.account, now=now, subject=action, unit=action.campaign.unit, units=len(rows),
                digest=audit.digest([reason]),
            )  # fmt: skip
    return len(rows)


def restore(action: Action, unit: Unit, *, reason: str, seen: int, actor: Reach, now: datetime) -> Mark:
    """The office takes 不适用 back: the unit has the action to do again."""
    reason = _reason(reason)
    require_office(action.campaign, actor)
    action = _open(action)
    last = current_of(action, unit)
    if last is None or last.state != State.EXEMPT:
        raise Stale(_("这一格现在不是“不适用”，请刷新查看。"))
    with transaction.atomic():
        fields: dict[str, object] = {"state": State.NOT_STARTED, "note": reason}
        made = _follow(action, unit, last, fields, seen=seen, actor=actor, now=now)
        audit.record(RESTORED, actor=actor.account, now=now, subject=action, unit=unit, digest=audit.digest([reason]))
    return made


def may_mark(campaign: Campaign, unit: Unit, actor: Reach, today: date) -> bool:
    """Whether the actor is the unit's clerk or head, or the nearest above a unit that has neither."""
    return bool(answered_for(actor, DOERS, [(unit.path, campaign.uid)], today=today))


def current_of(action: Action, unit: Unit) -> Mark | None:
    """The cell; None while nothing was ever marked."""
    return Mark.objects.filter(action=action, unit=unit, current=True).select_related("by__person").first()


def history_of(action: Action, unit: Unit) -> list[Mark]:
    """Everything that stood in the cell, newest first."""
    return list(Mark.objects.filter(action=action, unit=unit).select_related("by__person").order_by("-revision"))


def _open(seen: Action) -> Action:
    """The action as it stands now, if its campaign still takes marks."""
    action = Action.objects.select_related("campaign__unit", "stage").get(pk=seen.pk)
    if action.campaign.state not in OPEN_STATES:
        state = action.campaign.get_state_display()
        raise Refused(_("活动现在是“%(state)s”，不能登记动作进展。") % {"state": state})
    if action.withdrawn_on is not None:
        raise Refused(_("“%(action)s”已经撤销，不用登记。") % {"action": action.name})
    return action


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    return _note(reason)


def _note(text: str) -> str:
    if len(text.strip()) > LONGEST_NOTE:
        raise Refused(_("说明最多 %(most)d 个字，请精简。") % {"most": LONGEST_NOTE})
    return text.strip()


def _checked(action: Action, unit: Unit, deed: Deed, last: Mark | None, today: date) -> dict[str, object]:
    """The fields of the next mark, or a sentence that says what is missing."""
    note = _note(deed.note)
    if deed.state not in BY_UNIT:
        raise Refused(_("请选择进展；“不适用”由活动办公室确定。"))
    if deed.state == State.NOT_STARTED:
        if last is None or last.state == State.NOT_STARTED:
            raise Refused(_("这个动作本来就没有登记过进展。"))
        if not note:
            raise Refused(_("退回“未开始”要写明为什么更正。"))
        return {"state": deed.state, "note": note}
    record = named(action, unit, deed.record) if deed.record else None
    on = record.on if record else deed.on
    if on is None:
        raise Refused(_("请填日期，或选一条已有的台账记录。"))
    if deed.state == State.DEVIATING and not note:
        raise Refused(_("调整执行须写明理由，上级活动办公室会看到。"))
    _check_day(action, on, note, today)
    return {
        "state": deed.state, "on": on, "note": note, "book": record.book if record else "",
        "entry": record.entry if record else None,
    }  # fmt: skip


def _check_day(action: Action, on: date, note: str, today: date) -> None:
    """A deed lies not in the future, not before the campaign, and before the action's own begin only with an explanation."""
    if on > today:
        raise Refused(_("日期晚于今天。这里只登记已经发生的事，请改正。"))
    if on < action.campaign.begins_on:
        raise Refused(_("日期早于活动开始日期，不能算作这个活动的动作，请改正。"))
    if on < action.may_begin_on and not note:
        raise Refused(
            _("日期早于动作开始日期 %(day)s，会标明“早于开始”，请在说明里写清楚。")
            % {"day": action.may_begin_on.isoformat()}
        )


def _follow(
    action: Action, unit: Unit, last: Mark | None, fields: dict[str, object], *, seen: int, actor: Reach, now: datetime
) -> Mark:
    """The next row after the one that was seen; a row that somebody else followed already is refused."""
    stale = Stale(_("这一格刚被别人改过，您的登记没有保存。请刷新后再填。"))
    if (last.revision if last else 0) != seen:
        raise stale
    made = Mark(action=action, unit=unit, revision=seen + 1, by=actor.account, recorded_at=now, **fields)
    if last is not None and _says(last) == _says(made):
        raise Refused(_("和原来登记的一样，没有改动。"))
    if last is not None and not Mark.objects.filter(pk=last.pk, current=True).update(current=False):
        raise stale
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise stale from error
    return made


def _says(row: Mark) -> tuple[object, ...]:
    return row.state, row.on, row.note, row.book, row.entry
