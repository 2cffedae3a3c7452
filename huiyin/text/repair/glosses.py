"""Takes out pinyin that a conversion machine put behind a character: 認(rèn)真, 認（Rèn）真, 認[rèn]真, 認(ren4)真, 認rèn真 are 认真.

A gloss goes only when it is a reading of the character before it; doubled ones (認(rèn)(rèn)真) and one for a whole word
(認真(rèn zhēn)) are known too. Behind a character of simplified script it may be the author's (单（shàn）雄信, 小米（mi）): there
it goes only doubled, at an everyday word that nobody explains, or in a text whose other glosses show that a machine was at
work. Real brackets are never touched.
"""

import re
from collections.abc import Iterator
from heapq import merge
from itertools import chain

from huiyin.text.repair.pairs import most_used
from huiyin.text.repair.readings import LETTERS, TONED, has_reading, has_toned_reading, readings
from huiyin.text.repair.scripts import is_foreign
from huiyin.text.repair.words import ordinary

_SYLLABLE = rf"[{LETTERS}A-ZĀÁǍÀĒÉĚÈŌÓǑÒ]{{1,6}}[1-5]?"
_SAID = rf"{_SYLLABLE}(?:[ ’']?{_SYLLABLE}){{0,5}}"
# Begins with a set of letters to look for, which is many times quicker than two kinds of brackets apart.
_ONE = rf"[(（\[［【〔{{｛][ 　]?{_SAID}[ 　]?[)）\]］】〕}}｝]"
# The first one stands by itself: so the scan knows what it looks for.
_GLOSS = re.compile(rf"{_ONE}(?:{_ONE})*")
_PART = re.compile(rf"{_SYLLABLE}")
_BRACKET = re.compile(r"[(（\[［【〔{｛]([^)）\]］】〕}｝]*)[)）\]］】〕}｝]")
_OPENERS = "(（[［【〔{｛"
_TONE_MARK = re.compile(f"[{TONED}]")
_TONE = re.compile(f"[{TONED}]|[1-5]")
# No bracket opens right before: most readings stand in one.
_BARE_MARK = re.compile(
    _TONE_MARK.pattern + "".join(rf"(?<![(（\[［【〔{{｛][{LETTERS}]{{{size}}})" for size in range(1, 5))
)
_LETTER = re.compile(rf"[{LETTERS}A-Z]")
_BARE_END = re.compile(rf"[{LETTERS}]*")
_LONGEST = 6
# As many different characters with a reading behind them are a machine's work; one or two may be the author's.
_MACHINE = 3
# As many of them stand inside everyday words or behind characters of the other script.
_TELLING = 2
_SHARE = 4
_NEUTRAL = 5

# 认ren4真: a tone as a digit, right between Chinese characters. Where a machine wrote such, it wrote 到dao43家 and 我们men as well.
# Begins with one set of letters to look for; what stands before it is asked then.
_NUMBERED = re.compile(
    r"[a-zü](?<=[\u3400-\u9fff].)[a-zü]{0,5}[1-5](?=[\u3400-\u9fff，。、；：！？”》)]|$)", re.MULTILINE
)
_LOOSE = re.compile(rf"([a-zü](?<=[\u3400-\u9fff].)[a-zü]{{0,5}})([1-5]?)(?![{LETTERS}A-Z])")

# Where a reading begins and ends.
_Found = tuple[int, int]


def gloss_edits(text: str) -> Iterator[tuple[int, int, str]]:
    """The letters that only say how the characters before them are read."""
    # Whether a machine put them there is asked once, when the first comes that is not certain by itself.
    machine: bool | None = None
    for start, end in _found(text):
        if not machine and not _is_certain(text, start, end):
            if machine is None:
                machine = _machine_at_work(text)
            if not machine:
                continue
        yield start, end, ""


def _found(text: str) -> Iterator[_Found]:
    """All readings, as they come: a large text holds hundreds of thousands."""
    if next(_bare(text), None) is not None or next(_numbered(text), None) is not None:
        return merge(_bracketed(text), _bare(text), _loose(text))
    return _bracketed(text)


