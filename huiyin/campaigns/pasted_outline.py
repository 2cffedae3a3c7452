"""The outline of a pasted plan: numbered lines as a tree, and which of its headings name a stage.

Pure. Depth follows the kind of number (一、（一）1.（1）一是), as official writing has it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from huiyin.campaigns.pasted import DEEPEST, Line, numbered
from huiyin.campaigns.pasted_dates import Around, is_time, time_of
from huiyin.campaigns.pasted_words import label_only, tells_more, without_time

STAGE_NAME = 40
_STAGE = re.compile(
    r"第\s?[一二三四五六七八九十\d]{1,3}\s?个?(?:环节|阶段|步骤?)(?!结束|完成|的|要|中|后|前|期间|内|以来|任务)"
    r"(?P<time>[（(][^（）()]{0,60}[)）])?\s{0,3}[:：,，、—-]{0,2}\s{0,3}"
)
_STAGE_WORD = re.compile(r"(?:环节|阶段)$")
_NO_ACTIONS = re.compile(
    r"指导思想|总体要求|基本原则|目标|意义|组织领导|领导小组|工作要求|有关要求|保障|参加范围|参加对象|参加单位|注意事项|总体安排|^要求$"
)
_INLINE = re.compile(
    r"(?<=[，,])(?=[一二三四五六七八九十]{1,2}是)"
    r"|(?<=[。；;：:\s])(?=\d{1,2}[、.]\s?[“\u4e00-\u9fff]|[（(]\d{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]{1,2}是)"
)
_ATTACHED = re.compile(r"附(?:件|表)\s?\d{0,2}\s?[:：]?")
_HEADING_MOST = 30


@dataclass
class Node:
    """A numbered line with what stands below it; `more` are the lines without a number that follow it."""

    line: Line
    level: int
    words: str
    more: list[Line] = field(default_factory=list)
    children: "list[Node]" = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """Short words that name what follows and ask for nothing themselves."""
        return len(self.words) <= _HEADING_MOST and not tells_more(self.words) and "。" not in self.words[:-1]

    @property
    def is_section_without_actions(self) -> bool:
        """指导思想, 组织领导, 工作要求 and the like, with something below."""
        return self.level <= 2 and self.is_heading and bool(self.children or self.more) and is_no_action(self.words)

    @property
    def is_group(self) -> bool:
        """A heading over several items; an item with small marks below it is one item in several sentences."""
        if not self.is_heading:
            return False
        if self.children:
            return self.level <= 2 or any(child.level < DEEPEST for child in self.children)
        return self.level == 1 and bool(self.more)

    @property
    def is_detail(self) -> bool:
        """Small marks (一是, bullets), and items below that ask for nothing in their own right."""
        return self.level >= DEEPEST or not any(tells_more(words) for words in self.all_words())

    def all_words(self) -> Iterator[str]:
        """Its own words and all below it, in order."""
        yield self.words
        yield from (line.text for line in self.more)
        for child in self.children:
            yield from child.all_words()


@dataclass(frozen=True)
class StageHeading:
    """A heading that names a stage: its name, its times as written, and what follows it in the line."""

    name: str
    times: str
    rest: str


def outline(lines: Sequence[Line]) -> tuple[list[Line], list[Node]]:
    """The lines before the first number, and the tree of the numbered ones."""
    preface: list[Line] = []
    top: list[Node] = []
    stack: list[Node] = []
    for line in lines:
        if _ATTACHED.match(line.text):
            # The list of attachments: what follows belongs to nothing above it.
            preface.append(line)
            stack.clear()
            continue
        for part in _INLINE.split(line.text):
            found = numbered(part)
            if not found.level and stage_heading(found.words) is None:
                if stack:
                    stack[-1].more.append(replace(line, text=part.strip()))
                else:
                    preface.append(line)
                continue
            node = Node(line, found.level, found.words)
            while stack and stack[-1].level >= found.level:
                stack.pop()
            (stack[-1].children if stack else top).append(node)
            stack.append(node)
    return preface, top


def stage_heading(words: str) -> StageHeading | None:
    """第一环节：学习教育（7月—9月）。…"""
    found = _STAGE.match(words)
    if not found:
        return None
    rest = words[found.end() :]
    end = re.search(r"[。；;：:]", rest)
    head, after = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
    name, times = without_time(head)
    if len(name) > STAGE_NAME:
        return None
    own_time = without_time(found["time"] or "")[1]
    ordinal = re.sub(r"[（(].*", "", found[0]).strip(" :：,，、—-")
    return StageHeading(name or ordinal, times or own_time, after.strip())


def stage_by_look(node: Node, around: Around) -> StageHeading | None:
    """A heading that ends in 环节 or 阶段, or one over items for which it, or a line 时间：… below it, gives a span of time."""
    if node.level > 2:
        return None
    head, _sign, rest = node.words.partition("。")
    name, times = without_time(head)
    if not name or len(name) > STAGE_NAME or is_no_action(name):
        return None
    if _STAGE_WORD.search(name):
        return StageHeading(name, times, rest)
    if not any(child.level < DEEPEST for child in node.children):
        return None
    below = (line.text for line in node.more if label_only(line.text) == "time")
    for words in filter(None, (times, rest, *below)):
        span = time_of(words, around)
        if span.begins_on and span.due_on:
            task = "".join(part for part in re.split(r"(?<=。)", rest) if not is_time(part.strip("（）()。")))
            return StageHeading(name, words, task)
    return None


def is_no_action(words: str) -> bool:
    """Whether a heading stands over text that asks for no actions."""
    return bool(_NO_ACTIONS.search(words))
