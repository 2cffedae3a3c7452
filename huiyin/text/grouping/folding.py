"""Folds a text to what two writings of one sentence have in common: width, script, case, marks and blanks are gone.

Each character folds by itself, so that a hundred thousand texts laid end to end fold by one look-up in a table; the
table learns a character when it first meets it, so that nothing is paid at start.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from threading import Lock

import numpy as np
import opencc
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Places = NDArray[np.int64]

# Characters folded at one time: keeps the working arrays to some megabytes whatever the number of texts.
CHUNK = 1 << 16
POINTS = 0x110000
UNKNOWN = POINTS
# From here on an entry of the table names a character that folds into several.
SEVERAL = POINTS + 1
SEPARATOR = "."
COMMAS = np.array([ord(","), ord("，")], dtype=np.uint32)
# A comma between digits parts two numbers unless this many digits follow: 1,000 is one number, 3,5 are two.
THOUSANDS = 3


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _letters(character: str) -> str:
    """What one character folds into: nothing for a mark, a blank, an accent, a picture."""
    old, new = "", character
    # Until it stands still: folding what is folded already changes nothing.
    while new != old:
        old = new
        new = unicodedata.normalize("NFKD", _to_simplified().convert(unicodedata.normalize("NFKD", old)).casefold())
    return "".join(filter(_is_kept, new))


def _is_kept(character: str) -> bool:
    """Letters and numbers; accents go (café, pinyin), but signs that carry vowels in other scripts stay."""
    if "\u0300" <= character <= "\u036f" or _is_variant(character):
        return False
    return unicodedata.category(character) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Mn", "Mc")


def _is_variant(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


class _Table:
    """What each character folds into; learns characters as they come."""

    def __init__(self) -> None:
        self.entries = np.full(POINTS, UNKNOWN, dtype=np.uint32)
        self.several: list[str] = []
        self.learning = Lock()

    def look_up(self, codes: Codes) -> Codes:
        """The entry for each code point: 0 gone, a code point, or from `SEVERAL` on a place in `several`."""
        found = self.entries[codes]
        new = codes[found == UNKNOWN]
        if len(new):
            with self.learning:
                for code in np.unique(new).tolist():
                    self._learn(code)
            found = self.entries[codes]
        return found

    def _learn(self, code: int) -> None:
        letters = _letters(chr(code)) if not 0xD800 <= code < 0xE000 else ""
        if len(letters) > 1:
            self.several.append(letters)
            self.entries[code] = SEVERAL + len(self.several) - 1
        else:
            self.entries[code] = ord(letters) if letters else 0


_TABLE = _Table()


def fold(text: str) -> str:
    """The text without what two writings of one sentence may differ in."""
    return folded([text])[0]


def folded(texts: Sequence[str]) -> list[str]:
    """All texts folded, in their order."""
    found: list[str] = []
    for first, last in chunks(lengths_of(texts), CHUNK):
        found += _folded_chunk(texts[first:last])
    return found


def chunks(lengths: Places, most: int) -> Iterator[tuple[int, int]]:
    """Where to part a sequence so that no part is longer than `most` together, unless it is a single one."""
    ends = np.cumsum(lengths)
    first = 0
    while first < len(ends):
        done = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, done + most, side="right")))
        yield first, last
        first = last


def lengths_of(texts: Sequence[str]) -> Places:
    """How many characters each text has."""
    return np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))


def _folded_chunk(texts: Sequence[str]) -> list[str]:
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    ends = np.cumsum(lengths_of(texts))
    found = _TABLE.look_up(codes)
    kept = np.flatnonzero(found)
    letters = found[kept]
    stops = np.searchsorted(kept, ends)
    apart = _apart(codes, letters, kept, stops)
    if len(apart):
        letters = np.insert(letters, apart, ord(SEPARATOR))
        stops = stops + np.searchsorted(apart, stops)
    if (letters >= SEVERAL).any():
        letters, stops = _spelt_out(letters, stops)
    whole = letters.tobytes().decode("utf-32-le")
    bounds = [0, *stops.tolist()]
    pieces = [whole[a:b] for a, b in pairwise(bounds)]
    if "" in pieces:
        pieces = [piece or _pictures(text) for piece, text in zip(pieces, texts, strict=True)]
    return pieces


def _apart(codes: Codes, letters: Codes, kept: Places, stops: Places) -> Places:
    """Before which letters a separator belongs: two numbers (3.5, 1-2, 8:30) never run into one (35, 12, 830)."""
    digits = np.flatnonzero((letters >= ord("0")) & (letters <= ord("9")))
    later: Places = digits[1:][(np.diff(digits) == 1) & (np.diff(kept[digits]) > 1)]
    later = later[~np.isin(later, stops)]
    if not len(later):
        return later
    comma = np.isin(codes[kept[later] - 1], COMMAS) & (kept[later] - kept[later - 1] == 2)
    # The digits that follow without a gap, as many as make thousands and not one more.
    is_digit = np.zeros(len(codes) + THOUSANDS + 1, dtype=bool)
    is_digit[kept[digits]] = True
    group = np.logical_and.reduce([is_digit[kept[later] + step] for step in range(THOUSANDS)])
    parted: Places = later[~(comma & group & ~is_digit[kept[later] + THOUSANDS])]
    return parted


def _spelt_out(entries: Codes, ends: Places) -> tuple[Codes, Places]:
    """Every character that folds into several, in full."""
    places = np.flatnonzero(entries >= SEVERAL)
    letters = [_TABLE.several[entry - SEVERAL] for entry in entries[places].tolist()]
    widths = np.ones(len(entries), dtype=np.int64)
    widths[places] = [len(each) for each in letters]
    starts = np.concatenate(([0], np.cumsum(widths)))
    spelt = np.repeat(entries, widths)
    for place, each in zip(places.tolist(), letters, strict=True):
        spelt[starts[place] : starts[place] + len(each)] = [ord(letter) for letter in each]
    return spelt, starts[ends]


def _pictures(text: str) -> str:
    """What is left of a text without a letter: its pictures (each run of one picture once); marks alone are nothing."""
    pictures = list(filter(_is_picture, text))
    return "".join(now for before, now in pairwise(["", *pictures]) if now != before)


@lru_cache(maxsize=4096)
def _is_picture(character: str) -> bool:
    return unicodedata.category(character) == "So"
