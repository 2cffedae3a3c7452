"""Tables in a text: what a number in a cell counts stands at the head of its column and at the head of its row.

A row is a line whose cells are parted by tabs (Word, Excel, web pages) or by upright bars (plain text). Places are places
of the text, so a claim of a cell leads back to the original like every other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from huiyin.text.measure_words import MEASURES, Kind, Measure
from huiyin.text.numerals import Number, scaled, tidy, western

# A cell that holds a number and nothing else; a share may bring its sign.
FIGURE = re.compile(r" *(-?[0-9](?:[0-9,]*|[0-9]{0,2}(?:，[0-9]{3})+)(?:\.[0-9]+)?) *")
NUMBERED = re.compile(r" *(?:[0-9][0-9,.]*|[一二三四五六七八九十]{1,3}|\([0-9一二三四五六七八九十]{1,3}\)) *[%、.]? *")
# The line that some plain texts draw under the heads.
RULED = re.compile(r"[-|｜:=+\s—─┼]+")
LETTERS = re.compile("[\u4e00-\u9fffA-Za-z]")
# 完成数(个), 资金/万元, 金额(单位:元): the unit of a whole column or row.
UNIT = re.compile(r"[(/](?:单位[:：]?)?([百千万亿]{0,2})([\u4e00-\u9fff%‰㎡]{1,6})\)?$")
# 参加人数, 培训人次: the unit is a part of the word.
NAMED_UNIT = re.compile(r"(人次|户次|场次|人|户|次|件|条|期|场|篇|份|项|名)数?量?$")
NAMED = re.compile(r"(?:人次|户次|场次)|(?:人|户|次|件|条|期|场|篇|份|项)数")
# 测试平均分, 考核得分
MARKED = re.compile(r"(?:平均分|得分|总分|均分|评分|分数)$")
# 问题数(个) | 已完成 | 未完成: a part of what the column before counts, in its unit.
PART_OF_IT = re.compile(
    r"(?:其中[:：]?)?(?:已经?|实际|尚?未|正在|待)?(?:完成|整改|办结|落实|解决|采纳|化解|销号|兑现|办理|达标)(?:完毕|到位|数量?|情况)?"
)
# Heads that say how a number came about, not what it counts.
GENERIC = re.compile(
    r"(?:序号|编号|数量|数目|个数|人数|合计|总计|小计|总数|数|单位|计量单位|备注|占比|比例|比重|百分比|(?:本|上|去|今|当|全)年度?|本期|上期|同期|实际数?|目标|指标|任务|情况"
    r"|(?:年度?|全年|预期)?(?:计划|目标|任务|指标)(?:数|值|量)?|(?:实际|已|累计|年度)?(?:完成|实施|落实|办结|整改|实现)(?:数|量|值|情况)?|完成率|达标率|落实率|办结率|整改率|增幅|增长|同比|环比|(?:19|20)[0-9]{2}年(?:底|末)?(?:数)?)"
    r"(?:\([^)]{0,8}\))?"
)
TOTAL = re.compile(r"(?:合计|总计|小计|总数|全[省市县区镇乡村校院局](?:合计)?)$")
INTENDED = re.compile(r"计划|目标|任务|预期|拟")
SHARE = re.compile(r"[率比重]$|占比|比例|百分比|增幅")
# A column that says what the numbers of each row are counted in, and columns that it says nothing of.
CAPTION, CAPTION_LONGEST = re.compile(r"单位[:：]? ?([百千万亿]{0,2}[\u4e00-\u9fff%‰㎡]{1,4})[)）]? *$"), 60
UNITS = re.compile("(?:计量|统计)?单位")
UNCOUNTED = re.compile(
    "[率比重]$|占比|比例|百分比|增幅|同比|环比|序号|编号|代码|得分|分值|权重|排名|名次|年份|年度$|备注|电话|日期|时间"
)
YEAR = re.compile(r"(?:19|20)[0-9]{2}年(?:底|末)?|[上去今本]年")
# What parts the cells of a line, and how many of it there must be; no table is so wide as to have more cells.
PARTED, MOST_CELLS = (("\t", 1), ("|", 2), ("｜", 2)), 500
HEAD_LONGEST, LABEL_LONGEST, ROWS_LOOKED_AT = 24, 40, 2


class Cell(NamedTuple):
    """A cell: its place in the text and its words."""

    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands at the head of a cell's column and of its row."""

    column: str
    row: str
    unit: str = ""  # what the row says in a column of units (单位: 项)

    @property
    def what(self) -> str:
        """What the number of the cell counts: the column says it, unless it only says how far (计划数, 占比)."""
        return _what(self.column, self.row)

    @property
    def part(self) -> str:
        """Whose number it is where the column says what is counted: a unit or a kind, as the row is headed; "" for a total."""
        counted, row = self.what, self.row
        return "" if not row or counted == plain(row) or TOTAL.search(row) else row

    @property
    def time(self) -> str:
        """The time that the column is headed with."""
        found = YEAR.search(self.column)
        return found[0] if found else ""

    @property
    def planned(self) -> bool:
        """Whether the column holds what was to be done; 目标完成率 is done."""
        return INTENDED.search(self.column) is not None and "完成" not in self.column and "率" not in self.column


