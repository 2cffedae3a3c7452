"""The figures a report takes, all at one instant, and what the records say of them later (drift)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, Value
from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign, Stage
from huiyin.ledgers.engine.models import EntryQuerySet, EntryRevision
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics.figure import Figure, figures, figures_by_unit, selected
from huiyin.metrics.fingerprints import fingerprints, fingerprints_by_unit
from huiyin.metrics.metric import AnyMetric, Metric, by_book, parts_of
from huiyin.metrics.registry import BY_CODE, METRICS
from huiyin.metrics.scope import Scope, in_scope
from huiyin.organisation.models import Unit
from huiyin.reports.models import TakenFigure, Version
from huiyin.reports.word.document import DocumentError, check_figure_id

T = TypeVar("T")

MOST_CHANGES = 50
# An entry carries the time its form was sent, and is in the book a little later: drafts made in between must notice.
IN_FLIGHT = timedelta(minutes=10)


def report_scope(campaign: Campaign, unit: Unit, as_of: datetime, *, stage: Stage | None = None) -> Scope:
    """A report speaks of one campaign (or the days of one of its stages), one unit's subtree as recorded, at one instant."""
    begin, end = (stage.begins_on, stage.ends_on) if stage else (None, None)
    return Scope(unit=unit, campaign=campaign.uid, begin=begin, end=end, as_of=as_of)


def version_scope(version: Version) -> Scope:
    """The scope that a version was taken in: its stage's days as they were then, whatever the plan says by now."""
    report = version.report
    scope = report_scope(report.campaign, report.unit, version.as_of, stage=report.stage)
    # Figures over sealed words carry no days: they are never narrowed in time.
    cut = version.figures.exclude(scope__begin="").first() if report.stage else None
    if cut is None:
        return scope
    return replace(scope, begin=date.fromisoformat(cut.scope["begin"]), end=date.fromisoformat(cut.scope["end"]))


def unit_figure_id(code: str, unit: Unit) -> str:
    """The id of one unit's figure in a table: readable where the unit's code may stand in a bookmark."""
    try:
        check_figure_id(f"{code}@{unit.code}")
    except DocumentError:
        return f"{code}@{unit.uid.hex}"
    return f"{code}@{unit.code}"


@dataclass(frozen=True)
class Taking:
    """Figures by id, each with its fingerprint."""

    figures: Mapping[str, Figure]
    fingerprints: Mapping[str, str]

    def of(self, ids: Collection[str]) -> "Taking":
        """Only these."""
        return Taking({i: f for i, f in self.figures.items() if i in ids}, self.fingerprints)


@transaction.atomic
def take(scope: Scope, units: Sequence[Unit] = (), metrics: Sequence[AnyMetric] = METRICS) -> Taking:
    """All figures of a scope, and those of units below it, in one transaction: two queries a book (and depth)."""
    found = dict(figures(metrics, scope))
    prints = fingerprints(metrics, scope)
    if units:
        by_unit, prints_by_unit = figures_by_unit(metrics, units, scope), fingerprints_by_unit(metrics, units, scope)
        for unit in units:
            for metric in metrics:
                found[unit_figure_id(metric.code, unit)] = by_unit[unit.pk][metric.code]
                prints[unit_figure_id(metric.code, unit)] = prints_by_unit[unit.pk][metric.code]
    return Taking(found, prints)


def keep(version: Version, taking: Taking) -> None:
    """Store what each figure was, by which definition, over which revisions."""
    TakenFigure.objects.bulk_create(
        [taken_of(version, figure_id, taking) for figure_id in taking.figures], batch_size=500
    )


def taken_of(version: Version, figure_id: str, taking: Taking) -> TakenFigure:
    """One figure as a row of a version; not yet saved. Its words are those of record, whoever draws in what language."""
    fig = taking.figures[figure_id]
    with translation.override("zh-hans"):
        return TakenFigure(
            version=version, code=figure_id, metric_version=fig.metric.version, label=str(fig.metric.label),
            definition=str(fig.metric.definition), measure_word=str(fig.metric.measure_word),
            scope=scope_to_json(fig.scope), value=fig.value, text=fig.printed, entries=fig.entries,
            fingerprint=taking.fingerprints[figure_id],
        )  # fmt: skip


def name_of(taken: TakenFigure, scope: Scope) -> str:
    """What a figure is called; that of one unit in a table says which unit."""
    return f"{taken.label}（{scope.unit}）" if "@" in taken.code and scope.unit else taken.label


