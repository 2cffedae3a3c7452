"""Reads a batch's workbooks into its staging file: every row checked, compared with the book, or told what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.declaration import Ledger
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.faults import CellProblem
from huiyin.ledgers.engine.excel.headings import IGNORED, normalise_header
from huiyin.ledgers.engine.excel.intake import SourceFile
from huiyin.ledgers.engine.excel.reading import Part, Row, SheetReading, SheetStatus, read
from huiyin.ledgers.engine.fields import columns_of
from huiyin.ledgers.engine.pairing import Pairing
from huiyin.ledgers.engine.plain_rows import PlainCheck
from huiyin.ledgers.engine.repeats import Repeats
from huiyin.ledgers.engine.rows import Candidate, RowCheck
from huiyin.ledgers.engine.staged import RowWriter
from huiyin.ledgers.engine.summary import (
    FIRST_PROBLEMS,
    LEFT_OUT,
    FileSummary,
    LeftOutSummary,
    SheetSummary,
    Summary,
    count_rows,
    empty_summary,
    problem_summary,
    sheet_summary,
)
from huiyin.ledgers.engine.units import Finder, NamedUnit

MARK = "系统提示的问题"  # the column a marked copy adds; it comes back with the mended copy and means nothing
_TICK = 1000


@dataclass(frozen=True)
class Wishes:
    """What the clerk said about this batch."""

    unit: NamedUnit
    remembered: Mapping[str, str]
    left_out: tuple[tuple[str, str], ...] = ()
    keep_repeats: bool = False
    reason: str = ""


class BatchReading:
    """Takes source files one by one; `finish` compares with the book and gives the summary."""

    def __init__(
        self,
        ledger: Ledger[Any],
        wishes: Wishes,
        finder: Finder[NamedUnit],
        *,
        today: date,
        lines: RowWriter,
        problems: RowWriter,
        progress: Callable[[int], None],
    ) -> None:
        self.summary: Summary = empty_summary()
        self._wishes = wishes
        self._finder = finder
        self._today = today
        self._lines = lines
        self._problems = problems
        self._progress = progress
        self._columns = columns_of(ledger, exchanged=True)
        self._check = RowCheck(ledger, today=today)
        self._plain = PlainCheck(self._check)
        self._names = [field.name for field in self._check.fields]
        self._pairing = Pairing(ledger, self._check, finder, reason=wishes.reason)
        self._repeats = Repeats(ledger, self._names)
        self._days: list[date] = []
        self._units: set[int] = set()
        self._read = 0
        ignored = [MARK, *(str(computed.label) for computed in ledger.computed)]
        self._remembered = {normalise_header(word): IGNORED for word in ignored} | dict(wishes.remembered)

    def take(self, source: SourceFile) -> None:
        """Read every sheet of one file."""
        self.summary["files"].append(FileSummary(name=source.name, sheets=[]))
        readings = read(
            source, self._columns, remembered=self._remembered, today=self._today, resolvers={"unit": self._unit},
            supplied=("unit",),
        )  # fmt: skip
        for reading in readings:
            self._take_sheet(reading)

    def leave_out(self, name: str, reason: str, *, is_table: bool) -> None:
        """A file of the zip that was not read: a table that does not open is a problem, anything else is named."""
        self.summary["left_out"].append(LeftOutSummary(name=name, reason=reason))
        if is_table:
            self._refuse(Problem(name, "", 0, "", reason))

    def finish(self) -> tuple[Summary, frozenset[int]]:
        """The summary, and the numbers of staged lines that say nothing new."""
        self._flush()
        without: frozenset[int] = frozenset()
        if not self._wishes.keep_repeats:
            found = self._repeats.in_book()
            without = found.same
            for problem in found.problems:
                self.summary["conflicts"] += 1
                self._refuse(problem)
        self.summary["repeats"] += len(without)
        self.summary["new"] -= len(without)
        self.summary["repeat_rows"] = self._repeats.listed
        self.summary["units"] = sorted(self._units)
        if self._days:
            self.summary["begins_on"], self.summary["ends_on"] = (d.isoformat() for d in self._days)
        return self.summary, without

    def _take_sheet(self, reading: SheetReading) -> None:
        sheet = sheet_summary(reading)
        self.summary["files"][-1]["sheets"].append(sheet)
        if {(reading.file, reading.sheet), ("", reading.sheet)} & set(self._wishes.left_out):
            sheet["status"], sheet["problems"], sheet["unknown"] = LEFT_OUT, 0, []
            return
        for problem in reading.problems:
            self._refuse(problem)
        unit = self._unit_of(reading, sheet) if reading.status is SheetStatus.READY else None
        if reading.status is not SheetStatus.READY or (unit is None and sheet["unit_from"] != "column"):
            return
        place = (len(self.summary["files"]) - 1, len(self.summary["files"][-1]["sheets"]) - 1)
        for part in reading.parts():
            if not self._take_plain(part, unit, place, reading):
                for row in part.rows():
                    self._take_row(row, unit, (*place, row.row), sheet)
        count_rows(sheet, reading)
        self._flush()

    def _unit_of(self, reading: SheetReading, sheet: SheetSummary) -> NamedUnit | None:
        """Where rows go that name no unit: the 填报单位 line above the table, else what the clerk chose."""
        header = reading.header
        if header is None or any(matched.column.name == "unit" for matched in header.matched):
            sheet["unit_from"] = "column"
            return None
        if not header.reporting_unit:
            sheet["unit_from"], sheet["unit"] = "chosen", self._wishes.unit.name
            return self._wishes.unit
        try:
            unit = self._finder.find(header.reporting_unit)
        except Refused as refusal:
            sheet["unit_from"] = "line"
            self._refuse(Problem(
                reading.file, reading.sheet, 0, "",
                _("表上写的填报单位认不出来：%(why)s也可以在表里加一列“单位”。") % {"why": refusal.sentence},
            ))  # fmt: skip
            sheet["problems"] += 1
            return None
        sheet["unit_from"], sheet["unit"] = "line", unit.name
        return unit

    def _take_plain(self, part: Part, unit: NamedUnit | None, place: tuple[int, int], reading: SheetReading) -> bool:
        """Stage a part at once, when all its rows are new entries without problems that repeat none before them."""
        rows = self._plain.accept(part.columns, unit, len(part.numbers)) if part.columns is not None else None
        if rows is None:
            return False
        if not self._wishes.keep_repeats and not self._repeats.are_new(
            rows, file=reading.file, sheet=reading.sheet, numbers=part.numbers, line=self._lines.count
        ):
            return False
        part.take()
        self._count(len(rows))
        self._units.update(rows.units)
        self._note_days(min(rows.days), max(rows.days))
        self.summary["new"] += len(rows)
        file, sheet = place
        count = len(rows)
        self._lines.write_columns([
            rows.units, list(map(date.isoformat, rows.days)), [file] * count, [sheet] * count, list(part.numbers),
            [None] * count, [0] * count, [""] * count, *(rows.values[name] for name in self._names),
        ], count)  # fmt: skip
        return True

    def _count(self, rows: int) -> None:
        before, self._read = self._read, self._read + rows
        if before // _TICK < self._read // _TICK:
            self._progress(self._read)

    def _take_row(self, row: Row, unit: NamedUnit | None, place: tuple[int, int, int], sheet: SheetSummary) -> None:
        self._count(1)
        answer = self._check.candidate(row, unit=unit, place=place)
        if not isinstance(answer, Candidate):
            sheet["problems"] += len(answer)
            for problem in answer:
                self._refuse(problem)
        elif answer.number is None:
            self._take_new(answer, row, sheet)
        else:
            self._pairing.add(answer, row)
            if self._pairing.is_full:
                self._flush()

    def _take_new(self, candidate: Candidate, row: Row, sheet: SheetSummary) -> None:
        self._note(candidate)
        if not self._wishes.keep_repeats:
            objection = self._repeats.in_upload(candidate, row, self._lines.count)
            if objection is not None:
                if objection.problem is None:
                    self.summary["repeats"] += 1
                else:
                    self.summary["conflicts"] += 1
                    sheet["problems"] += 1
                    self._refuse(objection.problem)
                return
        self.summary["new"] += 1
        self._stage(candidate)

    def _flush(self) -> None:
        """Compare the waiting corrections with the entries they correct."""
        paired = self._pairing.flush()
        self.summary["unchanged"] += paired.unchanged
        self.summary["reasons_missing"] += paired.reasons_missing
        for candidate in paired.corrections:
            self._note(candidate)
            self.summary["corrections"] += 1
            self._stage(candidate)
        for problem in paired.problems:
            self.summary["files"][-1]["sheets"][-1]["problems"] += 1
            self._refuse(problem)

    def _note(self, candidate: Candidate) -> None:
        self._units.add(candidate.unit.pk)
        self._note_days(candidate.fact_date, candidate.fact_date)

    def _note_days(self, first: date, last: date) -> None:
        self._days = [min(self._days[0], first), max(self._days[1], last)] if self._days else [first, last]

    def _stage(self, candidate: Candidate) -> None:
        self._lines.write([
            candidate.unit.pk, candidate.fact_date, *candidate.place, candidate.number, candidate.seen, candidate.reason,
            *(candidate.values[name] for name in self._names),
        ])  # fmt: skip

    def _refuse(self, problem: Problem) -> None:
        self.summary["problem_total"] += 1
        told = problem_summary(problem)
        if len(self.summary["problems"]) < FIRST_PROBLEMS:
            self.summary["problems"].append(told)
        self._problems.write(told)

    def _unit(self, text: str) -> object:
        try:
            return self._finder.find(text)
        except Refused as refusal:
            raise CellProblem(refusal.sentence) from refusal
