"""Characters that are gone but for their reading: 張?(shū)記 is 書記, 辦Y(jié) is 辦結, and where several fit a mark stays."""

import re
from collections.abc import Iterator

from huiyin.text.numerals import NUMERAL
from huiyin.text.offsets import Edit
from huiyin.text.repair.pairs import everyday, with_trail
from huiyin.text.repair.readings import LETTERS, has_reading
from huiyin.text.repair.scripts import simplify
from huiyin.text.repair.signs import places
from huiyin.text.repair.words import makes_word_after, makes_word_before, read_so

# A mark, or an ASCII character that was the second byte of the one that is gone.
_GONE = re.compile(rf"(?:([@-~])[(（]|[?\ufffd][(（]?)([{LETTERS}]{{1,6}})[)）](?:[(（]\2[)）])*")
_SIGNS = "?\ufffd(（"
_MARKS = 2
_TONED = re.compile(r"[^a-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def named_edits(text: str) -> Iterator[Edit]:
    """The character that its reading and its neighbours make certain, else a mark, in place of what is left of it."""
    for match in _remains(text):
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


def _remains(text: str) -> Iterator[re.Match[str]]:
    """What is left of characters that are gone: looked for at marks and brackets only, for there are few."""
    done = 0
    for at in sorted({at for sign in _SIGNS for at in places(text, sign)}):
        # A bracket is the second letter of what is left.
        start = at - 1 if text[at] in "(（" and text[at - 1 : at].isascii() else at
        if start >= done and (match := _GONE.match(text, start)) is not None:
            yield match
            done = match.end()


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
