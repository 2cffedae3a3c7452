"""What a word list says about a character that is missing between two passages of simplified text."""

from collections.abc import Sequence
from functools import lru_cache
from types import ModuleType

from huiyin.text.repair.readings import readings
from huiyin.text.repair.scripts import simple_letter

_LONGEST_BEFORE = 3
_WORD_LEAST = 2
# Marks of the word list: people, places, bodies, other names.
_NAMES = ("nr", "ns", "nt", "nz")


@lru_cache(maxsize=1)
def _words() -> ModuleType:
    """The word list: 33 MB, wanted only by texts that hold shifted stretches."""
    import rjieba

    return rjieba


def ends_with_word(before: str) -> bool:
    """Whether a passage ends with a finished word of several characters."""
    tokens = _words().cut(before, False)
    return bool(tokens) and len(tokens[-1]) > 1


def makes_word_after(before: str, letters: Sequence[str]) -> list[str]:
    """The letters that make a known word with what stands before them."""
    tails = [before[-size:] for size in range(1, _LONGEST_BEFORE + 1) if len(before) >= size]
    words = _words()
    return [letter for letter in letters if any(words.has_word(tail + simple_letter(letter)) for tail in tails)]


def makes_word_before(letters: Sequence[str], after: str) -> list[str]:
    """The letters that make a known word with what stands behind them."""
    heads = [after[:size] for size in range(1, len(after) + 1)]
    words = _words()
    return [letter for letter in letters if any(words.has_word(simple_letter(letter) + head) for head in heads)]


def known(word: str) -> bool:
    """Whether two characters make a word, in either script."""
    return bool(_words().has_word("".join(map(simple_letter, word))))


def read_so(syllable: str) -> tuple[str, ...]:
    """The everyday characters that are read so."""
    return tuple(_by_reading().get(syllable.replace("ɡ", "g"), ()))


@lru_cache(maxsize=1)
def _by_reading() -> dict[str, list[str]]:
    """The first plane of GB 2312 (rows 16 to 55) by reading, with tones and without."""
    found: dict[str, list[str]] = {}
    rows = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    for letter in "".join(row.decode("gb2312", "ignore") for row in rows):
        for reading in frozenset().union(*readings(letter)):
            found.setdefault(reading, []).append(letter)
    return found


def longer_word(before: str, letter: str) -> bool:
    """Whether several characters and one more make a word."""
    return len(before) > 1 and bool(_words().has_word(before + simple_letter(letter)))


def ordinary(word: str) -> bool:
    """Whether several characters, in either script, make one word that is nobody's and no place's name."""
    if len(word) < _WORD_LEAST:
        return False
    tokens = _words().tag("".join(map(simple_letter, word)), False)
    return len(tokens) == 1 and _words().has_word(tokens[0][0]) and not tokens[0][1].startswith(_NAMES)


def ordinary_words(letters: str) -> int:
    """How many characters of a row belong to such words."""
    simple = "".join(map(simple_letter, letters))
    return sum(len(word) for word in _words().cut(simple, False) if len(word) > 1 and ordinary(word))


def crosses(before: str, after: str) -> bool:
    """Whether a word begins in one passage and ends in the next."""
    at = 0
    for word in _words().cut("".join(map(simple_letter, before + after)), False):
        if at < len(before) < at + len(word):
            return ordinary(word)
        at += len(word)
    return False
