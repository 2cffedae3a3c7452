"""Paragraphs and tables of one part of a Word file (body, header, footer, text box), in reading order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from huiyin.reports.pdf.cascade import Key, Properties, Styles, flat, key_of, points
from huiyin.reports.pdf.content import Block, Break, Inline, Paragraph, Shape, Tab, Words
from huiyin.reports.pdf.grid import CONTAINERS, TableReading
from huiyin.reports.pdf.inlines import Inlines
from huiyin.reports.pdf.losses import Losses
from huiyin.reports.pdf.numbering import Mark, Numbering
from huiyin.reports.pdf.shapes import NO_GRID, Grid, look_of, shape_of
from huiyin.reports.word.ooxml import Element, q
from huiyin.reports.word.reader import paired_bookmarks

_LOOSE = {q("w:bookmarkStart"), q("w:bookmarkEnd")}


@dataclass
class Blocks:
    """Reads the blocks of one container; `inlines` and `numbering` go on counting from one container to the next."""

    styles: Styles
    numbering: Numbering
    inlines: Inlines
    losses: Losses
    tab: float
    grid: Grid = NO_GRID
    _tables: int = 0
    _properties: dict[Key, Properties] = field(default_factory=dict)
    _shapes: dict[tuple[Key, bool, float, Grid, float], Shape] = field(default_factory=dict)

    def begin(self, container: Element) -> "Blocks":
        """Pair the bookmarks of a part before it is read."""
        self.inlines.paired = dict(paired_bookmarks(container, set()))
        return self

    def read(self, container: Element) -> Iterator[Block]:
        """The blocks of a container, one after another."""
        for child in container:
            yield from self.block(child)

    def block(self, child: Element) -> Iterator[Block]:
        """What one element of a container comes to."""
        if child.tag == q("w:p"):
            yield from self.paragraph(child)
        elif child.tag == q("w:tbl"):
            yield from self._table(child)
        elif child.tag in CONTAINERS:
            yield from self.read(child)
        elif child.tag == q("w:altChunk"):
            self.losses.add("foreign")
            look = self.inlines.plain_look("", None)
            yield Paragraph((Words("〔外部嵌入内容〕", look),), shape_of({}, look.size, NO_GRID, self.tab))
        elif child.tag in _LOOSE:
            self.inlines.mark(child)

    def paragraph(self, element: Element) -> Iterator[Block]:
        """One paragraph, parted where a page ends inside it, and the text boxes that hang on it."""
        own = flat(element.find(q("w:pPr")))
        style, key = self.styles.style_of(own, "paragraph"), key_of(own)
        properties = self._properties.get(key)
        if properties is None:
            properties = self._properties[key] = self.styles.paragraph(own)
        mark = self.numbering.mark(properties, style)
        if mark is not None:
            properties = self.styles.paragraph(own, mark.paragraph)
        if "framePr" in properties:
            self.losses.add("float")
        grid = NO_GRID if self._tables else self.grid
        self.inlines.grid = grid
        own_mark = element.find(f"{q('w:pPr')}/{q('w:rPr')}")
        found = self.inlines.read(element, style)
        if mark is not None:
            found = (*self._number(mark, style, own_mark), *found)
        sizes = [each.look.size for each in found if isinstance(each, Words) and not each.hidden]
        size = max(sizes, default=self.inlines.plain_look(style, own_mark).size)
        tab = self.tab if any(isinstance(each, Tab) for each in found) else 0
        asked = key, mark is not None, size, grid, tab
        shape = None if mark is not None else self._shapes.get(asked)
        if shape is None:
            shape = self._shapes[asked] = shape_of(properties, size, grid, tab)
        yield from _parted(found, shape)
        yield from self._boxes()

    def _number(self, mark: Mark, style: str, own_mark: Element | None) -> Iterable[Inline]:
        run = self.styles.run(style, flat(own_mark))
        look = look_of({**run, **mark.run, "rFonts": run.get("rFonts", {}) | mark.run.get("rFonts", {})}, self.grid)
        if mark.text:
            yield Words(mark.text, look, added=True)
        if mark.suffix == "tab":
            yield Tab(added=True)
        elif mark.suffix == "space":
            yield Words(" ", look, added=True)

    def _boxes(self) -> Iterator[Block]:
        boxes, self.inlines.boxes = self.inlines.boxes, []
        for box in boxes:
            yield from self.read(box)

    def _table(self, element: Element) -> Iterator[Block]:
        self._tables += 1
        table = TableReading(self.styles, self.losses, self.read).read(element)
        self._tables -= 1
        if table is not None:
            yield table


def _parted(found: tuple[Inline, ...], shape: Shape) -> Iterator[Paragraph]:
    """A page break ends the paragraph's first part; the rest goes on as if in the middle of a line."""
    parts: list[list[Inline]] = [[]]
    for each in found:
        if isinstance(each, Break) and each.page:
            parts.append([])
        else:
            parts[-1].append(each)
    for position, part in enumerate(parts):
        if position and not part:
            # The rest of a paragraph that held nothing but the break: only the break counts.
            shape_of_rest = replace(shape, line=0, before=0, after=0, page_break_before=True)
            yield Paragraph((), shape_of_rest)
        elif position:
            yield Paragraph(tuple(part), replace(shape, first=0, before=0, page_break_before=True))
        elif part or len(parts) == 1:
            yield Paragraph(tuple(part), shape)


def tab_width(settings: Properties) -> float:
    """How far apart Word sets its tab stops of its own accord."""
    return points(settings["defaultTabStop"], "val") if "defaultTabStop" in settings else 36.0
