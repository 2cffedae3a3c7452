"""方案调整: an approved plan changes only by a numbered amendment, which reaches every unit and every campaign below."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.campaigns.amendment_content import (
    AddAction,
    ChangeAction,
    DateStage,
    Difference,
    Planned,
    WithdrawAction,
    differences,
    kind_of,
    title_of,
)
from huiyin.campaigns.models import Action, Amendment, AmendmentChange, Campaign, Stage
from huiyin.campaigns.plan import (
    ACTION,
    PLANNED,
    check_span,
    claim,
    create_action,
    post_actions,
    posted_values,
    write_action,
)
from huiyin.campaigns.stage_order import refuse_contradiction
from huiyin.core import audit
from huiyin.core.audit import Action as AuditAction
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused, Stale
from huiyin.ledgers.books.campaign import ACTIONS
from huiyin.ledgers.engine import services as books
from huiyin.organisation.access import Reach

ISSUED = AuditAction("amendment.issued", "印发方案调整")
AMENDABLE = (Campaign.State.APPROVED, Campaign.State.RUNNING)
LONGEST_REASON = 200


def issue_amendment(
    campaign: Campaign,
    *,
    changes: Sequence[Planned],
    reason: str,
    on: date,
    revision: int,
    actor: Reach,
    now: datetime,
    carries_out: Amendment | None = None,
) -> Amendment:
    """第几次调整: the plan changes as listed, and the books with it, whole or not at all."""
    reason = reason.strip()
    _check(changes, reason, on, now)
    with transaction.atomic():
        claim(campaign, revision, actor, states=AMENDABLE, refusal=not_amendable(campaign))
        newest = campaign.amendments.order_by("-number").first()
        if newest is not None and on < newest.on:
            raise Refused(_("调整日期早于%(title)s的日期，请改正。") % {"title": newest.title})
        amendment = Amendment.objects.create(
            campaign=campaign, number=newest.number + 1 if newest else 1, on=on, reason=reason,
            carries_out=carries_out, by=actor.account, recorded_at=now,
        )  # fmt: skip
        for order, change in enumerate(changes, 1):
            _make(amendment, order, change, actor=actor, now=now)
        refuse_contradiction(campaign, only=[change.stage.pk for change in changes if isinstance(change, DateStage)])
        audit.record(
            ISSUED, actor=actor.account, now=now, subject=amendment, unit=campaign.unit, number=amendment.number,
            changes=len(changes), on=on,
        )  # fmt: skip
    return amendment


def not_amendable(campaign: Campaign) -> str:
    """Why a plan cannot be amended in its present state."""
    if campaign.state == Campaign.State.DRAFT:
        return _("方案还在起草，请直接修改方案，不必办调整。")
    return _("活动现在是“%(state)s”，不能再调整方案。") % {"state": campaign.get_state_display()}


def _check(changes: Sequence[Planned], reason: str, on: date, now: datetime) -> None:
    if not reason:
        raise Refused(_("请写明调整理由。"))
    if len(reason) > LONGEST_REASON:
        raise Refused(_("调整理由最多 %(most)d 个字，请精简。") % {"most": LONGEST_REASON})
    if not changes:
        raise Refused(_("还没有列出要调整的内容，请先增加、修改或撤销动作，或调整环节时间。"))
    if on > local_date(now):
        raise Refused(_("调整日期晚于今天，请改正。"))


def _make(amendment: Amendment, order: int, planned: Planned, *, actor: Reach, now: datetime) -> None:
    """Do one change and write down what it was: the row says before and after even when both change again."""
    action: Action | None = None
    stage: Stage | None = None
    match planned:
        case AddAction(fields=fields):
            found = _recorded(planned)
            action = create_action(amendment.campaign, fields)
            action_kind = action.kind
            post_actions(amendment.campaign, [action], on=amendment.on, actor=actor, now=now)
        case ChangeAction(fields=fields):
            action = _standing(amendment, planned.action)
            found, action_kind = _recorded(ChangeAction(action, fields)), action.kind
            _change(amendment, action, planned, actor=actor, now=now)
        case WithdrawAction():
            action = _standing(amendment, planned.action)
            found, action_kind = [], action.kind
            _withdraw(amendment, action, actor=actor, now=now)
        case DateStage():
            stage = _open(amendment, planned.stage)
            found, action_kind = _recorded(DateStage(stage, planned.begins_on, planned.ends_on)), ""
            check_span(stage.name, planned.begins_on, planned.ends_on)
            Stage.objects.filter(pk=stage.pk).update(begins_on=planned.begins_on, ends_on=planned.ends_on)
    title = title_of(planned)
    if not found and not isinstance(planned, WithdrawAction):
        raise Refused(_("“%(title)s”和现在的方案一样，没有改动，请删去这一条。") % {"title": title})
    AmendmentChange.objects.create(
        amendment=amendment, order=order, kind=kind_of(planned), action=action, stage=stage, title=title,
        action_kind=action_kind, differences=found,
    )  # fmt: skip


def _change(amendment: Amendment, action: Action, planned: ChangeAction, *, actor: Reach, now: datetime) -> None:
    """New values; the book is corrected when it says any of them."""
    before = posted_values(action)
    write_action(action, planned.fields)
    after = posted_values(action)
    if before != after:
        books.revise_posted(
            ACTIONS, source_kind=ACTION, source=action.uid, event=PLANNED, values=after, reason=_why(amendment),
            account=actor.account, now=now,
        )  # fmt: skip


def _withdraw(amendment: Amendment, action: Action, *, actor: Reach, now: datetime) -> None:
    """The action stays with what units did about it; no list and no figure counts it from now on."""
    Action.objects.filter(pk=action.pk).update(withdrawn_on=amendment.on)
    books.void_posted(
        ACTIONS, source_kind=ACTION, source=action.uid, event=PLANNED, reason=_why(amendment), account=actor.account,
        now=now,
    )  # fmt: skip


def _why(amendment: Amendment) -> str:
    with translation.override("zh-hans"):  # it stays in the book, whatever language the office reads
        return _("%(title)s：%(reason)s") % {"title": amendment.title, "reason": amendment.reason}


def _recorded(planned: Planned) -> list[Difference]:
    """What changes, in the words that stay on record."""
    with translation.override("zh-hans"):
        return differences(planned)


def _standing(amendment: Amendment, seen: Action) -> Action:
    """The action as it stands now; another campaign's, or one withdrawn already, is refused."""
    found = (
        amendment.campaign.actions.select_related("stage", "lead_unit")
        .filter(pk=seen.pk, withdrawn_on__isnull=True)
        .first()
    )
    if found is None:
        raise Stale(_("“%(action)s”已经不在方案里，没有保存任何调整。请刷新后重新拟定。") % {"action": seen.name})
    return found


def _open(amendment: Amendment, seen: Stage) -> Stage:
    found = amendment.campaign.stages.filter(pk=seen.pk).first()
    if found is None:
        raise Refused(_("所选环节不属于这个活动。"))
    if found.state == Stage.State.CLOSED:
        raise Refused(_("“%(stage)s”已经转段，不能再调整时间。") % {"stage": found.name})
    return found
