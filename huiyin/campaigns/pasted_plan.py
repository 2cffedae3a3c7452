"""A campaign's plan as somebody pastes it: prose with headings and numbered actions, or a table out of Excel or Word.

Pure. Every stage and action keeps the line it was read from; lines that gave nothing are handed back, not dropped.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from huiyin.campaigns.pasted import Line, PastedError, cut, lines_of
from huiyin.campaigns.pasted_dates import Around, Time, time_of
from huiyin.campaigns.pasted_outline import Node, StageHeading, outline, stage_by_look, stage_heading
from huiyin.campaigns.pasted_table import Row, heading_of, row_of
from huiyin.campaigns.pasted_words import Told, label_only, tells_more, told, without_time

MOST_STAGES, MOST_ACTIONS = 20, 300
NO_NUMBER = "没有编号，因为写了时间或单位才列出"
_QUOTED = re.compile(r"“([^“”]{1,12})”")


@dataclass(frozen=True)
class ParsedStage:
    """A stage as read; `doubts` say why a person should look."""

    line: int
    source: str
    name: str
    task: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedAction:
    """An action as read; `stage` is its place among the stages."""

    line: int
    source: str
    stage: int | None
    says: Told
    series: str = ""
    own: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ParsedPlan:
    """What was read, and the lines that gave neither stage nor action."""

    stages: tuple[ParsedStage, ...]
    actions: tuple[ParsedAction, ...]
    passed: tuple[Line, ...]


@dataclass(frozen=True)
class _Place:
    """Where in the plan the reader stands."""

    stage: int | None = None
    section: str = ""
    series: str = ""
    own: bool = False


def parse_plan(text: str, *, begins_on: date) -> ParsedPlan:
    """Read a pasted plan; years that are not written are counted from when the campaign begins."""
    reader = _Reader(begins_on)
    block: list[Line] = []
    lines = lines_of(text, what="方案")
    at = 0
    while at < len(lines):
        columns = heading_of(lines[at])
        if columns is None:
            block.append(lines[at])
            at += 1
            continue
        reader.read_prose(block)
        block, at = [], at + 1
        while at < len(lines) and (row := row_of(lines[at], columns)) is not None:
            reader.read_row(row)
            at += 1
    reader.read_prose(block)
    return reader.plan()


class _Reader:
    """Collects stages, actions and passed lines in the order of the text."""

    def __init__(self, begins_on: date) -> None:
        self._begins_on = begins_on
        self._stages: list[ParsedStage] = []
        self._actions: list[ParsedAction] = []
        self._passed: list[Line] = []
        self._named: dict[str, int] = {}
        self._here = _Place()

    def plan(self) -> ParsedPlan:
        """All of it, with names that stand twice marked."""
        if len(self._stages) > MOST_STAGES or len(self._actions) > MOST_ACTIONS:
            raise PastedError(
                f"从方案里认出 {len(self._stages)} 个环节、{len(self._actions)} 个动作，"
                f"最多 {MOST_STAGES} 个环节、{MOST_ACTIONS} 个动作。请只粘贴列有环节和动作的部分。"
            )
        first: dict[tuple[bool, str], int] = {}
        actions = []
        for action in self._actions:
            line = first.setdefault((action.own, action.says.name), action.line)
            if line != action.line and action.says.name:
                action = replace(action, doubts=(*action.doubts, f"与第{line}行的动作同名"))
            actions.append(action)
        passed = {line.number: line for line in self._passed}
        return ParsedPlan(tuple(self._stages), tuple(actions), tuple(passed[number] for number in sorted(passed)))

    def read_prose(self, lines: Sequence[Line]) -> None:
        """A stretch of prose: its headings and numbered items as a tree, read from the top."""
        preface, nodes = outline(lines)
        for line in preface:
            if nodes or not tells_more(line.text):
                self._passed.append(line)
            else:
                # A message without any numbers: what names a time or somebody responsible may be an action.
                self._add(line, told(line.text, self._around(None)), self._here, (NO_NUMBER,))
        for node in nodes:
            stage = self._here.stage if node.level != 1 else None
            self._here = self._read(node, _Place(stage=stage, own=self._here.own))

    def read_row(self, row: Row) -> None:
        """A row of a table; its stage is that of the cell, else the last one named."""
        if row.stage:
            self._here = _Place(stage=self._stage_named(row))
        if row.is_passed:
            self._passed.append(row.line)
        elif row.is_action:
            says = told(row.text, self._around(self._here.stage), name=row.name, columns=row.columns)
            self._add(row.line, says, replace(self._here, series=row.series, own=row.own), row.doubts)

    def _read(self, node: Node, place: _Place) -> _Place:
        """Read a node with all below it; returns the place for what stands beside it afterwards."""
        heading = stage_heading(node.words)
        if heading is None and not place.section:
            heading = stage_by_look(node, self._year_ahead())
        if heading is not None:
            within = _Place(stage=self._open(node, heading))
            self._below(node, within, more=() if node.children else node.more)
            return within
        if node.is_section_without_actions:
            # A section such as 工作要求 stands in no stage, nor does what comes after it on its level.
            self._below(node, _Place(section=node.words), more=node.more)
            return _Place()
        if node.is_group:
            own = "自选动作" in node.words or (place.own and "规定动作" not in node.words)
            quoted = _QUOTED.search(node.words)
            series = quoted[1] if quoted else place.series or ("" if node.level <= 1 else node.words)
            self._below(node, replace(place, series=cut(series, 40), own=own), more=node.more)
            return place
        self._read_item(node, place)
        return place

    def _below(self, node: Node, place: _Place, *, more: Sequence[Line]) -> None:
        """Everything under a heading: numbered items, else lines that name a time or somebody responsible."""
        for line in more:
            if node.children or place.section or not tells_more(line.text) or label_only(line.text):
                # What says no more stands in the task of its stage.
                self._passed += [line] if place.stage is None or node.children else []
            else:
                says = told(line.text, self._around(place.stage))
                self._add(line, says, place, (NO_NUMBER,))
        for child in node.children:
            place = self._read(child, place)

    def _read_item(self, node: Node, place: _Place, *, within: str = "") -> None:
        """A numbered item is an action; unnumbered lines and small marks below it are part of its words."""
        parts = [node.words, *(line.text for line in node.more)]
        parts += [words for child in node.children if child.is_detail for words in child.all_words()]
        text = "".join(part if part.endswith(("。", "；", ";", "：", ":")) else f"{part}。" for part in parts)
        doubts = [f"写在“{cut(within, 20)}”下面，可能是它的一部分"] if within else []
        if place.section:
            if not tells_more(text):
                self._passed += [node.line, *node.more]
                return
            doubts.append(f"写在“{cut(place.section, 20)}”下面，可能不是动作")
        elif place.stage is None and not tells_more(text):
            doubts.append("不在任何环节下面，也没有写时间和单位，可能不是动作")
        says = told(text, self._around(place.stage))
        self._add(node.line, says, place, tuple(doubts))
        for child in node.children:
            if not child.is_detail:
                self._read_item(child, place, within=says.name)

    def _add(self, line: Line, says: Told, place: _Place, doubts: tuple[str, ...]) -> None:
        stage = self._stages[place.stage] if place.stage is not None else None
        found = [*says.doubts, *doubts]
        due = says.time.due_on
        if stage and due and stage.begins_on and stage.ends_on and not stage.begins_on <= due <= stage.ends_on:
            found.append(f"完成时限不在“{stage.name}”的起止之内")
        self._actions.append(
            ParsedAction(
                line.number, line.source, place.stage, says, place.series, place.own or says.own,
                tuple(dict.fromkeys(found)),
            )
        )  # fmt: skip

    def _open(self, node: Node, heading: StageHeading) -> int:
        """A new stage; lines before its first item say its task and, under 时间：, its time."""
        task, times = [heading.rest] if heading.rest else [], heading.times
        for line in node.more:
            if label_only(line.text) == "time":
                times = times or line.text
            elif node.children or not tells_more(line.text):
                task.append(line.text)
        return self._add_stage(node.line, heading.name, times, "".join(task))

    def _add_stage(self, line: Line, name: str, times: str, task: str) -> int:
        time = time_of(times, self._year_ahead()) if times else Time()
        doubts = [time.doubt] if time.doubt else []
        if name in self._named:
            doubts.append(f"与第{self._stages[self._named[name]].line}行的环节同名")
        self._named.setdefault(name, len(self._stages))
        self._stages.append(
            ParsedStage(
                line=line.number,
                source=line.source,
                name=cut(name, 80),
                task=cut(task, 500),
                begins_on=time.begins_on,
                ends_on=time.due_on,
                doubts=tuple(doubts),
            )
        )
        return len(self._stages) - 1

    def _stage_named(self, row: Row) -> int:
        """The stage of a table's cell: known by its words, else new."""
        heading = stage_heading(row.stage)
        name, times = (heading.name, heading.times) if heading else without_time(row.stage)
        known = self._named.get(name)
        return known if known is not None else self._add_stage(row.line, name or row.stage, times, "")

    def _around(self, stage: int | None) -> Around:
        if stage is None:
            return Around(self._begins_on)
        found = self._stages[stage]
        return Around(self._begins_on, found.begins_on, found.ends_on)

    def _year_ahead(self) -> Around:
        """Stages follow one another: a month before the beginning is one of the next year, and no guess."""
        return Around(self._begins_on, self._begins_on, self._begins_on + timedelta(days=365))
