"""What shows that a line break went through a sentence: a word, a number, a bracket or a reading that it cut in two."""

import re

from huiyin.text.measure_words import measure_at
from huiyin.text.repair.readings import LETTERS
from huiyin.text.repair.words import crosses

_GLOSSES = re.compile(rf"[(（][{LETTERS}]{{1,6}}[)）]")
_OPEN_GLOSS = re.compile(rf"[(（][{LETTERS}]{{0,6}}$")
_LEADS = tuple("，。、；：！？,.;:!?）)》”】")
_OPENERS, _CLOSERS = "《（(“【", "》）)”】"
_DIGIT_END = re.compile(r"\d ?$")
_HAN_END, _HAN_START = re.compile(r"[\u3400-\u9fff]{1,6}$"), re.compile(r"[\u3400-\u9fff]{1,6}")
_STOP_INSIDE = re.compile(r"[。！？；](?=.*[\u3400-\u9fff])")
# A row of a table holds neither marks of a sentence nor readings.
_SAID = re.compile(r"[，。；！？、：,;:!?(（）)“”]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LOOKED_AT, _PAIR = 40, 2


def is_cut(said: str, head: str) -> bool:
    """Whether a sentence that breaks off goes on in the next line beyond doubt."""
    if _OPEN_GLOSS.search(said) or head.lstrip().startswith(_LEADS):
        return True
    said, head = _GLOSSES.sub("", said), _GLOSSES.sub("", head[:_LOOKED_AT])
    if _DIGIT_END.search(said) and (head[:1].isdigit() or measure_at(head, 0) is not None):
        return True
    if any(
        said.count(opens) > said.count(ends) and ends in head for opens, ends in zip(_OPENERS, _CLOSERS, strict=True)
    ):
        return True
    before, after = _HAN_END.search(said), _HAN_START.match(head)
    return before is not None and after is not None and crosses(before[0], after[0])


def is_prose(said: str) -> bool:
    """Whether a sentence ends inside the line and another begins."""
    return _STOP_INSIDE.search(said) is not None


def is_row(line: str, after: str) -> bool:
    """Whether a line is a row of a table and no part of a sentence: three cells and more, or two as the next has."""
    cells = _cells(line)
    return cells > _PAIR or (cells == _PAIR and _cells(after) == _PAIR)


def _cells(line: str) -> int:
    """How many cells a line without a mark or a reading has."""
    cells = line.split()
    return len(cells) if _HAN.search(line) is not None and _SAID.search(line) is None else 0
