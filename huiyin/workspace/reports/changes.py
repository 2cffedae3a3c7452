"""Changes of figures as one person may see them: entries within reach by number, others only as how many they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from huiyin.metrics.reach import may_open
from huiyin.organisation.access import Reach
from huiyin.reports.figures import Drift, EntryChange
from huiyin.reports.models import TakenFigure
from huiyin.reports.sheet import Moved


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
    after: str
    number_changed: bool
    reason: str
    changes: tuple[ShownChange, ...]
    elsewhere: int


def shown(drifts: Iterable[Drift], reach: Reach) -> list[ShownDrift]:
    """Figures that read otherwise now than a version took them."""
    found = []
    for one in drifts:
        listed = _listed(one.changes, reach)
        after = one.now.printed if one.now else "—"
        found.append(
            ShownDrift(
                name_of(one.taken), one.taken.code, one.taken.text, after, one.number_changed, one.reason, listed,
                one.hidden + len(one.changes) - len(listed),
            )
        )  # fmt: skip
    return found


def shown_moves(moves: Iterable[Moved], reach: Reach) -> list[ShownDrift]:
    """Figures that two drafts took differently."""
    found = []
    for one in moves:
        before, after = one.before.text if one.before else "—", one.after.text if one.after else "—"
        listed = _listed(one.changes, reach)
        elsewhere = one.hidden + len(one.changes) - len(listed)
        found.append(
            ShownDrift(
                name_of(one.figure), one.figure.code, before, after, before != after, one.reason, listed, elsewhere
            )
        )
    return found


def name_of(taken: TakenFigure) -> str:
    """A figure's name; that of one unit says which."""
    unit = taken.code.partition("@")[2]
    return f"{taken.label}（{unit}）" if unit else taken.label


def _listed(changes: Iterable[EntryChange], reach: Reach) -> tuple[ShownChange, ...]:
    return tuple(
        ShownChange(
            change.kind, change.number, reverse("ledgers_entry", kwargs={"code": change.ledger, "uid": change.entry}),
            change.person, change.reason,
        )
        for change in changes
        if may_open(reach, change.path, change.campaign)
    )  # fmt: skip
