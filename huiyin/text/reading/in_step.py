"""Two-byte text with a damaged byte in it: read on in step behind the damage, where a plain decoder pairs bytes wrongly.

A lost byte leaves its partner alone. A plain decoder takes that one together with the first byte of the next character
and goes on so to the end of the clause; here every way to part the bytes is weighed by how likely its characters are.
"""

import re

from huiyin.text.reading.likeness import has_seldom
from huiyin.text.repair.pairs import bits

MARK = "\ufffd"
# What no two-byte character ends with; the digits do not part here, for four bytes of GB 18030 hold two of them.
_PARTED = re.compile(rb"[\x00-\x2f\x3a-\x3f]+")
# A byte that fits nothing takes more bits than any character of two bytes has, so no rare character is broken up.
_LOST = 30
# A four-byte character is rarer than any other. Nothing longer is weighed.
_FOUR_BYTES, _LONGEST = 32, 20_000
# So much likelier a reading must be that marks damage where a plain decoder sees none.
_GAIN = 10
# Kana are no Chinese: their bytes out of step look likelier than in step.
_ENDED = re.compile("^(?!.*[\u3040-\u30ff]).*[\u3400-\u9fff][@-~]", re.DOTALL)
_FIRST, _DIGITS = 0x81, range(0x30, 0x3A)


def in_step(raw: bytes, encoding: str, *, hidden: bool = False) -> str:
    """The text of some bytes in GB 18030 or Big5; where a clause has damage, the likeliest way to read it.

    `hidden`: look also for damage that left no byte that fits nothing, as where pieces were joined.
    """
    said = raw.decode(encoding, "replace")
    if MARK not in said and not (hidden and _may_hide_damage(said)):
        return said
    parts, done = [], 0
    for stop in _PARTED.finditer(raw):
        parts += [_clause(raw[done : stop.start()], encoding, hidden), stop[0].decode("ascii")]
        done = stop.end()
    return "".join([*parts, _clause(raw[done:], encoding, hidden)])


def _clause(raw: bytes, encoding: str, hidden: bool) -> str:
    said = raw.decode(encoding, "replace")
    if len(raw) > _LONGEST:
        return said
    if MARK in said:
        return _likeliest(raw, encoding)
    if hidden and _may_hide_damage(said):
        better = _likeliest(raw, encoding)
        return better if takes(said) - takes(better) >= _GAIN else said
    return said


def _may_hide_damage(said: str) -> bool:
    """Whether a run out of step may have ended in a letter of ASCII, which is a second byte as well: 邦篕琝x for 決實際."""
    return _ENDED.search(said) is not None and has_seldom(said)


def _likeliest(raw: bytes, encoding: str) -> str:
    """The reading that takes the fewest bits; for each place the best way to have come there."""
    best: list[tuple[int, int, str]] = [(0, 0, "")]
    for place in range(1, len(raw) + 1):
        ways = [
            (best[place - 1][0] + (bits(one) if (one := _single(raw[place - 1])) != MARK else _LOST), place - 1, one)
        ]
        for size in (2, 4):
            if place >= size and (letter := _letter(raw[place - size : place], encoding)):
                takes = bits(letter) if size == 2 else _FOUR_BYTES
                ways.append((best[place - size][0] + takes, place - size, letter))
        best.append(min(ways, key=lambda way: way[0]))
    letters = []
    place = len(raw)
    while place:
        _takes, before, letter = best[place]
        letters.append(letter)
        place = before
    return "".join(reversed(letters))


def takes(said: str) -> int:
    """The bits that a reading takes."""
    return sum(_LOST if letter == MARK else bits(letter) for letter in said)


def _single(byte: int) -> str:
    return chr(byte) if byte < _FIRST - 1 else MARK


def _letter(raw: bytes, encoding: str) -> str:
    """The one character of some bytes, or ""."""
    if raw[0] < _FIRST or (len(raw) > 2 and raw[1] not in _DIGITS):
        return ""
    letter = raw.decode(encoding, "ignore")
    return letter if len(letter) == 1 and letter.encode(encoding, "ignore") == raw else ""
