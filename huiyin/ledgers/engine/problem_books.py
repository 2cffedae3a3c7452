"""What an import found wrong, as workbooks: the whole list of problems, and a marked copy of an uploaded file."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.engine import staged
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.intake import open_uploads
from huiyin.ledgers.engine.excel.limits import Limits, UploadRefused
from huiyin.ledgers.engine.excel.writing import write_book
from huiyin.ledgers.engine.marked import write_marked
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.ledgers.engine.staging import uploads_of
from huiyin.ledgers.engine.summary import ProblemSummary


def write_problems(batch: ImportBatch, target: BinaryIO) -> None:
    """Every problem of a batch, one a row."""
    columns = [
        Column("file", _("文件"), Kind.TEXT),
        Column("sheet", _("工作表"), Kind.TEXT),
        Column("row", _("行"), Kind.INTEGER),
        Column("column", _("列"), Kind.TEXT),
        Column("message", _("问题和改法"), Kind.LONG_TEXT),
    ]
    rows = ([p["file"], p["sheet"], p["row"] or None, p["column"], p["message"]] for p in _problems(batch))
    write_book(target, title=_("问题清单"), columns=columns, rows=rows, notes=(), workdir=staged.folder())


def write_marked_copy(batch: ImportBatch, number: int, target: BinaryIO) -> str:
    """A copy of one file of the batch with its problems marked; returns what the copy is called."""
    summaries = batch.summary.get("files", [])
    if number >= len(summaries):
        raise NotReached(_("没有这个文件。"))
    summary = summaries[number]
    with tempfile.TemporaryDirectory(dir=staged.folder(), prefix="unpacked-") as workdir:
        try:
            sources = open_uploads(uploads_of(batch), Limits(), workdir=Path(workdir)).sources
            found = (problem for problem in _problems(batch) if problem["file"] == summary["name"])
            write_marked(target, sources[number], summary["sheets"], found)
        except UploadRefused as refusal:
            raise Refused(str(refusal)) from refusal
    return _("标出问题_%(name)s.xlsx") % {"name": Path(summary["name"]).stem}


def _problems(batch: ImportBatch) -> Iterator[ProblemSummary]:
    path = staged.problems_path(batch.uid)
    if not path.exists():
        raise NotReached(_("问题清单已清理，请重新上传表格。"))
    yield from staged.RowReader(path)
