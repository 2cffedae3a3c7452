"""From one year of a campaign to the next: which actions come again, and which unfinished ones are carried over.

The system only proposes; what the office chooses becomes part of the next amendment's draft, where it is looked at once
more and issued, so that every unit is told (capabilities B2; rules §1.2 集中活动年→深化拓展年→巩固提高年).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.campaigns.amendment_content import AddAction, ChangeAction, Planned, fields_of
from huiyin.campaigns.amendment_drafts import draft_changes
from huiyin.campaigns.audience import participants
from huiyin.campaigns.matrix import columns, standing_actions
from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.campaigns.stage_order import following, titled, year_of
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach

LONGEST_NAME = 160
_YEAR = re.compile(r"（\d{4}年）$")


class Choice(StrEnum):
    """What becomes of an action when the year turns."""

    AGAIN = "again"
    ONWARDS = "onwards"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Turn:
    """The year that ends and the one it turns to."""

    ending: Stage
    into: Stage
    begins_on: date
    ends_on: date

    @property
    def years(self) -> int:
        """How many years later the next one begins."""
        return self.begins_on.year - (self.ending.begins_on or self.begins_on).year


@dataclass(frozen=True)
class Turning:
    """One action of the year that ends: how many units have not finished it, and what is proposed."""

    action: Action
    units: int
    unfinished: int
    proposed: Choice


def turns(campaign: Campaign, stage: Stage, stages: Sequence[Stage]) -> bool:
    """Whether stages are years here, and one is still to come after this."""
    into = following(stages, stage)
    return year_of(campaign.stage_mode, stage) is not None and into is not None and into.state != Stage.State.CLOSED


def turn_of(campaign: Campaign, stage: Stage, stages: Sequence[Stage]) -> Turn:
    """The turn after a stage; only where stages are years, and one is still to come."""
    into = following(stages, stage)
    if into is None or not turns(campaign, stage, stages):
        raise NotReached(_("没有这一页：按年度递进的活动，还有下一年度时才能转入。"))
    if into.begins_on is None or into.ends_on is None:
        raise Refused(_("“%(stage)s”没有写全起止日期，请先用“调整方案”补上，再转入。") % {"stage": into.name})
    return Turn(stage, into, into.begins_on, into.ends_on)


def turnings(campaign: Campaign, turn: Turn, actor: Reach, *, today: date) -> list[Turning]:
    """The actions that stand in the ending year and are not in the next one yet: unfinished go on, the others come again."""
    standing = standing_actions(campaign)
    there = {(action.kind, action.name) for action in standing if action.stage_id == turn.into.pk}
    ending = [
        action
        for action in standing
        if action.stage_id == turn.ending.pk and (action.kind, name_in(turn, action)) not in there
    ]
    units = participants(campaign, actor)
    return [
        Turning(column.action, column.units, column.unfinished, Choice.ONWARDS if column.unfinished else Choice.AGAIN)
        for column in columns(ending, units, units.count(), today=today)
    ]


def draft_turn(
    campaign: Campaign,
    turn: Turn,
    *,
    choices: Mapping[UUID, Choice],
    plan: int,
    seen: int,
    actor: Reach,
    now: datetime,
) -> int:  # fmt: skip
    """Put what was chosen into the draft of the next amendment; returns how many changes. Nothing is issued yet."""
    standing = {action.uid: action for action in standing_actions(campaign) if action.stage_id == turn.ending.pk}
    if choices.keys() - standing.keys():
        raise NotReached(_("没有这个动作，或它不在这个年度里。"))
    changes = [
        change
        for uid, choice in choices.items()
        if (change := _planned(turn, standing[uid], choice)) is not None
    ]  # fmt: skip
    if not changes:
        raise Refused(_("没有选择任何动作。请至少选一个再列入下一年度，或直接办理转段。"))
    draft_changes(campaign, changes=changes, plan=plan, seen=seen, actor=actor, now=now)
    return len(changes)


def name_in(turn: Turn, action: Action) -> str:
    """The action's name when it comes again: with the year, since its name stands alone in reminders and in the book."""
    return _("%(name)s（%(year)d年）") % {"name": _YEAR.sub("", action.name), "year": turn.begins_on.year}


def unfinished_words(campaign: Campaign, turn: Turn, unfinished: int) -> str:
    """What the page that closes a year says of actions that some unit has not finished; nothing when there are none."""
    if not unfinished:
        return ""
    words = {"n": unfinished, "into": titled(campaign.stage_mode, turn.into)}
    return (
        _("这一年还有 %(n)d 个动作没有全部完成。转段以前，请先办理“转入%(into)s”，逐项确认结转、再次开展还是不转入。")
        % words
    )


def _planned(turn: Turn, action: Action, choice: Choice) -> Planned | None:
    """Again: a new action that every unit begins anew. Onwards: the same action with its marks, due in the next year."""
    fields = fields_of(action)
    match choice:
        case Choice.AGAIN:
            name = name_in(turn, action)
            if len(name) > LONGEST_NAME:
                raise Refused(_("“%(name)s”加上年份后太长，请在“调整方案”里另行增加。") % {"name": action.name})
            begins_on, due_on = _later(turn, action.begins_on), _later(turn, action.due_on)
            return AddAction(replace(fields, name=name, stage=turn.into, begins_on=begins_on, due_on=due_on))
        case Choice.ONWARDS:
            return ChangeAction(action, replace(fields, stage=turn.into, due_on=turn.ends_on))
        case Choice.NOTHING:
            return None


def _later(turn: Turn, day: date | None) -> date | None:
    """The same day in the next year, within its span."""
    if day is None:
        return None
    year = day.year + turn.years
    moved = date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
    return min(max(moved, turn.begins_on), turn.ends_on)
