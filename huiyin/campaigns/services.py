"""The course of a campaign: created, approved, issued, run stage by stage, summed up.

Archiving stands above, in rectification.archiving, which knows what is still open.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign, Participation, Stage
from huiyin.campaigns.plan import post_actions
from huiyin.campaigns.rights import require_office
from huiyin.campaigns.stage_order import IN_ORDER, refuse_contradiction, refuse_opening
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.organisation import PARTICIPANTS
from huiyin.ledgers.engine import services as books
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Role, Unit

CREATED = AuditAction("campaign.created", "新建活动")
APPROVED = AuditAction("campaign.approved", "批准活动方案")
ISSUED = AuditAction("campaign.issued", "下达活动")
UNIT_LEFT = AuditAction("campaign.unit_left", "单位退出活动")
STARTED = AuditAction("campaign.started", "启动活动")
STAGE_OPENED = AuditAction("stage.opened", "启动环节")
STAGE_CLOSED = AuditAction("stage.closed", "环节转段")
SUMMARY_BEGUN = AuditAction("campaign.summary_begun", "进入总结阶段")
PARTICIPATION = "participation"


def create_campaign(
    *,
    unit: Unit,
    name: str,
    begins_on: date,
    actor: Reach,
    now: datetime,
    code: str = "",
    theme: str = "",
    stage_mode: str = Campaign.StageMode.SEQUENTIAL,
    ends_on: date | None = None,
    carries_out: Campaign | None = None,
    reconstruction: str = "",
) -> Campaign:
    """Draft a campaign of `unit`; it may carry out only a campaign of a unit above (rules §1.1 双重身份)."""
    if not actor.may((Role.OFFICE,), unit):
        raise Refused(_("只有“%(unit)s”或上级的活动办公室可以新建活动。") % {"unit": unit.name})
    if not name.strip():
        raise Refused(_("活动名称不能空着。"))
    if stage_mode not in Campaign.StageMode.values:
        raise Refused(_("没有这种推进方式，请从列表中选择。"))
    if ends_on is not None and ends_on < begins_on:
        raise Refused(_("结束日期早于开始日期，请改正。"))
    if carries_out is not None:
        _refuse_not_above(carries_out, unit)
    code = code.strip() or _next_code(begins_on)
    try:
        with transaction.atomic():
            campaign = Campaign.objects.create(
                unit=unit, code=code, name=name.strip(), theme=theme.strip(), stage_mode=stage_mode,
                begins_on=begins_on, ends_on=ends_on, carries_out=carries_out, reconstruction=reconstruction.strip(),
                made_on=local_date(now),
            )  # fmt: skip
            audit.record(CREATED, actor=actor.account, now=now, subject=campaign, unit=unit, mode=stage_mode)
    except IntegrityError as error:
        raise Refused(_("活动代号“%(code)s”已被使用，请换一个。") % {"code": code}) from error
    return campaign


def approve_plan(campaign: Campaign, *, revision: int, on: date, actor: Reach, now: datetime) -> Campaign:
    """The plan as seen becomes official: its actions enter the book, dated `on`."""
    require_office(campaign, actor)
    with transaction.atomic():
        written = Campaign.objects.filter(pk=campaign.pk, state=Campaign.State.DRAFT, revision=revision).update(
            state=Campaign.State.APPROVED, revision=F("revision") + 1
        )
        if not written:
            raise Stale(_("活动方案刚被别人改过或已经批准，没有重复批准。请刷新后再看一遍方案。"))
        campaign.refresh_from_db()
        refuse_contradiction(campaign)
        count = post_actions(campaign, list(campaign.actions.select_related("stage")), on=on, actor=actor, now=now)
        audit.record(
            APPROVED, actor=actor.account, now=now, subject=campaign, unit=campaign.unit, actions=count, on=on
        )  # fmt: skip
    return campaign


def issue_to_units(
    campaign: Campaign,
    units: Sequence[Unit],
    *,
    on: date,
    actor: Reach,
    now: datetime,
    guiding: Collection[Unit] = (),
) -> int:
    """Units of the campaign's own subtree take part from `on`; returns how many are new. `guiding` also guide others."""
    require_office(campaign, actor)
    if campaign.state not in (Campaign.State.APPROVED, Campaign.State.RUNNING):
        raise Refused(_("方案批准以后、总结之前才能下达活动。"))
    for unit in units:
        if not unit.path.startswith(campaign.unit.path):
            raise Refused(
                _("“%(unit)s”不是“%(top)s”的下属单位，不能下达。") % {"unit": unit.name, "top": campaign.unit.name}
            )
        if unit.closed_on is not None and unit.closed_on <= on:
            raise Refused(_("“%(unit)s”已经撤销，不能下达。") % {"unit": unit.name})
    guides = {unit.pk for unit in guiding}
    with transaction.atomic():
        there = {p.unit_id: p for p in Participation.objects.select_for_update().filter(campaign=campaign)}
        new = 0
        for unit in {unit.pk: unit for unit in units}.values():
            part = there.get(unit.pk)
            if part is not None and part.until is None:
                continue
            if part is None:
                part = Participation.objects.create(
                    campaign=campaign, unit=unit, guides_others=unit.pk in guides, since=on, recorded_at=now
                )
            else:
                part.since, part.until, part.guides_others = on, None, unit.pk in guides
                part.recorded_at = now
                part.save(update_fields=["since", "until", "guides_others", "recorded_at"])
            _post_participation(part, "joined", on=on, delta=1, actor=actor, now=now)
            new += 1
        if new:
            audit.record(ISSUED, actor=actor.account, now=now, subject=campaign, unit=campaign.unit, units=new, on=on)
    return new


