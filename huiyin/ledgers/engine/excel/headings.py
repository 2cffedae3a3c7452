"""Which column a heading means: by the clerk's remembered choice, by label, by alias, with units and brackets set aside."""

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.ledgers.engine.excel.columns import SERIAL_LABEL, Column, check_columns

IGNORED = ""  # a remembered mapping to this name: the clerk said this heading is not wanted
_NOISE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff*※★☆:;,.、。，；：·_\-—–/\\|\"'“”‘’]+")
_BRACKETED = re.compile(r"[(\[{【〔（［].*?[)\]}】〕）］]")
_BRACKETS = re.compile(r"[()\[\]{}【】〔〕（）［］<>《》〈〉]")
_MEASURES = frozenset(
    ["元", "千元", "万元", "百万元", "亿元", "人", "人次", "户", "件", "条", "个", "次", "场", "份", "篇", "项", "%"]
) | {"天", "日", "工作日", "小时", "分钟", "月", "年", "页", "本", "册", "亩", "平方米", "米", "公里"}
_SERIALS = frozenset({SERIAL_LABEL, "序", "编号顺序", "no", "行号"})


def normalise_header(text: str) -> str:
    """A heading made comparable; also the key under which a mapping is remembered."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _BRACKETS.sub("", _NOISE.sub("", folded))


def is_serial(heading: str) -> bool:
    return normalise_header(heading) in _SERIALS


@dataclass(frozen=True, slots=True)
class Meaning:
    """A heading's column; or None with the sentence that says why it was not simply taken."""

    column: Column | None
    objection: str = ""


class Headings:
    """Looks headings up for one set of columns and one clerk's remembered mapping."""

    def __init__(self, columns: Sequence[Column], remembered: Mapping[str, str]) -> None:
        check_columns(columns)
        by_name = {column.name: column for column in columns}
        self._remembered = {
            heading: by_name.get(name) for heading, name in remembered.items() if name == IGNORED or name in by_name
        }
        self._known: dict[str, Meaning] = {}
        self._full: dict[str, Column] = {}
        self._bare: dict[str, Column | None] = {}
        for column in columns:
            self._full.setdefault(normalise_header(column.label), column)
        for column in columns:
            for alias in column.aliases:
                self._full.setdefault(normalise_header(alias), column)
        for column in columns:
            for word in (column.label, *column.aliases):
                bare = _bare(word)
                # Two columns that differ in brackets only cannot be told apart without them.
                taken = self._bare.get(bare, column)
                self._bare[bare] = column if taken is column else None

    def is_ignored(self, heading: str) -> bool:
        key = normalise_header(heading)
        return key in self._remembered and self._remembered[key] is None

    def meaning(self, heading: str) -> Meaning:
        known = self._known.get(heading)
        if known is None:
            known = self._known[heading] = self._look_up(heading)
        return known

    def _look_up(self, heading: str) -> Meaning:
        key = normalise_header(heading)
        if not key:
            return Meaning(None)
        if key in self._remembered:
            return Meaning(self._remembered[key])
        column = self._full.get(key)
        if column is None:
            column = self._bare.get(_bare(heading))
            if column is not None:
                objection = _measure_differs(heading, column)
                if objection:
                    return Meaning(None, objection)
        return Meaning(column)

    def suggestions(self, heading: str, free: Sequence[Column]) -> tuple[str, ...]:
        """Labels of columns not yet found whose words come close, nearest first."""
        key = normalise_header(heading)
        near: dict[str, float] = {}
        for column in free:
            for word in (column.label, *column.aliases):
                candidate = normalise_header(word)
                ratio = difflib.SequenceMatcher(None, key, candidate).ratio()
                if candidate in key or key in candidate:
                    ratio = max(ratio, 0.7)
                near[column.label] = max(near.get(column.label, 0.0), ratio)
        ranked = sorted(near, key=lambda label: -near[label])
        return tuple(label for label in ranked if near[label] >= 0.5)[:3]


def _bare(text: str) -> str:
    """The heading without what stands in brackets: 金额（万元） → 金额."""
    without = _BRACKETED.sub("", unicodedata.normalize("NFKC", text))
    return normalise_header(without) or normalise_header(text)


def _measure(text: str) -> str:
    found = _BRACKETED.findall(unicodedata.normalize("NFKC", text))
    measures = [word for word in (part[1:-1].removeprefix("单位:").strip() for part in found) if word in _MEASURES]
    return measures[0] if measures else ""


def _measure_differs(heading: str, column: Column) -> str:
    """Amounts in 元 must not slip into a column of 万元."""
    theirs, ours = _measure(heading), _measure(column.label)
    if theirs and ours and theirs != ours:
        return f"表里写的是“{heading.strip()}”，这里要的是“{column.label}”，单位不同。请换算以后改正表头再上传。"
    return ""
