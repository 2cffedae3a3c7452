"""Traditional to simplified characters, one for one."""

import re
from functools import lru_cache

from opencc import OpenCC

_HAN = range(0x3400, 0xA000)
# A simplified text holds a traditional character now and then (a name, a slip of the pen); a traditional text holds
# one in three. In between stand texts that were only converted in part.
_LEAST, _SHARE, _DENSE = 3, 100, 10
# Of a long text every so manieth character is looked at.
_SAMPLE = 100_000


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
        made = "".join(old if old == "么" else new for old, new in zip(text, made, strict=True))
    return made


def is_traditional(text: str) -> bool:
    """Whether a text holds so many characters foreign to simplified script that it was not written in it."""
    step = max(1, len(text) // _SAMPLE)
    sample = text[::step]
    found = _foreign().findall(sample)
    letters = len(sample) - sample.count(" ")
    # One name that stands again and again makes no traditional text.
    varied = len(set(found)) >= _LEAST or len(found) * _DENSE >= letters
    return varied and len(found) * step >= _LEAST and len(found) * _SHARE >= letters


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
def _table() -> dict[str, str]:
    """Every character by itself that is written otherwise in simplified script."""
    letters = [chr(code) for code in _HAN]
    # Parted by line breaks, so that no two are taken for a word.
    made = simplify("\n".join(letters)).split("\n")
    return {old: new for old, new in zip(letters, made, strict=True) if old != new}


def simple_letter(letter: str) -> str:
    """One character in simplified script, whatever stands beside it."""
    return _table().get(letter, letter)
