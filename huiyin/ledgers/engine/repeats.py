"""Finds rows that say again what another row of the upload, or an entry of the book, says already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, repeat
from typing import Any, NamedTuple

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.reading import Row
from huiyin.ledgers.engine.fields import label_of
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.plain_rows import PlainRows
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.rows import Candidate, fingerprint_of, key_labels, key_of
from huiyin.ledgers.engine.summary import FIRST_REPEATS, RepeatSummary

_PART = 500


class _Seen(NamedTuple):
    """A row of the upload: its staged line, what it says, where it stands."""

    line: int
    content: bytes
    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a row is not staged: it repeats another (no problem), or contradicts it."""

    problem: Problem | None


@dataclass(frozen=True, slots=True)
class InBook:
    """Staged lines whose fact is in the book already, and the contradictions."""

    same: frozenset[int]
    problems: tuple[Problem, ...]


class Repeats:
    """Remembers sixteen bytes a row, so that a large upload stays small in memory."""

    def __init__(self, ledger: Ledger[Any], names: list[str]) -> None:
        self.listed: list[RepeatSummary] = []
        self._ledger = ledger
        self._names = names
        self._seen: dict[bytes, _Seen] = {}
        self._places: set[tuple[int, str]] = set()  # units with days

    def in_upload(self, candidate: Candidate, row: Row, line: int) -> Objection | None:
        """What stands against staging this row as `line`; None remembers it."""
        unit, day, values = candidate.unit.pk, candidate.fact_date, candidate.values
        key = key_of(self._ledger, unit, day, values)
        content = fingerprint_of((unit, day.toordinal(), *(values[name] for name in self._names)))
        self._places.add((unit, day.isoformat()))
        earlier = self._seen.setdefault(key, _Seen(line, content, row.file, row.sheet, row.row))
        if earlier.line == line:
            return None
        where = _("《%(file)s》“%(sheet)s”第 %(row)s 行") % {
            "file": earlier.file, "sheet": earlier.sheet, "row": earlier.row,
        }  # fmt: skip
        if earlier.content == content:
            self._list(row.file, row.sheet, row.row, where)
            return Objection(None)
        message = _(
            "与%(where)s的%(key)s相同，其他内容不同，分不清是不是同一件事。"
            "同一件事请留一行；不是同一件事，请在预览页选“照样入账”。"
        ) % {"where": where, "key": key_labels(self._ledger)}
        return Objection(Problem(row.file, row.sheet, row.row, "", message))

    def are_new(self, rows: PlainRows, *, file: str, sheet: str, numbers: Sequence[int], line: int) -> bool:
        """Whether none of these rows repeats another; then they are remembered as staged from `line` on."""
        days = [day.toordinal() for day in rows.days]
        keys = [
            fingerprint_of(key)
            for key in zip(rows.units, days, *(rows.values[n] for n in self._ledger.key), strict=True)
        ]
        if len(set(keys)) < len(keys) or not self._seen.keys().isdisjoint(keys):
            return False
        contents = map(fingerprint_of, zip(rows.units, days, *(rows.values[n] for n in self._names), strict=True))
        self._seen.update(
            zip(keys, map(_Seen, count(line), contents, repeat(file), repeat(sheet), numbers), strict=True)
        )
        self._places.update(zip(rows.units, map(date.isoformat, rows.days), strict=True))
        return True

    def in_book(self, units: set[int], days: list[date]) -> InBook:
        """Compare what was remembered with the entries of those units in that time."""
        same: set[int] = set()
        other: dict[int, Problem] = {}
        for entry in self._alike(units, days):
            unit, day = entry.unit_id, entry.fact_date
            values = {name: getattr(entry, name) for name in self._names}
            seen = self._seen[key_of(self._ledger, unit, day, values)]
            where = _("台账中的 %(number)s") % {"number": entry.entry_no}
            if fingerprint_of((unit, day.toordinal(), *values.values())) == seen.content:
                if seen.line not in same:
                    self._list(seen.file, seen.sheet, seen.row, where)
                same.add(seen.line)
            else:
                other.setdefault(seen.line, self._contradiction(seen, where))
        return InBook(frozenset(same), tuple(problem for line, problem in sorted(other.items()) if line not in same))

    def _alike(self, units: set[int], days: list[date]) -> Iterator[EntryRevision]:
        """Entries with the key of a remembered row. The book is walked once, for units and days alone."""
        if not self._seen:
            return
        rows = entries(self._ledger).filter(fact_date__range=days)
        if len(units) <= _PART:
            rows = rows.filter(unit__in=units)
        # Days as text: made into dates one by one, they would take longer than everything else here.
        walked = rows.annotate(day=Cast("fact_date", CharField())).values_list("pk", "unit_id", "day")
        places = self._places
        near = [pk for pk, unit, day in walked.iterator(chunk_size=5000) if (unit, day) in places]
        for start in range(0, len(near), _PART):
            for entry in entries(self._ledger).current().standing().filter(pk__in=near[start : start + _PART]):
                if key_of(self._ledger, entry.unit_id, entry.fact_date, vars(entry)) in self._seen:
                    yield entry

    def _contradiction(self, seen: _Seen, where: str) -> Problem:
        message = _(
            "与%(where)s的%(key)s相同，其他内容不同。要更正那一条，请从系统导出后在导出的表里改；"
            "不是同一件事，请在预览页选“照样入账”。"
        ) % {"where": where, "key": key_labels(self._ledger)}
        return Problem(seen.file, seen.sheet, seen.row, label_of(self._ledger, self._ledger.key[0]), message)

    def _list(self, file: str, sheet: str, row: int, same_as: str) -> None:
        if len(self.listed) < FIRST_REPEATS:
            self.listed.append(RepeatSummary(file=file, sheet=sheet, row=row, same_as=same_as))
