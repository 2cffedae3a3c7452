"""A document's pages as the data that the Typst program reads: numbers, names of fonts, and words only as strings."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from huiyin.reports.pdf.content import (
    Block,
    Break,
    Cell,
    Document,
    Footnote,
    Inline,
    Look,
    Page,
    PageNumber,
    Paragraph,
    Row,
    Running,
    Section,
    Shape,
    Stroke,
    Tab,
    Table,
    Words,
)
from huiyin.reports.pdf.fonts import MISSING, Shelf, kind_of
from huiyin.reports.pdf.heights import inner_width, paragraph_height, row_height, width_of
from huiyin.reports.pdf.links import NO_LINKS, Links

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

# Up to this part of a page, what belongs together stays together; beyond it, breaking is better than running off.
_TOGETHER = 0.45
_MOST_NAMED = 20
# A table reaching over the text by less than this stays as wide as it is.
_OVERHANG = 20.0
# Words may hang out into the margin by so much.
_OUTSIDE = 60.0
_BLANKS = str.maketrans({"\t": " ", "\n": " ", "\r": " ", "\x85": " ", "\ufeff": "\u2060"})
_LATIN = "latin-in-cjk"
# What may not be parted by the rules of line breaking, brackets beside numbers among it.
_ONE_WORD = re.compile(r"[!-~\u00a1-\u024f（）〔〕《》“”％／．，]{5,}")


@dataclass
class Writer:
    """Turns pages into data; looks and shapes are numbered, and what the fonts lack is collected in `missing`."""

    shelf: Shelf
    links: Links
    missing: dict[str, None] = field(default_factory=dict)
    substituted: dict[str, None] = field(default_factory=dict)
    has_private: bool = False
    _looks: dict[Look, int] = field(default_factory=dict)
    _shapes: dict[Shape, int] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _width: float = 0
    _height: float = 0
    _room: float = 0  # how wide the words run where the writer is: in a cell, less than `_width`

    def document(self, document: Document) -> dict[str, Json]:
        """The whole document."""
        sections: list[Json] = [self._section(section) for section in document.sections]
        return {
            "title": self._known(document.title), "author": self._known(document.author), "sections": sections,
            "looks": [self._look(look) for look in self._looks], "shapes": [_shape(shape) for shape in self._shapes],
        }  # fmt: skip

    def _section(self, section: Section) -> Json:
        page = section.page
        self._width = self._room = page.text_width
        self._height = page.text_height
        return {
            "page": _page(page), "headers": self._running(section.headers), "footers": self._running(section.footers),
            "blocks": self._blocks(section.blocks),
        }  # fmt: skip

    def _running(self, running: Running) -> Json:
        """Headers or footers; what stands on every page is the mark of no row."""
        links, self.links = self.links, NO_LINKS
        found: Json = {
            "default": self._blocks(running.default),
            "even": self._blocks(running.even) if running.even is not None else None,
            "first": self._blocks(running.first) if running.first is not None else None,
        }
        self.links = links
        return found

    def _blocks(self, blocks: Sequence[Block]) -> list[Json]:
        """The blocks; paragraphs that a table's last row is to stay with become rows of it."""
        found: list[Json] = []
        waiting = deque(blocks)
        while waiting:
            block = waiting.popleft()
            if isinstance(block, Paragraph):
                below = waiting[0] if waiting else None
                found.append(self._paragraph(block, joined=isinstance(below, Paragraph) and _same_rules(block, below)))
                continue
            notes: list[Paragraph] = []
            keep = bool(block.rows) and block.rows[-1].keep_with_next and abs(sum(block.widths) - self._width) < 2
            while keep and waiting and isinstance(waiting[0], Paragraph):
                following = waiting.popleft()
                assert isinstance(following, Paragraph)
                notes.append(following)
                keep = following.shape.keep_with_next
            found.append(self._table(block, notes))
        return found

    def _paragraph(self, paragraph: Paragraph, *, joined: bool = False) -> Json:
        room = self._room - paragraph.shape.left - paragraph.shape.right
        inlines: list[Json] = [each for inline in paragraph.inlines for each in self._inline(inline, room)]
        shape = self._on_page(paragraph.shape)
        if (shape.whole or shape.keep_with_next) and paragraph_height(paragraph, self._room) > self._height * _TOGETHER:
            shape = replace(shape, whole=False, keep_with_next=False)
        number = self._shapes.setdefault(shape, len(self._shapes))
        return {"s": number, "r": inlines, "j": True} if joined else {"s": number, "r": inlines}

    def _on_page(self, shape: Shape) -> Shape:
        """The shape with indents and heights that leave its words on the page."""
        outermost = min(shape.left, shape.left + shape.first, shape.right)
        if outermost < -_OUTSIDE or shape.left + shape.right + max(0, shape.first) + shape.size > self._room:
            shape = replace(shape, left=0, right=0, first=0)
        most = self._height / 2
        if max(shape.before, shape.after, shape.line) > most:
            before, after, line = (min(each, most) for each in (shape.before, shape.after, shape.line))
            shape = replace(shape, before=before, after=after, line=line)
        return shape

    def _inline(self, inline: Inline, room: float) -> list[Json]:
        match inline:
            case Words():
                return [] if inline.hidden else self._words(inline, room)
            case Break():
                return [["b"]]
            case Tab():
                return [["t"]]
            case PageNumber():
                return [["n" if inline.total else "p", self._numbered(inline.look)]]
            case Footnote():
                found = [each for one in inline.inlines for each in self._inline(one, room)]
                return [["f", [each for each in found if each != ["t"]]]]

    def _words(self, words: Words, room: float) -> list[Json]:
        """Words; one too long for its line may break anywhere, as Word lets it."""
        look, text = self._numbered(words.look), self._known(words.text)
        found: list[Json] = []
        end = 0
        for long in _ONE_WORD.finditer(text):
            if width_of(long[0], words.look.size) < room:
                continue
            if long.start() > end:
                found.append(["w", text[end : long.start()], look, *self._link(words.bookmark)])
            for character in long[0]:
                found += [["w", character, look, *self._link(words.bookmark)], ["x"]]
            end = long.end()
        if end < len(text):
            found.append(["w", text[end:], look, *self._link(words.bookmark)])
        return found

    def _link(self, bookmark: str) -> list[Json]:
        """Where a figure leads, or which row it marks: the row's first printing carries the mark."""
        if bookmark in self.links.rows and bookmark not in self._used:
            self._used.add(bookmark)
            return [0, self.links.rows[bookmark]]
        return [self.links.to[bookmark]] if bookmark in self.links.to else []

    def _numbered(self, look: Look) -> int:
        return self._looks.setdefault(look, len(self._looks))

    def _known(self, text: str) -> str:
        """The characters as they can be printed; each that no font has becomes 〓."""
        found = []
        for character in text.translate(_BLANKS):
            if self.shelf.has(character):
                found.append(character)
                self.has_private = self.has_private or unicodedata.category(character) == "Co"
            else:
                self.missing[character] = None
                found.append(MISSING)
        return "".join(found)

    def _look(self, look: Look) -> Json:
        face, latin = self.shelf.face(look.font), self.shelf.face(look.latin)
        for name, one in ((look.font, face), (look.latin, latin)):
            if not one.own:
                self.substituted[name] = None
        families: list[Json] = list(face.families)
        if latin.own and latin.families[0] != face.families[0]:
            families.insert(0, {"name": latin.families[0], "covers": _LATIN})
        # 小标宋 is heavier than the face that stands in for it.
        heavy = look.bold or (not face.own and kind_of(look.font) == "小标宋")
        size = look.size * (0.65 if look.shift else 1)
        return {
            "font": families, "size": size, "heavy": heavy, "colour": look.colour, "tracking": look.tracking,
            "under": look.underline, "strike": look.strike, "shift": look.shift, "shade": look.shade,
        }  # fmt: skip

    def _table(self, table: Table, notes: Sequence[Paragraph]) -> Json:
        total = sum(table.widths)
        overhang = _OVERHANG if self._width else 0  # within a cell, none
        factor = self._room / total if total > self._room + overhang else 1
        widths = [width * factor for width in table.widths]
        heights = [row_height(row, widths) for row in table.rows]
        heads = sum(row.head for row in table.rows)
        ties = self._ties(table.rows, heads, heights, sum(map(paragraph_height, notes)) if notes else 0, len(notes))
        outer = self._width, self._room
        self._width = 0  # inside cells no table takes paragraphs in
        rows: list[Json] = [
            {"c": [self._cell(cell, widths) for cell in row.cells], "h": min(row.height, self._height / 2),
             "w": row.whole and height < self._height * _TOGETHER, "t": ties.get(n, 0)}
            for n, (row, height) in enumerate(zip(table.rows, heights, strict=True))
        ]  # fmt: skip
        self._width, self._room = outer
        below: list[Json] = [self._paragraph(note) for note in notes]
        return {
            "widths": list(widths), "rows": rows, "heads": heads, "align": table.align, "indent": table.indent,
            "foot": table.at_foot, "notes": below, "tie": len(table.rows) in ties,
        }  # fmt: skip

    def _ties(
        self, rows: Sequence[Row], heads: int, heights: Sequence[float], notes_height: float, notes: int
    ) -> dict[int, int]:
        """Rows that stay on one page with those below: number of the first row → how many. Too tall ones do not."""
        ties: dict[int, int] = {}
        first = heads
        for n in range(heads, len(rows)):
            goes_on = rows[n].keep_with_next and (n + 1 < len(rows) or notes > 0)
            if goes_on and any(cell.rows > 1 for cell in rows[n].cells):
                first = n + 1
                continue
            if goes_on:
                continue
            if n > first and sum(heights[first : n + 1]) < self._height * _TOGETHER:
                ties[first] = n + 1 - first
            first = n + 1
        if notes and first < len(rows) and sum(heights[first:]) + notes_height < self._height * _TOGETHER:
            ties[first] = len(rows) - first + notes
            ties[len(rows)] = 0
        return ties

    def _cell(self, cell: Cell, widths: Sequence[float]) -> Json:
        self._room = inner_width(cell, widths)
        return {
            "x": cell.column, "cs": cell.columns, "rs": cell.rows, "b": self._blocks(cell.blocks),
            "k": {side: _stroke(stroke) for side, stroke in cell.strokes}, "i": list(cell.insets), "v": cell.valign,
            "f": cell.shade,
        }  # fmt: skip


