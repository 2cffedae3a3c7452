"""Word and Excel files of the XML kind: their text, read without trusting the package."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from huiyin.text.reading.problems import BROKEN, LOCKED, Unreadable

# Unpacked, a work report is a few megabytes; beyond this it is a bomb or no report.
_MOST_UNPACKED = 300 * 1024 * 1024
_MOST_RATIO = 200
_MOST_COLUMNS = 63
_SMALL = 10 * 1024 * 1024
# What the library says of packages whose bytes were damaged.
_BROKEN_PACKAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError, EOFError, RuntimeError)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SAID = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_PARAGRAPH, _CELL, _WORDS = f"{_W}p", f"{_W}tc", f"{_W}t"


def word_text(raw: bytes) -> str:
    """The paragraphs of a .docx, one a line, insertions counted and deletions not; cells of a row parted by tabs."""
    with _opened(raw) as package:
        try:
            body = package.read("word/document.xml")
        except (KeyError, *_BROKEN_PACKAGE) as error:
            raise Unreadable(BROKEN) from error
    # Entities and outside parts are not followed: a document has no need of them.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(BROKEN) from error
    return "".join(_words(root)).strip("\n")


def _words(node: "etree._Element") -> Iterator[str]:
    """Depth first, each paragraph ended by a line break; inside a table row, cells end with a tab instead."""
    stack: list[tuple[etree._Element, str | None]] = [(node, None)]
    while stack:
        here, closing = stack.pop()
        if closing is not None:
            yield closing
            continue
        if here.tag == _WORDS:
            yield here.text or ""
        elif here.tag in _SAID:
            yield _SAID[str(here.tag)]
        if here.tag == _PARAGRAPH:
            stack.append((here, "\n" if not _in_cell(here) else " " if here.getnext() is not None else ""))
        elif here.tag == _CELL:
            # A cell over several columns stands above all of them.
            stack.append((here, "\t" * _columns(here)))
        elif here.tag == f"{_W}tr":
            stack.append((here, "\n"))
        stack += [(child, None) for child in reversed(here) if child.tag != _FALLBACK]


def _columns(cell: "etree._Element") -> int:
    """How many columns a cell takes."""
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    said = "" if span is None else str(span.get(f"{_W}val", ""))
    return min(int(said), _MOST_COLUMNS) if said.isascii() and said.isdigit() and int(said) else 1


def _in_cell(paragraph: "etree._Element") -> bool:
    above = paragraph.getparent()
    return above is not None and above.tag == _CELL


def sheet_text(raw: bytes) -> str:
    """The cells of a workbook, a row a line, cells parted by tabs; dates and numbers as a person reads them."""
    if raw.startswith(b"PK"):
        _opened(raw).close()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except CalamineError as error:
        raise Unreadable(LOCKED if "assword" in str(error) else BROKEN) from error
    rows = ("\t".join(_cell(cell) for cell in row).rstrip() for sheet in sheets for row in sheet)
    return "\n".join(row for row in rows if row)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\n", " ")


def _opened(raw: bytes) -> zipfile.ZipFile:
    """The package, refused when it is broken, locked or unpacks to something huge."""
    try:
        package = zipfile.ZipFile(io.BytesIO(raw))
    except _BROKEN_PACKAGE as error:
        raise Unreadable(BROKEN) from error
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(LOCKED)
    size = sum(part.file_size for part in parts)
    if size > _MOST_UNPACKED or (size > _SMALL and size > len(raw) * _MOST_RATIO):
        raise Unreadable("这个文件解开后大得不正常，没有读取。请确认它是不是一份普通的文档。")
    return package
