"""A report's Word as lines of words and figures: for the web page that says the same, and to look for what must stay."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huiyin.reports.word.appendix import SOURCES_TITLE, UNKNOWNS_TITLE
from huiyin.reports.word.bookmarks import decode
from huiyin.reports.word.package import Parts, custom_properties, open_package
from huiyin.reports.word.reader import ReadParagraph, read_document

_TABLE = re.compile(r"第(\d+)张表第\d+行")
_HEADING = re.compile(r"(?P<one>[一二三四五六七八九十]+、)|(?P<two>（[一二三四五六七八九十]+）)")
_LONGEST_HEADING = 40
# Page furniture, which a web page does not have; the label of a reconstruction stands above the page by itself.
_FURNITURE = ("页眉", "页脚")


@dataclass(frozen=True)
class Stretch:
    """Words, or the printing of one figure inside its bookmark."""

    text: str
    figure_id: str = ""
    bookmark: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph, or a row of a table (`table` numbers the tables from 1; cells are parted by tabs)."""

    stretches: tuple[Stretch, ...]
    table: int = 0

    @property
    def text(self) -> str:
        """All its words."""
        return "".join(stretch.text for stretch in self.stretches)

    @property
    def without_figures(self) -> str:
        """Its words with every figure blanked out: the same sentence whatever the figures say."""
        return "".join("〇" if stretch.figure_id else stretch.text for stretch in self.stretches).strip()

    @property
    def level(self) -> int:
        """1 for 一、 and 2 for （一） when the line is short enough to be a heading, else 0."""
        found = _HEADING.match(self.text.strip())
        if found is None or self.table or len(self.text.strip()) > _LONGEST_HEADING or self.text.strip()[-1] in "。；":
            return 0
        return 1 if found["one"] else 2

    @property
    def is_head(self) -> bool:
        """Whether this row heads its table: our tables number their rows, and the head says so."""
        return bool(self.table) and self.text.startswith("序号\t")

    @property
    def cells(self) -> tuple[tuple[Stretch, ...], ...]:
        """The cells of a table row."""
        cells: list[list[Stretch]] = [[]]
        for stretch in self.stretches:
            for position, piece in enumerate(stretch.text.split("\t")):
                if position:
                    cells.append([])
                if piece:
                    cells[-1].append(Stretch(piece, stretch.figure_id, stretch.bookmark))
        return tuple(tuple(cell) for cell in cells)


def lines(docx: bytes) -> list[Line]:
    """A Word file in reading order, headers and footers left out."""
    return lines_of(open_package(docx))


def lines_of(parts: Parts) -> list[Line]:
    """The same of a package that is open already."""
    properties = custom_properties(parts)
    found = []
    for paragraph in read_document(parts).paragraphs:
        if paragraph.place in _FURNITURE or not paragraph.text.strip():
            continue
        table = _TABLE.fullmatch(paragraph.place)
        found.append(Line(tuple(_stretches(paragraph, properties)), int(table[1]) if table else 0))
    return found


def _stretches(paragraph: ReadParagraph, properties: dict[str, str]) -> Iterable[Stretch]:
    at = 0
    for span in sorted(paragraph.spans, key=lambda span: (span.start, -span.end)):
        known = decode(span.name, properties)
        if known is None or span.start < at or span.end == span.start:
            continue
        if span.start > at:
            yield Stretch(paragraph.text[at : span.start])
        yield Stretch(paragraph.text[span.start : span.end], known.figure_id, span.name)
        at = span.end
    if at < len(paragraph.text):
        yield Stretch(paragraph.text[at:])


def body(all_lines: Sequence[Line]) -> list[Line]:
    """What stands before the first of the two attachments."""
    for number, line in enumerate(all_lines):
        if line.text.strip() in (UNKNOWNS_TITLE, SOURCES_TITLE):
            return list(all_lines[:number])
    return list(all_lines)


def empty_headings(all_lines: Sequence[Line]) -> list[str]:
    """Headings of the body with nothing under them: parts that somebody still has to write."""
    found = []
    written = body(all_lines)
    for line, following in zip(written, [*written[1:], None], strict=True):
        if line.level and (following is None or (following.level and following.level <= line.level)):
            found.append(line.text.strip())
    return found


def attachment(all_lines: Sequence[Line], title: str) -> list[Line] | None:
    """What stands under one attachment's title; None when the attachment is not there.

    That the body lists the attachment (“附件：1.…”) does not count: the title must stand on a line of its own.
    """
    titles = [number for number, line in enumerate(all_lines) if line.text.strip() == title]
    if not titles:
        return None
    found = []
    for line in all_lines[titles[-1] + 1 :]:
        if line.text.strip() in (UNKNOWNS_TITLE, SOURCES_TITLE):
            break
        found.append(line)
    return found


@dataclass(frozen=True)
class Printing:
    """One printing of a figure in the body: the heading it stands under and its bookmark."""

    figure_id: str
    heading: str
    bookmark: str

    @property
    def words(self) -> str:
        """As the data source table names the place."""
        return f"{self.heading}\n{self.bookmark}" if self.heading else self.bookmark


def printings(all_lines: Iterable[Line]) -> list[Printing]:
    """Every printing of a figure, in reading order."""
    found, heading = [], ""
    for line in all_lines:
        if line.level:
            heading = line.text.strip()
        found += [Printing(s.figure_id, heading, s.bookmark) for s in line.stretches if s.figure_id]
    return found
