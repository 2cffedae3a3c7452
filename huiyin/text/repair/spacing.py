"""Spaces that set one number or one word apart into letters: 2 0 1 3 年, 工 作 报 告."""

import re
from collections.abc import Iterator

from huiyin.text.measure_words import measure_at
from huiyin.text.offsets import Edit
from huiyin.text.repair.scripts import simple_letter
from huiyin.text.repair.words import ordinary_words

# Whole rows of lone digits or letters; what stands round a row decides whether it is one number or one word.
_DIGITS = re.compile(r"\d(?: \d)++")
# 捐款38 650元: groups of three right behind a word; in a row of figures a space stands before them.
_GROUPED = re.compile(
    r" (?:(?<=[\u4e00-\u9fff，：,:][0-9] )|(?<=[\u4e00-\u9fff，：,:][0-9]{2} )|(?<=[\u4e00-\u9fff，：,:][0-9]{3} ))[0-9]{3}(?: [0-9]{3})*(?![0-9,.])"
)
# Begins with a letter to look for: quick to tell that there are none.
_SPACED = re.compile(r" (?<=\d )\d")
_LETTERS = re.compile(r"[\u4e00-\u9fff](?:[ \u3000][\u4e00-\u9fff]){3,}+")
_LONE_LETTER = re.compile(r"[ \u3000][\u4e00-\u9fff][ \u3000]")
# What makes the digits before it a number besides a measure word: a date, a share, a scale.
_COUNTED = re.compile("[年月日号时点届%％万亿千百余多]")
# As long as a cell of a table may be.
_CELL_MOST, _CELLS_LEAST = 10, 3
_LINE_MOST = 200
# A measure word and the word that it must not be the beginning of.
_WORD_MOST = 10
_TIGHT_LEAST = 7
# Another number right before: a row of figures. A comma of the clause is none.
_DIGIT_BEFORE = re.compile(r"(?:[\d.]|\d,|[\d.][,，：:]? )\Z")
# 1,2 3 6 is one number.
_THOUSANDS = re.compile(r"\d,\Z")
_SAID = re.compile(r"[，。；：、！？,;]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPACE = re.compile(r"[ \u3000]")


def spacing_edits(text: str) -> Iterator[Edit]:
    """The spaces inside numbers that a measure word follows, and inside a title of at least four lone characters."""
    found = [match for match in _rows(text) if _is_number(text, match)]
    if _LONE_LETTER.search(text):
        found += [match for match in _LETTERS.finditer(text) if _stands_alone(text, match)]
    found += [match for match in _GROUPED.finditer(text) if measure_at(text, match.end())]
    for match in sorted(found, key=lambda match: match.start()):
        for space in _SPACE.finditer(match[0]):
            yield Edit(match.start() + space.start(), match.start() + space.end(), "")


def _rows(text: str) -> Iterator[re.Match[str]]:
    """The rows of lone digits: each begins right before the first space between two."""
    space = _SPACED.search(text)
    while space is not None:
        row = _DIGITS.match(text, space.start() - 1)
        if row is None:
            raise ValueError("空格前后都是数字，却不成一行数字。")
        yield row
        space = _SPACED.search(text, row.end())


def _is_number(text: str, row: re.Match[str]) -> bool:
    """A measure word follows, no other number stands right before, and the line is no row of a table."""
    counted = "".join(map(simple_letter, text[row.end() : row.end() + _WORD_MOST].removeprefix(" ")))
    # Four digits and more with no blank at either end are no cells.
    tight = (
        len(row[0]) >= _TIGHT_LEAST
        and bool(_HAN.match(text, row.end()))
        and text[row.start() - 1 : row.start()].strip() != ""
    )
    if not tight and measure_at(counted, 0) is None and not _COUNTED.match(counted):
        return False
    before = text[max(0, row.start() - 3) : row.start()]
    if _DIGIT_BEFORE.search(before) and not (len(row[0]) == 5 and _THOUSANDS.search(before)):
        return False
    return not _in_table(text, row)


def _in_table(text: str, row: re.Match[str]) -> bool:
    """Whether the digits stand by themselves in a line without a sentence, or it has as many short cells as one beside it."""
    # A line goes on no further than it can be a table's: a long one is looked at once for each number.
    low, high = max(0, row.start() - _LINE_MOST), min(len(text), row.end() + _LINE_MOST)
    start, end = text.rfind("\n", low, row.start()) + 1 or low, text.find("\n", row.end(), high)
    end = high if end < 0 else end
    apart = row.start() == start or text[row.start() - 1] == " "
    if apart and text[row.end() : row.end() + 1] == " " and not _SAID.search(text, start, end):
        return True
    cells = _cells(text, start, end)
    if not cells:
        return False
    above = _cells(text, text.rfind("\n", max(0, start - _LINE_MOST), start - 1) + 1, start - 1) if start else 0
    stop = text.find("\n", end + 1, end + _LINE_MOST)
    below = _cells(text, end + 1, min(len(text), end + _LINE_MOST) if stop < 0 else stop)
    return cells in (above, below)


def _cells(text: str, start: int, end: int) -> int:
    """How many cells a line has; none when it is no row of short ones."""
    cells = text[start:end].split() if end - start <= _LINE_MOST else []
    return len(cells) if len(cells) >= _CELLS_LEAST and max(map(len, cells)) <= _CELL_MOST else 0


def _stands_alone(text: str, row: re.Match[str]) -> bool:
    """A title: no letter stands beside the row, and at least half of it are words; names and 甲 乙 丙 丁 are none."""
    if _HAN.match(text[row.start() - 1 : row.start()] or " ") or _HAN.match(text, row.end()):
        return False
    letters = _SPACE.sub("", row[0])
    return 2 * ordinary_words(letters) >= len(letters)
