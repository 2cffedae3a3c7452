"""Deadlines in plain arithmetic: how late something is, how far it has climbed, and when somebody is reminded of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from huiyin.core.calendar import exceptions, is_working

# After how many working days overdue something climbs one level (product default; shown among the settings).
CLIMB_WORKING_DAYS = 5


class Nearing(StrEnum):
    """Why somebody is reminded of a deadline."""

    HALF_WAY = "half_way"
    DAY_BEFORE = "day_before"
    DUE = "due"
    OVERDUE = "overdue"


def lateness(dues: Sequence[date | None], today: date) -> list[int]:
    """How many working days each deadline has passed; a day late over a weekend counts as one. One look at the calendar."""
    late = {due for due in dues if due is not None and due < today}
    known = exceptions(min(late), today) if late else {}
    # Thousands of deadlines fall on some hundred days: each day is reckoned once.
    passed: dict[date | None, int] = {}
    for due in late:
        days = (due + timedelta(days=n) for n in range(1, (today - due).days + 1))
        passed[due] = max(1, sum(is_working(day, known) for day in days))
    return [passed.get(due, 0) for due in dues]


def climbed(late: int, step: int = CLIMB_WORKING_DAYS) -> int:
    """How far something has climbed that is `late` working days overdue: 0 in time, 1 the unit itself, 2 the next above …"""
    return 1 + late // step if late else 0


def half_of(begins_on: date, due_on: date) -> date:
    """The day on which half of the term is over."""
    return begins_on + (due_on - begins_on) / 2


def nearing(
    due_on: date | None, *, begins_on: date, touched_on: date | None, today: date, tomorrow: date
) -> Nearing | None:
    """What a deadline calls for today; `tomorrow` is the next working day, `touched_on` when something was last done."""
    if due_on is None:
        return None
    if due_on < today:
        return Nearing.OVERDUE
    if due_on == today:
        return Nearing.DUE
    if due_on <= tomorrow:
        return Nearing.DAY_BEFORE
    half = half_of(begins_on, due_on)
    if half <= today and (touched_on is None or touched_on < half):
        return Nearing.HALF_WAY
    return None
