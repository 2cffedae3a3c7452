"""Text shifted by one byte in GBK: a lost byte makes every pair after it the wrong character; read it again in step.

`基層組織。基層組織` with the first byte of 。 lost reads `基層組織?；鶎咏M織`: from there on, each character holds the second byte
of one true character and the first byte of the next, until an ASCII letter or a byte that fits nothing brings the
pairs back into step. All bytes are there but one. Every way to read a suspicious stretch is weighed by how likely its
characters are and whether they make words; the stretch is put back only when another reading is plainly likelier.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from huiyin.text.numerals import NUMERAL
from huiyin.text.offsets import Edit
from huiyin.text.repair.pairs import (
    PUNCTUATION_LEADS,
    bits,
    decoded,
    everyday,
    pair,
    trails_read,
    wide,
    with_trail,
)
from huiyin.text.repair.readings import LETTERS
from huiyin.text.repair.scripts import simplify
from huiyin.text.repair.words import ends_with_word, known, longer_word, makes_word_after

_STOPS = frozenset("。，、；：？！“”‘’《》）…—·")
# Chinese, private, and what a code table of Chinese holds besides: Greek, Cyrillic, kana, bopomofo, lines.
_SELDOM_SEEN = (
    range(0x3400, 0xA000),
    range(0xE000, 0xF900),
    range(0x370, 0x460),
    range(0x2500, 0x2580),
    range(0x3040, 0x3130),
)
_OPENERS = tuple("“《（‘")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LOST = "?\ufffd"
_WHOLE_GLOSS_BEHIND = re.compile(rf"[(（][{LETTERS}]{{1,6}}[)）]")
_GLOSS_BEHIND = re.compile(rf"[(（]?([{LETTERS}]{{1,6}})[)）]")
# How far round a suspicious place is read, how near two of them belong together, and how long a stretch may grow.
_MARGIN, _NEAR, _LONGEST = 12, 24, 1_500
# As far as is looked to either side of a stretch: words before it, a reading behind it.
_SEEN_BEFORE, _SEEN_BEHIND = 4, 10
# Bits that an event takes: a byte lost without trace, one with its mark, a run that ends without trace, a full-width
# character made narrow, a reading taken for a character; and a mark that stands where it stands.
_SILENT, _MARKED, _ENDED, _NARROWED, _NAMED, _PLAIN = 12, 3, 12, 8, 6, 10
made = tuple.__new__
_SYMBOL_BITS, _COMMA_BITS = bits("a"), bits("，")
# What two characters that make a word save, and what a new reading must save.
_WORD, _LEAST_GAIN = 5, 10


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch read again: from `start` to `end` it stood as it stands; `text` is what it says."""

    start: int
    end: int
    text: str


class _Way(NamedTuple):
    """One way to have read a stretch so far: its bits, the way before, what the last step said and where it began."""

    bits: int
    before: "_Way | None"
    said: str
    at: int
    again: bool  # this step did not take the text as it stands


def shifted_runs(text: str) -> Iterator[Run]:
    """The stretches that are plainly likelier when read in step; a destroyed character keeps its mark.

    >>> [run.text for run in shifted_runs("要服务基层组织?；鶎咏M织是黨")]
    ['。基層組']
    """
    for start, end in _stretches(text):
        low = max(0, start - _SEEN_BEFORE)
        for run in _known_runs(text[low : end + _SEEN_BEHIND], start - low, end - low):
            yield Run(low + run.start, low + run.end, run.text)


def shifted_edits(text: str) -> list[Edit]:
    """The same as edits of the text."""
    return [Edit(run.start, run.end, run.text) for run in shifted_runs(text)]


@lru_cache(maxsize=2_000)
def _known_runs(seen: str, start: int, end: int) -> tuple[Run, ...]:
    """The runs of a stretch with what is seen round it; forms and slogans stand spoiled the same way again and again."""
    return tuple(_read_again(seen, start, end))


@lru_cache(maxsize=1)
def _odd() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A character that running text hardly holds, or a mark; and what makes such places worth reading again."""
    letters = map(chr, chain(*_SELDOM_SEEN))
    odd = "".join(letter for letter in letters if not everyday(letter))
    # 扑](jiàn): an ASCII character with a reading behind it was the second byte of a Chinese one.
    bare = f"[@-~](?=[(（][{LETTERS}]{{1,6}}[)）])"
    return (
        re.compile(f"[?\ufffd{odd}]|{bare}"),
        # Private characters of GBK stand in no text that somebody wrote; those of symbol fonts begin at F000.
        re.compile(f"[{odd}].{{0,2}}[{odd}]|(?<!\\?)[?\ufffd](?!\\?\\?)|[\ue000-\ue865]|{bare}"),
    )


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where a shifted run may stand: round odd characters and marks, never past a line's end."""
    odd, worth = _odd()
    start = end = -1
    done = 0
    for match in odd.finditer(text):
        at = match.start()
        if start >= 0 and at - end <= _NEAR and at - start <= _LONGEST and text.find("\n", end, at) < 0:
            end = at
            continue
        if start >= 0 and worth.search(text, start, end + 8):
            yield (found := _with_margin(text, start, end, done))
            done = found[1]
        start = end = at
    if start >= 0 and worth.search(text, start, end + 8):
        yield _with_margin(text, start, end, done)


