"""The words of a Word file in reading order, as a reader sees them: insertions counted, deletions not.

Written for files that Word, WPS or LibreOffice have rewritten: runs split anywhere, bookmark ends moved between
paragraphs, text boxes, fields, tracked changes. A table row is one paragraph, its cells parted by tabs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from huiyin.reports.word.bookmarks import PREFIX
from huiyin.reports.word.characters import REPLACEMENT
from huiyin.reports.word.ooxml import Element, q
from huiyin.reports.word.package import DOCUMENT, NotAWordFile, Parts, read_part

# The result of these fields is a page number, nobody's wording.
_PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF"}
_CHARACTERS = {q("w:tab"): "\t", q("w:ptab"): "\t", q("w:cr"): "\n", q("w:noBreakHyphen"): "-"}
_DELETED = {q("w:del"), q("w:moveFrom")}
_PICTURES = {q("w:drawing"), q("w:pict"), q("w:object")}
_NOT_WORDS = {
    *(q(f"w:{name}") for name in ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "rubyPr")),
    *(q(f"w:{name}") for name in ("delText", "delInstrText", "rt")),
}


@dataclass(frozen=True)
class Span:
    """A stretch of a paragraph that lies inside the bookmark `name`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class ReadParagraph:
    """One paragraph or table row. `row_numbers` are the stretches that only number rows (序号)."""

    place: str
    text: str
    spans: tuple[Span, ...] = ()
    row_numbers: tuple[tuple[int, int], ...] = ()


@dataclass
class _Line:
    """The paragraph or row being read."""

    text: str = ""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    cells: list[int] = field(default_factory=list)
    fresh_cell: bool = True

    def cell_ranges(self) -> list[tuple[int, int]]:
        ends = [start - 1 for start in self.cells[1:]] + [len(self.text)]
        return list(zip(self.cells, ends, strict=True))


@dataclass
class Reader:
    """Walks one part after another; `paragraphs` and `bookmarks` (name → words inside) are the results."""

    paragraphs: list[ReadParagraph] = field(default_factory=list)
    bookmarks: dict[str, str] = field(default_factory=dict)
    _line: _Line = field(default_factory=_Line)
    _paired: dict[str, str] = field(default_factory=dict)
    _open: dict[str, str] = field(default_factory=dict)
    _fields: list[str] = field(default_factory=list)
    _boxes: list[Element] = field(default_factory=list)
    _deleted: int = 0
    _table_depth: int = 0
    _number_column: int | None = None
    _counted: int = 0
    _tables: int = 0
    _rows: int = 0
    _where: str = ""

    def read(self, container: Element, where: str = "") -> None:
        """Read a body, header, footer or note; `where` stands in place of the running number of its paragraphs."""
        self._where = where
        self._paired = dict(paired_bookmarks(container, set(self.bookmarks)))
        self._open.clear()
        self._fields.clear()
        self._walk(container)
        self._finish_paragraph()

    def _walk(self, element: Element) -> None:
        for child in element:
            if child.tag in _NOT_WORDS:
                continue
            visit = _VISITS.get(child.tag)
            if visit is not None:
                visit(self, child)
            elif words := _words(child):
                self._write(words)
            else:
                self._walk(child)

    def _bookmark_start(self, element: Element) -> None:
        identifier, name = element.get(q("w:id")) or "", element.get(q("w:name"))
        if name is not None and self._paired.get(identifier) == name:
            self._open[identifier] = name
            self.bookmarks.setdefault(name, "")

    def _bookmark_end(self, element: Element) -> None:
        self._open.pop(element.get(q("w:id")) or "", None)

    def _paragraph(self, paragraph: Element) -> None:
        if self._table_depth:
            if not self._line.fresh_cell:
                self._line.text += "\n"
            self._line.fresh_cell = False
            self._walk(paragraph)
            return
        self._walk(paragraph)
        if paragraph.find(f"{q('w:pPr')}/{q('w:rPr')}/{q('w:del')}") is None:
            self._finish_paragraph()  # else the mark is deleted under tracking, and this joins the next paragraph

    def _finish_paragraph(self) -> None:
        if self._line.text.strip():
            self._counted += not self._where
            self._keep(self._where or f"第{self._counted}段")
        self._line = _Line()
        self._read_boxes()

    def _keep(self, place: str, row_numbers: tuple[tuple[int, int], ...] = ()) -> None:
        spans = tuple(Span(name, start, end) for name, (start, end) in self._line.spans.items())
        self.paragraphs.append(ReadParagraph(place, self._line.text, spans, row_numbers))

    def _read_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        where = self._where
        for box in boxes:
            self._where = "文本框"
            self._walk(box)
            self._finish_paragraph()
        self._where = where

    def _table(self, table: Element) -> None:
        if not self._table_depth:
            self._finish_paragraph()
            self._tables += 1
            self._rows = 0
            self._number_column = None
        self._table_depth += 1
        self._walk(table)
        self._table_depth -= 1
        if not self._table_depth:
            self._line = _Line()
            self._read_boxes()

    def _row(self, row: Element) -> None:
        if row.find(f"{q('w:trPr')}/{q('w:del')}") is not None:
            return
        if self._table_depth == 1:
            self._line = _Line()
            self._rows += 1
        self._walk(row)
        if self._table_depth == 1 and self._line.text.strip():
            self._keep(f"第{self._tables}张表第{self._rows}行", self._row_numbers())

    def _cell(self, cell: Element) -> None:
        if self._table_depth == 1:
            if self._line.cells:
                self._line.text += "\t"
            self._line.cells.append(len(self._line.text))
            self._line.fresh_cell = True
        self._walk(cell)

    def _row_numbers(self) -> tuple[tuple[int, int], ...]:
        """The cell under the heading 序号, if it holds nothing but a number."""
        ranges = self._line.cell_ranges()
        words = [self._line.text[start:end].strip() for start, end in ranges]
        if self._number_column is None and "序号" in words:
            self._number_column = words.index("序号")
        column = self._number_column
        return (ranges[column],) if column is not None and column < len(words) and words[column].isdigit() else ()

    def _deletion(self, element: Element) -> None:
        self._deleted += 1
        self._walk(element)  # for the bookmarks in it
        self._deleted -= 1

    def _alternatives(self, element: Element) -> None:
        """The same content for newer and older programs: only one of them is read."""
        choice = element.find(q("mc:Choice"))
        self._walk(choice if choice is not None else element)

    def _field_character(self, element: Element) -> None:
        kind = element.get(q("w:fldCharType"))
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _field_instruction(self, element: Element) -> None:
        if self._fields:
            self._fields[-1] += element.text or ""

    def _simple_field(self, element: Element) -> None:
        self._fields.append(element.get(q("w:instr")) or "")
        self._walk(element)
        self._fields.pop()

    def _picture(self, element: Element) -> None:
        """A text box is read after its paragraph; a picture shows as a word, so that nobody can hide text in one."""
        boxes = list(element.iter(q("w:txbxContent")))
        if boxes and not self._deleted:
            self._boxes += [box for box in boxes if next(box.iterancestors(*_PICTURES)) is element]
        elif not boxes:
            self._write("〔嵌入对象〕" if element.tag == q("w:object") else "〔图片〕")

    def _foreign(self, element: Element) -> None:
        self._write("〔外部嵌入内容〕")
        self._finish_paragraph()

    def _write(self, words: str) -> None:
        if self._deleted or any(set(field_.split()[:1]) & _PAGE_FIELDS for field_ in self._fields):
            return
        start = len(self._line.text)
        self._line.text += words
        for name in self._open.values():
            self.bookmarks[name] += words
            self._line.spans[name] = (self._line.spans.get(name, (start, 0))[0], len(self._line.text))


