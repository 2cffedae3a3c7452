"""Starting a campaign from an earlier one or from pasted texts: propose, look, confirm by hand.

Nothing is written of a proposal before it is confirmed. It is worked out anew each time it is shown, so that a unit
registered meanwhile is recognised; a confirmation of something that changed since it was shown is refused.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns import plan, services, starting_pattern, starting_texts
from huiyin.campaigns.models import Campaign, PlannedRound, Preparation, Stage
from huiyin.campaigns.pasted import PastedError
from huiyin.campaigns.pasted_plan import parse_plan
from huiyin.campaigns.pasted_units import UnitList, unit_list
from huiyin.campaigns.plan import ActionFields, StageFields
from huiyin.campaigns.queries import reached
from huiyin.campaigns.stage_order import refuse_contradiction
from huiyin.campaigns.starting_chosen import check, leads_of, units_of
from huiyin.campaigns.starting_rows import ActionRow, Chosen, Proposal
from huiyin.campaigns.starting_units import UnitMatcher, rows_of_list, rows_of_pattern
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit

PROPOSAL_DAYS = 30  # 待确认：没有确认的拟定稿连同粘贴的内容保留几天
PROPOSAL_CONFIRMED = AuditAction("campaign.proposal_confirmed", "确认拟定稿，建立活动")


def keep(
    *, unit: Unit, name: str, begins_on: date, actor: Reach, now: datetime, today: date,
    pattern: Campaign | None = None, unit_text: str = "", plan_text: str = "",
) -> Preparation:  # fmt: skip
    """Keep what a campaign is to be proposed from; texts too long to read are refused at once."""
    if not actor.may((Role.OFFICE,), unit):
        raise Refused(_("只有“%(unit)s”或上级的活动办公室可以新建活动。") % {"unit": unit.name})
    if unit.closed_on is not None and unit.closed_on <= today:
        raise Refused(_("“%(unit)s”已经撤销，不能新建活动。") % {"unit": unit.name})
    if not name.strip():
        raise Refused(_("活动名称不能空着。"))
    if pattern is not None and not reached(actor).filter(pk=pattern.pk).exists():
        raise NotReached(_("没有这个活动，或它不在您的权限范围内。"))
    if pattern is None and not plan_text.strip():
        raise Refused(_("请选择一个以前的活动，或粘贴活动方案。"))
    start = Preparation(
        account=actor.account, unit=unit, name=name.strip(), begins_on=begins_on, pattern=pattern, unit_text=unit_text,
        plan_text="" if pattern else plan_text, created_at=now,
    )  # fmt: skip
    proposed(start, actor=actor, today=today)
    start.save(force_insert=True)
    return start


def start_of(uid: UUID, actor: Reach) -> Preparation:
    """One's own proposal."""
    found = (
        Preparation.objects.filter(uid=uid, account=actor.account)
        .select_related("unit", "pattern__unit", "campaign")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这份拟定稿，或它不是您拟的。"))
    return found


def waiting(actor: Reach) -> list[Preparation]:
    """One's own proposals not yet confirmed, newest first."""
    rows = Preparation.objects.filter(account=actor.account, state=Preparation.State.STAGED)
    return list(rows.select_related("unit", "pattern").order_by("-created_at"))


def patterns(actor: Reach) -> list[Campaign]:
    """The campaigns an office may start from: those it reaches that have a plan, newest first."""
    rows = reached(actor).exclude(state=Campaign.State.DRAFT).select_related("unit")
    return list(rows.order_by("-begins_on", "-pk"))


def proposed(start: Preparation, *, actor: Reach, today: date) -> Proposal:
    """Stages, actions and units as proposed now; rounds stand above campaigns and are added there."""
    matcher = UnitMatcher(start.unit, today)
    try:
        if start.pattern is not None:
            found = _after_pattern(start, start.pattern, matcher, actor)
        else:
            found = _from_texts(start, matcher)
    except PastedError as error:
        raise Refused(str(error)) from error
    doubted = {stage.key for stage in found.stages if not stage.ticked}
    return replace(found, actions=tuple(_with_stage(action, doubted) for action in found.actions))


def confirm(
    start: Preparation, *, chosen: Chosen, proposal: Proposal, seen: str, actor: Reach, now: datetime
) -> Campaign:
    """Make the draft campaign of what was ticked, whole or not at all; ticked units and rounds are kept for later."""
    if seen != proposal.digest:
        raise changed_since()
    check(start, chosen, proposal)
    units, leads = units_of(start, chosen, proposal), leads_of(start, chosen)
    with transaction.atomic():
        _claim(start, now)
        campaign = services.create_campaign(
            unit=start.unit, name=chosen.name, theme=chosen.theme, stage_mode=chosen.stage_mode,
            begins_on=start.begins_on, ends_on=chosen.ends_on, carries_out=chosen.carries_out, actor=actor, now=now,
        )  # fmt: skip
        _write_plan(campaign, chosen, proposal, leads, actor, now)
        Preparation.objects.filter(pk=start.pk).update(campaign=campaign)
        start.units.set(units)
        guiding = {row.options[0].uid for row in proposal.units if row.guides and row.options}
        start.guiding.set([unit for unit in units if unit.uid in guiding])
        _plan_rounds(start, chosen, proposal)
        audit.record(
            PROPOSAL_CONFIRMED, actor=actor.account, now=now, subject=campaign, unit=start.unit, digest=seen,
            stages=len(chosen.stages), actions=len(chosen.actions), units=len(units), rounds=len(chosen.rounds),
        )  # fmt: skip
    start.refresh_from_db()
    return campaign


def discard(start: Preparation) -> None:
    """Give a proposal up; nothing of it was written, and what was pasted goes."""
    Preparation.objects.filter(pk=start.pk, state=Preparation.State.STAGED).update(
        state=Preparation.State.DISCARDED, unit_text="", plan_text=""
    )


def changed_since() -> Stale:
    """What was looked at is not what would be written."""
    return Stale(_("您看过以后系统里的数据有了变化，没有写入任何内容。请再看一遍下面的拟定稿，然后确认。"))


def discard_old(day: date, now: datetime) -> None:
    """The daily act: proposals that nobody confirmed in time go, and what was pasted with them."""
    Preparation.objects.filter(
        state=Preparation.State.STAGED, created_at__lt=now - timedelta(days=PROPOSAL_DAYS)
    ).update(state=Preparation.State.DISCARDED, unit_text="", plan_text="")


def _claim(start: Preparation, now: datetime) -> None:
    claimed = Preparation.objects.filter(pk=start.pk, state=Preparation.State.STAGED).update(
        state=Preparation.State.CONFIRMED, confirmed_at=now, unit_text="", plan_text=""
    )
    if not claimed:
        raise Stale(_("这份拟定稿已经确认或已经放弃，没有重复建立活动。"))


def _with_stage(action: ActionRow, doubted: Collection[int]) -> ActionRow:
    """An action is not ticked into a stage that is not: the two are looked at together."""
    if action.stage not in doubted:
        return action
    return replace(action, doubts=(*action.doubts, _("所在的环节有疑问，请一并核对")))


def _after_pattern(start: Preparation, pattern: Campaign, matcher: UnitMatcher, actor: Reach) -> Proposal:
    shift = starting_pattern.shift_to(pattern, start.begins_on)
    pasted = unit_list(start.unit_text) if start.unit_text.strip() else None
    if pasted is None:
        units, notes = rows_of_pattern(pattern, matcher, actor)
    else:
        units, notes = rows_of_list(pasted, matcher), ()
    bare = starting_pattern.years_without_holidays(pattern, shift)
    if bare:
        years = "、".join(str(year) for year in bare)
        notes = (
            *notes,
            _("系统里没有%(years)s年的放假安排，日期只避开了周末。请先请系统管理员登记放假安排，或逐项核对。")
            % {"years": years},
        )
    return Proposal(
        name=start.name, begins_on=start.begins_on, ends_on=shift.due(pattern.ends_on)[0], theme=pattern.theme,
        stage_mode=pattern.stage_mode, stages=starting_pattern.stage_rows(pattern, shift),
        actions=starting_pattern.action_rows(pattern, shift, matcher), units=units, notes=notes,
        passed_units=_passed(pasted),
    )  # fmt: skip


def _from_texts(start: Preparation, matcher: UnitMatcher) -> Proposal:
    read = parse_plan(start.plan_text, begins_on=start.begins_on)
    pasted = unit_list(start.unit_text) if start.unit_text.strip() else None
    stages = starting_texts.stage_rows(read, start.begins_on)
    actions = starting_texts.action_rows(read, matcher, start.begins_on)
    return Proposal(
        name=start.name, begins_on=start.begins_on, ends_on=starting_texts.last_day(stages, actions), theme="",
        stage_mode=starting_texts.mode_of(stages), stages=stages, actions=actions,
        units=rows_of_list(pasted, matcher) if pasted else (),
        passed_units=_passed(pasted), passed_plan=tuple((line.number, line.source) for line in read.passed),
    )  # fmt: skip


def _passed(pasted: UnitList | None) -> tuple[tuple[int, str], ...]:
    return tuple((line.number, line.source) for line in pasted.passed) if pasted else ()


def _write_plan(
    campaign: Campaign, chosen: Chosen, proposal: Proposal, leads: Mapping[UUID, Unit], actor: Reach, now: datetime
) -> None:
    """Stages and actions through the plan's own verbs, in the order proposed; one audit line stands for all."""
    rows = {row.key: row for row in proposal.stages}
    made: dict[int, Stage] = {}
    for order, stage in enumerate(sorted(chosen.stages, key=lambda one: one.key), start=1):
        fields = StageFields(
            order=order, name=stage.name, task=rows[stage.key].task, begins_on=stage.begins_on, ends_on=stage.ends_on
        )
        made[stage.key] = plan.add_stage(
            campaign, fields=fields, revision=campaign.revision, actor=actor, now=now, audited=False
        )
    refuse_contradiction(campaign)
    actions = {row.key: row for row in proposal.actions}
    for action in sorted(chosen.actions, key=lambda one: one.key):
        fields_of = ActionFields(
            name=action.name, stage=made[action.stage] if action.stage is not None else None, lead_unit=leads[action.lead] if action.lead else None,
            begins_on=action.begins_on, due_on=action.due_on, **_kept(actions[action.key]),
        )  # fmt: skip
        plan.add_action(campaign, fields=fields_of, revision=campaign.revision, actor=actor, now=now, audited=False)


def _kept(row: ActionRow) -> dict[str, str]:
    """What the page shows of an action without letting it be changed there; the plan's pages do."""
    return {
        "kind": row.kind, "code": row.code, "series": row.series, "requirement": row.requirement,
        "lead_title": row.lead_title, "audience": row.audience, "deliverable": row.deliverable, "remark": row.remark,
    }  # fmt: skip


def _plan_rounds(start: Preparation, chosen: Chosen, proposal: Proposal) -> None:
    questions = {row.key: row.question for row in proposal.rounds}
    PlannedRound.objects.bulk_create(
        PlannedRound(
            preparation=start, order=order, name=one.name, question=questions[one.key], opens_on=one.opens_on,
            closes_on=one.closes_on, public=one.public, anonymous=one.anonymous, channels=list(one.channels),
        )
        for order, one in enumerate(sorted(chosen.rounds, key=lambda one: one.key), start=1)
    )  # fmt: skip
