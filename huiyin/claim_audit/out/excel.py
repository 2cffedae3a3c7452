"""An audit as a workbook: one claim a row, through the writer that lets no cell become a formula."""

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from huiyin.claim_audit.models import HeldClaim, HeldText, InnerFinding
from huiyin.claim_audit.out.lines import Line, heading, lines
from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.writing import write_book

Cell = str | int | None

COLUMNS = (
    Column("quote", "原文", Kind.TEXT), Column("state", "结果", Kind.TEXT), Column("sentence", "说明", Kind.TEXT),
    Column("metric", "指标", Kind.TEXT), Column("value", "文中的数", Kind.TEXT), Column("unit", "计量单位", Kind.TEXT),
    Column("what", "数的是", Kind.TEXT), Column("confirmed", "确认", Kind.TEXT), Column("checks", "材料自身的问题", Kind.TEXT),
    Column("place", "原件第几字", Kind.INTEGER),
)  # fmt: skip


def write_excel(
    target: BinaryIO, text: HeldText, claims: Iterable[HeldClaim], findings: Iterable[InnerFinding], *, now: datetime
) -> int:
    """Write all claims of a text; returns how many."""
    notes = (("材料", text.title), ("对照", heading(text)), ("原件校验码", text.file.sha256 if text.file else ""))
    rows = (cells(line) for line in lines(claims, findings))
    return write_book(target, title="数字核对结果", columns=COLUMNS, rows=rows, notes=notes, created=now)


def cells(line: Line) -> tuple[Cell, ...]:
    """The row of one claim."""
    claim = line.claim
    return (
        " ".join(claim.quote.split()), line.state, claim.sentence, line.metric,
        f"{claim.low}—{claim.high}" if claim.high else claim.low, claim.unit, claim.what, line.confirmed,
        "".join(line.checks), claim.start + 1,
    )  # fmt: skip
