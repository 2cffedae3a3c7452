"""The one Typst compiler of a process: its fonts are read once, and documents are set one after another."""

import datetime
import json
from threading import Lock
from typing import Literal

import typst

from huiyin.reports.pdf.content import NotPrintable
from huiyin.reports.pdf.data import Json
from huiyin.reports.pdf.fonts import Shelf, shelf
from huiyin.reports.pdf.source import SOURCE

_REMEMBERED = 10
Standard = Literal["a-2a", "a-2b"]


class Press:
    """Sets documents, one at a time: the compiler serves a single thread."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.shelf: Shelf = shelf(folder)
        self._program = SOURCE.encode()
        self._compiler = typst.Compiler(self._program, font_paths=self.shelf.fonts, ignore_system_fonts=True)
        self._lock = Lock()

    def make(self, document: dict[str, Json], *, standard: Standard, written_at: datetime.datetime) -> bytes:
        """The PDF; the same document, standard and time give the same bytes."""
        inputs = {"document": json.dumps(document, ensure_ascii=False, separators=(",", ":"))}
        try:
            with self._lock:
                made = self._compiler.compile(
                    self._program, format="pdf", sys_inputs=inputs, pdf_standards=[standard], timestamp=written_at
                )  # the program is given each time: the compiler forgets it after the first
                self._forget()
        except typst.TypstError as error:
            raise NotPrintable(
                "这份 Word 的排版没有成功，没有输出 PDF。请下载 Word，在 Word 或 WPS 中另存为 PDF，并把这份 Word 交给系统管理员查找原因。"
            ) from error
        if not isinstance(made, bytes):
            raise TypeError("one PDF was asked for")
        return made

    def _forget(self) -> None:
        """Let go of the document just set. Typst remembers the last ten, at up to 70 MB each; the fonts it keeps."""
        for _round in range(_REMEMBERED):
            self._compiler.compile(b"", format="pdf", sys_inputs={})


_presses: dict[str, Press] = {}
_opening = Lock()


def press(folder: str) -> Press:
    """The process's press with the fonts of this folder; opened at the first use."""
    with _opening:
        if folder not in _presses:
            _presses.clear()
            _presses[folder] = Press(folder)
        return _presses[folder]
