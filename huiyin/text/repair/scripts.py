"""Traditional to simplified characters, one for one."""

import re
from functools import lru_cache

from opencc import OpenCC

from huiyin.text.repair.signs import places

_HAN = range(0x3400, 0xA000)
# A simplified text holds a traditional character now and then (a name, a slip of the pen); a traditional text holds
# one in three. In between stand texts that were only converted in part.
_LEAST, _SHARE, _DENSE = 3, 100, 10
# Of a long text every so manieth character is looked at.
_SAMPLE = 100_000
# Half converted, a paragraph holds a traditional character for every so many simplified ones; a simplified one names a few.
_MIXED = 1
_QUOTES = '“「『《"'
_QUOTED = re.compile(r"“[^“”\n]{1,60}”|「[^「」\n]{1,60}」|『[^『』\n]{1,60}』|《[^《》\n]{1,40}》|\"[^\"\n]{1,60}\"")


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    # tw2s, not t2s: it also gives 着力 for 著力 and leaves 著名 as it is.
    return OpenCC("tw2s")


def simplify(text: str) -> str:
    """The text in simplified characters; places stay as they are, for the table maps one character to one."""
    # The converter ends at a zero character, as some PDF and JSON texts hold.
    made = "\x00".join(map(_converter().convert, text.split("\x00")))
    if len(made) != len(text):
        raise ValueError("繁简转换改变了字数，不能沿用原来的位置对照。")
    if "幺" in made and "么" in text:
        # Taiwan writes 么 for 幺; in a text half converted it is the 么 of 什么.
        made = _with_its_own(text, made, "么")
    return made


def _with_its_own(text: str, made: str, letter: str) -> str:
    """What was made of a text, but with its own letter wherever it holds this one."""
    parts, done = [], 0
    for at in places(text, letter):
        parts += [made[done:at], letter]
        done = at + 1
    return "".join([*parts, made[done:]])


def is_traditional(text: str) -> bool:
    """Whether a text holds so many characters foreign to simplified script that it was not written in it."""
    step = max(1, len(text) // _SAMPLE)
    sample = text[::step]
    found = _foreign().findall(sample)
    letters = len(sample) - sample.count(" ")
    # One name that stands again and again makes no traditional text.
    varied = len(set(found)) >= _LEAST or len(found) * _DENSE >= letters
    return varied and len(found) * step >= _LEAST and len(found) * _SHARE >= letters


def simplified(text: str) -> str:
    """The text with its traditional paragraphs in simplified script; what is not foreign to it stays as it is."""
    if not is_traditional(text):
        return text
    lines = text.split("\n")
    # What is said about the whole does not hang on quotations.
    whole = is_traditional(_unquoted(text))
    chosen = [at for at, line in enumerate(lines) if _foreign().search(line) and _written_traditional(line, whole)]
    if not chosen:
        return text
    for at, made in zip(chosen, simplify("\n".join(lines[at] for at in chosen)).split("\n"), strict=True):
        lines[at] = made
    return "\n".join(lines)


def _unquoted(text: str) -> str:
    """The text without its short quotations and titles."""
    return _QUOTED.sub("", text) if any(mark in text for mark in _QUOTES) else text


def _written_traditional(line: str, whole: bool) -> bool:
    """Whether a paragraph is in traditional script, judged by what stands outside its short quotations."""
    said = _unquoted(line[:_SAMPLE])
    foreign, simple = len(_foreign().findall(said)), len(_simple_only().findall(said))
    if not foreign:
        # Nothing but a quotation, or nothing beside it that tells: as the text round it.
        return whole and not simple
    return foreign * _MIXED >= simple and (whole or is_traditional(said))


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    """Characters that only traditional script writes: what GB 2312 does not hold (it holds 乾, 著, 么)."""
    return re.compile(f"[{''.join(letter for letter in _table() if not _in_gb2312(letter))}]")


def _in_gb2312(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1)
def _simple_only() -> re.Pattern[str]:
    """Characters that only simplified script writes: what GB 2312 holds and the code of Taiwan does not."""
    common = (bytes((lead, trail)) for lead in range(0xB0, 0xF8) for trail in range(0xA1, 0xFF))
    letters = "".join(pair.decode("gb2312", "ignore") for pair in common)
    return re.compile(f"[{''.join(letter for letter in letters if not letter.encode('big5', 'ignore'))}]")


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Every character by itself that is written otherwise in simplified script."""
    letters = [chr(code) for code in _HAN]
    # Parted by line breaks, so that no two are taken for a word.
    made = simplify("\n".join(letters)).split("\n")
    return {old: new for old, new in zip(letters, made, strict=True) if old != new}


def is_foreign(letter: str) -> bool:
    """Whether only traditional script writes a character."""
    return _foreign().match(letter) is not None


def simple_letter(letter: str) -> str:
    """One character in simplified script, whatever stands beside it."""
    return _table().get(letter, letter)
