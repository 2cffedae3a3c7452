"""Files with a format of their own: Word, Excel, PDF."""

from huiyin.text.reading.old_word import old_word_text
from huiyin.text.reading.packages import sheet_text, word_text
from huiyin.text.reading.portable import portable_text
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.said import OLE, PACKAGE, Source

_BOOK_MARK = "Workbook".encode("utf-16-le")


def document(raw: bytes) -> Source:
    """The text of a package, an old Office file or a PDF, told apart by their bytes."""
    if raw.startswith(PACKAGE):
        if b"xl/workbook" in raw:
            return Source(sheet_text(raw), "Excel")
        if b"word/document.xml" in raw:
            return Source(word_text(raw), "Word")
        raise Unreadable("这是压缩包或别的格式，不是 Word、Excel 文档。请解压后把里面的文件单独导入。")
    if raw.startswith(OLE):
        if _BOOK_MARK in raw:
            return Source(sheet_text(raw), "Excel")
        return Source(old_word_text(raw), "Word（旧版）")
    return Source(_whole(portable_text(raw)), "PDF")


def _whole(text: str) -> str:
    """Half of a surrogate pair, as damaged files hold, can be neither stored nor sent: it is marked as destroyed."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
