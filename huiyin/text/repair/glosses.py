"""Takes out pinyin that a conversion machine put in brackets behind a character: 認(rèn)真 is 認真.

A bracket goes only when it is a reading of the character before it; doubled ones (認(rèn)(rèn)真) and one for a whole word
(認真(rèn zhēn)) are known too. Real brackets are never touched.
"""

import re
from collections.abc import Iterator

from huiyin.text.offsets import Edit
from huiyin.text.repair.readings import LETTERS, has_reading

_ONE = rf"[(（][{LETTERS}]{{1,6}}(?: ?[{LETTERS}]{{1,6}}){{0,5}}[)）]"
# The first one stands by itself: so the scan knows what it looks for.
_GLOSS = re.compile(rf"{_ONE}(?:{_ONE})*")
_SYLLABLES = re.compile(rf"[{LETTERS}]+")
_BRACKET = re.compile(r"[(（]([^)）]*)[)）]")


def gloss_edits(text: str) -> Iterator[Edit]:
    """The brackets that only say how the characters before them are read."""
    if "(" not in text and "（" not in text:
        return
    for match in _GLOSS.finditer(text):
        start, end = match.span()
        if not "\u3400" <= text[start - 1 : start] <= "\u9fff":
            continue
        said = match[0][1:-1]
        # One syllable for one character is by far the most frequent.
        if said.isalpha():
            fits = has_reading(text[start - 1], said)
        else:
            fits = _only_readings(text[max(0, start - 6) : start], match[0])
        if fits:
            yield Edit(start, end, "")


def _only_readings(before: str, brackets: str) -> bool:
    """Whether every bracket is a reading of the last character, or one syllable for each of the last characters."""
    for bracket in _BRACKET.findall(brackets):
        said = _SYLLABLES.findall(bracket)
        letters = before[-len(said) :]
        if len(letters) != len(said) or not all(has_reading(c, s) for c, s in zip(letters, said, strict=True)):
            return False
    return True
