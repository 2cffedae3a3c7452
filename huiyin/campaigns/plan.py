"""The plan of a campaign: its stages and actions, changed while it is a draft; later only by amendments (amending)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.campaigns.rights import require_office
from huiyin.campaigns.stage_order import refuse_contradiction
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.campaign import ACTIONS
from huiyin.ledgers.engine import services as books
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

STAGE_ADDED = AuditAction("stage.added", "方案增加环节")
STAGE_AMENDED = AuditAction("stage.amended", "方案修改环节")
STAGE_REMOVED = AuditAction("stage.removed", "方案删去环节")
ACTION_ADDED = AuditAction("action.added", "方案增加动作")
ACTION_AMENDED = AuditAction("action.amended", "方案修改动作")
ACTION_REMOVED = AuditAction("action.removed", "方案删去动作")
ACTION = "action"
PLANNED = "planned"


@dataclass(frozen=True, kw_only=True)
class StageFields:
    """What the plan says of a stage."""

    order: int
    name: str
    task: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ActionFields:
    """What the plan says of an action."""

    name: str
    kind: str
    stage: Stage | None = None
    code: str = ""
    series: str = ""
    requirement: str = ""
    lead_unit: Unit | None = None
    lead_title: str = ""
    audience: str = ""
    deliverable: str = ""
    begins_on: date | None = None
    due_on: date | None = None
    remark: str = ""


def add_stage(
    campaign: Campaign, *, fields: StageFields, revision: int, actor: Reach, now: datetime, audited: bool = True
) -> Stage:
    """Put a stage into the draft. `audited=False`: part of a larger verb, which looks at the stages as a whole."""
    check_span(fields.name, fields.begins_on, fields.ends_on)
    with transaction.atomic():
        _change_draft(campaign, revision, actor)
        with _one_order(fields.order):
            stage = Stage.objects.create(campaign=campaign, **_values(fields))
        if audited:
            refuse_contradiction(campaign, only=[stage.pk])
            audit.record(STAGE_ADDED, actor=actor.account, now=now, subject=stage, unit=campaign.unit)
    return stage


def amend_stage(
    stage: Stage, *, fields: StageFields, revision: int, actor: Reach, now: datetime, audited: bool = True
) -> Stage:
    """Change a stage of the draft; `audited` as in `add_stage`."""
    check_span(fields.name, fields.begins_on, fields.ends_on)
    with transaction.atomic():
        _change_draft(stage.campaign, revision, actor)
        with _one_order(fields.order):
            Stage.objects.filter(pk=stage.pk).update(**_values(fields))
        if audited:
            refuse_contradiction(stage.campaign, only=[stage.pk])
            audit.record(STAGE_AMENDED, actor=actor.account, now=now, subject=stage, unit=stage.campaign.unit)
    stage.refresh_from_db()
    return stage


def remove_stage(stage: Stage, *, revision: int, actor: Reach, now: datetime) -> None:
    """Take a stage out of the draft; its actions must have gone first."""
    if stage.actions.exists():
        raise Refused(_("“%(stage)s”还有动作，请先删去或改到别的环节。") % {"stage": stage.name})
    with transaction.atomic():
        _change_draft(stage.campaign, revision, actor)
        audit.record(STAGE_REMOVED, actor=actor.account, now=now, subject=stage, unit=stage.campaign.unit)
        Stage.objects.filter(pk=stage.pk).delete()


def add_action(
    campaign: Campaign, *, fields: ActionFields, revision: int, actor: Reach, now: datetime, audited: bool = True
) -> Action:
    """Put an action into the draft. Into an approved plan it comes by an amendment (amending), which reaches every unit."""
    with transaction.atomic():
        _change_draft(campaign, revision, actor)
        action = create_action(campaign, fields)
        if audited:
            audit.record(ACTION_ADDED, actor=actor.account, now=now, subject=action, unit=campaign.unit)
    return action


def amend_action(
    action: Action, *, fields: ActionFields, revision: int, actor: Reach, now: datetime, audited: bool = True
) -> Action:
    """Change an action of the draft."""
    with transaction.atomic():
        _change_draft(action.campaign, revision, actor)
        write_action(action, fields)
        if audited:
            audit.record(ACTION_AMENDED, actor=actor.account, now=now, subject=action, unit=action.campaign.unit)
    return action


def remove_action(action: Action, *, revision: int, actor: Reach, now: datetime) -> None:
    """Take an action out of the draft."""
    with transaction.atomic():
        _change_draft(action.campaign, revision, actor)
        audit.record(ACTION_REMOVED, actor=actor.account, now=now, subject=action, unit=action.campaign.unit)
        Action.objects.filter(pk=action.pk).delete()


def create_action(campaign: Campaign, fields: ActionFields) -> Action:
    """The row of a new action, last in order; the calling verb holds the campaign and writes the audit line."""
    _check_action(campaign, fields)
    last = campaign.actions.aggregate(last=Max("order"))["last"] or 0
    with _one_name(fields.name):
        return Action.objects.create(campaign=campaign, order=last + 1, **_values(fields))


def write_action(action: Action, fields: ActionFields) -> None:
    """New values in an action's row; the calling verb holds the campaign and writes the audit line."""
    _check_action(action.campaign, fields)
    with _one_name(fields.name):
        Action.objects.filter(pk=action.pk).update(**_values(fields))
    action.refresh_from_db()


