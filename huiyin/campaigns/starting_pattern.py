"""A campaign proposed after an earlier one: its stages and actions anew, every date moved to the new beginning."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action, Campaign, Stage
from huiyin.campaigns.pasted_dates import Around, time_of
from huiyin.campaigns.queries import actions, stages
from huiyin.campaigns.starting_rows import ActionRow, StageRow, UnitRef
from huiyin.campaigns.starting_units import UnitMatcher
from huiyin.core.calendar import exceptions, is_working
from huiyin.core.dates import chinese_date, month_and_day

_YEAR = re.compile(r"(?:19|20)\d{2}\s?年")
_FURTHER = 40  # days after the last date in which the next working day surely lies


@dataclass(frozen=True)
class Shift:
    """Moves dates by as many days as the beginning moved, and on to a working day when they would fall on a day off.

    `years`: where stages are years and the campaign begins on the same day of another, its years are moved whole.
    """

    days: int
    begins_on: date
    known: Mapping[date, bool]
    years: int | None = None

    def year(self, day: date | None) -> date | None:
        """A first or last day of a year's stage: the same day of its year, working day or not."""
        if day is None or self.years is None:
            return None
        leap = (day.month, day.day) == (2, 29)
        return day.replace(year=day.year + self.years, day=28 if leap else day.day)

    def begin(self, day: date | None) -> date | None:
        """A day on which something begins."""
        return self._worked(day + timedelta(days=self.days)) if day else None

    def due(self, day: date | None) -> tuple[date | None, str]:
        """A day by which something is due, and what to say when it was moved on."""
        if day is None:
            return None, ""
        moved = day + timedelta(days=self.days)
        due = self._worked(moved)
        if due == moved:
            return due, ""
        return due, _("%(day)s放假或休息，顺延到%(due)s") % {"day": month_and_day(moved), "due": month_and_day(due)}

    def after(self, day: date) -> date:
        """The working day after one."""
        return self._worked(day + timedelta(days=1))

    def too_early(self, *days: date | None) -> tuple[str, ...]:
        """What lay before the beginning last time lies there again, and is doubted."""
        early = any(day is not None and day < self.begins_on for day in days)
        return (_("早于活动开始日期"),) if early else ()

    def _worked(self, day: date) -> date:
        while not is_working(day, self.known):
            day += timedelta(days=1)
        return day


def shift_to(pattern: Campaign, begins_on: date) -> Shift:
    """The shift from an earlier campaign's beginning to the new one, with the holidays on the way."""
    days = (begins_on - pattern.begins_on).days
    dates = [day + timedelta(days=days) for day in _dates(pattern)]
    known = exceptions(min(dates), max(dates) + timedelta(days=_FURTHER))
    whole = pattern.stage_mode == Campaign.StageMode.YEARLY and (pattern.begins_on.month, pattern.begins_on.day) == (
        begins_on.month, begins_on.day,
    )  # fmt: skip
    return Shift(days, begins_on, known, begins_on.year - pattern.begins_on.year if whole else None)


def years_without_holidays(pattern: Campaign, shift: Shift) -> list[int]:
    """The years into which dates fall for which no holiday was entered: there only weekends are avoided."""
    arranged = {day.year for day in shift.known}
    return sorted({(day + timedelta(days=shift.days)).year for day in _dates(pattern)} - arranged)


def stage_rows(pattern: Campaign, shift: Shift) -> tuple[StageRow, ...]:
    """The stages in order; one that began after the one before ended does so again, holidays or not."""
    rows: list[StageRow] = []
    before: Stage | None = None
    for key, stage in enumerate(stages(pattern)):
        row = _stage(key, stage, shift)
        ended = rows[-1].ends_on if rows else None
        followed = before and before.ends_on and stage.begins_on and stage.begins_on > before.ends_on
        if followed and ended and row.begins_on and row.begins_on <= ended:
            row = replace(row, begins_on=shift.after(ended))
        rows.append(row)
        before = stage
    return tuple(rows)


