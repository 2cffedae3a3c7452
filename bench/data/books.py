"""Writes facts into books: first revisions in the order they were recorded, later ones after them, postings, counters."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from bench.data.rows import Draw, Row, fill
from bench.data.tree import Node
from huiyin.core.models import AuditLine
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.models import EntryCounter, ImportBatch, Posting
from huiyin.ledgers.engine.services import RECORDED

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, ten o'clock in Shanghai
TODAY = date(2026, 3, 2)
_COLUMNS = (
    "id entry number revision supersedes_id voided correction recorded_at first_recorded_at recorded_by_id unit_id lineage "
    "fact_date batch_id source_file source_sheet source_row"
)
_HALF_DAY = timedelta(hours=12)


@dataclass(slots=True)
class Fact:
    """One fact for a book: where, when, the values of its columns, who entered it, and what it was posted for."""

    node: Node
    day: date
    values: tuple[Any, ...]  # of the columns' own types
    account: int | None
    source: tuple[str, UUID, str, int] | None = None
    revised: tuple[Any, ...] | None = None
    voided_why: str = ""
    days_late: int = 0
    batch: int | None = None

    @property
    def recorded_at(self) -> datetime:
        """In the afternoon of the day, or as many days later as it came late; never in the future."""
        at = datetime(self.day.year, self.day.month, self.day.day, 8, tzinfo=UTC) + timedelta(days=self.days_late)
        return min(at, NOW - _HALF_DAY)


def write(
    ledger: Ledger[Any], columns: str, facts: Iterable[Fact], draw: Draw, campaign: UUID | None, *,
    audited: Mapping[int, UUID] | None = None,
) -> None:  # fmt: skip
    """Enter the facts into one book; with `audited` (accounts' uids), single entries leave their audit line."""
    ordered = sorted(facts, key=lambda fact: fact.recorded_at)
    entries = [draw.uid() for _fact in ordered]
    fill(ledger.model, f"{_COLUMNS} {columns}", _rows(ordered, entries), campaign=campaign)
    fill(Posting, "source_kind source event ordinal book entry", _postings(ledger.code, ordered, entries))
    if ordered:
        fill(EntryCounter, "book last", [(ledger.code, len(ordered))])
    if audited is not None:
        pairs = ((fact, entry) for fact, entry in zip(ordered, entries, strict=True) if fact.batch is None)
        kind = ledger.model.__name__.lower()
        lines = (
            (draw.uid(), fact.recorded_at, audited[fact.account], kind, entry, fact.node.uid, {"book": ledger.code})
            for fact, entry in pairs
            if fact.account is not None
        )
        fill(AuditLine, "uid at actor subject_kind subject unit detail", lines, action=RECORDED.code)


def _rows(facts: list[Fact], entries: list[UUID]) -> Iterator[Row]:
    for number, (fact, entry) in enumerate(zip(facts, entries, strict=True), 1):
        yield _row(number, number, fact, entry, 1, fact.values)
    key = len(facts)
    for number, (fact, entry) in enumerate(zip(facts, entries, strict=True), 1):
        if fact.revised is not None or fact.voided_why:
            key += 1
            yield _row(key, number, fact, entry, 2, fact.revised or fact.values)


def _row(key: int, number: int, fact: Fact, entry: UUID, revision: int, values: tuple[Any, ...]) -> Row:
    first, later = fact.recorded_at, revision > 1
    why = (fact.voided_why or "核对原始材料后更正") if later else ""
    source = ("入账.xlsx", "台账", number % 3000 + 2) if fact.batch else ("", "", None)
    return (
        key, entry, number, revision, number if later else None, later and bool(fact.voided_why), why,
        min(first + timedelta(days=2), NOW - timedelta(hours=1)) if later else first, first, fact.account, fact.node.pk,
        fact.node.lineage(fact.day), fact.day, fact.batch, *source, *values,
    )  # fmt: skip


def _postings(book: str, facts: list[Fact], entries: list[UUID]) -> Iterator[Row]:
    for fact, entry in zip(facts, entries, strict=True):
        if fact.source is not None:
            yield (*fact.source, book, entry)


def write_batches(draw: Draw, ledger: str, unit: Node, account: int, first: int, count: int) -> list[int]:
    """Committed imports that entries came from; returns their keys."""
    keys = list(range(first, first + count))
    rows = ((key, draw.uid(), ledger, account, unit.pk, "committed", NOW, NOW) for key in keys)
    fill(ImportBatch, "id uid ledger account_id unit_id state created_at committed_at", rows)
    return keys
