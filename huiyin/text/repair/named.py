"""Characters that are gone but for their reading: 張?(shū)記 is 書記, 辦Y(jié) is 辦結, and where several fit a mark stays."""

import re
from collections.abc import Iterator

from huiyin.text.numerals import NUMERAL
from huiyin.text.offsets import Edit
from huiyin.text.repair.pairs import everyday, with_trail
from huiyin.text.repair.readings import LETTERS, has_reading
from huiyin.text.repair.scripts import simplify
from huiyin.text.repair.words import makes_word_after, makes_word_before, read_so

# A mark, or an ASCII character that was the second byte of the one that is gone.
_GONE = re.compile(rf"(?:([@-~])[(（]|[?\ufffd][(（]?)([{LETTERS}]{{1,6}})[)）](?:[(（]\2[)）])*")
_MARKS = 2
_TONED = re.compile(r"[^a-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def named_edits(text: str) -> Iterator[Edit]:
    """The character that its reading and its neighbours make certain, else a mark, in place of what is left of it."""
    for match in _GONE.finditer(text):
        start, end = match.span()
        # One character that is gone may have left two marks.
        while text[start - 1 : start] in ("?", "\ufffd") and match.start() - start < _MARKS:
            start -= 1
        before, after = text[max(0, start - 3) : start], text[end : end + 3]
        left, syllable = match[1] or "", match[2]
        # In a text without readings, (a) behind a letter is the author's.
        if not _TONED.search(syllable) or not (_HAN.match(before[-1:]) or _HAN.match(after)):
            continue
        yield Edit(start, end, _certain(left, syllable, simplify(before), simplify(after)) or "?")


def _certain(left: str, syllable: str, before: str, after: str) -> str:
    """The one character that fits; "" when none or several do."""
    if not left:
        letters: tuple[str, ...] = read_so(syllable)
    else:
        letters = tuple(each for each in with_trail(ord(left)) if everyday(each) and has_reading(each, syllable))
        if len(letters) == 1:
            return letters[0]
    makers = set(makes_word_before(letters, after)) | set(makes_word_after(before, letters))
    # A number is never guessed.
    return makers.pop() if len(makers) == 1 and not makers & set(NUMERAL) else ""
