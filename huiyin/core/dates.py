"""How a date is written in Chinese, 2013年10月17日, and 10月17日 where the year is plain; and which years are a slip of the pen."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Nobody alive joined anything before, and no term runs longer: a year outside was mistyped (0214, 20144).
EARLIEST, LATEST = 1900, 2099


def mistyped(day: date) -> str:
    """What is wrong with a date whose year cannot be meant; empty where it can."""
    if EARLIEST <= day.year <= LATEST:
        return ""
    return _("年份 %(year)d 不在 %(first)d 到 %(last)d 之间，请核对。") % {
        "year": day.year, "first": EARLIEST, "last": LATEST,
    }  # fmt: skip


def meant(day: date) -> None:
    """The same for a form's field."""
    if wrong := mistyped(day):
        raise ValidationError(wrong)


def chinese_date(day: date) -> str:
    """2013年10月17日."""
    return f"{day.year}年{day.month}月{day.day}日"


def date_or_dash(day: date | None) -> str:
    """2013年10月17日, or — where there is none: how a table shows it."""
    return chinese_date(day) if day else "—"


def chinese_moment(here: datetime) -> str:
    """2013年10月17日 09:30; `here` is on the local clock already."""
    return f"{chinese_date(here)} {here:%H:%M}"


def month_and_day(day: date) -> str:
    """10月17日."""
    return f"{day.month}月{day.day}日"