_VISITS = {
    q("w:bookmarkStart"): Reader._bookmark_start,
    q("w:bookmarkEnd"): Reader._bookmark_end,
    q("w:p"): Reader._paragraph,
    q("w:tbl"): Reader._table,
    q("w:tr"): Reader._row,
    q("w:tc"): Reader._cell,
    **dict.fromkeys(_DELETED, Reader._deletion),
    q("mc:AlternateContent"): Reader._alternatives,
    q("w:fldChar"): Reader._field_character,
    q("w:instrText"): Reader._field_instruction,
    q("w:fldSimple"): Reader._simple_field,
    **dict.fromkeys(_PICTURES, Reader._picture),
    q("w:altChunk"): Reader._foreign,
}


def _words(element: Element) -> str:
    """What one piece of a run says, or nothing if it only holds other pieces."""
    if element.tag in (q("w:t"), q("m:t")):
        return element.text or ""
    if element.tag == q("w:br"):
        return "\n" if element.get(q("w:type")) in (None, "textWrapping") else ""
    if element.tag == q("w:sym"):
        code = element.get(q("w:char")) or ""
        return chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else REPLACEMENT
    return _CHARACTERS.get(element.tag, "")


def paired_bookmarks(container: Element, known: set[str]) -> Iterator[tuple[str, str]]:
    """Id and name of our bookmarks that begin and then end. Of two with one name the first counts, as in Word."""
    waiting: dict[str, str] = {}
    for mark in container.iter(q("w:bookmarkStart"), q("w:bookmarkEnd")):
        identifier, name = mark.get(q("w:id")) or "", mark.get(q("w:name")) or ""
        if mark.tag == q("w:bookmarkStart"):
            if name.startswith(PREFIX) and name not in known:
                known.add(name)
                waiting[identifier] = name
        elif identifier in waiting:
            yield identifier, waiting.pop(identifier)


def read_document(parts: Parts) -> Reader:
    """Body first, then notes, headers and footers; a header repeated for every section is read once."""
    root = read_part(parts, DOCUMENT)
    body = root.find(q("w:body"))
    if root.tag != q("w:document") or body is None:
        raise NotAWordFile("这个 Word 文件用了系统不认识的存储格式，请在 Word 或 WPS 中另存为普通的 .docx 再交。")
    reader = Reader()
    reader.read(body)
    for kind, where in (("footnotes", "脚注"), ("endnotes", "尾注"), ("header", "页眉"), ("footer", "页脚")):
        begin = len(reader.paragraphs)
        for name in sorted(parts):
            if name.startswith(f"word/{kind}") and name.endswith(".xml"):
                reader.read(read_part(parts, name), where)
        unique = {paragraph.text: paragraph for paragraph in reversed(reader.paragraphs[begin:])}
        reader.paragraphs[begin:] = reversed(unique.values())
    return reader
