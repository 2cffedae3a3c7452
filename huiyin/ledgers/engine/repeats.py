"""Finds rows that say again what another row of the upload, or an entry of the book, says already."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.reading import Row
from huiyin.ledgers.engine.fields import declared_fields, label_of
from huiyin.ledgers.engine.models import place
from huiyin.ledgers.engine.plain_rows import PlainRows
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.rows import Candidate, entry_no_prefix, fingerprint_of, key_labels, key_of
from huiyin.ledgers.engine.summary import FIRST_REPEATS, RepeatSummary

_PLACES = 50_000  # asked about together
_PART = 500


class _Run(NamedTuple):
    """Rows of one sheet that were remembered together, staged from `line` on."""

    line: int
    file: str
    sheet: str
    numbers: Sequence[int]


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a row is not staged: it repeats another (no problem), or contradicts it."""

    problem: Problem | None


@dataclass(frozen=True, slots=True)
class InBook:
    """Staged lines whose fact is in the book already, and the contradictions."""

    same: frozenset[int]
    problems: tuple[Problem, ...]


def recorded_already(ledger: Ledger[Any], unit: int, day: date, values: Mapping[str, object]) -> str:
    """The number of an entry that stands in the book and says exactly this; empty where none does.

    A form sent twice (back, and pressed again) is no second fact; who means another one says so.
    """
    names = [field.name for field in declared_fields(ledger)]
    alike = entries(ledger).at((place(unit, day.toordinal()),)).current().standing()
    for entry in alike.order_by("number").values("number", *names):
        if all(entry[name] == values[name] for name in names):
            return f"{entry_no_prefix(ledger)}{entry['number']:06d}"
    return ""


class Repeats:
    """Remembers two fingerprints a row and where rows stand run by run, so that a large upload stays small in memory."""

    def __init__(self, ledger: Ledger[Any], names: list[str]) -> None:
        self.listed: list[RepeatSummary] = []
        self._ledger = ledger
        self._names = names
        self._lines: dict[int, int] = {}  # by key: the staged line
        self._contents: dict[int, int] = {}  # by staged line
        self._runs: list[_Run] = []
        self._places: set[int] = set()

    def in_upload(self, candidate: Candidate, row: Row, line: int) -> Objection | None:
        """What stands against staging this row as `line`; None remembers it."""
        unit, day, values = candidate.unit.pk, candidate.fact_date, candidate.values
        key = key_of(self._ledger, unit, day, values)
        content = self._content(unit, day, values)
        earlier = self._lines.get(key)
        if earlier is None:
            run = _Run(line, row.file, row.sheet, [row.row])
            self._remember(run, [key], [content], [place(unit, day.toordinal())])
            return None
        file, sheet, number = self._stands(earlier)
        where = _("《%(file)s》“%(sheet)s”第 %(row)s 行") % {"file": file, "sheet": sheet, "row": number}
        if self._contents[earlier] == content:
            self._list((row.file, row.sheet, row.row), where)
            return Objection(None)
        message = _(
            "与%(where)s的%(key)s相同，其他内容不同，分不清是不是同一件事。"
            "同一件事请留一行；不是同一件事，请在预览页选“照样入账”。"
        ) % {"where": where, "key": key_labels(self._ledger)}
        return Objection(Problem(row.file, row.sheet, row.row, "", message))

    def are_new(self, rows: PlainRows, *, file: str, sheet: str, numbers: Sequence[int], line: int) -> bool:
        """Whether none of these rows repeats another; then they are remembered as staged from `line` on."""
        days = [day.toordinal() for day in rows.days]
        keys = [*map(fingerprint_of, zip(rows.units, days, *(rows.values[n] for n in self._ledger.key), strict=True))]
        if len(set(keys)) < len(keys) or not self._lines.keys().isdisjoint(keys):
            return False
        contents = map(fingerprint_of, zip(rows.units, days, *(rows.values[n] for n in self._names), strict=True))
        self._remember(_Run(line, file, sheet, numbers), keys, contents, map(place, rows.units, days))
        return True

    def in_book(self) -> InBook:
        """Compare what was remembered with the entries of the book."""
        same: set[int] = set()
        other: dict[int, Problem] = {}
        prefix = entry_no_prefix(self._ledger)
        for entry in self._alike():
            unit, day = entry["unit_id"], entry["fact_date"]
            line = self._lines.get(key_of(self._ledger, unit, day, entry))
            if line is None:
                continue
            where = _("台账中的 %(number)s") % {"number": f"{prefix}{entry['number']:06d}"}
            if self._content(unit, day, entry) == self._contents[line]:
                if line not in same:
                    self._list(self._stands(line), where)
                same.add(line)
            else:
                other.setdefault(line, self._contradiction(line, where))
        return InBook(frozenset(same), tuple(problem for line, problem in sorted(other.items()) if line not in same))

    def _alike(self) -> Iterator[dict[str, Any]]:
        """Standing entries of the remembered units and days: the book is asked for these alone, however long it is."""
        places, book = iter(self._places), entries(self._ledger)
        while some := tuple(islice(places, _PLACES)):
            # By key first: PostgreSQL would look through the whole book for newer revisions before it narrows it down.
            near = list(book.at(some).values_list("pk", flat=True))
            for start in range(0, len(near), _PART):
                found = book.current().standing().filter(pk__in=near[start : start + _PART])
                yield from found.values("unit_id", "fact_date", "number", *self._names)

    def _remember(self, run: _Run, keys: Iterable[int], contents: Iterable[int], places: Iterable[int]) -> None:
        self._runs.append(run)
        self._lines.update(zip(keys, count(run.line)))
        self._contents.update(zip(count(run.line), contents))
        self._places.update(places)

    def _stands(self, line: int) -> tuple[str, str, int]:
        """File, sheet and row of a remembered line."""
        run = self._runs[bisect_right(self._runs, line, key=lambda run: run.line) - 1]
        return run.file, run.sheet, run.numbers[line - run.line]

    def _content(self, unit: int, day: date, values: Mapping[str, object]) -> int:
        return fingerprint_of((unit, day.toordinal(), *(values[name] for name in self._names)))

    def _contradiction(self, line: int, where: str) -> Problem:
        message = _(
            "与%(where)s的%(key)s相同，其他内容不同。要更正那一条，请从系统导出后在导出的表里改；"
            "不是同一件事，请在预览页选“照样入账”。"
        ) % {"where": where, "key": key_labels(self._ledger)}
        file, sheet, row = self._stands(line)
        return Problem(file, sheet, row, label_of(self._ledger, self._ledger.key[0]), message)

    def _list(self, stands: tuple[str, str, int], same_as: str) -> None:
        if len(self.listed) < FIRST_REPEATS:
            file, sheet, row = stands
            self.listed.append(RepeatSummary(file=file, sheet=sheet, row=row, same_as=same_as))
