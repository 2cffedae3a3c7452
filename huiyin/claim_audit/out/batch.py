"""A whole batch as a workbook, one claim a row, and as JSON: what needs a look first stands first."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from huiyin.claim_audit.models import Batch, HeldText
from huiyin.claim_audit.out.excel import COLUMNS, Cell, cells
from huiyin.claim_audit.out.json_text import audit_of
from huiyin.claim_audit.out.lines import lines
from huiyin.core.clock import SHANGHAI
from huiyin.core.dates import chinese_moment
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.writing import write_book

_COLUMNS = (Column("text", "材料", Kind.TEXT), Column("of_unit", "单位", Kind.TEXT), *COLUMNS)


def write_batch(target: BinaryIO, batch: Batch, texts: Iterable[HeldText], *, now: datetime) -> int:
    """Write all claims of a batch; a text without any, or that was not read, has one row that says so."""
    notes = (
        ("对照", f"“{batch.campaign.name}”的记录"), ("导入", chinese_moment(batch.held_at.astimezone(SHANGHAI))),
        ("次序", "与记录不符的在前，其次是材料自身有问题的、读不了的、没有记录的、无法核对的，都有据的在后。"),
    )  # fmt: skip
    rows = (row for text in texts for row in _rows(text))
    return write_book(target, title="成批核对结果", columns=_COLUMNS, rows=rows, notes=notes, created=now)


def batch_json(batch: Batch, texts: Iterable[HeldText]) -> Iterator[str]:
    """One JSON object for the batch, text after text."""
    head = {"campaign": batch.campaign.code, "unit": batch.unit.name, "held_at": batch.held_at.isoformat()}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "texts": [\n'
    for number, text in enumerate(texts):
        one = {"state": text.state, "sentence": text.sentence, **audit_of(text, text.claims.all(), text.findings.all())}
        yield (",\n" if number else "") + json.dumps(one, ensure_ascii=False)
    yield "\n]}\n"


def _rows(text: HeldText) -> Iterator[tuple[Cell, ...]]:
    found = lines(text.claims.all(), text.findings.all())
    for line in found:
        yield (text.title, text.unit.name, *cells(line))
    if not found:
        said = text.sentence if text.state != HeldText.State.READ else "没有找到数量说法。"
        blank: tuple[Cell, ...] = (None,) * (len(COLUMNS) - 3)
        yield (text.title, text.unit.name, None, str(HeldText.State(text.state).label), said, *blank)