def _with_margin(text: str, start: int, end: int, done: int) -> tuple[int, int]:
    low = max(done, start - _MARGIN)
    high = min(len(text), end + 1 + _MARGIN)
    stop = text.find("\n", end, high)
    return max(low, text.rfind("\n", low, start) + 1), stop if stop >= 0 else high


def _read_again(text: str, start: int, end: int) -> Iterator[Run]:
    """The runs of one stretch in which the likeliest reading is another than the one that stands."""
    best = _likeliest(text, start, end)
    if best is None:
        return
    steps: list[_Way] = []
    way: _Way | None = best
    while way is not None and way.before is not None:
        steps.append(way)
        way = way.before
    steps.reverse()
    saved = _saved_before(text, start, end)
    index = 0
    while index < len(steps):
        if not steps[index].again:
            index += 1
            continue
        last = index
        while last + 1 < len(steps) and steps[last + 1].again:
            last += 1
        first, stop = steps[index], steps[last + 1].at if last + 1 < len(steps) else end
        assert first.before is not None
        # The character behind the run is weighed too: it may make a word only with the new reading.
        takes = steps[last].bits - first.before.bits
        if saved[stop - start] - saved[first.at - start] - takes >= _LEAST_GAIN:
            said = "".join(step.said for step in steps[index : last + 1])
            if said != text[first.at : stop]:
                yield Run(first.at, stop, _with_first(text, first.at, said))
        index = last + 1


def _saved_before(text: str, start: int, end: int) -> list[int]:
    """Bits of the text as it stands, up to each place."""
    sums = [0]
    read = start
    for at in range(start, end):
        takes = _takes(text[at - 1 : at] if at > start else "", text[at]) if at >= read else 0
        if text[at] in _LOST and (gloss := _WHOLE_GLOSS_BEHIND.match(text, at + 1)) is not None:
            read = gloss.end()
        sums.append(sums[-1] + takes)
    return sums


@lru_cache(maxsize=50_000)
def _takes(before: str, letter: str) -> int:
    """Bits of a character behind another one."""
    if letter in _LOST:
        return _PLAIN if before not in ("?", "\ufffd") else 2 * _PLAIN
    return bits(letter) - (_WORD if before and _word(before, letter) else 0)


def _word(first: str, second: str) -> bool:
    return bool(_HAN.match(first) and _HAN.match(second)) and known(first + second)


def _likeliest(text: str, start: int, end: int) -> _Way | None:
    """The likeliest way to read a stretch; ways differ in which byte waits for its second (None: in step)."""
    ways: dict[int | None, _Way] = {None: _Way(0, None, "", start, False)}
    skip: dict[int, dict[int | None, _Way]] = {}
    for at in range(start, end):
        for waiting, way in skip.pop(at, {}).items():
            _keep(ways, waiting, way)
        after: dict[int | None, _Way] = {}
        letter = text[at]
        for lead, way in ways.items():
            if lead is None:
                _in_step(after, way, text, at)
            else:
                _out_of_step(after, way, lead, letter, at)
            if letter in _LOST and (gloss := _GLOSS_BEHIND.match(text, at + 1)) is not None and gloss.end() <= end:
                behind = skip.setdefault(gloss.end(), {})
                if lead is None and text[at + 1] in "(（":
                    # The character is gone and only its reading is left: that says nothing of a shift.
                    _keep(behind, None, _Way(way.bits + _PLAIN, way, text[at : gloss.end()], at, False))
                _named(behind, way, lead, text, at, gloss)
        ways = after
    for waiting, way in skip.pop(end, {}).items():
        _keep(ways, waiting, way)
    return ways.get(None)


def _keep(ways: dict[int | None, _Way], lead: int | None, way: _Way) -> None:
    """The likelier of two ways that wait for the same byte."""
    other = ways.get(lead)
    if other is None or way.bits < other.bits:
        ways[lead] = way


def _say(way: _Way, said: str, more: int, at: int, *, again: bool) -> _Way:
    """One step further."""
    takes = _takes(way.said[-1:], said) if len(said) == 1 else 0
    return made(_Way, (way.bits + takes + more, way, said, at, again))


