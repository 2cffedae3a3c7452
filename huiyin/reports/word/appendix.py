"""The two attachments no report goes without: what is not known, and where every figure comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiyin.reports.word.body import HeadingNumbers
from huiyin.reports.word.bookmarks import BookmarkName, BookmarkNames
from huiyin.reports.word.document import (
    Attachment,
    Block,
    Cell,
    Column,
    FigureText,
    Heading,
    Paragraph,
    Run,
    Table,
    figures_in,
    flattened,
    runs,
)

SOURCES_TITLE = "数据来源表"
UNKNOWNS_TITLE = "数据口径和未掌握情况说明"
_SOURCE_COLUMNS = (
    *(Column("正文位置／书签"), Column("指标编号"), Column("指标名称"), Column("数值", "right")),
    *(Column("计量单位", "center"), Column("口径（定义）"), Column("统计范围"), Column("统计时点", "center")),
    *(Column("记录条数", "right"), Column("校验码", "center"), Column("备注")),
)
_SHARED = ("统计范围", "统计时点")


@dataclass(frozen=True)
class SourceRow:
    """One figure of the report. `places` tell where it is printed: see `places_of`."""

    figure: FigureText
    places: tuple[str, ...]
    metric_code: str
    metric_name: str
    unit: str
    definition: str
    scope: str
    as_of: str
    entry_count: str
    fingerprint: str
    remark: str = ""


@dataclass(frozen=True)
class Definition:
    """口径 of one group of figures, in words."""

    name: str
    words: str


@dataclass(frozen=True)
class UnknownLine:
    """Something the report does not know; `explanation` is what the head adds under it."""

    words: tuple[Run, ...]
    explanation: str = ""


@dataclass(frozen=True)
class Place:
    """One printing of a figure: the heading it stands under and its bookmark."""

    heading: str
    bookmark: BookmarkName

    def words(self) -> str:
        return f"{self.heading}\n{self.bookmark.name}" if self.heading else self.bookmark.name


def places_of(blocks: Sequence[Block]) -> dict[str, list[Place]]:
    """Where each figure is printed in the body, with the bookmark names that `render` will give."""
    places: dict[str, list[Place]] = {}
    names = BookmarkNames()
    for heading, figure in _with_headings(blocks):
        places.setdefault(figure.figure_id, []).append(Place(heading, names.next_for(figure.figure_id)))
    return places


def _with_headings(blocks: Sequence[Block]) -> Iterator[tuple[str, FigureText]]:
    numbers, heading = HeadingNumbers(), ""
    for block in flattened(blocks):
        if isinstance(block, Heading):
            heading = numbers.next(block.level) + "".join(part.text for part in block.runs)
        for figure in figures_in([block]):
            yield (block.title if isinstance(block, Table) and block.title else heading), figure


def data_sources(rows: Sequence[SourceRow], number: int | None = None) -> Attachment:
    """附件《数据来源表》: one row a figure, on turned pages. A scope and an instant that all rows share are said once."""
    shared = len({(row.scope, row.as_of) for row in rows}) == 1
    kept = [n for n, column in enumerate(_SOURCE_COLUMNS) if not (shared and column.heading in _SHARED)]
    said = f"统计范围：{rows[0].scope}；统计时点：{rows[0].as_of}。" if shared else ""
    table = Table(
        title="",
        columns=tuple(_SOURCE_COLUMNS[n] for n in kept),
        rows=tuple(tuple(_source_cells(row)[n] for n in kept) for row in rows),
        footnote=f"注：{said}书签名称可在 Word、WPS 的“插入—书签”中定位到正文相应数字；校验码由记录计算，记录变动则校验码变动。",
    )
    return Attachment(number, SOURCES_TITLE, (table,), landscape=True)


def _source_cells(row: SourceRow) -> tuple[Cell, ...]:
    return (
        runs("\n".join(row.places)),
        runs(row.metric_code),
        runs(row.metric_name),
        runs(row.figure),
        runs(row.unit),
        runs(row.definition),
        runs(row.scope),
        runs(row.as_of),
        runs(row.entry_count),
        runs(row.fingerprint),
        runs(row.remark),
    )


def scope_and_unknowns(
    definitions: Sequence[Definition], unknowns: Sequence[UnknownLine], number: int | None = 1
) -> Attachment:
    """附件1《数据口径和未掌握情况说明》. It is never empty: that nothing is unknown has to be said, too."""
    blocks: list[Block] = [Heading(1, runs("数据口径"))]
    blocks += [Paragraph(runs(f"{each.name}：{each.words}")) for each in definitions]
    if not definitions:
        blocks.append(Paragraph(runs("各项指标的口径见《数据来源表》。")))
    blocks.append(Heading(1, runs("未掌握情况")))
    for line in unknowns:
        blocks.append(Paragraph(line.words))
        if line.explanation:
            blocks.append(Paragraph(runs(f"负责人说明：{line.explanation}")))
    if not unknowns:
        blocks.append(Paragraph(runs("经核对，本报告所列事项没有未掌握的情况。")))
    return Attachment(number, UNKNOWNS_TITLE, tuple(blocks))