def _machine_at_work(text: str) -> bool:
    """Whether readings stand behind so many different characters, and in such places, that no author put them there.

    An author gives the reading of a name or of a character by itself; a machine does it in the middle of everyday words.
    """
    letters: set[str] = set()
    telling: set[str] = set()
    for start, end in chain(_bracketed(text), _bare(text), _numbered(text)):
        letter = text[start - 1]
        if letter not in telling and (is_foreign(letter) or _inside_word(text, start, end)):
            telling.add(letter)
        letters.add(letter)
        if len(letters) >= _MACHINE and len(telling) >= max(_TELLING, len(letters) // _SHARE):
            return True
    # In a short text all of two or three tell it, where each is a character that everybody can read.
    return len(telling) >= _TELLING and telling == letters and all(map(most_used, letters))


def _inside_word(text: str, start: int, end: int) -> bool:
    """Whether an everyday word goes on behind the reading: 认(rèn)真; never a name."""
    return ordinary(text[start - 1] + text[end : end + 1])


def _unexplained(text: str, start: int, end: int) -> bool:
    """Whether a reading with its tone stands at a word that everybody can read, of characters that are read in one way."""
    said = text[start:end]
    if _TONE.search(said) is None:
        return False
    words = [text[start - 1] + text[end : end + 1], text[max(0, start - 2) : start]]
    # Behind the word only the reading of all of it tells: 认真(rèn zhēn).
    words = words if len(_PART.findall(said)) > 1 else words[:1]
    return any(
        ordinary(word) and all(most_used(each) and len(readings(each)[0]) == 1 for each in word) for word in words
    )


def _bracketed(text: str) -> Iterator[_Found]:
    """Readings in brackets of any kind."""
    if not any(opener in text for opener in _OPENERS):
        return
    # Few characters with one syllable behind them are most of any text: whether it fits is asked once for each.
    known: dict[str, bool] = {}
    for match in _GLOSS.finditer(text):
        start, end = match.span()
        said = text[start - 1 : end] if start > 0 and end - start <= _LONGEST + len("()") else ""
        fits = known.get(said)
        if fits is None:
            fits = _fits(text, start, end)
            if said[2:-1].isalpha() and said.islower():
                known[said] = fits
        if fits:
            yield start, end


def _fits(text: str, start: int, end: int) -> bool:
    """Whether the brackets hold readings of what stands before them."""
    letter = text[start - 1 : start]
    if not "\u3400" <= letter <= "\u9fff":
        return False
    said = text[start + 1 : end - 1]
    # One syllable for one character is by far the most frequent.
    if len(said) <= _LONGEST and said.isalpha() and said.islower():
        return has_reading(letter, said)
    return _only_readings(text[max(0, start - _LONGEST) : start], text[start:end])


def _is_certain(text: str, start: int, end: int) -> bool:
    """A doubled gloss, a character that only a conversion wrote, or a word that nobody explains."""
    if is_foreign(text[start - 1]):
        return True
    return len(_BRACKET.findall(text, start, end)) > 1 or _unexplained(text, start, end)


def _only_readings(before: str, brackets: str) -> bool:
    """Whether every bracket is a reading of the last character, or one syllable for each of the last characters."""
    for bracket in _BRACKET.findall(brackets):
        said = _PART.findall(bracket)
        letters = before[-len(said) :]
        fits = len(letters) == len(said) and all(map(_reads, letters, said))
        if not fits and not _spelt_together(before, bracket.lower()):
            return False
    return True


def _spelt_together(before: str, said: str) -> bool:
    """認真(rènzhēn): the readings of the last two to four characters without a space, with their tones."""
    if not said.isalpha() or _TONE_MARK.search(said) is None:
        return False
    return any(_spells(before[-size:], said) for size in (2, 3, 4) if size <= len(before))


def _spells(letters: str, said: str) -> bool:
    if not letters or not said:
        return not letters and not said
    sizes = range(1, min(_LONGEST, len(said)) + 1)
    return any(has_reading(letters[0], said[:n]) and _spells(letters[1:], said[n:]) for n in sizes)


def _reads(letter: str, said: str) -> bool:
    said = said.lower()
    return has_toned_reading(letter, said[:-1], int(said[-1])) if said[-1].isdigit() else has_reading(letter, said)


def _numbered(text: str) -> Iterator[_Found]:
    """认ren4真: without brackets, the tone a digit."""
    for found in _NUMBERED.finditer(text):
        if has_toned_reading(text[found.start() - 1], found[0][:-1], int(found[0][-1])):
            yield found.span()


def _loose(text: str) -> Iterator[_Found]:
    """The same before a figure, and readings without a tone of characters that have such a one."""
    for found in _LOOSE.finditer(text):
        if has_toned_reading(text[found.start() - 1], found[1], int(found[2] or _NEUTRAL)):
            yield found.span()


def _bare(text: str) -> Iterator[_Found]:
    """認rèn真: without brackets only a tone tells a reading from a word."""
    done = 0
    mark = _BARE_MARK.search(text)
    while mark is not None:
        start = mark.start()
        while start > done and mark.start() - start < _LONGEST and _LETTER.match(text, start - 1):
            start -= 1
        ended = _BARE_END.match(text, mark.start())
        end = ended.end() if ended is not None else mark.end()
        letter = text[start - 1 : start]
        if (
            "\u3400" <= letter <= "\u9fff"
            and end - start <= _LONGEST
            and not _LETTER.match(text, end)
            and has_reading(letter, text[start:end].lower())
        ):
            yield start, end
        done = end
        mark = _BARE_MARK.search(text, end)
