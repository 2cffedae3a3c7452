"""Any file that a written report comes in, to text: what kind it is by its bytes, not by its name."""

from huiyin.text.reading.decoding import decode
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.rich_text import RICH, rich_text
from huiyin.text.reading.said import OLE, PACKAGE, PORTABLE, Source

LARGEST = 60 * 1024 * 1024
# How pictures begin: PNG, JPEG, GIF, TIFF of both orders; a photographed page is often sent by its name alone.
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")


def read(raw: bytes) -> Source:
    """Read a file; what cannot be read is refused with a sentence (`Unreadable`)."""
    if len(raw) > LARGEST:
        # Nobody reads on once the limit is passed, so how large it really is stays unknown here.
        raise Unreadable(f"文件超过 {LARGEST // 1024 // 1024} MB。请拆成几个文件，或去掉图片后再导入。")
    if not raw.strip():
        raise Unreadable("这是空文件，没有内容可读。")
    if raw.startswith(_PICTURES):
        raise Unreadable("这是图片，里面没有可读的文字。请先用文字识别软件转成文字，核对后再导入。")
    found = _document(raw)
    if found is None:
        plain = decode(raw)
        found = Source(plain.text, "文本", plain.encoding, plain.note)
    if not found.text.strip():
        raise Unreadable("这个文件里没有文字，没有内容可读。")
    return found


def _document(raw: bytes) -> Source | None:
    """The text of a document with a format of its own; nothing when the bytes are plain text."""
    # The libraries for documents take 30 MB: a plain text does without them.
    if raw.startswith((PACKAGE, OLE)) or raw[:1024].lstrip().startswith(PORTABLE):
        from huiyin.text.reading.documents import document

        return document(raw)
    if raw.startswith(RICH):
        return Source(rich_text(raw), "RTF")
    return None
