"""Folds a text for matching, one character for one: simplified characters, narrow digits, one kind of dash and quote.

The folded text is only looked at by the claim finder; what is shown and quoted is always the original.
"""

import re
from functools import cache

import opencc

from huiyin.text.measure_words import FIRST

# Marks that mean the same to the claim finder. Wide commas stay, but for those inside one number (see `_joined`).
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

# 1，234人: threes behind a wide comma and no space, and right behind them what is counted. The number may not be one
# of a list (3，120，56), a date or a label (附件3，120人).
WIDE_COMMA = re.compile(
    rf"，(?<=[0-9]，)(?<![0-9]{{4}}，)(?=[0-9]{{3}}(?:，[0-9]{{3}})*(?:\.[0-9]+)? ?[{re.escape(FIRST)}多余百千万亿%‰])"
)
GROUPS = re.compile(r"(?<![0-9.,，:/-])[1-9][0-9]{0,2}(?:，[0-9]{3})+(?![0-9，])")
LABELLED = re.compile(
    r"(?:附件|[如见附]表|[如见附]图|问题|等奖|编号|序号|[0-9][年月日号章条、:和]|[A-Za-z]|(?<![目以之提先此])前)\Z"
)

# 大写 of a sum: only as a number before what it counts, for 队伍 and 收拾 are words.
CAPITALS = dict(zip("壹贰貳叁叄肆伍陆陸柒捌玖拾", "一二二三三四五六六七八九十", strict=True))
CAPITAL_RUN = re.compile(
    rf"[{''.join(CAPITALS)}](?<![队落入行退收].)[零百千万萬亿億{''.join(CAPITALS)}]{{1,19}}(?=[元圆圓名人户件份])"
)

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
    text = CAPITAL_RUN.sub(lambda found: "".join(CAPITALS.get(c, c) for c in found[0]), _joined(text))
    table = folds()
    foreign = _foreign()
    sample = text[:: max(1, len(text) // SAMPLE)]
    if len(foreign.findall(sample)) * DENSE <= len(sample):
        return foreign.sub(lambda found: table[found[0]], text)
    for character in table.keys() & set(text):
        text = text.replace(character, table[character])
    return text


def _joined(text: str) -> str:
    """The text with the wide commas inside one number made narrow."""
    places: list[int] = []
    for comma in WIDE_COMMA.finditer(text):
        at = comma.start()
        if places and at <= places[-1]:
            continue
        number = GROUPS.match(text, next((at - size for size in (3, 2, 1) if text[at - size : at].isdigit()), at))
        if number is not None and not LABELLED.search(text, max(0, number.start() - 3), number.start()):
            places += [number.start() + n for n, c in enumerate(number[0]) if c == "，"]
    if not places:
        return text
    parts, done = [], 0
    for at in places:
        parts += [text[done:at], ","]
        done = at + 1
    return "".join([*parts, text[done:]])
