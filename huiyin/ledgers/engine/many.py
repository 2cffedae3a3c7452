"""The rows of one import on their way into a book: new entries and corrections, part by part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.core.errors import Stale
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.engine.bulk import Inserter
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.fields import declared_fields, filled
from huiyin.ledgers.engine.models import EntryRevision, ImportBatch
from huiyin.ledgers.engine.queries import entries
from huiyin.organisation.models import Account, Unit

Values = Mapping[str, Any]  # field name → value; checked by the model's own field validation


@dataclass(frozen=True, slots=True)
class Correction:
    """Which entry a row of an import corrects, the revision it was exported at, and why."""

    number: int
    seen: int
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One row to be recorded: its unit, date, values, and where in which workbook it stands."""

    unit: Unit
    fact_date: date
    values: Values
    source_file: str = ""
    source_sheet: str = ""
    source_row: int | None = None
    corrects: Correction | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that a feature posts: the event of a source that it stands for, and what the book says of it."""

    source: UUID
    event: str
    unit: Unit
    fact_date: date
    values: Values
    ordinal: int = 1


class ManyWriter:
    """Writes the rows of one import, new ones and corrections, part by part, inside the caller's transaction."""

    def __init__(
        self,
        ledger: Ledger[Any],
        *,
        batch: ImportBatch,
        account: Account,
        now: datetime,
        first: int,
        may_record: Callable[[Unit], None],
    ) -> None:
        self._ledger = ledger
        self._may_record = may_record
        self._next = first
        self._checked: set[int] = set()
        self._blank = {field.name: filled(field, None) for field in declared_fields(ledger)}
        # What only a feature writes has no column in a workbook: it begins at its default, a correction leaves it alone.
        self._blank |= {name: ledger.model._meta.get_field(name).get_default() for name in ledger.kept}
        self._inserter = Inserter(
            ledger,
            {
                "revision": 1, "supersedes_id": None, "voided": False, "correction": "", "recorded_at": now,
                "first_recorded_at": now, "recorded_by_id": account.pk, "campaign": batch.campaign,
                "batch_id": batch.pk,
            },
        )  # fmt: skip

    def write(self, part: list[Draft]) -> None:
        """One part; a correction whose entry moved on since the preview refuses the whole import."""
        numbers = [draft.corrects.number for draft in part if draft.corrects]
        current: dict[int, EntryRevision] = {}
        if numbers:
            current = {e.number: e for e in entries(self._ledger).current().filter(number__in=numbers)}
        self._inserter.insert(self._row(draft, current) for draft in part)

    def _row(self, draft: Draft, current: Mapping[int, EntryRevision]) -> dict[str, object]:
        self._check(draft.unit)
        row: dict[str, object] = {
            **self._blank, **draft.values, "unit_id": draft.unit.pk, "lineage": draft.unit.path, "fact_date": draft.fact_date,
            "source_file": draft.source_file, "source_sheet": draft.source_sheet, "source_row": draft.source_row,
        }  # fmt: skip
        if draft.corrects is None:
            row.update(entry=new_uid(), number=self._next)
            self._next += 1
            return row
        seen = current.get(draft.corrects.number)
        if seen is None or seen.revision != draft.corrects.seen or seen.voided:
            raise Stale(_("预览以后有记录被别人更正或作废，没有写入任何一行。请重新导出、改好后再上传。"))
        if seen.unit_id == draft.unit.pk:
            row["lineage"] = seen.lineage
        else:
            self._check(Unit.objects.get(pk=seen.unit_id))
        return row | {
            "entry": seen.entry, "number": seen.number, "revision": seen.revision + 1, "supersedes_id": seen.pk,
            "correction": draft.corrects.reason, "first_recorded_at": seen.first_recorded_at, "campaign": seen.campaign,
            **{name: getattr(seen, name) for name in self._ledger.kept},
        }  # fmt: skip

    def _check(self, unit: Unit) -> None:
        if unit.pk not in self._checked:
            self._may_record(unit)
            self._checked.add(unit.pk)