def _in_step(after: dict[int | None, _Way], way: _Way, text: str, at: int) -> None:
    """As it stands; or here a byte was lost, and the second byte of this character begins the next."""
    letter = text[at]
    _keep(after, None, _say(way, letter, 0, at, again=False))
    both = pair(letter)
    if way.said in ("?", "\ufffd") and not way.again and way.before is not None:
        # The mark stands for the lost byte.
        more = _MARKED if both is not None else _MARKED + _NARROWED
        both = both or wide(letter)
        if both is not None:
            # Every tenth character is a mark of punctuation: what ends like one most likely was one.
            more += _COMMA_BITS if _ends_a_stop(both[0]) else _SYMBOL_BITS
            _keep(after, both[1], _Way(way.before.bits + more, way.before, "?", way.at, True))
    elif both is not None:
        lead, so_far = both[1], way.bits + _SYMBOL_BITS + _SILENT
        other = after.get(lead)
        if other is None or so_far < other.bits:
            after[lead] = made(_Way, (so_far, way, "?", at, True))


@lru_cache(maxsize=256)
def _ends_a_stop(trail: int) -> bool:
    """Whether a mark of punctuation has this second byte."""
    return any(decoded(lead, trail) in _STOPS for lead in PUNCTUATION_LEADS)


def _out_of_step(after: dict[int | None, _Way], way: _Way, lead: int, letter: str, at: int) -> None:
    """A first byte waits: this character gives its second byte, or the run ends here."""
    if letter in _LOST:
        # What fitted nothing: the second byte, destroyed.
        _keep(after, None, _say(way, "?", _MARKED, at, again=True))
    if letter.isascii():
        said = decoded(lead, ord(letter))
        if said is not None:
            _keep(after, None, _say(way, said, 0, at, again=True))
        both = wide(letter)
        more = _NARROWED
    else:
        both = pair(letter)
        more = 0
        # The run ended without a trace before this character.
        so_far = way.bits + _ENDED + _SYMBOL_BITS + _takes("?", letter)
        other = after.get(None)
        if other is None or so_far < other.bits:
            gone = _Way(way.bits + _ENDED + _SYMBOL_BITS, way, "?", at, True)
            after[None] = made(_Way, (so_far, gone, letter, at, False))
    if both is not None and (said := decoded(lead, both[0])) is not None:
        _keep(after, both[1], _say(way, said, more, at, again=True))


def _named(
    after: dict[int | None, _Way], way: _Way, lead: int | None, text: str, at: int, gloss: re.Match[str]
) -> None:
    """`陣?yán)`: a byte was lost with the bracket of a reading, and the reading says which byte."""
    syllable = gloss[1]
    if lead is not None:
        # The second byte of this character was lost.
        named = [each for t in trails_read(lead, syllable) if (each := decoded(lead, t)) and everyday(each)]
        if len(named) == 1:
            _keep(after, None, _say(way, named[0], _NAMED, at, again=True))
        return
    both = pair(text[at - 1 : at])
    if both is None or gloss[0][0] in "(（":
        return
    # The second byte of the character before was read twice: with the lost first byte of the next it was read so.
    for first in trails_read(both[1], syllable):
        if first >= 0x81:
            _keep(after, first, _Way(way.bits + _NAMED, way, "", at, True))


def _with_first(text: str, at: int, said: str) -> str:
    """The run with its first, destroyed, character where the mark's place and its second byte make it certain."""
    if said[:1] != "?" or text[at] not in _LOST:
        return said
    both = pair(text[at + 1 : at + 2]) or wide(text[at + 1 : at + 2])
    return said if both is None else _first_character(text, at, both[0], said[1:]) + said[1:]


def _first_character(text: str, at: int, trail: int, after: str) -> str:
    """The character whose second byte is known: punctuation after a finished word, or the one that makes a word."""
    stops = [each for lead in PUNCTUATION_LEADS if (each := decoded(lead, trail)) in _STOPS and each]
    before = simplify(text[max(0, at - 4) : at])
    makers = makes_word_after(before, [each for each in with_trail(trail) if _HAN.match(each) and everyday(each)])
    finished = ends_with_word(before)
    # 中央党校, not 中央党。: a longer word that could be meant leaves it open.
    longer = [each for each in makers if any(longer_word(before[-size:], each) for size in (2, 3))]
    # Before an opening mark a sentence has just ended.
    if len(stops) == 1 and not longer and (finished or not makers or after[:1] in _OPENERS):
        return stops[0]
    if not finished and len(makers) == 1 and makers[0] not in NUMERAL:
        return makers[0]
    return "?"
