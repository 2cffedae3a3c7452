"""Documents from above in reach: what was done about each, what is missing, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached
from huiyin.directives.books import SOURCES
from huiyin.directives.models import Trace
from huiyin.directives.terms import REMIND_DAYS
from huiyin.directives.tracing import standing
from huiyin.ledgers.books.commitments import LINKED, UPPER_DOCUMENTS, UpperDocument
from huiyin.ledgers.engine.models import EntryQuerySet, EntryRevision
from huiyin.ledgers.engine.queries import entry, reached
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import within
from huiyin.organisation.queries import in_official_order

PAGE = 50
MOST_OFFERED = 30
_LINKED = reduce(or_, (Q(**{f"{name}__gt": 0}) for name in LINKED))
_WRITTEN = ~Q(answered_by="") | Q(studied_on__isnull=False) | Q(checked_on__isnull=False)
NOTHING = ~(_LINKED | _WRITTEN)


@dataclass(frozen=True)
class Linked:
    """One link with its entry; `row` is None where the entry lies beyond the reader's reach."""

    trace: Trace
    row: EntryRevision | None
    said: str


@dataclass(frozen=True)
class Done:
    """One kind of follow-up of one document; `written` is what was typed where no entry is linked."""

    kind: Trace.Kind
    book: str
    links: list[Linked]
    written: str


@dataclass(frozen=True)
class Elsewhere:
    """The same document in a unit below; `document` is None where that unit has not registered it."""

    unit: Unit
    document: UpperDocument | None


def tabs(today: date) -> dict[str, Q]:
    """The lists of the first page: everything, nothing done, past its day with nothing done, written but not linked."""
    return {
        "all": Q(), "nothing": NOTHING, "late": NOTHING & Q(due_on__lt=today), "unlinked": _WRITTEN & ~_LINKED,
    }  # fmt: skip


def documents(actor: Reach) -> EntryQuerySet[UpperDocument]:
    """Those of units in reach, as they stand."""
    return reached(UPPER_DOCUMENTS, actor).current().standing()


def counted(actor: Reach, today: date) -> dict[str, int]:
    """How many stand in each list; one question."""
    found = {name: Count("pk", filter=where or None) for name, where in tabs(today).items()}
    return dict(documents(actor).order_by().aggregate(**found))


def listed(actor: Reach, tab: str, today: date, start: int) -> list[UpperDocument]:
    """One page of one list, and one row more where there is a next."""
    rows = documents(actor).filter(tabs(today)[tab]).select_related("unit").order_by("-fact_date", "-pk")
    return list(rows[start : start + PAGE + 1])


def document(uid: UUID, actor: Reach) -> UpperDocument:
    """One in reach."""
    return entry(UPPER_DOCUMENTS, uid, actor)


def done(found: UpperDocument, actor: Reach) -> list[Done]:
    """What was done, by kind, with the holes; an entry beyond reach is there without its words."""
    traces = list(Trace.objects.filter(document=found.entry, removed_on__isnull=True).select_related("by__person"))
    written = {
        Trace.Kind.DOCUMENT: found.answered_by,
        Trace.Kind.STUDY: found.studied_on.isoformat() if found.studied_on else "",
        Trace.Kind.CHECK: found.checked_on.isoformat() if found.checked_on else "",
    }
    answer = []
    for kind, source in SOURCES.items():
        own = [trace for trace in traces if trace.kind == kind]
        rows = standing(kind, [trace.entry for trace in own]) if own else {}
        visible = (
            set(reached(source.ledger, actor).filter(entry__in=rows).values_list("entry", flat=True)) if own else set()
        )
        links = []
        for trace in own:
            row = rows[trace.entry] if trace.entry in visible else None
            links.append(Linked(trace, row, source.said(row) if row else _("不在您的权限范围内")))
        answer.append(Done(source.kind, str(source.ledger.code), links, "" if links else written.get(source.kind, "")))
    return answer


def offered(found: UpperDocument, kind: str, words: str, actor: Reach) -> list[tuple[EntryRevision, str]]:
    """Entries of one kind that may have carried it out: of the unit and those below, since it came, not linked yet."""
    source = SOURCES[kind]
    linked = Trace.objects.filter(document=found.entry, removed_on__isnull=True).values("entry")
    rows = reached(source.ledger, actor).current().standing().exclude(entry__in=linked)
    rows = rows.filter(within(found.unit.path, "unit__path"), fact_date__gte=found.fact_date)
    for word in words.split():
        rows = rows.filter(
            reduce(or_, (Q(**{f"{name}__icontains": word}) for name in (*source.columns, *source.besides)))
        )
    rows = rows.select_related("unit").order_by("fact_date", "pk")[: MOST_OFFERED + 1]
    return [(row, source.said(row)) for row in rows]


def below(found: UpperDocument, actor: Reach) -> list[Elsewhere]:
    """What the units directly below have of the same document, by its number, or by its name where it has none."""
    units = in_official_order(
        actor.units_for(READERS, found.campaign).filter(parent=found.unit, closed_on__isnull=True)
    )
    same = Q(document_no=found.document_no) if found.document_no else Q(title=found.title, document_no="")
    rows = documents(actor).filter(same, unit__parent=found.unit).select_related("unit").order_by("fact_date", "pk")
    by_unit = {row.unit_id: row for row in rows}
    return [Elsewhere(unit, by_unit.get(unit.pk)) for unit in units]


def waiting(actor: Reach, today: date, most: int) -> list[UpperDocument]:
    """Documents of the actor's own unit whose day comes, or is past, with nothing done about them."""
    own = {right.path for right in actor.rights if right.role in RECORDERS}
    rows = documents(actor).filter(
        actor.within(RECORDERS, campaign="campaign"), NOTHING, unit__path__in=own,
        due_on__lte=today + timedelta(days=REMIND_DAYS.value),
    )  # fmt: skip
    return list(rows.order_by("due_on", "pk")[:most])


def is_nothing(found: UpperDocument) -> bool:
    """Whether nothing is linked and nothing written."""
    return not (is_linked(found) or found.answered_by or found.studied_on or found.checked_on)


def is_linked(found: UpperDocument) -> bool:
    """Whether at least one entry is linked."""
    return any(getattr(found, name) for name in LINKED)


def kind_named(code: str) -> str:
    """A kind out of an address."""
    if code not in SOURCES:
        raise NotReached(_("没有这种落实方式。"))
    return code


def with_links(rows: Sequence[UpperDocument]) -> list[tuple[UpperDocument, list[str]]]:
    """Each with the kinds of follow-up that are linked, in words."""
    names = {source.counted: str(source.kind.label) for source in SOURCES.values()}
    return [(row, [label for name, label in names.items() if getattr(row, name)]) for row in rows]
