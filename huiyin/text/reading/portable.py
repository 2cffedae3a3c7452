"""PDF files: the text layer, page by page."""

import io
import logging
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from huiyin.text.reading.problems import BROKEN, LOCKED, Unreadable

_MOST_PAGES = 2_000
# What it has to say of a broken file is said in our own sentence.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
# pypdf parts digits from the Chinese around them with a space that nobody typed.
_SPACED = re.compile(
    r"(?<=[\u3400-\u9fff，。、；：“”（）《》]) {1,3}(?=[\d\u3400-\u9fff])|(?<=\d) {1,3}(?=[\u3400-\u9fff，。、；：“”（）《》])"
)
# Quotation marks that were drawn in a font of their own come before the words they stand round: 8“ ”名典型, 30“多万元.
_QUOTES = re.compile(r"“ *”|(?<=\d)“(?=[多余])")


def portable_text(raw: bytes) -> str:
    """The words of a PDF; refused when it is locked, broken, endless or only pictures of pages."""
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(LOCKED)
        if len(reader.pages) > _MOST_PAGES:
            raise Unreadable(f"这个 PDF 有 {len(reader.pages)} 页，超过 {_MOST_PAGES} 页。请拆成几个文件后再导入。")
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        # A broken PDF makes the library fail in many ways; each is the same to the person who gave the file.
        raise Unreadable(BROKEN) from error
    said = "\n".join(pages)
    if not said.strip():
        raise Unreadable("这个 PDF 是扫描件，没有文字可读。请提供文字版，或先做文字识别（OCR）后再导入。")
    return _QUOTES.sub("", _SPACED.sub("", said))
