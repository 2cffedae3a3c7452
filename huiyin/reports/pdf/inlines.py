"""The characters of one paragraph as they look, in reading order: what Word would print, and where its figures stand.

It reads as `word.reader` does, so that the PDF says what the system takes the Word to say; `reading` compares the two.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from huiyin.reports.pdf.cascade import Key, Styles, flat, is_on, key_of
from huiyin.reports.pdf.content import Break, Footnote, Inline, Look, PageNumber, Tab, Words
from huiyin.reports.pdf.losses import Losses
from huiyin.reports.pdf.shapes import NO_GRID, Grid, look_of
from huiyin.reports.word.characters import REPLACEMENT
from huiyin.reports.word.ooxml import Element, q

_LIVE = {"PAGE": False, "NUMPAGES": True}
_STORED = {"PAGEREF", "SECTIONPAGES"}
_SKIPPED = {
    *(q(f"w:{name}") for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "rubyPr", "proofErr", "delInstrText")),
    *(q(f"w:{name}") for name in ("footnoteRef", "endnoteRef", "separator", "continuationSeparator")),
}
_DELETED = {q("w:del"), q("w:moveFrom")}
PICTURES = {q("w:drawing"), q("w:pict"), q("w:object")}


@dataclass
class Inlines:
    """Reads the runs of one paragraph after another; fields and bookmarks may reach over its end."""

    styles: Styles
    losses: Losses
    # Footnotes and endnotes by kind and number.
    notes: dict[tuple[str, str], Element]
    paired: dict[str, str] = field(default_factory=dict)
    grid: Grid = NO_GRID
    boxes: list[Element] = field(default_factory=list)
    _known: dict[tuple[str, Key, Grid], tuple[Look, bool]] = field(default_factory=dict)
    _style: str = ""
    _look: Look | None = None
    _hidden: bool = False
    _found: list[Inline] = field(default_factory=list)
    _open: dict[str, str] = field(default_factory=dict)
    _fields: list[str] = field(default_factory=list)
    _shown: list[bool] = field(default_factory=list)
    _deleted: int = 0

    def read(self, paragraph: Element, style: str) -> tuple[Inline, ...]:
        """All that a paragraph of this style prints."""
        self._style, self._found = style, []
        self._walk(paragraph)
        return tuple(self._found)

    def plain_look(self, style: str, own: Element | None) -> Look:
        """The look of the paragraph's own mark: what an empty line, or a list's number, looks like."""
        return self._dress(style, own)[0]

    def _dress(self, style: str, own: Element | None) -> tuple[Look, bool]:
        """The look of a run in a paragraph of this style, and whether it is hidden."""
        properties = flat(own)
        key = style, key_of(properties), self.grid
        if key not in self._known:
            found = self.styles.run(style, properties)
            self._known[key] = look_of(found, self.grid), is_on(found, "vanish")
        return self._known[key]

    def mark(self, element: Element) -> None:
        """A bookmark's end that stands between paragraphs."""
        if element.tag == q("w:bookmarkStart"):
            self._bookmark_start(element)
        else:
            self._bookmark_end(element)

    def _walk(self, element: Element) -> None:
        for child in element:
            if child.tag in _SKIPPED:
                continue
            visit = _VISITS.get(child.tag)
            if visit is not None:
                visit(self, child)
            else:
                self._walk(child)

    def _run(self, run: Element) -> None:
        before = self._look, self._hidden
        self._look, self._hidden = self._dress(self._style, run.find(q("w:rPr")))
        if self._look.italic and "".join(text.text or "" for text in run.iter(q("w:t"))).strip():
            self.losses.add("italic")
        self._walk(run)
        self._look, self._hidden = before

    def _text(self, element: Element) -> None:
        self._write(element.text or "")

    def _write(self, text: str) -> None:
        """Characters, unless deleted; the stored result of a live page field is computed anew."""
        if not text or self._deleted:
            return
        stored = False
        for instruction in self._fields:
            name = (instruction.split() or [""])[0].upper()
            if name in _LIVE:
                if not self._shown[-1]:
                    self._shown[-1] = True
                    self._found.append(PageNumber(_LIVE[name], self._current()))
                return
            stored = stored or name in _STORED
        if stored:
            self.losses.add("reference")
        if self._hidden:
            self.losses.add("hidden")
        bookmark = next(reversed(self._open.values()), "")
        self._found.append(Words(text, self._current(), bookmark, added=stored, hidden=self._hidden))

    def _current(self) -> Look:
        return self._look or self.plain_look(self._style, None)

    def _break(self, element: Element) -> None:
        kind = element.get(q("w:type")) or "textWrapping"
        if not self._deleted and not self._hidden:
            self._found.append(Break(page=kind in ("page", "column")))

    def _tab(self, _element: Element) -> None:
        if not self._deleted and not self._hidden:
            self._found.append(Tab())

    def _hyphen(self, _element: Element) -> None:
        self._write("-")

    def _symbol(self, element: Element) -> None:
        code = element.get(q("w:char")) or ""
        self._write(chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else REPLACEMENT)

    def _note(self, element: Element) -> None:
        kind = "footnote" if element.tag == q("w:footnoteReference") else "endnote"
        note = self.notes.get((kind, element.get(q("w:id")) or ""))
        if note is None or self._deleted:
            return
        if kind == "endnote":
            self.losses.add("endnote")
        before = self._found, self._look, self._style
        self._found = []
        for position, paragraph in enumerate(note.iter(q("w:p"))):
            if position:
                self._found.append(Break())
            style = self.styles.style_of(flat(paragraph.find(q("w:pPr"))), "paragraph")
            self._style, self._look = style, None
            self._walk(paragraph)
        printed = tuple(self._found)
        self._found, self._look, self._style = before
        self._found.append(Footnote(printed))

    def _bookmark_start(self, element: Element) -> None:
        identifier, name = element.get(q("w:id")) or "", element.get(q("w:name"))
        if name is not None and self.paired.get(identifier) == name:
            self._open[identifier] = name

    def _bookmark_end(self, element: Element) -> None:
        self._open.pop(element.get(q("w:id")) or "", None)

    def _field_character(self, element: Element) -> None:
        kind = element.get(q("w:fldCharType"))
        if kind == "begin":
            self._fields.append("")
            self._shown.append(False)
        elif kind == "end" and self._fields:
            self._fields.pop()
            self._shown.pop()

    def _field_instruction(self, element: Element) -> None:
        if self._fields:
            self._fields[-1] += element.text or ""

    def _simple_field(self, element: Element) -> None:
        self._fields.append(element.get(q("w:instr")) or "")
        self._shown.append(False)
        self._walk(element)
        self._fields.pop()
        self._shown.pop()

    def _deletion(self, element: Element) -> None:
        self.losses.add("deleted")
        self._deleted += 1
        self._walk(element)  # for the bookmarks in it
        self._deleted -= 1

    def _deleted_text(self, _element: Element) -> None:
        """Text that tracking marks as deleted."""

    def _alternatives(self, element: Element) -> None:
        choice = element.find(q("mc:Choice"))
        self._walk(choice if choice is not None else element)

    def _picture(self, element: Element) -> None:
        if self._deleted:
            return
        boxes = [box for box in element.iter(q("w:txbxContent")) if next(box.iterancestors(*PICTURES)) is element]
        if boxes:
            self.losses.add("box", len(boxes))
            self.boxes += boxes
        else:
            is_object = element.tag == q("w:object")
            self.losses.add("object" if is_object else "picture")
            self._write("〔嵌入对象〕" if is_object else "〔图片〕")

    def _formula(self, element: Element) -> None:
        self.losses.add("formula")
        self._walk(element)

    def _ruby(self, element: Element) -> None:
        self.losses.add("ruby")
        base = element.find(q("w:rubyBase"))
        if base is not None:
            self._walk(base)

    def _comment(self, _element: Element) -> None:
        self.losses.add("comment")