def action_rows(pattern: Campaign, shift: Shift, matcher: UnitMatcher) -> tuple[ActionRow, ...]:
    """The actions that stand in the plan, in order; what an amendment withdrew is not proposed again."""
    keys = {stage.pk: key for key, stage in enumerate(stages(pattern))}
    return tuple(_action(key, action, keys, shift, matcher) for key, action in enumerate(actions(pattern)))


def _stage(key: int, stage: Stage, shift: Shift) -> StageRow:
    if shift.years is None:
        begins_on = shift.begin(stage.begins_on)
        ends_on, moved = shift.due(stage.ends_on)
    else:
        begins_on, ends_on, moved = shift.year(stage.begins_on), shift.year(stage.ends_on), ""
    return StageRow(
        key=key, place="", source=last_time(stage.begins_on, stage.ends_on), name=stage.name, task=stage.task,
        begins_on=begins_on, ends_on=ends_on, doubts=(*_dated(stage.name), *shift.too_early(begins_on, ends_on)),
        notes=tuple(filter(None, (moved,))),
    )  # fmt: skip


def _action(key: int, action: Action, keys: Mapping[int, int], shift: Shift, matcher: UnitMatcher) -> ActionRow:
    begins_on = shift.begin(action.begins_on)
    due_on, moved = shift.due(action.due_on)
    lead, doubts, notes = _lead(action, matcher)
    if _dated(action.requirement) or _dated(action.deliverable):
        notes.append(_("内容要求里写有日期，确认后请在方案里核对"))
    return ActionRow(
        key=key, place="", source=last_time(action.begins_on, action.due_on), name=action.name, kind=action.kind,
        stage=keys.get(action.stage_id) if action.stage_id else None, code=action.code, series=action.series,
        requirement=action.requirement, lead=lead, lead_title=action.lead_title, audience=action.audience,
        deliverable=action.deliverable, begins_on=begins_on, due_on=due_on, remark=action.remark,
        doubts=(*_dated(action.name), *shift.too_early(begins_on, due_on), *doubts), notes=tuple(filter(None, (moved, *notes))),
    )  # fmt: skip


def _lead(action: Action, matcher: UnitMatcher) -> tuple[UnitRef | None, list[str], list[str]]:
    """The leading unit if it still stands here; doubts and remarks if not."""
    unit = action.lead_unit
    if unit is None:
        return None, [], []
    if not matcher.holds(unit):
        return None, [], [
            _("牵头单位“%(unit)s”不在“%(top)s”范围内，没有带过来") % {"unit": unit.name, "top": matcher.top.name}
        ]  # fmt: skip
    here = matcher.units[unit.path]
    if matcher.is_open(here):
        return matcher.ref(here), [], []
    why, into = matcher.why_gone(here)
    return (matcher.ref(into) if into else None), [why, _("请另定牵头单位")], []


def _dated(words: str) -> tuple[str, ...]:
    """A name with a date or a year in it was that of the earlier campaign."""
    written = _YEAR.search(words) or time_of(words, Around(date(2000, 1, 1))).places
    return (_("名称里写有上次的日期"),) if written else ()


def _dates(pattern: Campaign) -> list[date]:
    def all_of() -> Iterator[date | None]:
        yield from (pattern.begins_on, pattern.ends_on)
        for stage in stages(pattern):
            yield from (stage.begins_on, stage.ends_on)
        for action in actions(pattern):
            yield from (action.begins_on, action.due_on)

    return [day for day in all_of() if day is not None]


def last_time(begins_on: date | None, ends_on: date | None) -> str:
    """The dates of the earlier campaign, for a person to compare."""
    days = [chinese_date(day) for day in (begins_on, ends_on) if day is not None]
    return _("上次：%(days)s") % {"days": "—".join(days)} if days else _("上次没有写时间")
