"""Reads of books and imports: every one starts from what the actor reaches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, Value
from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached, Refused
from huiyin.core.models import Job, StoredFile
from huiyin.ledgers.engine.declaration import E, Ledger
from huiyin.ledgers.engine.models import EntryQuerySet, EntryRevision, ImportBatch, Posting
from huiyin.organisation.access import READERS, RECORDERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import stands_in, within

FEW_UNITS = 200
SHOWN_MISSING = 200  # a page lists no more; the copied text names them all


def entries(ledger: Ledger[E]) -> EntryQuerySet[E]:
    """Every revision in a book, whoever asks. For metrics and checks, not for pages."""
    return EntryQuerySet(model=ledger.model)


def reached(ledger: Ledger[E], actor: Reach) -> EntryQuerySet[E]:
    """The revisions whose unit the actor reaches today, each right within its own campaign; of sealed words none."""
    return entries(ledger).none() if ledger.sealed else entries(ledger).filter(within_reach(actor))


def require_listed(ledger: Ledger[Any]) -> None:
    """A book of sealed words shows its totals only: the rows of a few days would say what its figures withhold."""
    if ledger.sealed:
        raise Refused(
            _("匿名意见不逐批列出，只公布总数；“%(ledger)s”的数字请到“数字”页查看。") % {"ledger": ledger.name}
        )


def within_reach(actor: Reach) -> Q:
    """A filter by unit and campaign: whole subtrees by path, so that no list of units is built."""
    return actor.within(READERS, campaign="campaign")


def in_units(actor: Reach, unit: Unit | None = None) -> Q:
    """Entries of what the actor reaches (below `unit`, when given), in the form the database answers fastest.

    A few units are named one by one, which the index by unit and date serves; of many the list walks the index by date
    and looks each row's unit up. Left to itself the database walks a million dates to find a small unit's rows, or
    sorts a million rows to show the newest fifty.
    """
    reached_units = actor.units(READERS)
    if unit is not None:
        reached_units = reached_units.filter(within(unit.path))
    few = list(reached_units.order_by().values_list("pk", flat=True)[: FEW_UNITS + 1])
    if len(few) <= FEW_UNITS:
        # Where every right is for all campaigns, the units alone say it.
        limited = any(right.campaign is not None for right in actor.rights)
        return Q(unit__in=few) & within_reach(actor) if limited else Q(unit__in=few)
    return _row_by_row(actor) & (stands_in([unit.path]) if unit is not None else Q())


def _row_by_row(actor: Reach) -> Q:
    """The same entries as `within_reach`, each row's unit looked up by itself."""
    where = stands_in(actor.paths_for(READERS, None))
    for campaign in sorted({right.campaign for right in actor.rights if right.campaign is not None}):
        where |= stands_in(actor.paths_for(READERS, campaign)) & Q(campaign=campaign)
    return where


def entry(ledger: Ledger[E], uid: UUID, actor: Reach) -> E:
    """The newest revision of one entry, if the actor reaches it."""
    found = (
        reached(ledger, actor)
        .current()
        .filter(entry=uid)
        .select_related("unit", "recorded_by__person", "batch")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这条记录，或它不在您的权限范围内。"))
    return found


def revision(ledger: Ledger[E], uid: UUID, number: int, actor: Reach) -> E:
    """One revision of an entry that the actor reaches: what a form was filled in over."""
    entry(ledger, uid, actor)
    found = entries(ledger).filter(entry=uid, revision=number).select_related("unit").first()
    if found is None:
        raise NotReached(_("没有这一版记录。"))
    return found


def history(ledger: Ledger[E], uid: UUID, actor: Reach) -> list[E]:
    """All revisions of one entry, newest first."""
    entry(ledger, uid, actor)
    return list(entries(ledger).filter(entry=uid).select_related("unit", "recorded_by__person").order_by("-revision"))


def posting_of(ledger: Ledger[Any], seen: EntryRevision) -> Posting | None:
    """The event an entry was posted for; None for one recorded by hand."""
    return Posting.objects.filter(book=ledger.code, entry=seen.entry).first()


def counts(ledgers: Iterable[Ledger[Any]], actor: Reach) -> dict[str, int]:
    """How many unvoided entries of each listed ledger the actor reaches; one query for all ledgers."""
    scope, listed = in_units(actor), [ledger for ledger in ledgers if not ledger.sealed]
    parts = [
        entries(ledger)
        .filter(scope)
        .current()
        .standing()
        .order_by()
        .annotate(book=Value(ledger.code))
        .values_list("book")
        .annotate(number=Count("pk"))
        for ledger in listed
    ]
    none = {ledger.code: 0 for ledger in listed}
    return none | dict(parts[0].union(*parts[1:], all=True)) if parts else none


def batch_by_uid(uid: UUID) -> ImportBatch:
    """A batch, whoever asks. For jobs, not for pages."""
    return ImportBatch.objects.select_related("account__person__unit", "unit").get(uid=uid)


def batch(uid: UUID, actor: Reach) -> ImportBatch:
    """One batch, if the actor may record for its unit."""
    found = (
        ImportBatch.objects.filter(actor.within(RECORDERS, campaign="campaign"), uid=uid)
        .select_related("account__person__unit", "unit")
        .first()
    )
    if found is None:
        raise NotReached(_("没有这批数据，或它不在您的权限范围内。"))
    return found


def open_batches(ledger: Ledger[Any], actor: Reach) -> list[ImportBatch]:
    """Batches of a ledger that still wait for somebody, newest first."""
    waiting = (
        ImportBatch.State.READING, ImportBatch.State.STAGED, ImportBatch.State.CONFIRMED, ImportBatch.State.FAILED,
    )  # fmt: skip
    mine = actor.within(RECORDERS, campaign="campaign")
    found = ImportBatch.objects.filter(mine, ledger=ledger.code, state__in=waiting)
    return list(found.select_related("account__person", "unit").order_by("-created_at")[:20])


def job_of(found: ImportBatch) -> Job | None:
    """The job that works on a batch."""
    return Job.objects.filter(uid=found.job).first() if found.job else None


def files_of(found: ImportBatch) -> list[StoredFile]:
    """The files of a batch in the order they were uploaded."""
    return list(found.files.order_by("pk"))


@dataclass(frozen=True)
class Missing:
    """A unit that has no row in an upload, and when its newest entry in the book is from."""

    unit: Unit
    newest: date | None


def missing_units(ledger: Ledger[Any], found: ImportBatch, expected: Iterable[Unit], actor: Reach) -> list[Missing]:
    """Of the expected units, those with no row in the batch, in the order given; the first have their newest date."""
    there = set(found.summary.get("units", ()))
    absent = [unit for unit in expected if unit.pk not in there and unit.closed_on is None]
    if not absent:
        return []
    dated = reached(ledger, actor).current().standing().filter(unit__in=[unit.pk for unit in absent[:SHOWN_MISSING]])
    newest = dict(dated.order_by().values_list("unit").annotate(newest=Max("fact_date")))
    return [Missing(unit, newest.get(unit.pk)) for unit in absent]
