"""A lower plan takes over an amendment from above: what fits its own actions and stages, and the one verb that does it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.campaigns.amending import AMENDABLE, LONGEST_REASON, issue_amendment, not_amendable
from huiyin.campaigns.amendment_content import (
    DAYS,
    AddAction,
    ChangeAction,
    DateStage,
    Difference,
    Kind,
    Planned,
    WithdrawAction,
    differences,
    fields_of,
)
from huiyin.campaigns.audience import below
from huiyin.campaigns.models import Action, Amendment, AmendmentChange, Campaign, Stage, Stance
from huiyin.campaigns.plan import ActionFields
from huiyin.campaigns.stances import current_of, may_speak, take_stance
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.paths import subtree


@dataclass(frozen=True)
class Fit:
    """What an amendment from above comes to in a lower plan: the changes to make, and what has no counterpart and why."""

    changes: list[Planned]
    left: list[str]


def lower_campaign(amendment: Amendment, campaign: Campaign) -> Campaign:
    """Refuse a campaign that does not carry out the amended one, at any depth."""
    if not below(amendment.campaign).filter(pk=campaign.pk).exists():
        raise NotReached(_("这个活动不是落实上级活动的，没有要落实的调整。"))
    return campaign


def fit(amendment: Amendment, campaign: Campaign) -> Fit:
    """Find the lower plan's own actions by class and name, its stages by name."""
    plan = _Plan(campaign)
    changes = []
    for change in amendment.changes.order_by("order"):
        planned = plan.planned(change)
        if planned is not None:
            changes.append(planned)
    return Fit(changes, plan.left)


def apply_amendment(
    amendment: Amendment, campaign: Campaign, *, revision: int, actor: Reach, now: datetime
) -> Amendment:  # fmt: skip
    """落实到本级方案: the own amendment and the acceptance of the upper one, in one act of the nearest office."""
    lower_campaign(amendment, campaign)
    if campaign.state not in AMENDABLE:
        raise Refused(not_amendable(campaign))
    if not may_speak(amendment, campaign.unit, actor, local_date(now)):
        raise Refused(_("由“%(unit)s”自己的活动办公室落实上级的调整。") % {"unit": campaign.unit.name})
    if amendment.carried_out_by.filter(campaign=campaign).exists():
        raise Refused(_("本级方案已经落实过这次调整。"))
    changes = fit(amendment, campaign).changes
    if not changes:
        raise Refused(_("本级方案没有与这次调整对应的内容，请选“接受”或“调整执行”。"))
    said = current_of(amendment, campaign.unit)
    with transaction.atomic():
        own = issue_amendment(
            campaign, changes=changes, reason=_reason(amendment), on=local_date(now), revision=revision, actor=actor,
            now=now, carries_out=amendment,
        )  # fmt: skip
        if said is None or said.kind != Stance.Kind.ACCEPTED:
            take_stance(
                amendment, campaign.unit, kind=Stance.Kind.ACCEPTED, seen=said.revision if said else 0, actor=actor,
                now=now,
            )  # fmt: skip
    return own


def _reason(amendment: Amendment) -> str:
    with translation.override("zh-hans"):
        words = {
            "unit": amendment.campaign.unit.name,
            "campaign": amendment.campaign.name,
            "title": amendment.title,
            "reason": amendment.reason,
        }
        text = _("落实%(unit)s“%(campaign)s”%(title)s：%(reason)s") % words
    return text if len(text) <= LONGEST_REASON else f"{text[: LONGEST_REASON - 1]}…"


class _Plan:
    """A lower plan as an amendment from above looks for its parts in it; `left` says what found no counterpart and why."""

    def __init__(self, campaign: Campaign) -> None:
        self.left: list[str] = []
        self._top = campaign.unit
        standing = campaign.actions.filter(withdrawn_on__isnull=True).select_related("stage", "lead_unit")
        self._actions = {(action.kind, action.name): action for action in standing}
        self._stages = {stage.name: stage for stage in campaign.stages.all()}

    def planned(self, change: AmendmentChange) -> Planned | None:
        """The same change here; None when there is none."""
        words = {"title": change.title}
        found: list[Difference] = change.differences
        if change.kind == Kind.STAGE_DATED:
            return self._dated(change.title, found)
        action = self._actions.get((change.action_kind, change.title))
        if change.kind == Kind.ACTION_ADDED:
            if action is not None:
                return self._leave(_("本级方案已有“%(title)s”，不再增加。") % words)
            return AddAction(replace(ActionFields(name="", kind=""), **self._values(change.title, found)))
        if action is None:
            return self._leave(_("本级方案没有“%(title)s”，不用调整。") % words)
        if change.kind == Kind.ACTION_WITHDRAWN:
            return WithdrawAction(action)
        return self._changed(action, found)

    def _leave(self, sentence: str) -> Planned | None:
        self.left.append(sentence)
        return None

    def _changed(self, action: Action, found: list[Difference]) -> Planned | None:
        values = self._values(action.name, found)
        if not values:
            return None
        planned = ChangeAction(action, replace(fields_of(action), **values))
        if not differences(planned):
            return self._leave(_("“%(title)s”在本级方案里已是调整后的内容。") % {"title": action.name})
        return planned

    def _dated(self, name: str, found: list[Difference]) -> Planned | None:
        stage = self._stages.get(name)
        if stage is None:
            return self._leave(_("本级方案没有环节“%(title)s”，不用调整。") % {"title": name})
        if stage.state == Stage.State.CLOSED:
            return self._leave(_("本级的“%(title)s”已经转段，不能再调整时间。") % {"title": name})
        days = {one["field"]: _day(one["value"]) for one in found}
        planned = DateStage(stage, days.get("begins_on", stage.begins_on), days.get("ends_on", stage.ends_on))
        if not differences(planned):
            return self._leave(_("环节“%(title)s”在本级方案里已是调整后的时间。") % {"title": name})
        return planned

    def _values(self, title: str, found: list[Difference]) -> dict[str, Any]:
        """The fields that change here; a stage unknown here, or a unit that is not ours, leaves its field as it is."""
        values: dict[str, Any] = {}  # Any: the fields of an action, each of its own type
        for one in found:
            name, value = one["field"], one["value"]
            words = {"title": title, "after": one["after"], "top": self._top.name}
            if name == "stage":
                if value and one["after"] not in self._stages:
                    self._leave(_("本级方案没有环节“%(after)s”，“%(title)s”的环节由本级自定。") % words)
                    continue
                values[name] = self._stages[one["after"]] if value else None
            elif name == "lead_unit":
                lead = subtree(self._top).filter(uid=value).first() if value else None
                if value and lead is None:
                    self._leave(_("“%(after)s”不在“%(top)s”范围内，“%(title)s”的牵头单位由本级自定。") % words)
                    continue
                values[name] = lead
            else:
                values[name] = _day(value) if name in DAYS else value
        return values


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
