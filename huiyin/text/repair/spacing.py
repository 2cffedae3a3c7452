"""Spaces that set one number or one word apart into letters: 2 0 1 3 年, 工 作 报 告."""

import re
from collections.abc import Iterator

from huiyin.text.measure_words import measure_at
from huiyin.text.offsets import Edit

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
_COUNTED = re.compile(r" ?[\u4e00-\u9fff%％]")
# Another number right before: a row of figures. A comma of the clause is none.
_DIGIT_BEFORE = re.compile(r"(?:[\d.]|\d,|[\d.][,，：:]? )\Z")
# 1,2 3 6 is one number.
_THOUSANDS = re.compile(r"\d,\Z")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPACE = re.compile(r"[ \u3000]")


def spacing_edits(text: str) -> Iterator[Edit]:
    """The spaces inside numbers that a measure word follows, and inside a title of at least four lone characters."""
    found = [match for match in _DIGITS.finditer(text) if _is_number(text, match)] if _SPACED.search(text) else []
    if _LONE_LETTER.search(text):
        found += [match for match in _LETTERS.finditer(text) if _stands_alone(text, match)]
    found += [match for match in _GROUPED.finditer(text) if measure_at(text, match.end())]
    for match in sorted(found, key=lambda match: match.start()):
        for space in _SPACE.finditer(match[0]):
            yield Edit(match.start() + space.start(), match.start() + space.end(), "")


def _is_number(text: str, row: re.Match[str]) -> bool:
    """A measure word follows, and no other number stands right before."""
    if not _COUNTED.match(text, row.end()):
        return False
    before = text[max(0, row.start() - 3) : row.start()]
    return not _DIGIT_BEFORE.search(before) or (len(row[0]) == 5 and bool(_THOUSANDS.search(before)))


def _stands_alone(text: str, row: re.Match[str]) -> bool:
    """No letter stands beside the row: a title, not the end of a sentence."""
    return not _HAN.match(text[row.start() - 1 : row.start()] or " ") and not _HAN.match(text, row.end())
