"""Finds the header in the first rows of a sheet, below titles and 填报单位 lines, over one, two or three rows."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huiyin.ledgers.engine.excel.columns import Column
from huiyin.ledgers.engine.excel.faults import shown
from huiyin.ledgers.engine.excel.grids import Cell, Merge
from huiyin.ledgers.engine.excel.headings import Headings, is_serial
from huiyin.ledgers.engine.excel.survey import column_letters

HEAD_ROWS = 30
_DEPTH = 3
_WIDTH = 512
_UNIT_LINE = re.compile(r"(?:填报|填表|上报|报送)(?:单位|部门)(?:[(（].*?[)）])?\s*[:：]\s*(.*)", re.DOTALL)
_LABEL_END = re.compile(r"\s{2,}|\t|\u3000|(?:填表|填报|审核|制表|日期|联系)")


@dataclass(frozen=True, slots=True)
class Matched:
    """A column found: `index` counts from the first cell of the grid's rows, `cell` is Excel's name such as C3."""

    column: Column
    index: int
    cell: str
    heading: str


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A heading nobody knows, with labels it may mean."""

    cell: str
    heading: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """Where the header stands (1-based Excel rows) and what its cells mean; `found` is False for a mere guess."""

    found: bool
    row: int
    last_row: int
    matched: tuple[Matched, ...]
    unrecognised: tuple[Unrecognised, ...]
    missing: tuple[Column, ...]
    problems: tuple[str, ...]
    serial_index: int | None
    lines: tuple[tuple[str, ...], ...]
    preamble: tuple[tuple[str, ...], ...]
    reporting_unit: str


def find_header(
    head: Sequence[Sequence[Cell]],
    columns: Sequence[Column],
    remembered: Mapping[str, str],
    *,
    merges: Sequence[Merge] = (),
    first_column: int = 0,
    supplied: Collection[str] = (),
) -> HeaderMatch | None:
    """The header among the first rows, or None when no row even looks like one. `supplied` columns may be absent."""
    finder = _Finder(columns, remembered, merges, first_column, supplied)
    texts = [tuple(shown_text(cell) for cell in row[:_WIDTH]) for row in head]
    return finder.find(texts)


def shown_text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else shown(cell)


@dataclass(frozen=True, slots=True)
class _Finder:
    columns: Sequence[Column]
    remembered: Mapping[str, str]
    merges: Sequence[Merge]
    first_column: int
    supplied: Collection[str]

    def find(self, texts: Sequence[tuple[str, ...]]) -> HeaderMatch | None:
        headings = Headings(self.columns, self.remembered)
        best, best_rank = (0, 1), (0, 0, 0)
        for top in range(len(texts)):
            for depth in range(1, min(_DEPTH, len(texts) - top) + 1):
                known = {
                    column.name
                    for words in _candidates(texts[top : top + depth])
                    if (column := _first_meaning(headings, words)) is not None
                }
                rank = (len(known), -depth, -top)
                if rank > best_rank:
                    best, best_rank = (top, depth), rank
        if best_rank[0] >= min(2, len(self.columns)):
            return self._match(headings, texts, *best, found=True)
        guess = _most_like_header(texts)
        return None if guess is None else self._match(headings, texts, guess, 1, found=False)

    def _match(
        self, headings: Headings, texts: Sequence[tuple[str, ...]], top: int, depth: int, *, found: bool
    ) -> HeaderMatch:
        depth = max(depth, self._merged_depth(texts, top))
        lines = tuple(texts[top : top + depth])
        reading = _Reading(headings, top, self.first_column)
        for index, words in enumerate(_candidates(lines)):
            reading.take(index, words)
        names = {matched.column.name for matched in reading.matched}
        free = [column for column in self.columns if column.name not in names]
        missing = tuple(column for column in free if column.required and column.name not in self.supplied)
        return HeaderMatch(
            found=found,
            row=top + 1,
            last_row=top + depth,
            matched=tuple(reading.matched),
            unrecognised=tuple(
                Unrecognised(cell, heading, headings.suggestions(heading, free)) for cell, heading in reading.unknown
            ),
            missing=missing,
            problems=(*reading.problems, *((_missing(missing, top + depth),) if missing and found else ())),
            serial_index=reading.serial_index,
            lines=lines,
            preamble=tuple(texts[:top]),
            reporting_unit=_reporting_unit(texts[:top]),
        )

    def _merged_depth(self, texts: Sequence[tuple[str, ...]], top: int) -> int:
        """How many rows the header's own merged cells reach down."""
        depth = 1
        for (row, column), (last_row, _) in self.merges:
            index = column - self.first_column
            if row == top and 0 <= index < len(texts[top]) and texts[top][index]:
                depth = max(depth, min(last_row - row + 1, _DEPTH, len(texts) - top))
        return depth