def scope_to_json(scope: Scope) -> dict[str, str]:
    """A scope as stored with a figure."""
    return {
        "unit": str(scope.unit.uid) if scope.unit else "",
        "campaign": str(scope.campaign) if scope.campaign else "",
        "begin": scope.begin.isoformat() if scope.begin else "",
        "end": scope.end.isoformat() if scope.end else "",
        "as_of": scope.as_of.isoformat() if scope.as_of else "",
    }


def scopes_of(taken: Iterable[TakenFigure]) -> dict[int, Scope]:
    """The scopes figures were taken in, by the figure's key; one query for all their units."""
    rows = list(taken)
    units = {str(u.uid): u for u in Unit.objects.filter(uid__in={r.scope["unit"] for r in rows if r.scope["unit"]})}
    return {
        row.pk: Scope(
            unit=units[row.scope["unit"]] if row.scope["unit"] else None,
            begin=date.fromisoformat(row.scope["begin"]) if row.scope["begin"] else None,
            end=date.fromisoformat(row.scope["end"]) if row.scope["end"] else None,
            campaign=UUID(row.scope["campaign"]) if row.scope["campaign"] else None,
            as_of=datetime.fromisoformat(row.scope["as_of"]) if row.scope["as_of"] else None,
        )
        for row in rows
    }


@dataclass(frozen=True)
class EntryChange:
    """One entry that came, went or was revised between two instants. `path` and `campaign` say who may see it."""

    kind: str
    ledger: str
    entry: UUID
    number: str
    reason: str
    person: str
    path: str
    campaign: UUID | None


@dataclass(frozen=True)
class Drift:
    """A figure that reads otherwise now, or whose entries changed although the number did not.

    `now` is None when the metric is no longer in the catalogue. `hidden` counts changes beyond those listed.
    `in_flight`: the listed entries were being recorded while the draft was made; which of them it missed is not known.
    """

    taken: TakenFigure
    then: Scope
    now: Figure | None
    changes: tuple[EntryChange, ...] = ()
    hidden: int = 0
    in_flight: bool = False

    @property
    def number_changed(self) -> bool:
        """Whether the printed number differs."""
        return self.now is not None and self.now.printed != self.taken.text

    @property
    def reason(self) -> str:
        """Why, where it is not one entry or another."""
        if self.now is None:
            return _("这个指标已不在指标目录中")
        if self.now.metric.version != self.taken.metric_version:
            return _("口径已由第%(old)d版改为第%(new)d版") % {
                "old": self.taken.metric_version, "new": self.now.metric.version,
            }  # fmt: skip
        return _("可能是下列记录：它们在生成报告稿的同时入账") if self.in_flight else ""


def drift(version: Version, *, only: str = "") -> list[Drift]:
    """What the records say now beside what a version took (of one figure, when `only` names it).

    Empty when every fingerprint is the same.
    """
    rows = list(version.figures.filter(code=only) if only else version.figures.order_by("pk"))
    scopes = scopes_of(rows)
    known = [row for row in rows if row.metric_code in BY_CODE]
    suspects = _suspects(known, scopes)
    marks = _again(suspects, scopes, fingerprints, fingerprints_by_unit)
    changed = [row for row in suspects if marks[row.code] != row.fingerprint]
    now = _again(changed, scopes, figures, figures_by_unit)
    found = {row.pk: Drift(row, scopes[row.pk], None) for row in rows if row.metric_code not in BY_CODE}
    for row in changed:
        fig = now[row.code]
        changes, in_flight = changes_between(fig.metric, scopes[row.pk], fig.scope)
        more = max(0, len(changes) - MOST_CHANGES)
        found[row.pk] = Drift(row, scopes[row.pk], fig, changes[:MOST_CHANGES], more, in_flight)
    return [found[row.pk] for row in rows if row.pk in found]


def _suspects(rows: list[TakenFigure], scopes: Mapping[int, Scope]) -> list[TakenFigure]:
    """Figures whose definition or whose book has changed since: one query for all books."""
    oldest = min((scope.as_of for scope in scopes.values() if scope.as_of), default=None)
    campaigns = {scope.campaign for scope in scopes.values()}
    since = Q() if oldest is None else Q(recorded_at__gt=oldest - IN_FLIGHT)
    within = Q() if None in campaigns else Q(campaign__in=campaigns)
    counts = [
        entries(ledger)
        .filter(since, within)
        .order_by()
        .annotate(book=Value(ledger.code))
        .values_list("book")
        .annotate(n=Count("pk"))
        for ledger, _group in by_book(BY_CODE[row.metric_code] for row in rows)
    ]
    touched = {book for book, n in counts[0].union(*counts[1:], all=True) if n} if counts else set()
    return [
        row
        for row in rows
        if BY_CODE[row.metric_code].version != row.metric_version
        or any(part.ledger.code in touched for part in parts_of(BY_CODE[row.metric_code]))
    ]


