"""What stands on the pages of a Word file, in points and plain words, before Typst sets it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


class NotPrintable(ValueError):
    """A Word file of which no PDF can be made; the message is a full sentence that says why and what to do."""


@dataclass(frozen=True)
class Look:
    """How a run of characters looks; `font` is the name for Chinese characters, `latin` that for the others."""

    font: str
    latin: str
    size: float
    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    underline: bool = False
    strike: bool = False
    shift: Literal["", "super", "sub"] = ""
    tracking: float = 0
    shade: str = ""


@dataclass(frozen=True)
class Words:
    """Characters. `bookmark` names the figure they print; `added` ones are a list's own numbers, `hidden` do not print."""

    text: str
    look: Look
    bookmark: str = ""
    added: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Break:
    """The end of a line, or of a page in the middle of a paragraph."""

    page: bool = False


@dataclass(frozen=True)
class Tab:
    """On to the next tab stop."""

    added: bool = False


@dataclass(frozen=True)
class PageNumber:
    """The number of this page, or how many there are."""

    total: bool
    look: Look


@dataclass(frozen=True)
class Footnote:
    """A note, printed at the foot of the page where its mark stands."""

    inlines: tuple["Inline", ...]


Inline = Words | Break | Tab | PageNumber | Footnote
Align = Literal["left", "center", "right", "both", "distribute"]
Side = Literal["top", "bottom", "left", "right"]
SIDES: tuple[Side, ...] = ("top", "bottom", "left", "right")


@dataclass(frozen=True)
class Stroke:
    """A rule: thickness in points, colour, and whether it is solid; `space` keeps it off the words."""

    width: float
    colour: str = "000000"
    dash: Literal["solid", "dotted", "dashed"] = "solid"
    space: float = 0


@dataclass(frozen=True)
class Stop:
    """A tab stop, from the left edge of the text."""

    at: float
    kind: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Shape:
    """How a paragraph stands. `first` is the first line's indent against `left`, negative when it hangs out.

    `line` is the height of each line; `size` that of its largest characters, by which they are set into the line.
    """

    line: float
    size: float
    align: Align = "left"
    left: float = 0
    right: float = 0
    first: float = 0
    before: float = 0
    after: float = 0
    keep_with_next: bool = False
    whole: bool = False
    page_break_before: bool = False
    widow_control: bool = True
    level: int = 0
    borders: tuple[tuple[Side, Stroke], ...] = ()
    shade: str = ""
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    inlines: tuple[Inline, ...]
    shape: Shape

    @property
    def is_empty(self) -> bool:
        """Nothing to print but the blank line itself."""
        return not any(not isinstance(each, Words) or (each.text and not each.hidden) for each in self.inlines)


@dataclass(frozen=True)
class Cell:
    """One cell, spanning `columns` × `rows` of the grid from `column` on."""

    blocks: tuple["Block", ...]
    column: int
    columns: int = 1
    rows: int = 1
    strokes: tuple[tuple[Side, Stroke], ...] = ()
    insets: tuple[float, float, float, float] = (0, 0, 0, 0)  # top, bottom, left, right: as SIDES
    valign: Literal["top", "horizon", "bottom"] = "top"
    shade: str = ""


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    height: float = 0
    head: bool = False
    whole: bool = False
    keep_with_next: bool = False


@dataclass(frozen=True)
class Table:
    """`at_foot`: the table keeps to the foot of the page, as 版记 does. `indent` counts from the left edge of the text."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    align: Literal["left", "center", "right"] = "left"
    indent: float = 0
    at_foot: bool = False


Block = Paragraph | Table
Which = Literal["default", "even", "first"]


@dataclass(frozen=True)
class Running:
    """Headers, or footers: those of ordinary (odd) pages, of even ones and of a section's first page."""

    default: tuple[Block, ...] = ()
    even: tuple[Block, ...] | None = None
    first: tuple[Block, ...] | None = None


@dataclass(frozen=True)
class Page:
    """The sheet of a section; `mirrored` swaps left and right on even pages."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float
    footer: float
    mirrored: bool = False
    starts_on: Literal["any", "odd", "even"] = "any"
    number_from: int | None = None
    number_as: str = "1"

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        return self.height - self.top - self.bottom


@dataclass
class Section:
    page: Page
    blocks: list[Block] = field(default_factory=list)
    headers: Running = Running()
    footers: Running = Running()


@dataclass(frozen=True)
class Document:
    """A whole Word file. `losses` are sentences on what these pages do not show as the Word does; `properties` say
    which figures the bookmarks stand for."""

    title: str
    author: str
    written_at: datetime
    sections: tuple[Section, ...]
    properties: Mapping[str, str]
    losses: tuple[str, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """Those of all sections."""
        return [block for section in self.sections for block in section.blocks]


def paragraphs_in(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """All paragraphs in reading order, those of tables among them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs_in(cell.blocks)


def words_in(blocks: Iterable[Block]) -> Iterator[Words]:
    """All characters of these blocks in reading order; footnotes stand apart."""
    for paragraph in paragraphs_in(blocks):
        yield from (each for each in paragraph.inlines if isinstance(each, Words))