class Figure(NamedTuple):
    """A bare number whose unit the head gives."""

    start: int
    end: int
    value: Number
    measure: Measure


class Row(NamedTuple):
    """A row of a table below its head."""

    start: int
    end: int
    cells: tuple[Cell, ...]
    heads: tuple[Heads, ...]

    def heads_at(self, place: int) -> Heads | None:
        """The heads of the cell at a place, unless the cell is itself the row's head or says what it counts in words."""
        for cell, heads in zip(self.cells, self.heads, strict=True):
            if cell.start <= place < cell.end:
                return heads if cell.said.strip() != heads.row else None
        return None

    def figures(self) -> Iterator[Figure]:
        """The bare numbers whose head gives a unit."""
        counted: tuple[int, Measure] | None = None
        for cell, heads in zip(self.cells, self.heads, strict=True):
            found = FIGURE.fullmatch(cell.said)
            measured = _measured(heads) if found is not None else None
            if found is not None and measured is None and PART_OF_IT.fullmatch(heads.column):
                measured = counted
            elif measured is not None and measured[1].kind not in (Kind.RATE, Kind.SCORE, Kind.MONEY):
                counted = measured
            value = (
                western(found[1].lstrip("-").replace("，", ",")) if found is not None and measured is not None else None
            )
            if found is None or measured is None or value is None:
                continue
            scale, measure = measured
            value = tidy(value * scale) * (-1 if found[1].startswith("-") else 1)
            yield Figure(cell.start + found.start(1), cell.start + found.end(1), value, measure)


def rows(clean: str, text: str) -> Iterator[Row]:
    """The rows of all tables in order, without their heads; `text` is the folded form of the clean text.

    Read as they come, for a workbook may have hundreds of thousands; only the top of a table waits for its heads.
    """
    top: list[list[Cell]] = []
    columns: list[str] | None = None
    caption = ""
    places = _Lines(clean)
    while (line := places.next_line(anything=bool(top) or columns is not None)) is not None:
        start, end = line
        cells = _cells(clean, text, start, end)
        if len(cells) > 1 and columns is not None:
            if not RULED.fullmatch(clean, start, end):
                yield _row(cells, columns, caption)
        elif len(cells) > 1:
            if not top:
                caption = _caption(text, start)
            if not RULED.fullmatch(clean, start, end):
                top.append(cells)
            if len(top) > ROWS_LOOKED_AT:
                columns = _column_heads(top)
                yield from _below_heads(top, caption)
                top = []
        elif start < end and not clean[start:end].isspace():
            yield from _below_heads(top, caption)
            top, columns = [], None
    yield from _below_heads(top, caption)


def _caption(text: str, table: int) -> str:
    """The unit that the line above a table gives all its numbers: (单位:万元)."""
    start = text.rfind("\n", max(0, table - CAPTION_LONGEST), max(0, table - 1)) + 1
    found = CAPTION.search(text, start, max(0, table - 1)) if start or table <= CAPTION_LONGEST else None
    return found[1] if found is not None else ""


def _below_heads(top: list[list[Cell]], caption: str) -> Iterator[Row]:
    """The rows of a short table, or the first ones of a long; one line alone is no table."""
    if len(top) > 1:
        columns = _column_heads(top)
        yield from (_row(line, columns, caption) for line in top[_head_rows(top) :])


class _Lines:
    """The lines of a text in order; away from tables those that hold no mark of a cell are passed over."""

    def __init__(self, clean: str) -> None:
        self._clean = clean
        self._place = 0
        self._marks = {mark: clean.find(mark) for mark, _least in PARTED}

    def next_line(self, *, anything: bool) -> tuple[int, int] | None:
        """The next line, or the next one with a mark; none at the end."""
        if not anything:
            self._place = self._line_with_mark()
        start = self._place
        if start > len(self._clean):
            return None
        end = self._clean.find("\n", start)
        end = end if end >= 0 else len(self._clean)
        self._place = end + 1
        return start, end

    def _line_with_mark(self) -> int:
        clean, place = self._clean, self._place
        for mark, at in self._marks.items():
            if 0 <= at < place:
                self._marks[mark] = clean.find(mark, place)
        nearest = min((at for at in self._marks.values() if at >= place), default=len(clean) + 1)
        return max(place, clean.rfind("\n", place, nearest) + 1) if nearest <= len(clean) else nearest