def _same_rules(above: Paragraph, below: Paragraph) -> bool:
    """Whether two paragraphs stand in one frame, so that no rule parts them."""
    one, other = above.shape, below.shape
    return bool(one.borders) and (one.borders, one.left, one.right) == (other.borders, other.left, other.right)


def _page(page: Page) -> Json:
    return {
        "width": page.width, "height": page.height, "top": page.top, "bottom": page.bottom, "left": page.left,
        "right": page.right, "header": page.header, "footer": page.footer, "mirrored": page.mirrored,
        "starts": page.starts_on, "from": page.number_from, "as": page.number_as,
    }  # fmt: skip


def _shape(shape: Shape) -> Json:
    # A character's middle stands 0.38 of its size above the base line: so it comes to the middle of its line.
    above = shape.line / 2 + 0.38 * shape.size
    return {
        "line": shape.line, "size": shape.size, "above": round(above, 3), "below": round(shape.line - above, 3), "align": shape.align,
        "left": shape.left, "right": shape.right, "first": shape.first, "before": shape.before, "after": shape.after,
        "keep": shape.keep_with_next, "whole": shape.whole, "break": shape.page_break_before,
        "widow": shape.widow_control, "level": shape.level, "shade": shape.shade,
        "rules": {side: _stroke(stroke) | {"space": stroke.space} for side, stroke in shape.borders},
        "stops": [[stop.at, stop.kind] for stop in shape.stops],
    }  # fmt: skip


def _stroke(stroke: Stroke) -> dict[str, Json]:
    return {"width": stroke.width, "colour": stroke.colour, "dash": stroke.dash}


def said_of_fonts(writer: Writer) -> Iterable[str]:
    """Sentences on characters that no font has and on faces that others stand in for."""
    if writer.missing:
        shown = "、".join(_named(each) for each in list(writer.missing)[:_MOST_NAMED])
        more = "等" if len(writer.missing) > _MOST_NAMED else ""
        yield f"字体里没有{shown}{more}，PDF 中印作“{MISSING}”。"
    if writer.substituted:
        names = "、".join(writer.substituted)
        yield f"本系统没有安装{names}，PDF 用思源宋体、思源黑体代替。"


def _named(character: str) -> str:
    """A character with its code; where it has no shape of its own, the code alone."""
    code = f"U+{ord(character):04X}"
    return code if unicodedata.category(character).startswith("C") else f"“{character}”（{code}）"
