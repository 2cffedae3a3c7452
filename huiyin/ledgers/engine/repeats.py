"""Finds rows that say again what another row of the upload, or an entry of the book, says already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.reading import Row
from huiyin.ledgers.engine.fields import label_of
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.rows import Candidate, fingerprint_of, key_labels, key_of
from huiyin.ledgers.engine.summary import FIRST_REPEATS, RepeatSummary

_PART = 500


@dataclass(frozen=True, slots=True)
class _Seen:
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

    def in_upload(self, candidate: Candidate, row: Row, line: int) -> Objection | None:
        """What stands against staging this row as `line`; None remembers it."""
        unit, day, values = candidate.unit.pk, candidate.fact_date, candidate.values
        key = key_of(self._ledger, unit, day, values)
        content = fingerprint_of((unit, day, *(values[name] for name in self._names)))
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

    def in_book(self, units: set[int], days: list[date]) -> InBook:
        """Compare what was remembered with the entries of those units in that time."""
        same: set[int] = set()
        other: dict[int, Problem] = {}
        for entry in self._alike(units, days):
            unit, day = entry.unit_id, entry.fact_date
            values = {name: getattr(entry, name) for name in self._names}
            seen = self._seen[key_of(self._ledger, unit, day, values)]
            where = _("台账中的 %(number)s") % {"number": entry.entry_no}
            if fingerprint_of((unit, day, *values.values())) == seen.content:
                if seen.line not in same:
                    self._list(seen.file, seen.sheet, seen.row, where)
                same.add(seen.line)
            else:
                other.setdefault(seen.line, self._contradiction(seen, where))
        return InBook(frozenset(same), tuple(problem for line, problem in sorted(other.items()) if line not in same))

    def _alike(self, units: set[int], days: list[date]) -> Iterator[EntryRevision]:
        """Entries with the key of a remembered row; the book is walked once and only keys are held."""
        if not self._seen:
            return
        standing = entries(self._ledger).current().standing().filter(fact_date__range=days)
        if len(units) <= _PART:
            standing = standing.filter(unit__in=units)
        keys = standing.values_list("pk", "unit", "fact_date", *self._ledger.key)
        alike: list[int] = []
        for pk, *key in keys.iterator(chunk_size=2000):
            if fingerprint_of(tuple(key)) in self._seen:
                alike.append(pk)
        for start in range(0, len(alike), _PART):
            yield from entries(self._ledger).filter(pk__in=alike[start : start + _PART])

    def _contradiction(self, seen: _Seen, where: str) -> Problem:
        message = _(
            "与%(where)s的%(key)s相同，其他内容不同。要更正那一条，请从系统导出后在导出的表里改；"
            "不是同一件事，请在预览页选“照样入账”。"
        ) % {"where": where, "key": key_labels(self._ledger)}
        return Problem(seen.file, seen.sheet, seen.row, label_of(self._ledger, self._ledger.key[0]), message)

    def _list(self, file: str, sheet: str, row: int, same_as: str) -> None:
        if len(self.listed) < FIRST_REPEATS:
            self.listed.append(RepeatSummary(file=file, sheet=sheet, row=row, same_as=same_as))