class _Reading:
    """Collects what each heading of the chosen rows means, one column after the other."""

    def __init__(self, headings: Headings, top: int, first_column: int) -> None:
        self.matched: list[Matched] = []
        self.unknown: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.serial_index: int | None = None
        self._headings = headings
        self._top = top
        self._first_column = first_column

    def take(self, index: int, words: tuple[str, ...]) -> None:
        if not words:
            return
        cell = f"{column_letters(index + self._first_column)}{self._top + 1}"
        column = _first_meaning(self._headings, words)
        if column is not None:
            earlier = next((known for known in self.matched if known.column is column), None)
            if earlier is None:
                self.matched.append(Matched(column, index, cell, words[0]))
            else:
                self.problems.append(
                    f"“{column.label}”这一列出现了两次：{earlier.cell}（{earlier.heading}）与 {cell}（{words[0]}）。"
                    "请删去其中一列，或把表头改成不同的名称后重新上传。"
                )
        elif is_serial(words[0]):
            self.serial_index = index if self.serial_index is None else self.serial_index
        elif not self._headings.is_ignored(words[0]):
            objection = next((o for word in words if (o := self._headings.meaning(word).objection)), "")
            if objection:
                self.problems.append(f"{cell}：{objection}")
            self.unknown.append((cell, words[0]))


def _candidates(lines: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """For each column what its heading may be: all lines joined, then without the upper lines; empty when blank."""
    width = max((len(line) for line in lines), default=0)
    above = [""] * len(lines)
    for index in range(width):
        stack = [line[index] if index < len(line) else "" for line in lines]
        for level, text in enumerate(stack):
            below = any(stack[level + 1 :])
            above[level] = text if text or not below else above[level]
            # A heading that spans several columns stands in its first cell only.
            if below:
                stack[level] = above[level]
        joined = [text for level, text in enumerate(stack) if text and text not in stack[:level]]
        yield tuple("".join(joined[start:]) for start in range(len(joined)))


def _first_meaning(headings: Headings, words: tuple[str, ...]) -> Column | None:
    return next((column for word in words if (column := headings.meaning(word).column) is not None), None)


def _most_like_header(texts: Sequence[tuple[str, ...]]) -> int | None:
    """The row with most different short texts: a guess to show when no heading is known."""
    counts = [len({text for text in row if text and len(text) <= 30 and not text[0].isdigit()}) for row in texts]
    most = max(counts, default=0)
    return counts.index(most) if most >= 2 else None


def _missing(missing: Sequence[Column], row: int) -> str:
    labels = "”“".join(column.label for column in missing)
    return f"表头（第 {row} 行）里没有必填的列“{labels}”。请补上这一列，或指明它是表中的哪一列；表头有合并单元格的，请先取消合并。"


def _reporting_unit(preamble: Sequence[tuple[str, ...]]) -> str:
    """The unit named in a 填报单位 line above the table, in the same cell or the next filled one."""
    for row in preamble:
        filled = [text for text in row if text]
        for position, text in enumerate(filled):
            found = _UNIT_LINE.fullmatch(text)
            if found is None:
                continue
            name = _LABEL_END.split(found[1].strip())[0].strip()
            following = filled[position + 1] if position + 1 < len(filled) else ""
            return name or ("" if _LABEL_END.match(following) else following)
    return ""
