"""How the stages of a plan follow one another: 依次推进, 贯通推进, 按年度递进 (rules §1.1, §1.2; capabilities B1, B2).

In sequence and by the year a stage begins when the one before has ended; by the year each stage is one year's round of
the same campaign (集中活动年、深化拓展年、巩固提高年), so it must say from when to when. Side by side nothing is asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign, Stage
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused

Mode = Campaign.StageMode
IN_ORDER = (Mode.SEQUENTIAL, Mode.YEARLY)


class Spanned(Protocol):
    """A stage as the plan's rows, its forms and its workbooks say it."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def begins_on(self) -> date | None:
        """Its first planned day."""

    @property
    def ends_on(self) -> date | None:
        """Its last planned day."""


@dataclass(frozen=True)
class Fault:
    """A sentence on what contradicts the mode, and the places in the order of the stages it speaks of."""

    sentence: str
    places: tuple[int, ...]


def faults(mode: str, stages: Sequence[Spanned]) -> list[Fault]:
    """What in the planned dates of `stages`, given in order, contradicts the way they follow one another."""
    if mode not in IN_ORDER:
        return []
    found = _year_faults(stages) if mode == Mode.YEARLY else []
    before: tuple[int, date] | None = None  # the stage that ends last among the earlier ones
    for place, stage in enumerate(stages):
        first, last = stage.begins_on or stage.ends_on, stage.ends_on or stage.begins_on
        if before is not None and first is not None and _too_early(mode, first, before[1]):
            found.append(Fault(_overlap(mode, stages[before[0]], before[1], stage), (before[0], place)))
        if last is not None and (before is None or last > before[1]):
            before = place, last
    return found


def refuse_contradiction(campaign: Campaign, only: Collection[int] | None = None) -> None:
    """Refuse a plan whose stages contradict its mode; of a plan that did so before, only what touches stages `only`."""
    stages = list(campaign.stages.order_by("order"))
    touched = [place for place, stage in enumerate(stages) if only is None or stage.pk in only]
    for fault in faults(campaign.stage_mode, stages):
        if not set(touched).isdisjoint(fault.places):
            raise Refused(fault.sentence)


def refuse_opening(stage: Stage, *, campaign: Campaign, on: date) -> None:
    """In order, a stage opens after every earlier one closed, on that day or later; a year's stage not before its year."""
    if campaign.stage_mode not in IN_ORDER:
        return
    for earlier in campaign.stages.filter(order__lt=stage.order).order_by("order"):
        words = {"earlier": earlier.name, "stage": stage.name}
        if earlier.state != Stage.State.CLOSED:
            raise Refused(_("“%(earlier)s”还没有转段，不能启动“%(stage)s”。") % words)
        if earlier.closed_on is not None and on < earlier.closed_on:
            words["day"] = chinese_date(earlier.closed_on)
            raise Refused(_("“%(earlier)s”%(day)s才转段，“%(stage)s”的启动日期不能更早，请改正。") % words)
    year = year_of(campaign.stage_mode, stage)
    if year is not None and on.year < year:
        raise Refused(
            _("“%(stage)s”是%(year)d年的环节，启动日期不能在这一年以前，请改正。") % {"stage": stage.name, "year": year}
        )


def year_of(mode: str, stage: Spanned) -> int | None:
    """The year a stage stands for where stages are years: the one in which it begins."""
    return stage.begins_on.year if mode == Mode.YEARLY and stage.begins_on is not None else None


def titled(mode: str, stage: Spanned) -> str:
    """The stage as a page calls it: with its year where it has one that its name does not say."""
    year = year_of(mode, stage)
    return stage.name if year is None or str(year) in stage.name else f"{year}年　{stage.name}"


def following(stages: Sequence[Stage], stage: Stage) -> Stage | None:
    """The stage after one, if there is one."""
    return next((one for one in stages if one.order > stage.order), None)


def standing(mode: str, stages: Sequence[Stage]) -> str:
    """Which stage it is now, as a sentence; empty where there are none."""
    running = [stage for stage in stages if stage.state == Stage.State.RUNNING]
    waiting = [stage for stage in stages if stage.state == Stage.State.WAITING]
    if not stages:
        return ""
    if mode not in IN_ORDER:
        names = "、".join(stage.name for stage in running)
        return _("各项工作贯通推进，正在进行：%(names)s。") % {"names": names} if names else ""
    if not running:
        if not waiting:
            return _("%(all)d 个环节都已转段。") % {"all": len(stages)}
        return _("下一个启动的环节：%(stage)s。") % {"stage": titled(mode, waiting[0])}
    words = {"number": stages.index(running[0]) + 1, "all": len(stages), "stage": titled(mode, running[0])}
    if mode == Mode.YEARLY:
        return _("现在是第 %(number)d 年（共 %(all)d 年）：%(stage)s。") % words
    return _("现在是第 %(number)d 个环节（共 %(all)d 个）：%(stage)s。") % words


def _too_early(mode: str, first: date, ended: date) -> bool:
    """On the day one stage of a sequence ends the next may begin (转段当天); two years share no day."""
    return first <= ended if mode == Mode.YEARLY else first < ended


def _overlap(mode: str, earlier: Spanned, ended: date, later: Spanned) -> str:
    words = {"later": later.name, "earlier": earlier.name, "day": chinese_date(ended)}
    if mode == Mode.YEARLY:
        return (
            _("“%(later)s”在“%(earlier)s”结束（%(day)s）以前就开始。按年度递进，两个年度不能交叉，请改正日期。") % words
        )
    return _("“%(later)s”在“%(earlier)s”结束（%(day)s）以前就开始。依次推进的环节不能交叉，请改正日期。") % words


def _year_faults(stages: Sequence[Spanned]) -> list[Fault]:
    """Each stage says from when to when, at most twelve months, and no two begin in one year."""
    found: list[Fault] = []
    years: dict[int, int] = {}
    for place, stage in enumerate(stages):
        words: dict[str, object] = {"stage": stage.name}
        if stage.begins_on is None or stage.ends_on is None:
            sentence = _("“%(stage)s”没有写全起止日期。按年度递进的活动一个环节就是一年，请写明这一年从哪天到哪天。")
            found.append(Fault(sentence % words, (place,)))
            continue
        if stage.ends_on > _a_year_from(stage.begins_on):
            sentence = _("“%(stage)s”超过一年。按年度递进的活动一个环节就是一年，请改正日期，或分成几个年度。")
            found.append(Fault(sentence % words, (place,)))
        first = years.setdefault(stage.begins_on.year, place)
        if first != place:
            words |= {"first": stages[first].name, "year": stage.begins_on.year}
            sentence = _("“%(first)s”和“%(stage)s”都从%(year)d年开始。按年度递进的活动一年只有一个环节，请改正日期。")
            found.append(Fault(sentence % words, (first, place)))
    return found


def _a_year_from(day: date) -> date:
    """The last day of the twelve months that begin on a day."""
    after = date(day.year + 1, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)
    return after - timedelta(days=1)