def leave_campaign(part: Participation, *, on: date, actor: Reach, now: datetime) -> Participation:
    """A unit takes part no longer: the book counts −1, the row stays."""
    require_office(part.campaign, actor)
    if on < part.since:
        raise Refused(_("退出日期早于参加日期，请改正。"))
    with transaction.atomic():
        if not Participation.objects.filter(pk=part.pk, until__isnull=True).update(until=on):
            raise Stale(_("“%(unit)s”已经退出活动，请刷新查看。") % {"unit": part.unit.name})
        part.refresh_from_db()
        _post_participation(part, "left", on=on, delta=-1, actor=actor, now=now)
        audit.record(UNIT_LEFT, actor=actor.account, now=now, subject=part, unit=part.unit, on=on)
    return part


def start(campaign: Campaign, *, actor: Reach, now: datetime) -> Campaign:
    """An approved campaign begins to run."""
    return _advance(campaign, Campaign.State.APPROVED, Campaign.State.RUNNING, STARTED, actor=actor, now=now)


def open_stage(stage: Stage, *, on: date, actor: Reach, now: datetime) -> Stage:
    """A stage begins. In sequence and by the year every earlier stage must have closed; otherwise stages are free."""
    campaign = stage.campaign
    require_office(campaign, actor)
    with transaction.atomic():
        # The campaign's row is locked, so that two stages of a sequence cannot open at once.
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if campaign.state != Campaign.State.RUNNING:
            raise Refused(_("活动正在开展时才能启动环节。"))
        refuse_opening(stage, campaign=campaign, on=on)
        _stage_state(stage, Stage.State.WAITING, Stage.State.RUNNING, opened_on=on)
        audit.record(STAGE_OPENED, actor=actor.account, now=now, subject=stage, unit=campaign.unit, on=on)
    stage.refresh_from_db()
    return stage


def close_stage(stage: Stage, *, on: date, actor: Reach, now: datetime) -> Stage:
    """转段: a running stage closes."""
    require_office(stage.campaign, actor)
    if stage.opened_on is not None and on < stage.opened_on:
        raise Refused(_("转段日期早于环节启动日期，请改正。"))
    with transaction.atomic():
        _stage_state(stage, Stage.State.RUNNING, Stage.State.CLOSED, closed_on=on)
        audit.record(STAGE_CLOSED, actor=actor.account, now=now, subject=stage, unit=stage.campaign.unit, on=on)
    stage.refresh_from_db()
    return stage


def begin_summary(campaign: Campaign, *, actor: Reach, now: datetime) -> Campaign:
    """The campaign is summed up once no stage runs; in sequence and by the year all stages must have been gone through."""
    unfinished = [Stage.State.RUNNING]
    if campaign.stage_mode in IN_ORDER:
        unfinished.append(Stage.State.WAITING)
    left = campaign.stages.filter(state__in=unfinished).first()
    if left is not None:
        raise Refused(_("“%(stage)s”还没有转段，不能进入总结阶段。") % {"stage": left.name})
    return _advance(campaign, Campaign.State.RUNNING, Campaign.State.SUMMARY, SUMMARY_BEGUN, actor=actor, now=now)


def _advance(
    campaign: Campaign, before: str, after: str, action: AuditAction, *, actor: Reach, now: datetime
) -> Campaign:
    require_office(campaign, actor)
    with transaction.atomic():
        written = Campaign.objects.filter(pk=campaign.pk, state=before).update(state=after, revision=F("revision") + 1)
        if not written:
            campaign.refresh_from_db()
            raise Stale(
                _("活动现在是“%(state)s”，不能办理这一步。请刷新查看。") % {"state": campaign.get_state_display()}
            )  # fmt: skip
        audit.record(action, actor=actor.account, now=now, subject=campaign, unit=campaign.unit)
    campaign.refresh_from_db()
    return campaign


def _stage_state(stage: Stage, before: str, after: str, **dates: date) -> None:
    if not Stage.objects.filter(pk=stage.pk, state=before).update(state=after, **dates):
        stage.refresh_from_db()
        raise Stale(
            _("“%(stage)s”现在是“%(state)s”，不能办理这一步。请刷新查看。")
            % {"stage": stage.name, "state": stage.get_state_display()}
        )


def _post_participation(part: Participation, event: str, *, on: date, delta: int, actor: Reach, now: datetime) -> None:
    books.post(
        PARTICIPANTS,
        source_kind=PARTICIPATION,
        source=part.uid,
        event=event,
        unit=part.unit,
        fact_date=on,
        values={"kind": part.unit.kind, "guides_others": part.guides_others, "delta": delta},
        account=actor.account,
        now=now,
        campaign=part.campaign.uid,
        ordinal=books.next_ordinal(PARTICIPATION, part.uid, event),
        audited=False,
    )


def _refuse_not_above(upper: Campaign, unit: Unit) -> None:
    if upper.unit_id == unit.pk or not unit.path.startswith(upper.unit.path):
        raise Refused(
            _("“%(campaign)s”不是上级单位的活动，本单位的活动只能落实上级的活动。") % {"campaign": upper.name}
        )  # fmt: skip
    if upper.state in (Campaign.State.DRAFT, Campaign.State.ARCHIVED):
        raise Refused(
            _("上级活动“%(campaign)s”%(state)s，现在不能落实它。")
            % {"campaign": upper.name, "state": upper.get_state_display()}
        )


def _next_code(begins_on: date) -> str:
    """The year and the next free number: 2013-1, 2013-2 …"""
    taken = set(Campaign.objects.filter(code__startswith=f"{begins_on.year}-").values_list("code", flat=True))
    number = 1
    while f"{begins_on.year}-{number}" in taken:
        number += 1
    return f"{begins_on.year}-{number}"
