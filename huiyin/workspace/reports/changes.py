"""Changes of figures as one person may see them: entries within reach by number, others only as how many they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.metrics.figure import Figure
from huiyin.metrics.reach import may_name, may_open
from huiyin.metrics.registry import BY_CODE
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import Reach
from huiyin.reports.figures import Drift, EntryChange, name_of
from huiyin.reports.models import TakenFigure
from huiyin.reports.sheet import Moved
from huiyin.workspace.figures.address import figure_href, taken_href


@dataclass(frozen=True)
class ShownChange:
    """One entry that changed, with its page."""

    kind: str
    number: str
    href: str
    person: str
    reason: str


@dataclass(frozen=True)
class ShownDrift:
    """A figure before and after; `elsewhere` counts changes that are not listed here."""

    label: str
    code: str
    before: str
    before_href: str
    after: str
    after_href: str
    number_changed: bool
    reason: str
    changes: tuple[ShownChange, ...]
    elsewhere: int


def shown(drifts: Iterable[Drift], reach: Reach) -> list[ShownDrift]:
    """Figures that read otherwise now than a version took them."""
    found = []
    for one in drifts:
        listed = _listed(one.changes, reach)
        after, after_href = _now(one.now, reach)
        found.append(
            ShownDrift(
                name_of(one.taken, one.then), one.taken.code, one.taken.text, _href(one.taken, one.then), after, after_href,
                one.number_changed,
                one.reason, listed, one.hidden + len(one.changes) - len(listed),
            )
        )  # fmt: skip
    return found


def _now(now: Figure | None, reach: Reach) -> tuple[str, str]:
    """The present number with its page. A neighbour's printed number may be read, its present one is its own affair."""
    if now is None:
        return "—", ""
    if not may_name(reach, now.scope.unit, now.scope.campaign):
        return _("已变动"), ""
    return now.printed, figure_href(now)


def shown_moves(moves: Iterable[Moved], reach: Reach) -> list[ShownDrift]:
    """Figures that two drafts took differently."""
    found = []
    for one in moves:
        old, new, listed = one.before, one.after, _listed(one.changes, reach)
        before, after = old.text if old else "—", new.text if new else "—"
        found.append(
            ShownDrift(
                name_of(one.figure, one.scopes[one.figure.pk]), one.figure.code, before, _href(old, one.scopes[old.pk]) if old else "", after,
                _href(new, one.scopes[new.pk]) if new else "", before != after, one.reason, listed,
                one.hidden + len(one.changes) - len(listed),
            )
        )  # fmt: skip
    return found


def _href(taken: TakenFigure, scope: Scope) -> str:
    return taken_href(taken.version, taken, scope) if taken.metric_code in BY_CODE else ""


def _listed(changes: Iterable[EntryChange], reach: Reach) -> tuple[ShownChange, ...]:
    return tuple(
        ShownChange(
            change.kind, change.number, reverse("ledgers_entry", kwargs={"code": change.ledger, "uid": change.entry}),
            change.person, change.reason,
        )
        for change in changes
        if may_open(reach, change.path, change.campaign)
    )  # fmt: skip
