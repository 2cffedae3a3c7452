"""Reads uploaded workbooks into lines by section: which sheet is what, each row with its place, problems as sentences."""

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.campaigns.intake.columns import Section
from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.intake import SourceFile, open_uploads
from huiyin.ledgers.engine.excel.limits import Limits
from huiyin.ledgers.engine.excel.reading import SheetStatus, read

Upload = tuple[str, Path]  # the name people see, and where the bytes lie


@dataclass(frozen=True, order=True)
class Place:
    """Where a line stands, as people say it."""

    file: str
    sheet: str
    row: int

    def __str__(self) -> str:
        return f"“{self.sheet}”第 {self.row} 行" if self.sheet else f"《{self.file}》第 {self.row} 行"

    def problem(self, column: str, message: str) -> Problem:
        """A problem of this line."""
        return Problem(self.file, self.sheet, self.row, column, message)


@dataclass(frozen=True)
class Line:
    """One row of data. A blank cell and a missing column are both None: not reported, so nothing is changed by it."""

    place: Place
    values: Mapping[str, object]
    # A line with a bad cell changes nothing, but what other lines say of it is no further problem.
    sound: bool = True

    def text(self, name: str) -> str:
        """A text cell; blank is ""."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def day(self, name: str) -> date | None:
        """A date cell."""
        value = self.values.get(name)
        return value if isinstance(value, date) else None

    def number(self, name: str) -> int | None:
        """A whole number cell."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool | None:
        """A yes-or-no cell."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """A cell that lists."""
        value = self.values.get(name)
        return tuple(str(item) for item in value) if isinstance(value, tuple) else ()


@dataclass
class Sheets:
    """The lines of an upload by section, what was wrong with cells, and which sheets were passed over."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def read_sheets(
    files: Sequence[Upload], sections: Sequence[Section], *, today: date, wanted: Collection[str] = ()
) -> Sheets:
    """What the workbooks hold for `sections` (of these the `wanted` ones, when named).

    An upload in which no sheet is recognised is a problem.
    """
    found = Sheets({section.code: [] for section in sections})
    with tempfile.TemporaryDirectory() as workdir:
        upload = open_uploads(list(files), Limits(), workdir=Path(workdir))
        recognised = False
        for source in upload.sources:
            recognised |= _read_source(source, sections, found, today=today, wanted=wanted)
        for left in upload.left_out:
            if left.is_table:
                found.problems.append(Problem(left.name, "", 0, "", left.reason))
    if not recognised and not found.problems:
        names = "、".join(f"“{section.name}”" for section in sections)
        found.problems.append(
            Problem(
                files[0][0] if files else "", "", 0, "",
                _("没有认出任何一张表。需要的工作表是%(names)s，表头写法见空白模板。") % {"names": names},
            )
        )  # fmt: skip
    return found


def _read_source(
    source: SourceFile, sections: Sequence[Section], found: Sheets, *, today: date, wanted: Collection[str]
) -> bool:
    chosen = _choose(source, sections, today=today)
    for section in sections:
        if wanted and section.code not in wanted:
            continue
        for reading in read(source, section.columns, remembered={}, today=today):
            if chosen.get(reading.sheet) != section.code:
                continue
            found.problems.extend(reading.problems)
            for row in reading.rows():
                found.problems.extend(row.problems)
                place = Place(row.file, row.sheet, row.row)
                found.lines[section.code].append(Line(place, row.values, sound=not row.problems))
    found.passed_over.extend(sheet or source.name for sheet, code in chosen.items() if not code)
    return any(chosen.values())


def _choose(source: SourceFile, sections: Sequence[Section], *, today: date) -> dict[str, str]:
    """The section of each sheet: by its name where that tells, else by which section's headings fit best."""
    best: dict[str, tuple[int, str]] = {}
    for section in sections:
        for reading in read(source, section.columns, remembered={}, today=today):
            if reading.status in (SheetStatus.EMPTY, SheetStatus.IGNORED):
                continue
            called = reading.sheet or Path(source.name).stem
            fits = len(reading.header.matched) if reading.header and reading.status is SheetStatus.READY else 0
            named = any(hint in called for hint in section.hints)
            if named and reading.header is not None:
                # The name decides even when the headings have a fault, so that the fault is told.
                fits += 100
            known = best.setdefault(reading.sheet, (0, ""))
            if fits > max(known[0], 1):
                best[reading.sheet] = (fits, section.code)
    return {sheet: code for sheet, (_fits, code) in best.items()}
