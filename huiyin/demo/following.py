"""Between the acts: what does not apply to whom, one amendment with its answers, and what each unit did about each action."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from huiyin.campaigns import marking, stances
from huiyin.campaigns.amending import issue_amendment
from huiyin.campaigns.amendment_content import ChangeAction, fields_of
from huiyin.campaigns.amendments_read import deviating_reason
from huiyin.campaigns.audience import participants, reached_units
from huiyin.campaigns.marking import Deed
from huiyin.campaigns.matrix import standing_actions
from huiyin.campaigns.models import Action, Mark, Stance
from huiyin.demo.stage import Play, at
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Grant, Role, Unit

APPLIED, AMENDED, ANSWERED = date(2013, 7, 12), date(2013, 9, 25), date(2013, 9, 27)
Kind = Action.Kind
# Actions of the leading body alone, and those of a few units that try them out first.
OF_THE_TOP = {"D07", "D10", "D11"}
FOR_ALL = {"D28", "D29"}
TRIED = {"D31": ("SZJG504", "SZJG403", "SZJG503"), "D34": ("SZGW09", "SZJG405", "SZJG401")}
# What stayed open, by unit and action; one of them is the shown clerk's to mark.
OPEN = {("SZGW01", "D33"), ("SZJG404", "D26"), ("SZJG404", "D27"), ("SZJG607", "D27")}
BEGUN = {("SZJG206", "D26")}
DEPARTING, DEPARTURE = "SZJG203", "国庆和会议安保任务重，对照检查材料推迟到十一月八日前定稿。"
SILENT = ("SZJG404", "SZJG607")
# Clerks who enter what was done weeks later: shown as late.
LATE, _DAYS_LATER = ("SZJG105", "SZJG306", "SZJG506"), 21


def say_what_does_not_apply(play: Play) -> None:
    """The office says it once for each action, with the reason; nobody is asked about what is not theirs."""
    office, units, count = play.cast("office", APPLIED), list(participants(play.campaign)), 0
    for action in standing_actions(play.campaign):
        left, reason = _not_for(action, units, play.top)
        if left:
            count += marking.exempt(action, left, reason=reason, actor=office, now=at(APPLIED))
    play.say(f"任务矩阵：{len(units)} 个单位，{count} 格不适用。")


def amend(play: Play) -> None:
    """第1次调整: two dates move; most units accept, one departs with its reason, two have not answered."""
    office, campaign = play.cast("office", AMENDED), play.campaign
    codes = {action.code: action for action in standing_actions(campaign)}
    changes = [
        ChangeAction(codes[code], replace(fields_of(codes[code]), due_on=due))
        for code, due in (("D23", date(2013, 10, 31)), ("D26", date(2014, 1, 17)))
    ]
    amendment = issue_amendment(
        campaign, changes=changes, reason="与秋季防汛和国庆安保错开，两项推进事项的时限顺延。", on=AMENDED,
        revision=campaign.revision, actor=office, now=at(AMENDED),
    )  # fmt: skip
    speakers = _Speakers(play)
    for unit in reached_units(amendment).exclude(code__in=SILENT).order_by("path"):
        departs = unit.code == DEPARTING
        stances.take_stance(
            amendment, unit, kind=Stance.Kind.DEVIATING if departs else Stance.Kind.ACCEPTED,
            reason=DEPARTURE if departs else "", seen=0, actor=speakers.of(unit, ANSWERED), now=at(ANSWERED),
        )  # fmt: skip
    play.say(f"方案{amendment.title}：{amendment.stances.count()} 个单位已表态。")


def follow(play: Play, since: date, until: date) -> None:
    """Each unit marks what it did of the actions that fell due from `since` until before `until`."""
    campaign, speakers = play.campaign, _Speakers(play)
    units = list(participants(campaign).order_by("path"))
    due = [action for action in standing_actions(campaign) if action.due_on and since <= action.due_on < until]
    taken = set(Mark.objects.filter(current=True, action__in=due).values_list("action", "unit"))
    deeds = [
        _Marked(action, unit, _day(action, unit, number, until))
        for action in due
        for number, unit in enumerate(units)
        if (action.pk, unit.pk) not in taken and (unit.code, action.code) not in OPEN
    ]
    for one in sorted(deeds, key=lambda deed: deed.entered):
        marking.mark(
            one.action,
            one.unit,
            deed=_deed(one),
            seen=0,
            actor=speakers.of(one.unit, one.entered),
            now=at(one.entered, 16),
        )
    play.say(f"任务矩阵：登记 {len(deeds)} 格。")


@dataclass(frozen=True)
class _Marked:
    """One cell, and the day on which the unit did it."""

    action: Action
    unit: Unit
    on: date

    @property
    def entered(self) -> date:
        """Two days later; with some clerks three weeks."""
        return self.on + timedelta(days=_DAYS_LATER if self.unit.code in LATE else 2)


class _Speakers:
    """Who marks and answers for each unit: its clerk, or its head where it has no clerk."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._staff: dict[str, str] = {}
        self._reach: dict[str, Reach] = {}
        roles = (Role.HEAD, Role.CLERK)  # the clerk, who comes later, takes the place
        for role in roles:
            rows = Grant.objects.filter(role=role, unit__isnull=False, approved_by__isnull=False)
            for code, staff_no in rows.order_by("-pk").values_list("unit__code", "person__staff_no"):
                self._staff[code] = str(staff_no)

    def of(self, unit: Unit, day: date) -> Reach:
        """What that person reaches; their rights stay the same through the play, so it is looked up once."""
        if unit.code not in self._reach:
            self._reach[unit.code] = self._play.actor(self._staff[unit.code], day)
        return self._reach[unit.code]


def _not_for(action: Action, units: Sequence[Unit], top: Unit) -> tuple[list[Unit], str]:
    """The units an action does not apply to, and why."""
    organs = [unit for unit in units if unit.kind == Unit.Kind.ORGAN]
    own = [unit for unit in units if unit.kind != Unit.Kind.ORGAN]
    if action.code in OF_THE_TOP:
        return [unit for unit in units if unit.pk != top.pk], "只在工委领导班子开展"
    if action.code in TRIED:
        return [unit for unit in units if unit.code not in TRIED[action.code]], "只在试点、结对单位开展"
    if action.kind in (Kind.SPECIAL_ACTION, Kind.SPECIAL_THEME, Kind.LOOK_BACK):
        return [unit for unit in units if unit.pk != action.lead_unit_id], "由牵头单位统一办理"
    if action.kind == Kind.PROMOTION:
        return own, "工委机关和直属三校按规定动作开展"
    return ([] if action.code in FOR_ALL else organs), "只在工委机关和直属三校开展"


def _day(action: Action, unit: Unit, number: int, until: date) -> date:
    """Some days before the date it was due, never before it began nor so late that it could not be entered in time."""
    assert action.due_on is not None
    newest = until - timedelta(days=_DAYS_LATER + 1 if unit.code in LATE else 3)
    return max(action.begins_on or action.due_on, min(action.due_on - timedelta(days=number % 7), newest))


def _deed(one: _Marked) -> Deed:
    """Done, but for the unit that departs and the one still at it."""
    reason = deviating_reason(one.action, one.unit) if one.unit.code == DEPARTING else ""
    if reason:
        return Deed(state=Mark.State.DEVIATING, on=one.on, note=reason)
    begun = (one.unit.code, one.action.code) in BEGUN
    return Deed(state=Mark.State.RUNNING if begun else Mark.State.DONE, on=one.on)
