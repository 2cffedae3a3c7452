"""A Word file, ours or an office's, as pages of paragraphs and tables: nothing is left out without saying so."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from huiyin.reports.pdf.blocks import Blocks, tab_width
from huiyin.reports.pdf.cascade import Styles, flat
from huiyin.reports.pdf.content import Document, NotPrintable, Paragraph, Section, words_in
from huiyin.reports.pdf.grid import CONTAINERS
from huiyin.reports.pdf.inlines import Inlines
from huiyin.reports.pdf.losses import Losses
from huiyin.reports.pdf.numbering import read_numbering
from huiyin.reports.pdf.sheets import Sheets
from huiyin.reports.word.ooxml import Element, q
from huiyin.reports.word.package import (
    CORE,
    DOCUMENT,
    NotAWordFile,
    Parts,
    custom_properties,
    open_package,
    read_part,
)
from huiyin.reports.word.reader import Reader

# Beyond these a PDF would take the machine for many seconds and a gigabyte.
MOST_CHARACTERS, MOST_PARAGRAPHS = 600_000, 12_000
_SETTINGS = "word/settings.xml"
# A paragraph so low is a joint of the file, not a line to be seen.
_JOINT = 2.0
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def read_pages(docx: bytes) -> Document:
    """The pages of a Word file. Raises `NotPrintable` for one that is none or that cannot be set whole."""
    try:
        return _read(open_package(docx))
    except NotAWordFile as problem:
        raise NotPrintable(str(problem)) from problem


def _read(parts: Parts) -> Document:
    root = read_part(parts, DOCUMENT)
    body = root.find(q("w:body"))
    if root.tag != q("w:document") or body is None:
        raise NotPrintable("这个 Word 文件用了系统不认识的存储格式，请在 Word 或 WPS 中另存为普通的 .docx。")
    wanted = _characters(body)
    styles, losses, numbering = Styles(parts), Losses(), read_numbering(parts)
    settings = flat(read_part(parts, _SETTINGS)) if _SETTINGS in parts else {}
    notes = _notes(parts)

    def reader_of(container: Element) -> Blocks:
        inlines = Inlines(styles, losses, notes)
        return Blocks(styles, numbering, inlines, losses, tab_width(settings)).begin(container)

    sections = _sections(body, reader_of(body), Sheets(parts, settings, reader_of, losses))
    blocks = [block for section in sections for block in section.blocks]
    _require_all(wanted, "".join(each.text for each in words_in(blocks) if not each.added))
    if root.find(q("w:background")) is not None:
        losses.add("border")
    losses.add("numbering", len(numbering.unknown))
    title, author, written_at = _properties(parts)
    return Document(title, author, written_at, tuple(sections), custom_properties(parts), losses.sentences())


def _sections(body: Element, blocks: Blocks, sheets: Sheets) -> list[Section]:
    """The sections: a paragraph that carries section properties ends one, those of the body end the last."""
    children = list(_level(body))
    ends = [end for child in children if (end := _end(child)) is not None]
    closing = body.find(q("w:sectPr"))
    properties: list[Element | None] = [*ends, closing]
    sections = [sheets.open(properties[0])]
    met = 0
    for child in children:
        blocks.grid = sheets.grid(properties[met])
        sections[-1].blocks += blocks.block(child)
        if _end(child) is None:
            continue
        _close(sections[-1])
        met += 1
        before, after = properties[met - 1], properties[met]
        if before is None or not sheets.goes_on(before, after):
            sections.append(sheets.open(after))
    _close(sections[-1])
    return sections


def _level(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of the body, those inside content controls among them."""
    for child in container:
        if child.tag in CONTAINERS:
            yield from _level(child)
        elif child.tag != q("w:sectPr"):
            yield child


def _end(child: Element) -> Element | None:
    return child.find(f"{q('w:pPr')}/{q('w:sectPr')}") if child.tag == q("w:p") else None


def _close(section: Section) -> None:
    """Take off the joints at a section's end: on a full page they would open an empty one."""
    while section.blocks:
        last = section.blocks[-1]
        if not isinstance(last, Paragraph) or not last.is_empty or last.shape.line > _JOINT:
            return
        section.blocks.pop()


def _notes(parts: Parts) -> dict[tuple[str, str], Element]:
    found = {}
    for kind in ("footnote", "endnote"):
        name = f"word/{kind}s.xml"
        for note in read_part(parts, name) if name in parts else ():
            found[kind, note.get(q("w:id")) or ""] = note
    return found


def _properties(parts: Parts) -> tuple[str, str, datetime]:
    """Title, author and the time of the last change, as the file says; without a time, a fixed one."""
    root = read_part(parts, CORE) if CORE in parts else None
    fields = [
        root.find(q(name)) if root is not None else None for name in ("dc:title", "dc:creator", "dcterms:modified")
    ]
    title, author, changed = ("".join(field.itertext()).strip() if field is not None else "" for field in fields)
    try:
        written_at = datetime.fromisoformat(changed)
    except ValueError:
        written_at = _UNDATED
    return title, author, written_at if written_at.tzinfo else written_at.replace(tzinfo=UTC)


def _characters(body: Element) -> str:
    """What the system itself reads in the body of the Word, blanks left out."""
    paragraphs = sum(1 for _each in body.iter(q("w:p")))
    reader = Reader()
    reader.read(body)
    found = _bare("".join(paragraph.text for paragraph in reader.paragraphs))
    if len(found) > MOST_CHARACTERS or paragraphs > MOST_PARAGRAPHS:
        raise NotPrintable("这份 Word 太长，系统不排 PDF。请下载 Word，在 Word 或 WPS 中另存为 PDF。")
    return found


def _require_all(wanted: str, found: str) -> None:
    """A PDF that lacks a word of the Word, or says one more, is never handed out."""
    printed = _bare(found)
    if wanted == printed or Counter(wanted) == Counter(printed):  # merged cells may change places
        return
    at = next((n for n, pair in enumerate(zip(wanted, printed, strict=False)) if pair[0] != pair[1]), len(printed))
    raise NotPrintable(
        f"这份 Word 里“{wanted[max(0, at - 12) : at + 8]}”附近有系统排不进 PDF 的内容，"
        "为免缺字没有输出。请下载 Word，在 Word 或 WPS 中另存为 PDF。"
    )


def _bare(text: str) -> str:
    return "".join(text.split())
