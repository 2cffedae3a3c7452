"""What the tests of this package share: the words and places of a PDF, a look inside it, Word files as offices make them."""

import io
import re
import shutil
import subprocess
import zlib
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from huiyin.reports.word.package import open_package
from huiyin.reports.word.reader import ReadParagraph, read_document

FURNITURE = ("页眉", "页脚")
# Commands, references, formulas and strings of Typst, of HTML and of Jinja: all of it only words.
HOSTILE = (
    '#import "x": * #{1+1} #sys.inputs #read("/etc/passwd") $a^2$ *b* _c_ @d <e> \\ `raw` // note /* x */ [y] {z} ~ -- '
    "… 'q' \"r\" = 题 <script>alert(1)</script> {{ 7*7 }} &amp; %"
)


@dataclass(frozen=True)
class Word:
    """One word where it stands, in points from the upper left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def bare(text: str) -> str:
    """Without blanks: a PDF has them where lines end and where Chinese meets Latin."""
    return "".join(text.split())


def raw_pages(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it was written."""
    return _pdftotext(pdf, "-raw").split("\f")[:-1]


def places(pdf: bytes) -> tuple[list[tuple[float, float]], list[Word]]:
    """The size of every page and the place of every word."""
    sizes: list[tuple[float, float]] = []
    words: list[Word] = []
    number = r'="([\d.-]+)"'
    page = re.compile(rf"<page width{number} height{number}>")
    word = re.compile(rf"<word xMin{number} yMin{number} xMax{number} yMax{number}>(.*?)</word>")
    for line in _pdftotext(pdf, "-bbox").splitlines():
        if found := page.search(line):
            sizes.append((float(found[1]), float(found[2])))
        elif found := word.search(line):
            left, top, right, bottom = (float(found[n]) for n in range(1, 5))
            words.append(Word(len(sizes), left, top, right, bottom, found[5]))
    return sizes, words


def _pdftotext(pdf: bytes, *options: str) -> str:
    tool = shutil.which("pdftotext")
    assert tool, "没有找到 pdftotext：请安装 poppler-utils 后再运行，本测试不能跳过。"
    done = subprocess.run([tool, *options, "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def inside(pdf: bytes) -> str:
    """The PDF with its streams unpacked, as text to search in."""
    found = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(found).decode("latin-1")


def require_same_words(word: bytes, pdf: bytes) -> None:
    """Every paragraph and every cell of the Word stands in the PDF, in the same order, and nothing besides."""
    paragraphs = read_document(open_package(word)).paragraphs
    furniture = {bare(each.text) for each in paragraphs if each.place in FURNITURE}
    body = [each for each in paragraphs if each.place not in FURNITURE]
    printed = "".join(_without_furniture(raw_pages(pdf), furniture))
    at = 0
    for paragraph in body:
        if "张表" in paragraph.place:
            missing = [cell for cell in paragraph.text.split("\t") if bare(cell) and bare(cell) not in printed]
            assert not missing, f"{paragraph.place}缺{missing}"
        elif bare(paragraph.text) not in furniture:
            found = printed.find(bare(paragraph.text), at)
            assert found >= 0, f"{paragraph.place}缺“{paragraph.text}”"
            at = found + len(bare(paragraph.text))
    wanted = sum(len(bare(each.text)) for each in body if bare(each.text) not in furniture)
    assert len(printed) == wanted + _repeated_heads(body, printed)


def _without_furniture(pages: list[str], furniture: set[str]) -> list[str]:
    lines = ((number, bare(line)) for number, page in enumerate(pages, start=1) for line in page.split("\n"))
    return [line for number, line in lines if line not in furniture and line != f"—{number}—"]


def _repeated_heads(body: list[ReadParagraph], printed: str) -> int:
    """How many characters the heads of tables take that are printed again on later pages."""
    heads = {bare(each.text) for each in body if each.place.endswith("表第1行") and each.text.startswith("序号")}
    return sum((printed.count(head) - sum(bare(each.text) == head for each in body)) * len(head) for head in heads)


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def blank() -> Document:
    """An empty file of the kind that office programs make."""
    return docx.Document()


def with_text_box(document: Document, words: str) -> None:
    """A text box on the last paragraph."""
    vml = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    box = (
        f"<w:r {nsdecls('w')} {vml}><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.paragraphs[-1]._p.append(parse_xml(box))


def renamed_font(source: Path, target: Path, new: str, *old: str) -> None:
    """A copy of a font under another name (shorter than its own ones), as an operator's folder may hold it."""
    data = bytearray(source.read_bytes())
    before, after = {name.encode("utf-16-be") for name in old}, new.encode("utf-16-be")
    count = int.from_bytes(data[4:6], "big")
    table = next(data[12 + 16 * n : 28 + 16 * n] for n in range(count) if data[12 + 16 * n : 16 + 16 * n] == b"name")
    start = int.from_bytes(table[8:12], "big")
    names, strings = (
        int.from_bytes(data[start + 2 : start + 4], "big"),
        int.from_bytes(data[start + 4 : start + 6], "big"),
    )
    for n in range(names):
        record = start + 6 + 12 * n
        length, offset = (int.from_bytes(data[record + at : record + at + 2], "big") for at in (8, 10))
        begin = start + strings + offset
        if bytes(data[begin : begin + length]) in before:
            data[begin : begin + len(after)] = after
            data[record + 8 : record + 10] = len(after).to_bytes(2, "big")
    target.write_bytes(bytes(data))
