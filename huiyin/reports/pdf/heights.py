"""About how much room things take, before they are set: enough to tell what fits a page or a line from what does not."""

import unicodedata
from collections.abc import Sequence

from huiyin.reports.pdf.content import Block, Break, Cell, Paragraph, Row, words_in

_WIDER = 1.08


def row_height(row: Row, widths: Sequence[float]) -> float:
    """About how high a row will be: enough to tell rows that fit a page from those that do not."""
    tallest = row.height
    for cell in row.cells:
        width = inner_width(cell, widths)
        tallest = max(tallest, sum(_block_height(block, width) for block in cell.blocks) / cell.rows)
    return tallest


def inner_width(cell: Cell, widths: Sequence[float]) -> float:
    _top, _bottom, left, right = cell.insets
    return max(8.0, sum(widths[cell.column : cell.column + cell.columns]) - left - right)


def _block_height(block: Block, width: float) -> float:
    if isinstance(block, Paragraph):
        return paragraph_height(block, width)
    return sum(row_height(row, block.widths) for row in block.rows)


def paragraph_height(paragraph: Paragraph, width: float = 400) -> float:
    lines = 1 + sum(isinstance(each, Break) for each in paragraph.inlines)
    told = sum(width_of(words.text, words.look.size) for words in words_in([paragraph]))
    shape = paragraph.shape
    return shape.before + shape.after + shape.line * (lines + told * _WIDER // max(width - shape.left - shape.right, 8))


def width_of(text: str, size: float) -> float:
    return size * sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else 0.58 for each in text)
