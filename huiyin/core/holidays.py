"""The yearly arrangements of public holidays (放假调休), as data; a year that is not here is entered by hand."""

from datetime import date, datetime, timedelta

from django.db import transaction

from huiyin.core import audit
from huiyin.core.audit import Action, Actor
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import CalendarDay

HOLIDAYS_LOADED = Action("calendar.loaded", "载入节假日安排")
EXCEPTION_SET = Action("calendar.set", "设置放假或调休上班日")
EXCEPTION_REMOVED = Action("calendar.removed", "撤销放假或调休上班日")

Day = tuple[int, int]
# year: (holiday, first day off, last day off, weekend days worked in exchange)
Arrangement = tuple[tuple[str, Day, Day, tuple[Day, ...]], ...]

# 2013: 国办发明电〔2012〕33号. 2014: 国办发明电〔2013〕28号. 2026: notice of 4 November 2025, to be confirmed by the site.
ARRANGEMENTS: dict[int, Arrangement] = {
    2013: (
        ("元旦", (1, 1), (1, 3), ((1, 5), (1, 6))),
        ("春节", (2, 9), (2, 15), ((2, 16), (2, 17))),
        ("清明节", (4, 4), (4, 6), ((4, 7),)),
        ("劳动节", (4, 29), (5, 1), ((4, 27), (4, 28))),
        ("端午节", (6, 10), (6, 12), ((6, 8), (6, 9))),
        ("中秋节", (9, 19), (9, 21), ((9, 22),)),
        ("国庆节", (10, 1), (10, 7), ((9, 29), (10, 12))),
    ),
    2014: (
        ("元旦", (1, 1), (1, 1), ()),
        ("春节", (1, 31), (2, 6), ((1, 26), (2, 8))),
        ("清明节", (4, 5), (4, 7), ()),
        ("劳动节", (5, 1), (5, 3), ((5, 4),)),
        ("端午节", (6, 2), (6, 2), ()),
        ("中秋节", (9, 8), (9, 8), ()),
        ("国庆节", (10, 1), (10, 7), ((9, 28), (10, 11))),
    ),
    2026: (
        ("元旦（待确认）", (1, 1), (1, 3), ((1, 4),)),
        ("春节（待确认）", (2, 15), (2, 23), ((2, 14), (2, 28))),
        ("清明节（待确认）", (4, 4), (4, 6), ()),
        ("劳动节（待确认）", (5, 1), (5, 5), ((5, 9),)),
        ("端午节（待确认）", (6, 19), (6, 21), ()),
        ("中秋节（待确认）", (9, 25), (9, 27), ()),
        ("国庆节（待确认）", (10, 1), (10, 7), ((9, 20), (10, 10))),
    ),
}


def arranged(year: int) -> dict[date, tuple[bool, str]]:
    """The year's exceptions to the week: day → (worked, name)."""
    days: dict[date, tuple[bool, str]] = {}
    for name, first, last, worked in ARRANGEMENTS.get(year, ()):
        begin, end = date(year, *first), date(year, *last)
        for n in range((end - begin).days + 1):
            days[begin + timedelta(days=n)] = (False, name)
        for day in worked:
            days[date(year, *day)] = (True, f"{name}调休上班")
    return days


def load(year: int, *, actor: Actor | None, now: datetime) -> int:
    """Enter a year's arrangement; days already entered by hand stay as they are. Returns how many were added."""
    days = arranged(year)
    if not days:
        raise Refused(f"系统没有附带 {year} 年的放假安排，请按国务院办公厅的通知逐日添加。")
    with transaction.atomic():
        known = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
        new = [
            CalendarDay(day=day, working=working, name=name)
            for day, (working, name) in sorted(days.items())
            if day not in known
        ]
        CalendarDay.objects.bulk_create(new)
        if new:
            audit.record(HOLIDAYS_LOADED, actor=actor, now=now, year=year, count=len(new))
    return len(new)


def set_exception(day: date, *, working: bool, name: str, actor: Actor | None, now: datetime) -> CalendarDay:
    """Make a day off, or worked, against its weekday."""
    if working == (day.weekday() < 5):
        kind = "工作日" if working else "休息日"
        raise Refused(f"{chinese_date(day)}按星期本来就是{kind}，不必设置。")
    with transaction.atomic():
        row, new = CalendarDay.objects.update_or_create(day=day, defaults={"working": working, "name": name})
        audit.record(EXCEPTION_SET, actor=actor, now=now, day=day, working=working, replaced=not new)
    return row


def remove_exception(day: date, *, actor: Actor | None, now: datetime) -> None:
    """Let a day follow its weekday again."""
    with transaction.atomic():
        gone, _ = CalendarDay.objects.filter(day=day).delete()
        if not gone:
            raise NotReached("这一天没有设置过放假或调休。")
        audit.record(EXCEPTION_REMOVED, actor=actor, now=now, day=day)


def exceptions_of(year: int) -> list[CalendarDay]:
    """The rows of one year, in order."""
    return list(CalendarDay.objects.filter(day__year=year).order_by("day"))


def years_entered() -> list[int]:
    """The years that have rows."""
    return [day.year for day in CalendarDay.objects.dates("day", "year")]


def provisional(begin: date, end: date) -> list[int]:
    """The years between two dates that have no rows: terms counted there are 暂算 (rules.md: 期限)."""
    entered = set(years_entered())
    return [year for year in range(begin.year, end.year + 1) if year not in entered]
