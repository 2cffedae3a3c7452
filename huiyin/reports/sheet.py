"""What lies before the signer besides the words: figures that moved since the last draft and why, and what is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from huiyin.core.clock import local_date
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.metrics.registry import BY_CODE
from huiyin.metrics.scope import Scope
from huiyin.organisation.access import READERS, Reach
from huiyin.rectification.models import Measure
from huiyin.reports.figures import MOST_CHANGES, EntryChange, changes_between, scopes_of, version_scope
from huiyin.reports.lateness import BY_HAND, late_entries, overdue_measures
from huiyin.reports.models import TakenFigure, Version

MOST_LATE = 50


@dataclass(frozen=True)
class Moved:
    """A figure that two drafts took differently; a side is None where that draft did not print it."""

    before: TakenFigure | None
    after: TakenFigure | None
    scopes: Mapping[int, Scope]
    changes: tuple[EntryChange, ...] = ()
    hidden: int = 0
    in_flight: bool = False

    @property
    def figure(self) -> TakenFigure:
        """Whichever side there is, for its name."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a move has two sides, one of which is there")
        return found

    @property
    def reason(self) -> str:
        """Why, where it is not one entry or another."""
        if self.before is None:
            return _("上一稿没有印这个数字")
        if self.after is None:
            return _("这一稿不再印这个数字")
        return _("可能是下列记录：它们在生成上一稿的同时入账") if self.in_flight else ""


def last_draft(version: Version) -> Version | None:
    """The version drawn or returned before this one (before the draft that this one was edited from)."""
    made_from = version.base or version
    return made_from.report.versions.filter(number__lt=made_from.number).order_by("-number").first()


def moved_since(last: Version, version: Version) -> list[Moved]:
    """Figures whose entries changed between two drafts, in the order in which they are printed."""
    before = {row.code: row for row in last.figures.order_by("pk")}
    after = {row.code: row for row in version.figures.order_by("pk")}
    scopes = scopes_of([*before.values(), *after.values()])
    found = []
    for code in {**after, **before}:
        old, new = before.get(code), after.get(code)
        if old is not None and new is not None and old.fingerprint == new.fingerprint:
            continue
        if old is None or new is None or new.metric_code not in BY_CODE:
            found.append(Moved(old, new, scopes))
            continue
        changes, in_flight = changes_between(BY_CODE[new.metric_code], scopes[old.pk], scopes[new.pk])
        found.append(Moved(old, new, scopes, changes[:MOST_CHANGES], max(0, len(changes) - MOST_CHANGES), in_flight))
    return found


@dataclass(frozen=True)
class Late:
    """One entry that was recorded later than its ledger allows."""

    ledger: str
    code: str
    entry: EntryRevision
    recorded_on: date
    days: int


def late_in(version: Version, where: Q) -> list[Late]:
    """The longest delays first; `where` is the condition on what the reader may open."""
    scope = version_scope(version)
    found = [
        Late(str(ledger.name), ledger.code, row, local_date(row.first_recorded_at), row.late_by(timedelta(0)))
        for ledger in BY_HAND
        for row in late_entries(ledger, scope).filter(where).select_related("unit").order_by("fact_date")[:MOST_LATE]
    ]
    return sorted(found, key=lambda late: -late.days)[:MOST_LATE]


def overdue_in(version: Version, actor: Reach, today: date) -> list[Measure]:
    """Measures past their deadline that the reader may open; of one stage's report those due before the stage ended."""
    report, end = version.report, version_scope(version).end
    within = actor.within(READERS, campaign="campaign__uid")
    due = Q(due_on__lte=end) if end else Q()
    return list(overdue_measures(report.campaign, report.unit, today).filter(within, due)[:MOST_LATE])
