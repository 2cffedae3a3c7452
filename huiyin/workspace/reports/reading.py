"""A report as a web page: its words as in the Word, every figure a link to the entries as they stood."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.reports import queries
from huiyin.reports.figures import scopes_of
from huiyin.reports.models import ChangeNote, TakenFigure, UnknownLine, Version
from huiyin.reports.word.appendix import SOURCES_TITLE, UNKNOWNS_TITLE
from huiyin.reports.words import Line, Stretch, lines
from huiyin.workspace.figures.address import taken_href
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.reports.answers import pdf_answer, report_href, version_pdf, word_answer


@dataclass(frozen=True)
class Part:
    """Words, or a figure with the page it opens; `noted` when it was changed in Word and a note says why."""

    text: str
    href: str = ""
    noted: bool = False


@dataclass
class Block:
    """A heading (level 1 or 2), a paragraph (level 0), or a table."""

    parts: list[Part] = field(default_factory=list)
    level: int = 0
    head: list[list[Part]] = field(default_factory=list)
    rows: list[list[list[Part]]] = field(default_factory=list)


def blocks(version: Version) -> list[Block]:
    """What the Word says, block by block; consecutive rows of one table stand together."""
    taken, hrefs = taken_figures(version)

    def part(stretch: Stretch) -> Part:
        row = taken.get(stretch.figure_id)
        if row is None:
            return Part(stretch.text)
        return Part(stretch.text, hrefs[row.code], stretch.text.strip() != row.text)

    found: list[Block] = []
    table = 0
    for line in lines(queries.word_of(version)):
        if line.table and line.table == table:
            found[-1].rows.append(_cells(line, part))
        elif line.table and line.is_head:
            found.append(Block(head=_cells(line, part)))
        elif line.table:
            found.append(Block(rows=[_cells(line, part)]))
        else:
            is_title = line.text.strip() in (version.report.title, UNKNOWNS_TITLE, SOURCES_TITLE)
            found.append(Block([part(stretch) for stretch in line.stretches], 1 if is_title else line.level))
        table = line.table
    return found


def taken_figures(version: Version) -> tuple[dict[str, TakenFigure], dict[str, str]]:
    """A version's figures by id, and the page of each."""
    taken = {row.code: row for row in version.figures.all()}
    scopes = scopes_of(taken.values())
    return taken, {code: taken_href(version, row, scopes[row.pk]) for code, row in taken.items()}


@dataclass(frozen=True)
class ShownLine:
    """One line of 附件1, its figures opening like all others."""

    line: UnknownLine
    parts: list[Part]


def unknown_lines(version: Version | None) -> list[ShownLine]:
    """附件1 as it stands with a version."""
    if version is None:
        return []
    taken, hrefs = taken_figures(version)
    found = []
    for line in version.report.unknowns.order_by("pk"):
        pieces = line.text.replace("}", "{").split("{")
        parts = [
            Part(taken[piece].text, hrefs[piece]) if n % 2 and piece in taken else Part("—" if n % 2 else piece)
            for n, piece in enumerate(pieces)
        ]
        found.append(ShownLine(line, parts))
    return found


def _cells(line: Line, part: Callable[[Stretch], Part]) -> list[list[Part]]:
    return [[part(stretch) for stretch in cell] for cell in line.cells]


@staff("GET")
def read(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The report as a web page."""
    version = queries.version(uid, request.reach)
    return render(
        request,
        "workspace/reports/read.html",
        {
            "version": version,
            "report": version.report,
            "blocks": blocks(version),
            "notes": notes_of(version),
            "pdf": version_pdf(version),
            "crumbs": [
                (_("报告"), reverse("reports_list")),
                (version.report.title, report_href(version.report)),
                (_("正文"), ""),
            ],
        },
    )


@staff("GET")
def word(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The Word file of a version."""
    version = queries.version(uid, request.reach)
    return word_answer(queries.word_of(version), f"{version.report.title}-{version.number}.docx")


@staff("GET")
def pdf(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The Word of a version as PDF: for the same readers."""
    version = queries.version(uid, request.reach)
    return pdf_answer(queries.word_of(version), f"{version.report.title}-{version.number}.pdf")


def notes_of(version: Version) -> list[ChangeNote]:
    """What accounts for numbers that do not come from the books."""
    return list(version.notes.select_related("by__person").order_by("pk"))
