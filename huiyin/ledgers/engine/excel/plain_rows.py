"""The cells of a small uploaded table as words, for lists that may as well be pasted; guarded like every upload."""

import re
import tempfile
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.grids import Cell, grids
from huiyin.ledgers.engine.excel.intake import open_upload
from huiyin.ledgers.engine.excel.limits import Limits, UploadRefused

MOST_ROWS = 5000


def uploaded_rows(name: str, path: Path) -> list[list[str]]:
    """The rows of the first visible sheet that has any; a spoiled, locked or swollen file is refused with a sentence."""
    try:
        with tempfile.TemporaryDirectory() as workdir:
            upload = open_upload(name, path, Limits(), workdir=Path(workdir))
            for source in upload.sources:
                for grid in grids(source):
                    rows: list[list[str]] = []
                    for cells in grid.rows:
                        words = [_words(cell) for cell in cells]
                        if any(words):
                            rows.append(words)
                        refuse_many(len(rows))
                    if rows:
                        return rows
            reasons = [left.reason for left in upload.left_out if left.is_table]
    except UploadRefused as refusal:
        raise Refused(str(refusal)) from refusal
    raise Refused(reasons[0] if reasons else _("《%(name)s》里没有内容。") % {"name": name})


def pasted_rows(text: str) -> list[list[str]]:
    """The rows of a pasted table: cells apart by tabs; without any tab by commas, 、, ; or wide gaps."""
    apart = r"\t" if "\t" in text else r",|，|、|;|；| {2,}|　"
    rows = [[cell.strip() for cell in re.split(apart, line.strip(" "))] for line in text.splitlines() if line.strip()]
    refuse_many(len(rows))
    return rows


def refuse_many(rows: int) -> None:
    """A list that long is a ledger's workbook, not something to paste."""
    if rows > MOST_ROWS:
        raise Refused(_("一次最多 %(most)d 行，请分几次登记。") % {"most": MOST_ROWS})


def _words(cell: Cell) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell.year}-{cell.month:02d}-{cell.day:02d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
