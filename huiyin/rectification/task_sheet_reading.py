"""Reads the two sheets of a 整改任务书: 问题 and 措施. What is wrong is told by file, sheet, row and column."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.excel.columns import Column, Kind, Problem
from huiyin.ledgers.engine.excel.faults import CellProblem
from huiyin.ledgers.engine.excel.headings import normalise_header
from huiyin.ledgers.engine.excel.intake import SourceFile, open_uploads
from huiyin.ledgers.engine.excel.limits import Limits, UploadRefused
from huiyin.ledgers.engine.excel.reading import Resolver, Row, SheetReading, SheetStatus, read
from huiyin.ledgers.engine.units import UnitFinder
from huiyin.rectification.models import Measure
from huiyin.rectification.models import Problem as ListedProblem

MOST_ROWS = 5000

PROBLEM_COLUMNS = (
    Column("code", "问题编号", Kind.TEXT, required=True, max_length=20),
    Column(
        "side", "来源侧", Kind.CHOICE, required=True, aliases=("来源", "问题来源"),
        choices=tuple((code, str(label)) for code, label in ListedProblem.Side.choices),
    ),
    Column("wind", "四风类别", Kind.TEXT, required=True, max_length=40, aliases=("类别", "问题类别")),
    Column("statement", "问题表述", Kind.LONG_TEXT, required=True, max_length=1000, aliases=("问题",)),
    Column("manifestation", "具体表现", Kind.LONG_TEXT, max_length=1000),
    Column("items", "对应条目编号", Kind.TEXT_LIST, max_length=20, aliases=("条目编号", "对应条目")),
)  # fmt: skip
MEASURE_COLUMNS = (
    Column("code", "措施编号", Kind.TEXT, required=True, max_length=20),
    Column("problem", "问题编号", Kind.TEXT, required=True, max_length=20),
    Column("statement", "整改措施", Kind.LONG_TEXT, required=True, max_length=1000, aliases=("措施", "具体举措")),
    Column("goal", "整改目标", Kind.LONG_TEXT, max_length=500, aliases=("目标任务",)),
    Column("lead", "牵头领导职务", Kind.TEXT, required=True, max_length=60, aliases=("牵头领导",)),
    Column("unit", "责任单位编码", Kind.UNIT, required=True, aliases=("责任单位",)),
    Column("post", "责任岗位", Kind.TEXT, required=True, max_length=60),
    Column(
        "term", "整改类型", Kind.CHOICE, required=True,
        choices=tuple((code, str(label)) for code, label in Measure.Term.choices),
    ),
    Column("begins_on", "开始日期", Kind.DATE, required=True),
    Column("due_on", "完成时限", Kind.DATE, aliases=("完成日期", "时限")),
    Column("route", "路线图", Kind.LONG_TEXT, aliases=("路线图与时间表",)),
)  # fmt: skip
# Worked through verbs, by those concerned, one by one: never taken from a sheet.
NOT_TAKEN = frozenset(
    normalise_header(word)
    for word in (
        "备注", "完成情况", "进展说明", "进展情况", "佐证说明", "佐证日期", "检查人工号", "检查日期", "是否完成", "销号时间"
    )
)  # fmt: skip


@dataclass
class SheetRows:
    """What the workbooks hold: rows of each kind, faults with their places, and what was not taken."""

    problems: list[Row] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_sheets(files: Sequence[tuple[str, Path]], *, units: UnitFinder, today: date) -> SheetRows:
    """Every row of every file; a file that cannot be opened is a refusal."""
    found = SheetRows()
    with tempfile.TemporaryDirectory(prefix="huiyin-task-sheet-") as folder:
        try:
            upload = open_uploads(files, Limits(), workdir=Path(folder))
        except UploadRefused as refusal:
            raise Refused(str(refusal)) from refusal
        found.notes += [left.reason for left in upload.left_out]
        for source in upload.sources:
            _read_source(source, found, units, today)
    if not found.faults and not found.problems and not found.measures:
        raise Refused(_("文件里没有问题，也没有措施。请确认表头齐全，且表头下面有数据。"))
    return found


def _read_source(source: SourceFile, found: SheetRows, units: UnitFinder, today: date) -> None:
    """Each sheet is offered to both kinds of columns; the one whose header is there takes it."""
    kinds = ((PROBLEM_COLUMNS, found.problems), (MEASURE_COLUMNS, found.measures))
    unread: dict[str, list[SheetReading]] = {}
    for columns, rows in kinds:
        for sheet in _sheets(source, columns, units, today):
            if sheet.status is SheetStatus.READY:
                _take_rows(sheet, rows, found)
            unread.setdefault(sheet.sheet, []).append(sheet)
    for name, readings in unread.items():
        statuses = {reading.status for reading in readings}
        if SheetStatus.READY in statuses or statuses <= {SheetStatus.EMPTY, SheetStatus.IGNORED}:
            continue
        blocked = [reading for reading in readings if reading.status is SheetStatus.BLOCKED]
        if blocked:
            found.faults += blocked[0].problems
        elif "问题" in name or "措施" in name:
            found.faults += readings[0].problems
        else:
            found.notes.append(
                _("《%(file)s》的“%(sheet)s”不是问题表也不是措施表，没有读入。") % {"file": source.name, "sheet": name}
            )


def _sheets(
    source: SourceFile, columns: Sequence[Column], units: UnitFinder, today: date
) -> Iterator[SheetReading]:  # fmt: skip
    resolvers: Mapping[str, Resolver] = {"unit": _unit_resolver(units)} if columns is MEASURE_COLUMNS else {}
    return read(source, columns, remembered={}, today=today, resolvers=resolvers)


def _take_rows(sheet: SheetReading, rows: list[Row], found: SheetRows) -> None:
    for row in sheet.rows():
        rows.append(row)
        found.faults += row.problems
        if len(rows) > MOST_ROWS:
            raise Refused(_("一次最多导入 %(most)d 行，请分成几个文件。") % {"most": MOST_ROWS})
    if sheet.header is not None:
        found.notes += [
            _("“%(sheet)s”的“%(heading)s”列没有认出，不导入。") % {"sheet": sheet.sheet, "heading": unknown.heading}
            for unknown in sheet.header.unrecognised
            if normalise_header(unknown.heading) not in NOT_TAKEN
        ]


def _unit_resolver(units: UnitFinder) -> Resolver:
    def resolve(text: str) -> object:
        try:
            return units.find(text)
        except Refused as refusal:
            raise CellProblem(refusal.sentence) from refusal

    return resolve
