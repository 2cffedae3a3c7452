"""Folds a text for matching, one character for one: simplified characters, narrow digits, one kind of dash and quote.

The folded text is only looked at by the claim finder; what is shown and quoted is always the original.
"""

import re
from functools import cache

import opencc

# Marks that mean the same to the claim finder. Wide commas stay: in "10，200" the comma parts two numbers.
MARKS = {
    **{
        chr(wide): chr(wide - 0xFEE0)
        for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
    },
    **dict.fromkeys("—–―－～〜~‐‑−", "-"),
    **dict.fromkeys("\u00a0\u3000\u2002\u2003\u2009\t", " "),
    **dict.fromkeys("「『‘", "“"),
    **dict.fromkeys("」』’", "”"),
    "％": "%",
    "．": ".",
    "＋": "+",
    "／": "/",
    "（": "(",
    "）": ")",
    "：": ":",
    "〇": "零",
    "○": "零",
    "佰": "百",
    "仟": "千",
}

HAN = range(0x3400, 0xA000)
# More traditional characters than one in so many: replacing kind after kind is quicker than looking at each.
DENSE = 50
SAMPLE = 4_000


@cache
def folds() -> dict[str, str]:
    """Every Chinese character that folds into another one: OpenCC's simplified form where it is one character."""
    to_simplified = opencc.OpenCC("t2s").convert
    pairs = ((character, to_simplified(character)) for character in map(chr, HAN))
    return {old: new for old, new in pairs if old != new and len(new) == 1 and old not in MARKS}


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(f"[{''.join(folds())}]")


def fold(text: str) -> str:
    """The text with every character folded; always as long as the text."""
    for mark, plain in MARKS.items():
        if mark in text:
            text = text.replace(mark, plain)
    table = folds()
    foreign = _foreign()
    sample = text[:: max(1, len(text) // SAMPLE)]
    if len(foreign.findall(sample)) * DENSE <= len(sample):
        return foreign.sub(lambda found: table[found[0]], text)
    for character in table.keys() & set(text):
        text = text.replace(character, table[character])
    return text
