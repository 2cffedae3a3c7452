"""What the pages of special rectification show of an indicator: values, the number counted from the books, holes."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action
from huiyin.metrics.figure import Figure, figure
from huiyin.metrics.metric import Metric
from huiyin.metrics.registry import BY_CODE
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import READERS, Reach
from huiyin.special.measuring import is_met
from huiyin.special.queries import Standing
from huiyin.special.terms import QUIET_DAYS
from huiyin.workspace.figures.address import figure_href

Crumb = tuple[str, str]
State = tuple[str, str, str]


@dataclass(frozen=True)
class Shown:
    """One indicator as a row; `figure` is the number counted from the books, where the reader may open it."""

    standing: Standing
    figure: Figure | None
    figure_href: str
    hidden: bool
    states: list[State]


def crumbs(theme: Action | None = None, *more: Crumb) -> list[Crumb]:
    """Where the page lies."""
    found = [(_("专项整治"), reverse("special_index") if theme else "")]
    if theme is not None:
        found.append((theme.name, reverse("special_theme", kwargs={"uid": theme.uid}) if more else ""))
    return [*found, *more]


def shown(standing: Standing, actor: Reach, today: date) -> Shown:
    """With the figure when there is one: the unit and those below, since the day it is counted from."""
    row = standing.row
    hidden = bool(row.metric) and not actor.may(READERS, row.unit)
    metric = BY_CODE.get(row.metric)
    fig = None
    if isinstance(metric, Metric) and not hidden:
        fig = figure(metric, Scope(unit=row.unit, begin=row.counted_from, end=today))
    now = fig.value if fig else standing.now.value if standing.now else None
    return Shown(standing, fig, figure_href(fig) if fig else "", hidden, _states(standing, now, hidden, today))


def plain(number: Decimal) -> str:
    """A number without idle zeros."""
    whole, _point, rest = f"{number:f}".partition(".")
    return f"{whole}.{rest.rstrip('0')}".rstrip(".")


def _states(standing: Standing, now: Decimal | int | None, hidden: bool, today: date) -> list[State]:
    """What holds, then the holes: (word, tone, icon)."""
    row, target, found = standing.row, standing.target, []
    if now is not None and target is not None:
        if is_met(row.aim, now, target.value):
            found.append((_("达到目标"), "ok", "circle-check"))
        elif target.day < today:
            found.append((_("到期没有达到目标"), "danger", "alert"))
        else:
            found.append((_("还没有达到目标"), "progress", "hourglass"))
    if standing.baseline is None:
        found.append((_("没有基线值"), "warn", "link-off"))
    if target is None:
        found.append((_("没有目标值"), "warn", "link-off"))
    if not row.metric and not hidden:
        newest = standing.now.day if standing.now else row.on
        if newest < today - timedelta(days=QUIET_DAYS.value):
            found.append((_("%(n)d 天没有新的现值") % {"n": (today - newest).days}, "warn", "clock"))
        elif standing.now is None:
            found.append((_("还没有现值"), "neutral", "clock"))
    return found
