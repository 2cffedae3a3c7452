"""Keeps count of what a PDF does not show as the Word does, and says it in sentences."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Loss = Literal[
    "picture", "object", "foreign", "box", "float", "endnote", "formula", "ruby", "hidden", "comment", "columns",
    "upright", "reference", "italic", "numbering", "border", "deleted",
]  # fmt: skip

# In the order in which they are said; `{n}` is how often.
_SENTENCES: dict[Loss, str] = {
    "picture": "图片或图表{n}处没有排进 PDF，原处印“〔图片〕”。",
    "object": "嵌入对象{n}处没有排进 PDF，原处印“〔嵌入对象〕”。",
    "foreign": "外部嵌入的内容{n}处没有排进 PDF，原处印“〔外部嵌入内容〕”。",
    "box": "文本框{n}个：框里的字排在所在段落的后面，不在原来的位置。",
    "float": "浮动的表格或图文框{n}处：排在原稿的先后位置，不在页面上原来的地方。",
    "endnote": "尾注{n}条改排为脚注。",
    "formula": "公式{n}个排成一行文字，请对照 Word 核对。",
    "ruby": "注音{n}处没有印出，只印原字。",
    "hidden": "隐藏的文字{n}处没有印出。",
    "comment": "批注{n}条没有印出。",
    "columns": "分栏的部分{n}处排成一栏。",
    "upright": "竖排的单元格{n}格改为横排。",
    "reference": "页码引用{n}处（如目录）印的是 Word 里存下的页码，与 PDF 的页码可能不同。",
    "italic": "斜体字{n}处印成正体。",
    "numbering": "自动编号{n}处用了系统不认识的编号样式，印成阿拉伯数字。",
    "border": "页面边框或背景{n}处没有印出。",
    "deleted": "修订中已删除的内容{n}处没有印出。",
}


@dataclass
class Losses:
    counts: Counter[Loss] = field(default_factory=Counter)

    def add(self, loss: Loss, times: int = 1) -> None:
        """Note that something was met `times` times."""
        self.counts[loss] += times

    def sentences(self) -> tuple[str, ...]:
        """One sentence for each kind met."""
        return tuple(words.format(n=self.counts[loss]) for loss, words in _SENTENCES.items() if self.counts[loss])
