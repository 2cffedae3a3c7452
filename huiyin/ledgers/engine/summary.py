"""What the preview of a batch shows, as plain JSON: counts, header matches, the first problems. Never the rows."""

from typing import TypedDict

from huiyin.ledgers.engine.excel.columns import Problem
from huiyin.ledgers.engine.excel.reading import SheetReading, SheetStatus

FIRST_PROBLEMS = 200
FIRST_REPEATS = 50
LEFT_OUT = "按您的选择不导入"
LONGEST_HEADER = 120  # what ColumnMapping remembers


class HeadingSummary(TypedDict):
    """A heading that was recognised: which column, where."""

    heading: str
    label: str
    name: str
    cell: str


class UnknownSummary(TypedDict):
    """A heading nobody knows, with labels it may mean."""

    heading: str
    cell: str
    suggestions: list[str]


class SkippedSummary(TypedDict):
    """Rows passed over for one reason."""

    reason: str
    count: int
    rows: list[int]


class SheetSummary(TypedDict):
    """One sheet. `unit` names where its rows go when it has no unit column; `unit_from` says why."""

    name: str
    status: str
    rows: int
    problems: int
    header_row: int
    matched: list[HeadingSummary]
    unknown: list[UnknownSummary]
    skipped: list[SkippedSummary]
    sample: list[list[str]]
    unit: str
    unit_from: str


class FileSummary(TypedDict):
    """One table file and its sheets."""

    name: str
    sheets: list[SheetSummary]


class LeftOutSummary(TypedDict):
    """A file of the zip that was not read."""

    name: str
    reason: str


class ProblemSummary(TypedDict):
    """What is wrong and where."""

    file: str
    sheet: str
    row: int
    column: str
    message: str


class RepeatSummary(TypedDict):
    """A row that says again what another row or an entry says."""

    file: str
    sheet: str
    row: int
    same_as: str


class OverrunSummary(TypedDict):
    """New rows that go beyond a yearly budget: which, of how many, over which cap."""

    kind: str
    unit: str
    year: int
    cap: int
    already: int
    adding: int
    rows: list[dict[str, str | int]]


class Summary(TypedDict):
    """The whole batch. `new` and `corrections` are what a confirmation writes; the rest is passed over, and why.

    `repeats`: in the book already, or twice in the upload, with the same content. `conflicts`: the same key with other
    content (each is a problem too). `unchanged`: exported rows that came back as they were. `reasons_missing`: changed
    rows without a reason. `units`: keys of units that have a row. `digest`: over the staged lines.
    """

    files: list[FileSummary]
    left_out: list[LeftOutSummary]
    new: int
    corrections: int
    unchanged: int
    repeats: int
    repeat_rows: list[RepeatSummary]
    conflicts: int
    reasons_missing: int
    problems: list[ProblemSummary]
    problem_total: int
    units: list[int]
    begins_on: str
    ends_on: str
    digest: str
    over_budget: list[OverrunSummary]


def empty_summary() -> Summary:
    """Before anything was read."""
    return Summary(
        files=[], left_out=[], new=0, corrections=0, unchanged=0, repeats=0, repeat_rows=[], conflicts=0,
        reasons_missing=0, problems=[], problem_total=0, units=[], begins_on="", ends_on="", digest="",
        over_budget=[],
    )  # fmt: skip


def problem_summary(problem: Problem) -> ProblemSummary:
    """A problem as JSON."""
    return ProblemSummary(
        file=problem.file, sheet=problem.sheet, row=problem.row, column=problem.column, message=problem.message
    )


def sheet_summary(reading: SheetReading) -> SheetSummary:
    """What the header says, before the rows are read; the counts follow by `count_rows`."""
    header = reading.header
    return SheetSummary(
        name=reading.sheet,
        status=reading.status.value,
        rows=0,
        problems=len(reading.problems),
        header_row=header.row if header else 0,
        matched=[
            HeadingSummary(heading=m.heading, label=m.column.label, name=m.column.name, cell=m.cell)
            for m in (header.matched if header else ())
        ],
        unknown=[
            UnknownSummary(heading=u.heading, cell=u.cell, suggestions=list(u.suggestions))
            for u in (header.unrecognised if header else ())
            if reading.status is not SheetStatus.IGNORED and len(u.heading) <= LONGEST_HEADER
        ],
        skipped=[],
        sample=[list(row) for row in reading.sample],
        unit="",
        unit_from="",
    )


def count_rows(summary: SheetSummary, reading: SheetReading) -> None:
    """Put the counts in once the rows were read."""
    summary["rows"] = reading.row_count
    summary["skipped"] = [
        SkippedSummary(reason=skipped.reason.value, count=skipped.count, rows=list(skipped.rows))
        for skipped in reading.skipped
    ]