def _again(
    rows: list[TakenFigure],
    scopes: Mapping[int, Scope],
    here: Callable[[Sequence[AnyMetric], Scope], Mapping[str, T]],
    below: Callable[[Sequence[AnyMetric], Sequence[Unit], Scope], Mapping[int, Mapping[str, T]]],
) -> dict[str, T]:
    """The same figures (or fingerprints) read now: those of one scope together, those of many units together."""
    groups: dict[Scope, list[tuple[TakenFigure, Unit | None]]] = {}
    for row in rows:
        scope = replace(scopes[row.pk], as_of=None)
        unit = scope.unit if "@" in row.code else None
        groups.setdefault(replace(scope, unit=None) if unit else scope, []).append((row, unit))
    found: dict[str, T] = {}
    for scope, group in groups.items():
        metrics = list({row.metric_code: BY_CODE[row.metric_code] for row, _unit in group}.values())
        units = list({unit.pk: unit for _row, unit in group if unit is not None}.values())
        each = below(metrics, units, scope) if units else {}
        whole = here(metrics, scope) if len(group) > sum(unit is not None for _row, unit in group) else {}
        for row, unit in group:
            found[row.code] = each[unit.pk][row.metric_code] if unit else whole[row.metric_code]
    return found


def changes_between(metric: AnyMetric, then: Scope, now: Scope) -> tuple[tuple[EntryChange, ...], bool]:
    """The entries behind a figure that came, went or were revised between two instants, each once, by number.

    Where there are none although the fingerprints differ, an entry was in the book a moment after the draft, under a
    time a moment before: then all entries of those moments are named, and True says so. Of sealed words none is named.
    """
    parts = [part for part in parts_of(metric) if not part.ledger.sealed]
    for reads, in_flight in ((_moved, False), (_in_flight, True)):
        found: dict[tuple[str, UUID], EntryChange] = {}
        for part in parts:
            for change in reads(part, then, now):
                found.setdefault((change.ledger, change.entry), change)
        if found:
            return tuple(found.values()), in_flight
    return (), bool(parts)


def _moved(metric: Metric[EntryRevision], then: Scope, now: Scope) -> list[EntryChange]:
    before = dict(selected(metric, then).values_list("entry", "revision"))
    after = dict(selected(metric, now).values_list("entry", "revision"))
    moved = [uid for uid in {*before, *after} if before.get(uid) != after.get(uid)]
    return [_change(metric, row, before, after) for row in _newest(metric, now).filter(entry__in=moved)]


def _in_flight(metric: Metric[EntryRevision], then: Scope, now: Scope) -> list[EntryChange]:
    if then.as_of is None:
        return []
    rows = _newest(metric, now).filter(recorded_at__gt=then.as_of - IN_FLIGHT, recorded_at__lte=then.as_of)
    within = rows.filter(metric.select, in_scope(replace(now, as_of=None)))
    # All of them new to the draft, as far as can be told.
    return [_change(metric, row, {}, {row.entry: row.revision}) for row in within]


def _newest(metric: Metric[EntryRevision], scope: Scope) -> EntryQuerySet[EntryRevision]:
    found = entries(metric.ledger).as_of(scope.as_of)
    return found.select_related("recorded_by__person", "unit").order_by("number")


def _change(
    metric: Metric[EntryRevision], row: EntryRevision, before: Mapping[UUID, int], after: Mapping[UUID, int]
) -> EntryChange:
    if row.voided:
        kind = _("作废")
    elif row.entry not in before:
        kind = _("新增") if row.revision == 1 else _("更正后计入")
    elif row.entry not in after:
        kind = _("更正后不计入")
    else:
        kind = _("更正")
    who = row.recorded_by.person.name if row.recorded_by else _("办理环节自动记入")
    return EntryChange(
        kind, metric.ledger.code, row.entry, row.entry_no, row.correction, who, row.unit.path, row.campaign
    )
