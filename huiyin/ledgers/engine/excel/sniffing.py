"""Tells what a file really is from its bytes; its name is only a hint for plain text."""

import codecs
from enum import StrEnum
from pathlib import Path, PurePosixPath

from huiyin.ledgers.engine.excel import ole
from huiyin.ledgers.engine.excel.limits import UploadRefused

_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF32_MARK = b"\xff\xfe\0\0"  # begins as UTF-16 does; no table program writes it
_TEXT_NAMES = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ""})
_CHUNK = 1024 * 1024


class FileKind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"
    ZIP = "zip"


class NotTable(UploadRefused):
    """The file opened, and is something other than a table."""


def sniff(name: str, path: Path) -> FileKind:
    """XLSX here means any zip: the archive's own members tell whether it is a workbook (see intake)."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise UploadRefused(f"《{name}》是空文件，里面什么也没有。请检查后重新上传。")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.ZIP
    if head.startswith(ole.MAGIC):
        return FileKind.XLS
    other = _other_kind(head)
    if other:
        raise NotTable(f"《{name}》{other}")
    return FileKind.CSV


def text_encoding(name: str, path: Path) -> str:
    """The encoding of a CSV file: UTF-8, UTF-16 with its mark, or GB18030; a file that is none of these is refused."""
    if PurePosixPath(name.replace("\\", "/")).suffix.lower() not in _TEXT_NAMES:
        raise NotTable(f"《{name}》不是表格文件。请上传 .xlsx、.xls、.csv 文件，或装着它们的 .zip 压缩包。")
    with path.open("rb") as file:
        head = file.read(4096)
    marked = head.startswith(_UTF16_MARKS) and not head.startswith(_UTF32_MARK)
    if b"\0" in head and not marked:
        raise NotTable(f"《{name}》不是表格文件，或已经损坏。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。")
    # A mark alone proves nothing: half a character at the end would only be met while rows are read.
    for encoding in ("utf-16",) if marked else _ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise UploadRefused(f"《{name}》里有认不出的文字编码。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _other_kind(head: bytes) -> str:
    """What a file that is no table turns out to be, as the rest of a sentence; empty when nothing is recognised."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(b"%pdf"):
        return "是 PDF 文件，不是表格。请上传原来的 Excel 文件。"
    if start.startswith((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return "是 RAR、7z 等格式的压缩包，系统只能打开 .zip。请解压后重新打包为 .zip，或直接上传里面的表格。"
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        return "是图片，不是表格。请上传原来的 Excel 文件。"
    if start.startswith(b"{\\rtf"):
        return "是 Word（RTF）文件，不是表格。请把其中的表格复制到 Excel，另存为 .xlsx 后上传。"
    if b"schemas-microsoft-com:office:spreadsheet" in start or b'progid="excel.sheet"' in start:
        return "是“XML 电子表格 2003”格式。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"
    if start.startswith(
        (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<?xml", b"mime-version")
    ):
        return "其实是网页文件，只是改了名字（不少系统的“导出 Excel”就是这样）。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"
    return ""
