"""Rows of a plan pasted out of a table: which column holds what, and what a row says.

Pure. Columns are known by their headings; a table without headings is read as prose.
"""

from dataclasses import dataclass, field

from huiyin.campaigns.pasted import Line, is_ordinal, numbered
from huiyin.campaigns.pasted_words import LABELS

_HEADINGS = {
    "seq": ("序号", "编号", "序"),
    "stage": ("环节", "阶段", "步骤", "活动环节", "活动阶段", "所属环节", "环节名称"),
    "name": (
        "动作", "动作名称", "工作任务", "任务", "工作项目", "项目", "事项", "工作事项", "活动名称", "主要工作", "主要任务",
        "规定动作", "活动项目", "工作名称", "重点任务",
    ),
    "requirement": ("内容", "内容要求", "工作内容", "活动内容", "主要内容", "具体内容", "具体要求", "工作要求", "要求", "工作措施", "具体措施"),
    "time": (*LABELS["time"], "时间节点", "完成日期", "日期", "起止日期"),
    "lead": LABELS["lead"],
    "unit": (*LABELS["unit"], "单位"),
    "with": LABELS["with"],
    "title": LABELS["title"],
    "audience": LABELS["audience"],
    "deliverable": LABELS["deliverable"],
    "kind": ("类别", "类型", "动作类别"),
    "series": ("组别",),
    "remark": LABELS["remark"],
}  # fmt: skip
_KIND = {heading: kind for kind, headings in _HEADINGS.items() for heading in headings}
_TOLD = ("time", "lead", "unit", "with", "title", "audience", "deliverable", "remark")


@dataclass(frozen=True)
class Row:
    """What one row says; an empty `stage` means that of the row before."""

    line: Line
    stage: str = ""
    name: str = ""
    text: str = ""
    series: str = ""
    own: bool = False
    columns: dict[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    is_passed: bool = False

    @property
    def is_action(self) -> bool:
        """Whether it says more than which stage begins."""
        return bool(self.name or self.text)


def heading_of(line: Line) -> list[str] | None:
    """The kinds of a table's columns if this line heads one: a column of actions, and one more that is known."""
    cells = ["".join(cell.split()).split("（")[0].split("(")[0] for cell in line.cells]
    kinds = [_KIND.get(cell, "") for cell in cells]
    known = [kind for kind in kinds if kind]
    if len(known) < 2 or not {"name", "requirement"} & set(known) or len(known) * 2 < len(cells):
        return None
    return kinds


def row_of(line: Line, kinds: list[str]) -> Row | None:
    """A row under those headings; None when the table is over."""
    cells = line.cells
    if len(cells) == 1:
        # One cell alone is a heading merged across the table, or prose after it.
        return None if numbered(cells[0]).level == 1 or "。" in cells[0] else _lone(line, cells[0])
    said: dict[str, str] = {}
    for kind, cell in zip(kinds, cells, strict=False):
        if kind and cell:
            said[kind] = f"{said[kind]}；{cell}" if kind in said else cell
    filled = [cell for cell in cells if cell and not is_ordinal(cell)]
    if len(filled) < 2 and not said.keys() & {"name", "requirement"}:
        return _lone(line, filled[0]) if filled and "stage" not in said else Row(line, stage=said.get("stage", ""))
    doubts = ("这一行的格数与表头不一致，内容可能错位",) if len(cells) > len(kinds) else ()
    return Row(
        line, stage=said.get("stage", ""), name=numbered(said.get("name", "")).words, text=said.get("requirement", ""),
        series=said.get("series", "")[:40], own="自选" in said.get("kind", ""),
        columns={kind: said[kind] for kind in _TOLD if kind in said}, doubts=doubts,
    )  # fmt: skip


def _lone(line: Line, words: str) -> Row:
    words = numbered(words).words
    if "环节" in words or "阶段" in words:
        return Row(line, stage=words)
    return Row(line, is_passed=True)
