"""A campaign proposed from pasted texts: the stages and actions of a plan, with leading units looked up in the tree."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action, Campaign
from huiyin.campaigns.pasted_plan import ParsedAction, ParsedPlan, ParsedStage
from huiyin.campaigns.starting_rows import ActionRow, StageRow, UnitRef
from huiyin.campaigns.starting_units import UnitMatcher


def stage_rows(plan: ParsedPlan, begins_on: date) -> tuple[StageRow, ...]:
    """The stages as read."""
    return tuple(_stage(key, stage, begins_on) for key, stage in enumerate(plan.stages))


def action_rows(plan: ParsedPlan, matcher: UnitMatcher, begins_on: date) -> tuple[ActionRow, ...]:
    """The actions as read."""
    return tuple(_action(key, action, matcher, begins_on) for key, action in enumerate(plan.actions))


def mode_of(stages: Sequence[StageRow]) -> str:
    """How the stages follow one another: in sequence, or side by side where they overlap or there are none."""
    if not stages:
        return Campaign.StageMode.PARALLEL
    spans = [(stage.begins_on, stage.ends_on) for stage in stages]
    overlap = any(before[1] and after[0] and after[0] < before[1] for before, after in pairwise(spans))
    return Campaign.StageMode.PARALLEL if overlap else Campaign.StageMode.SEQUENTIAL


def last_day(stages: Sequence[StageRow], actions: Sequence[ActionRow]) -> date | None:
    """The latest date the plan names."""
    days = [stage.ends_on for stage in stages] + [action.due_on for action in actions]
    return max((day for day in days if day is not None), default=None)


def _stage(key: int, stage: ParsedStage, begins_on: date) -> StageRow:
    starts, early = _from(stage.begins_on, stage.ends_on, begins_on)
    return StageRow(
        key=key, place=_("第%(line)d行") % {"line": stage.line}, source=stage.source, name=stage.name, task=stage.task,
        begins_on=starts, ends_on=stage.ends_on, doubts=(*stage.doubts, *early),
    )  # fmt: skip


def _action(key: int, action: ParsedAction, matcher: UnitMatcher, begins_on: date) -> ActionRow:
    says = action.says
    starts, early = _from(says.time.begins_on, says.time.due_on, begins_on)
    lead, doubts, notes = _lead(says.leads, matcher)
    if action.own:
        notes.append(_("列为自选动作"))
    return ActionRow(
        key=key, place=_("第%(line)d行") % {"line": action.line}, source=action.source, name=says.name,
        kind=Action.Kind.OWN if action.own else Action.Kind.SET, stage=action.stage, series=action.series,
        requirement=says.requirement, lead=lead, lead_title=says.lead_title, audience=says.audience,
        deliverable=says.deliverable, begins_on=starts, due_on=says.time.due_on, remark=says.remark,
        doubts=(*action.doubts, *early, *doubts), notes=tuple(notes),
    )  # fmt: skip


def _from(starts: date | None, ends: date | None, begins_on: date) -> tuple[date | None, tuple[str, ...]]:
    """What begins in the month in which the campaign begins, begins with it at the earliest; earlier is doubted."""
    if starts is None or starts >= begins_on:
        return starts, ()
    if (starts.year, starts.month) == (begins_on.year, begins_on.month) and (ends is None or ends >= begins_on):
        return begins_on, ()
    return starts, (_("早于活动开始日期"),)


def _lead(names: Sequence[str], matcher: UnitMatcher) -> tuple[UnitRef | None, list[str], list[str]]:
    """The first unit named leads; what is not plain is said, and the words stay in the remark."""
    if not names:
        return None, [], []
    found = matcher.named(names[0])
    if len(found) != 1:
        why = _("牵头单位“%(name)s”对应不止一个单位") if found else _("没有登记过牵头单位“%(name)s”")
        return None, [why % {"name": names[0]}], []
    if not matcher.is_open(found[0]):
        return None, [matcher.why_gone(found[0])[0], _("请另定牵头单位")], []
    notes = [_("责任单位不止一个，牵头取第一个，其余写在备注")] if len(names) > 1 else []
    return matcher.ref(found[0]), [], notes