_VISITS: dict[str, Callable[[Inlines, Element], None]] = {
    q("w:r"): Inlines._run,
    q("m:r"): Inlines._walk,
    q("w:t"): Inlines._text,
    q("m:t"): Inlines._text,
    q("w:br"): Inlines._break,
    q("w:cr"): Inlines._break,
    q("w:tab"): Inlines._tab,
    q("w:ptab"): Inlines._tab,
    q("w:noBreakHyphen"): Inlines._hyphen,
    q("w:sym"): Inlines._symbol,
    q("w:footnoteReference"): Inlines._note,
    q("w:endnoteReference"): Inlines._note,
    q("w:bookmarkStart"): Inlines._bookmark_start,
    q("w:bookmarkEnd"): Inlines._bookmark_end,
    q("w:fldChar"): Inlines._field_character,
    q("w:instrText"): Inlines._field_instruction,
    q("w:fldSimple"): Inlines._simple_field,
    **dict.fromkeys(_DELETED, Inlines._deletion),
    q("w:delText"): Inlines._deleted_text,
    q("mc:AlternateContent"): Inlines._alternatives,
    **dict.fromkeys(PICTURES, Inlines._picture),
    q("m:oMath"): Inlines._formula,
    q("w:ruby"): Inlines._ruby,
    q("w:commentReference"): Inlines._comment,
}