@lru_cache(maxsize=4_096)
def _what(column_head: str, row_head: str) -> str:
    column, row = plain(column_head), plain(row_head)
    if not column or GENERIC.fullmatch(column_head) or GENERIC.fullmatch(column):
        return row if row and not TOTAL.search(row) else column or row
    return column


def plain(head: str) -> str:
    """A head without its unit, its spaces and its list number."""
    head = re.sub(r"\([^)]{0,10}\)$|/[\u4e00-\u9fff%]{1,3}$", "", head.replace(" ", ""))
    head = re.sub(
        r"^(?:其中[:：]?|[0-9]{1,2}[.、]|[一二三四五六七八九十]{1,2}、|\([0-9一二三四五六七八九十]{1,2}\))", "", head
    )
    return (
        head
        if NAMED.fullmatch(head)
        else re.sub(r"(?<=[\u4e00-\u9fff]{2})(?:[人户次件条期场篇份项个]|人次|户次|场次)?(?:数量?|总数)$", "", head)
    )


def _cells(clean: str, text: str, start: int, end: int) -> list[Cell]:
    """The cells of a line; one or none where nothing parts them."""
    bounds = next((mark for mark, least in PARTED if clean.count(mark, start, end) >= least), "")
    cells: list[Cell] = []
    while bounds and len(cells) < MOST_CELLS:
        stop = clean.find(bounds, start, end)
        stop = stop if stop >= 0 else end
        cells.append(Cell(start, stop, text[start:stop]))
        if stop == end:
            break
        start = stop + 1
    return cells


def _head_rows(table: list[list[Cell]]) -> int:
    """How many rows at the top are heads: words without figures, above a row that has some."""
    count = 0
    for line in table[:ROWS_LOOKED_AT]:
        said = [cell.said.strip() for cell in line if cell.said.strip()]
        if not said or any(_is_figure(each) or len(each) > HEAD_LONGEST for each in said):
            break
        count += 1
    return count


def _is_figure(said: str) -> bool:
    return said[:1].isdigit() and YEAR.match(said) is None


def _column_heads(table: list[list[Cell]]) -> list[str]:
    """The head of each column; of two rows of heads the lower one speaks, and the upper where the lower is empty."""
    heads: list[str] = []
    for line in table[: _head_rows(table)]:
        for number, cell in enumerate(line):
            said = cell.said.strip()
            if number == len(heads):
                heads.append(said)
            elif said:
                heads[number] = said
    return heads


def _row(line: list[Cell], columns: list[str], caption: str) -> Row:
    label = ""
    heads: list[Heads] = []
    units = next((number for number, head in enumerate(columns) if UNITS.fullmatch(head)), None)
    unit = line[units].said.strip() if units is not None and units < len(line) else caption
    for number, cell in enumerate(line):
        said = cell.said.strip()
        if not label and LETTERS.search(said) and not NUMBERED.fullmatch(said) and len(said) <= LABEL_LONGEST:
            if not said[0].isdigit() or not heads:
                label = said
        # Without a head of columns a row may hold pairs: 党员总数 | 2789名 | 支部 | 157个.
        elif not columns and said and LETTERS.match(said):
            label = said
        heads.append(Heads(columns[number] if number < len(columns) else "", label, unit))
    return Row(line[0].start, line[-1].end, tuple(line), tuple(heads))


def _measured(heads: Heads) -> tuple[int, Measure] | None:
    """The scale and the measure of a bare number: its column's, its row's, or what the row says in a column of units."""
    measured = _unit(heads.column) or _unit(heads.row)
    if measured is not None or not heads.unit or UNCOUNTED.search(heads.column):
        return measured
    return _unit(f"({heads.unit})")


@lru_cache(maxsize=4_096)
def _unit(head: str) -> tuple[int, Measure] | None:
    """The scale and the measure that a head gives its numbers."""
    head = head.replace(" ", "")
    found = UNIT.search(head)
    if found is not None:
        measure = MEASURES.get(found[2])
        return None if measure is None else (scaled(found[1]) if found[1] else 1, measure)
    if MARKED.search(head):
        return 1, MEASURES["分"]
    named = NAMED_UNIT.search(head) if NAMED.search(head) and not SHARE.search(head) else None
    return (1, MEASURES[named[1]]) if named is not None else None
