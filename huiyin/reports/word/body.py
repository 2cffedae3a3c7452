"""The running order of a document: numbered headings, paragraphs, tables, attachments, and the turning of pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from huiyin.reports.word import styles
from huiyin.reports.word.document import (
    Attachment,
    Block,
    DocumentError,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Table,
    Text,
    Turned,
)
from huiyin.reports.word.elements import Writer
from huiyin.reports.word.ooxml import Element, copy_of, make
from huiyin.reports.word.skeleton import continuing, text_width, turned
from huiyin.reports.word.tables import table_elements

_DIGITS = "零一二三四五六七八九"
# A 校验码 of 64 signs is one word: justified, the line before it would be drawn apart.
_LONG_WORD = re.compile(r"[!-~]{33,}")


def _align(runs: Sequence[Run]) -> str:
    """Flush left where a word too long for the rest of a line stands, else as the style says."""
    said = "".join(run.text for run in runs if isinstance(run, Text))
    return "left" if _LONG_WORD.search(said) else ""


def chinese_numeral(number: int) -> str:
    """1 to 99 as headings write them: 十, 十一, 二十一."""
    if not 1 <= number <= 99:
        raise DocumentError(f"标题序号只编到九十九，现在是{number}，请把内容分成几个上级标题。")
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


@dataclass
class HeadingNumbers:
    """一、 → （一） → 1. → （1）; a new heading begins the levels below it afresh."""

    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def next(self, level: int) -> str:
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        number = self.counts[level - 1]
        match level:
            case 1:
                return f"{chinese_numeral(number)}、"
            case 2:
                return f"（{chinese_numeral(number)}）"
            case 3:
                return f"{number}."
            case _:
                return f"（{number}）"


@dataclass
class Body:
    """Collects the elements of `w:body` in order and knows how the current page stands."""

    writer: Writer
    base: Element
    elements: list[Element] = field(default_factory=list)
    landscape: bool = False
    is_first_section: bool = True

    def add(self, *elements: Element) -> None:
        self.elements.extend(elements)

    def width(self) -> int:
        return text_width(self.current_section())

    def add_blocks(self, blocks: Sequence[Block]) -> None:
        """Blocks in their order; what follows turned pages stands upright again."""
        numbers, upright = HeadingNumbers(), self.landscape
        for block in blocks:
            if isinstance(block, Turned):
                self.turn(landscape=True)
                self._add(block.blocks, numbers)
            else:
                self.turn(landscape=upright)
                self._add((block,), numbers)

    def _add(self, blocks: Sequence[Block], numbers: HeadingNumbers) -> None:
        for block in blocks:
            match block:
                case Heading():
                    marked: list[Run] = [Text(numbers.next(block.level)), *block.runs]
                    self.add(self.writer.paragraph(styles.HEADINGS[block.level], marked))
                case Paragraph():
                    self.add(self.writer.paragraph(styles.BODY, block.runs, align=_align(block.runs)))
                case Table():
                    self.add(*table_elements(self.writer, block, self.width()))
                case Turned():
                    self._add(block.blocks, numbers)
                case PageBreak():
                    self.add(make("w:p", None, make("w:r", None, make("w:br", {"w:type": "page"}))))

    def add_attachment(self, attachment: Attachment) -> None:
        """附件 on a new page: its mark on the first line, its title on the third."""
        turned = self.turn(landscape=attachment.landscape)
        mark = "附件" if attachment.number is None else f"附件{attachment.number}"
        self.add(
            self.writer.paragraph(styles.ATTACHMENT_MARK, [Text(mark)], page_break_before=not turned),
            *self.writer.blank(styles.FLUSH, keep_with_next=True),
            self.writer.words(styles.TITLE, attachment.title),
            *self.writer.blank(styles.FLUSH),
        )
        self.add_blocks(attachment.blocks)

    def turn(self, *, landscape: bool) -> bool:
        """Begin a section on a new page if the page has to be turned; tells whether it did."""
        if landscape == self.landscape:
            return False
        self.add(self.writer.paragraph(styles.TINY, section=self.current_section()))
        self.landscape = landscape
        self.is_first_section = False
        return True

    def current_section(self) -> Element:
        """The properties that close the section now being written; `base` is those of the first."""
        if self.landscape:
            return turned(self.base)
        return copy_of(self.base) if self.is_first_section else continuing(self.base)
