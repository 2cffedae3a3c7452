"""Tells rows of data from the furniture of a printed table: blanks, totals, footers, headers printed again on each page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiyin.ledgers.engine.excel.grids import Cell
from huiyin.ledgers.engine.excel.header import HeaderMatch, shown_text

_LISTED = 20
_REMEMBERED = 20_000
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "累计", "总数", "合计数", "本页小计", "本页合计", "其中"})
_TOTAL_END = re.compile(r".{0,18}(?:小计|合计|总计)[:：]?")
_LABEL = re.compile(
    r"(?:(?:填表|填报|制表|审核|审批|复核|经办|校对|单位负责|部门负责|主要负责|负责|联系)(?:人|单位|部门|日期|时间|电话)?|日期|单位)"
    r"(?:[(（].{0,6}[)）])?(?:签字|签名|盖章)?[:：]"
)
_UNMISTAKABLE = re.compile(r"(?:填表|填报|制表|审核|复核)(?:人|单位|日期)(?:[(（].{0,6}[)）])?[:：]")
_REMARK = re.compile(r"(?:注|备注|说明|填表说明|填报说明|附注)\d*[:：].*", re.DOTALL)
_PAGE = re.compile(r"第\s*\d+\s*页.*|\d+\s*/\s*\d+")
_COLONS = (":", "：")


class Reason(StrEnum):
    """Why a row was passed over, as shown to the clerk."""

    BLANK = "空行"
    TOTAL = "合计、小计行"
    FOOTER = "表尾的填表人、说明等"
    HEADER_AGAIN = "重复的表头、标题"
    SERIAL_ONLY = "只有序号的行"
    OUTSIDE = "要导入的各列都空着的行"


@dataclass(slots=True)
class Skipped:
    """How many rows were passed over for one reason; the first of them by Excel row number."""

    reason: Reason
    count: int = 0
    rows: tuple[int, ...] = ()

    def add(self, row: int) -> None:
        self.count += 1
        if self.count <= _LISTED:
            self.rows += (row,)


class Furniture:
    """Judges the rows below one header."""

    def __init__(self, header: HeaderMatch) -> None:
        self._indexes = tuple(matched.index for matched in header.matched)
        self._required = tuple(matched.index for matched in header.matched if matched.column.required)
        self._serial = header.serial_index
        self._lines = header.lines
        self._printed = frozenset(text for line in (*header.lines, *header.preamble) for text in line if text)
        self._ordinary: set[str] = set()

    def is_ordinary(self, firsts: Sequence[Cell]) -> bool:
        """Whether no row that begins with one of these cells is furniture, as long as it has what data must have."""
        words = {first for first in firsts if isinstance(first, str)} - self._ordinary
        if not all(map(self._begins_data, words)):
            return False
        if len(self._ordinary) > _REMEMBERED:
            self._ordinary.clear()
        self._ordinary |= words
        return True

    def _begins_data(self, first: str) -> bool:
        word = "".join(first.split())
        return (
            bool(word)
            and first not in self._printed
            and word.rstrip("：:") not in _TOTALS
            and not ("计" in word and _TOTAL_END.fullmatch(word))
            and ":" not in first
            and "：" not in first
            and "页" not in first
        )

    def reason(self, cells: Sequence[Cell]) -> Reason | None:
        """Why this row is not data, or None when it is."""
        first: Cell = ""
        for cell in cells:
            if cell != "":
                first = cell
                break
        else:
            return Reason.BLANK
        if isinstance(first, str):
            reason = self._by_first_text(first, cells)
            if reason is not None:
                return reason
        for index in self._indexes:
            if cells[index] != "":
                return None
        return self._nothing_matched(cells)

    def _nothing_matched(self, cells: Sequence[Cell]) -> Reason:
        filled = [index for index, cell in enumerate(cells) if not _blank(cell)]
        if not filled:
            return Reason.BLANK
        return Reason.SERIAL_ONLY if filled == [self._serial] else Reason.OUTSIDE

    def _by_first_text(self, first: str, cells: Sequence[Cell]) -> Reason | None:
        if first in self._printed and self._is_printed_again(cells):
            return Reason.HEADER_AGAIN
        if not first.strip():
            return Reason.BLANK if all(_blank(cell) for cell in cells) else None
        word = "".join(first.split())
        if word.rstrip("：:") in _TOTALS:
            return Reason.TOTAL
        if _TOTAL_END.fullmatch(word) and self._lacks_required(cells):
            return Reason.TOTAL
        if any(colon in first for colon in _COLONS) or "页" in first:
            return self._footer(cells)
        return None

    def _footer(self, cells: Sequence[Cell]) -> Reason | None:
        texts = [shown_text(cell) for cell in cells if not _blank(cell)]
        if _LABEL.match(texts[0]):
            # A row that is complete as data is data, even an opinion that begins with 负责人：.
            is_signed = sum(len(_UNMISTAKABLE.findall(text)) for text in texts) > 1 or not self._required
            return Reason.FOOTER if is_signed or self._lacks_required(cells) else None
        is_remark = len(texts) == 1 and (_REMARK.fullmatch(texts[0]) or _PAGE.fullmatch(texts[0]))
        return Reason.FOOTER if is_remark and self._lacks_required(cells) else None

    def _is_printed_again(self, cells: Sequence[Cell]) -> bool:
        """A title alone, or cells that repeat the header's own words in their own columns."""
        filled = [(index, shown_text(cell)) for index, cell in enumerate(cells) if not _blank(cell)]
        return all(
            any(index < len(line) and line[index] == text for line in self._lines)
            or (len(filled) == 1 and text in self._printed)
            for index, text in filled
        )

    def _lacks_required(self, cells: Sequence[Cell]) -> bool:
        """As data this row would be refused anyway."""
        return any(_blank(cells[index]) for index in self._required)


def _blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()