def check_span(name: str, begins_on: date | None, ends_on: date | None) -> None:
    """Refuse a blank name, and an end before the beginning."""
    if not name.strip():
        raise Refused(_("名称不能空着。"))
    if begins_on is not None and ends_on is not None and ends_on < begins_on:
        raise Refused(_("“%(name)s”的结束日期早于开始日期，请改正。") % {"name": name})


def posted_values(action: Action) -> dict[str, object]:
    """What the book says of an action."""
    return {
        "name": action.name,
        "stage": action.stage.name if action.stage else "",
        "stage_order": action.stage.order if action.stage else 0,
        "kind": action.kind,
    }


def post_actions(campaign: Campaign, actions: Sequence[Action], *, on: date, actor: Reach, now: datetime) -> int:
    """Enter actions of an approved plan into the book; the calling verb writes the audit line."""
    for action in actions:
        books.post(
            ACTIONS,
            source_kind=ACTION,
            source=action.uid,
            event=PLANNED,
            unit=campaign.unit,
            fact_date=on,
            values=posted_values(action),
            account=actor.account,
            now=now,
            campaign=campaign.uid,
            audited=False,
        )
    return len(actions)


def claim(campaign: Campaign, revision: int, actor: Reach, *, states: tuple[str, ...], refusal: str) -> None:
    """Hold the plan as it was seen: only its office, only in these states, and only if nobody changed it since."""
    require_office(campaign, actor)
    if campaign.state not in states:
        raise Refused(refusal)
    written = Campaign.objects.filter(pk=campaign.pk, state__in=states, revision=revision).update(
        revision=F("revision") + 1
    )
    if not written:
        raise Stale(_("活动方案刚被别人改过，您的修改没有保存。请刷新后重新修改。"))
    campaign.refresh_from_db()


def _change_draft(campaign: Campaign, revision: int, actor: Reach) -> None:
    refusal = _("活动方案已经批准，不能再改已有的环节和动作，请用“调整方案”。")
    claim(campaign, revision, actor, states=(Campaign.State.DRAFT,), refusal=refusal)


def _check_action(campaign: Campaign, fields: ActionFields) -> None:
    if fields.kind not in Action.Kind.values:
        raise Refused(_("没有“%(kind)s”这种动作类别，请从列表中选择。") % {"kind": fields.kind})
    if fields.stage is not None and fields.stage.campaign_id != campaign.pk:
        raise Refused(_("所选环节不属于这个活动。"))
    check_span(fields.name, fields.begins_on, fields.due_on)


@contextmanager
def _one_name(name: str) -> Iterator[None]:
    """Two actions of a kind and a name are refused with a sentence, not an error page."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(_("方案里同一类别已有“%(name)s”，同类动作不能重名。") % {"name": name}) from error


def _values(fields: StageFields | ActionFields) -> dict[str, object]:
    values = {field.name: getattr(fields, field.name) for field in dataclass_fields(fields)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


@contextmanager
def _one_order(order: int) -> Iterator[None]:
    """Two stages at one place in the order are refused with a sentence, not an error page."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Refused(_("序号 %(order)s 已被别的环节使用，请换一个。") % {"order": order}) from error
