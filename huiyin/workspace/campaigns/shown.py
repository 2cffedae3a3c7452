"""How campaigns appear on pages: states, steps, the verbs that can be done now."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign, Handover, Stage
from huiyin.campaigns.stage_order import IN_ORDER, following, titled, year_of
from huiyin.core.dates import chinese_date, month_and_day
from huiyin.workspace.organisation.shown import State

STATES: dict[str, tuple[str, str]] = {
    Campaign.State.DRAFT: ("neutral", "edit"),
    Campaign.State.APPROVED: ("info", "stamp"),
    Campaign.State.RUNNING: ("progress", "circle-dot"),
    Campaign.State.SUMMARY: ("info", "notes"),
    Campaign.State.ARCHIVED: ("muted", "archive"),
}
STEP_STATES = {Stage.State.WAITING: "todo", Stage.State.RUNNING: "current", Stage.State.CLOSED: "done"}

STAGE_STATES = {
    Stage.State.WAITING: ("neutral", "circle-dashed"),
    Stage.State.RUNNING: ("progress", "circle-dot"),
    Stage.State.CLOSED: ("ok", "circle-check"),
}


@dataclass(frozen=True)
class Step:
    """A stage in the row of steps."""

    label: str
    state: str
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Verb:
    """Something the office can do with the campaign now."""

    label: str
    href: str
    icon: str
    primary: bool = False


def state(campaign: Campaign) -> State:
    """Word, tone and icon of a campaign's state."""
    return State(campaign.get_state_display(), *STATES[campaign.state])


def steps(stages: list[Stage], *, today: date, figures: bool) -> list[Step]:
    """The stages as steps; one that runs past its planned end is late. For who reads `figures`, a year opens its own."""
    found = []
    for stage in stages:
        word = STEP_STATES[Stage.State(stage.state)]
        if stage.state == Stage.State.RUNNING and stage.ends_on is not None and stage.ends_on < today:
            word = "late"
        mode = stage.campaign.stage_mode
        href = year_figures_href(stage) if figures and year_of(mode, stage) is not None else ""
        found.append(Step(titled(mode, stage), word, _span(stage), href))
    return found


@dataclass(frozen=True)
class StageRow:
    """A stage in the plan's table; `word`, `tone` and `icon` tell its state, `figures_href` opens those of its year."""

    stage: Stage
    year: int | None
    word: str
    tone: str
    icon: str
    figures_href: str


def stage_row(stage: Stage, *, figures: bool) -> StageRow:
    """A stage as the plan's page shows it."""
    year = year_of(stage.campaign.stage_mode, stage)
    href = year_figures_href(stage) if figures and year is not None else ""
    return StageRow(stage, year, stage.get_state_display(), *STAGE_STATES[Stage.State(stage.state)], href)


def year_figures_href(stage: Stage) -> str:
    """The figures of the campaign within the days of one stage."""
    campaign = stage.campaign
    days = {"begin": stage.begins_on, "end": stage.ends_on}
    scope = {"unit": campaign.unit.uid, "campaign": campaign.uid, **{key: day for key, day in days.items() if day}}
    return reverse("figures_index") + "?" + urlencode(scope)


def verbs(campaign: Campaign, stages: list[Stage], handover: Handover | None) -> list[Verb]:
    """What the office can do now, the next step first."""
    found: list[Verb] = []
    match campaign.state:
        case Campaign.State.DRAFT:
            found = [
                _verb(campaign, _("编写方案"), "campaigns_plan", "edit"),
                _verb(campaign, _("批准方案"), "campaigns_approve", "stamp"),
            ]
        case Campaign.State.APPROVED:
            found = [
                _verb(campaign, _("启动活动"), "campaigns_start", "flag"),
                _verb(campaign, _("下达到单位"), "campaigns_issue", "send"),
                _verb(campaign, _("查看方案"), "campaigns_plan", "list-check"),
                _verb(campaign, _("调整方案"), "campaigns_amend", "edit"),
            ]
        case Campaign.State.RUNNING:
            found = _running(campaign, stages)
        case Campaign.State.SUMMARY:
            found = [_verb(campaign, _("办理交接"), "campaigns_handover_offer", "send")]
            if handover is not None and handover.received_at is not None:
                found.insert(0, _verb(campaign, _("归档"), "campaigns_archive", "archive"))
    return [Verb(verb.label, verb.href, verb.icon, primary=n == 0) for n, verb in enumerate(found)]


def one_href(campaign: Campaign) -> str:
    """The campaign's page."""
    return reverse("campaigns_one", kwargs={"uid": campaign.uid})


def crumbs(campaign: Campaign | None, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of a campaign."""
    found = [(_("活动"), reverse("campaigns_list"))]
    if campaign is not None:
        found.append((campaign.name, one_href(campaign)))
    found += more
    found[-1] = (found[-1][0], "")
    return found


def _running(campaign: Campaign, stages: list[Stage]) -> list[Verb]:
    found: list[Verb] = []
    for stage in stages:
        where = {"uid": campaign.uid, "stage": stage.uid}
        if stage.state == Stage.State.RUNNING:
            href = reverse("campaigns_stage_close", kwargs=where)
            found.append(Verb(_("“%(stage)s”转段") % {"stage": stage.name}, href, "arrow-right"))
            if year_of(campaign.stage_mode, stage) is not None and (into := following(stages, stage)) is not None:
                href = reverse("campaigns_year_turn", kwargs=where)
                found.append(Verb(_("转入%(year)s") % {"year": titled(campaign.stage_mode, into)}, href, "calendar"))
        elif stage.state == Stage.State.WAITING and _may_open(campaign, stages, stage):
            href = reverse("campaigns_stage_open", kwargs=where)
            found.append(Verb(_("启动“%(stage)s”") % {"stage": stage.name}, href, "flag"))
    left = {stage.state for stage in stages}
    in_order = campaign.stage_mode in IN_ORDER
    if Stage.State.RUNNING not in left and not (in_order and Stage.State.WAITING in left):
        found.append(_verb(campaign, _("进入总结阶段"), "campaigns_summary", "notes"))
    found.append(_verb(campaign, _("下达到单位"), "campaigns_issue", "send"))
    found.append(_verb(campaign, _("调整方案"), "campaigns_amend", "edit"))
    return found


def _may_open(campaign: Campaign, stages: list[Stage], stage: Stage) -> bool:
    if campaign.stage_mode not in IN_ORDER:
        return True
    return all(other.state == Stage.State.CLOSED for other in stages if other.order < stage.order)


def _verb(campaign: Campaign, label: str, name: str, icon: str) -> Verb:
    return Verb(label, reverse(name, kwargs={"uid": campaign.uid}), icon)


def _span(stage: Stage) -> str:
    """When a stage began and ended, or is planned to; a day it ended on that was not the planned one says so."""
    begins_on, ends_on = stage.opened_on or stage.begins_on, stage.closed_on or stage.ends_on
    # The years of a campaign are told apart by their year; a campaign of some months needs none.
    said = chinese_date if year_of(stage.campaign.stage_mode, stage) is not None else month_and_day
    first, last = (said(day) if day else "" for day in (begins_on, ends_on))
    if stage.closed_on and stage.ends_on and stage.closed_on != stage.ends_on:
        last += _("（计划到%(day)s）") % {"day": said(stage.ends_on)}
    return f"{first}—{last}" if first or last else ""
