"""What the pages of special rectification show of an indicator: values, the number counted from the books, holes."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Action
from huiyin.metrics.figure import Figure, figures
from huiyin.metrics.metric import Metric
from huiyin.metrics.registry import BY_CODE
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import READERS, Reach
from huiyin.special.measuring import is_met
from huiyin.special.queries import Standing, past_target
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
    missed: bool


def crumbs(theme: Action | None = None, *more: Crumb) -> list[Crumb]:
    """Where the page lies."""
    found = [(_("专项整治"), reverse("special_index") if theme else "")]
    if theme is not None:
        found.append((theme.name, reverse("special_theme", kwargs={"uid": theme.uid}) if more else ""))
    return [*found, *more]


def shown(standing: Standing, actor: Reach, today: date) -> Shown:
    """With the figure when there is one: the unit and those below, since the day it is counted from."""
    return shown_all([standing], actor, today)[0]


def shown_all(found: Sequence[Standing], actor: Reach, today: date) -> list[Shown]:
    """Many of them: one question for all figures of a unit since the same day."""
    counted: dict[tuple[int, date | None], list[Standing]] = defaultdict(list)
    for one in found:
        if isinstance(BY_CODE.get(one.row.metric), Metric) and actor.may(READERS, one.row.unit):
            counted[one.row.unit_id, one.row.counted_from].append(one)
    figs: dict[int, Figure] = {}
    for (_unit, begin), rows in counted.items():
        told = figures([BY_CODE[one.row.metric] for one in rows], Scope(unit=rows[0].row.unit, begin=begin, end=today))
        figs |= {one.row.pk: told[one.row.metric] for one in rows}
    return [_shown(one, figs.get(one.row.pk), actor, today) for one in found]


def missed(found: list[Action], actor: Reach, today: date) -> Counter[int]:
    """How many indicators of each theme (by key) stand short of a target whose day is past."""
    rows = shown_all(past_target(found, actor, today), actor, today)
    return Counter(one.standing.row.theme_id for one in rows if one.missed)


def _shown(standing: Standing, fig: Figure | None, actor: Reach, today: date) -> Shown:
    row, target = standing.row, standing.target
    hidden = bool(row.metric) and not actor.may(READERS, row.unit)
    now = fig.value if fig else standing.now.value if standing.now else None
    short = now is not None and target is not None and target.day < today and not is_met(row.aim, now, target.value)
    states = _states(standing, now, hidden, today)
    return Shown(standing, fig, figure_href(fig) if fig else "", hidden, states, short)


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
