"""A file put together from parts in several encodings: each line, and each run within a line, in the one that fits it."""

import re
from collections import Counter
from dataclasses import dataclass

from huiyin.text.reading.in_step import in_step, takes
from huiyin.text.reading.likeness import likeness

UTF8, GB, BIG5 = "utf-8", "gb18030", "big5"
NAMES = {UTF8: "UTF-8", GB: "GB18030", BIG5: "Big5"}
# Two Chinese characters of UTF-8 side by side, behind them also signs of Latin text (©, ·) and readings; double bytes
# hardly ever look so.
_CHINESE = rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbb-\xbd][\x80-\xbf]|\xe2[\x80-\x9f][\x80-\xbf])"
_LATIN = rb"(?:\xc2[\xa0-\xbf](?![\x80-\xff])|[\xc3-\xc7][\x80-\xbf](?=[a-z)]))"
_UTF8_RUN = re.compile(
    rb"%b[\x00-\x7f]*(?:%b[\x00-\x7f]*)*(?:%b[\x00-\x7f]*)(?:(?:%b|%b)[\x00-\x7f]*)*"
    % (_CHINESE, _LATIN, _CHINESE, _CHINESE, _LATIN)
)
# Beside such runs also a sign of UTF-8 in Latin text (©, ·) and a reading with tone marks are no double bytes.
_SIGN = re.compile(
    rb"(?<![\x80-\xff])\xc2[\xa0-\xbf](?![\x80-\xff])|\((?=[a-z]{0,5}[\xc3-\xc7])(?:[a-z]|[\xc3-\xc7][\x80-\xbf]){1,6}\)"
)
# A byte that no double-byte character can take: it is marked, and reading goes on behind it.
_MARK = "\ufffd"
_NOT_ASCII = bytes(range(0x80, 0x100))
_ONE_DESTROYED = 3
# By so much a character one reading must be better than the other, or both are possible.
_CLEAR, _CHANCE = 0.25, 2.5
_SHOWN = 8
# No line is weighed further than this: what holds for its beginning holds for it.
_WEIGHED = 20_000
# Damage is looked into where the run is short and has a few damaged places only: the other encoding has many.
_SHORT, _FEW = 2_000, 4


@dataclass(frozen=True, slots=True)
class Mixed:
    """The text of all lines, the encodings found with the number of lines of each, and the lines to look at (from 1)."""

    text: str
    lines: Counter[str]
    torn: tuple[int, ...]
    doubtful: tuple[int, ...]

    @property
    def encoding(self) -> str:
        """The encodings, the most frequent first."""
        return "+".join(name for name, _count in self.lines.most_common())


@dataclass(slots=True)
class _Part:
    """Bytes in one encoding; `other` when the second double-byte reading is as likely."""

    raw: bytes
    encoding: str
    other: str = ""


def holds_utf8(raw: bytes) -> bool:
    """Whether some Chinese of UTF-8 stands among bytes that are not UTF-8 throughout."""
    return _UTF8_RUN.search(raw) is not None


def by_line(raw: bytes) -> Mixed:
    """Read every line in the encoding that fits it; doubtful ones follow the rest of the file."""
    lines = [_parts(line) for line in raw.split(b"\n")]
    weight: Counter[str] = Counter()
    for parts in lines:
        for part in parts:
            if part.encoding and not part.other:
                weight[part.encoding] += len(part.raw)
    usual = max((GB, BIG5), key=weight.__getitem__)
    certain = bool(weight[usual]) and not (weight[GB] and weight[BIG5])
    counted: Counter[str] = Counter()
    torn, doubtful = [], []
    for number, parts in enumerate(lines, start=1):
        found: dict[str, None] = {}
        for part in parts:
            if part.other:
                # What is as likely one as the other follows the rest of the file, where the rest says something.
                part.encoding = usual if weight[usual] else part.encoding
                if not certain:
                    doubtful.append(number)
            if part.encoding:
                found[part.encoding] = None
        counted.update(found.keys())
        if len(found) > 1:
            torn.append(number)
    joined = len(counted) > 1
    said = ("".join(_said(part, joined=joined) for part in parts) for parts in lines)
    return Mixed("\n".join(said), counted, tuple(torn), tuple(dict.fromkeys(doubtful)))


def _said(part: _Part, *, joined: bool) -> str:
    if part.encoding in (GB, BIG5):
        return in_step(part.raw, part.encoding, hidden=joined)
    return part.raw.decode(UTF8, "replace")


def note(mixed: Mixed) -> str:
    """What the reader of a mixed file must know, as a sentence."""
    counts = "、".join(f"{NAMES[name]} {count} 行" for name, count in mixed.lines.most_common())
    kinds = "两" if len(mixed.lines) == len((GB, BIG5)) else "三"
    said = f"这个文件里混有{kinds}种编码（{counts}），多半是几份材料拼起来的，已逐行分别辨认。"
    if mixed.torn:
        said += f"{_listed(mixed.torn)}一行之内就有两种编码，已分段辨认。"
    if mixed.doubtful:
        said += f"{_listed(mixed.doubtful)}按两种编码都读得通，可能读错。"
    return said + "请对照原件核对拼接处的文字和数字，再作引用。"


def unsure(mixed: Mixed) -> str:
    """What the reader of a short file must know that reads as well in the other encoding; "" when it does not."""
    if not mixed.doubtful:
        return ""
    return (
        f"这个文件按 {NAMES[GB]} 和 {NAMES[BIG5]} 两种编码都读得通，现按 {NAMES[mixed.encoding]} 读取；"
        "如文字不对，请用 WPS 或记事本另存为 UTF-8 编码后再导入。"
    )


def _listed(numbers: tuple[int, ...]) -> str:
    more = f"等 {len(numbers)} 行" if len(numbers) > _SHOWN else "行"
    return f"第 {'、'.join(map(str, numbers[:_SHOWN]))} {more}"


def _parts(line: bytes) -> list[_Part]:
    """The runs of one line, each in the encoding that fits it."""
    if line.isascii():
        return [_Part(line, "")]
    try:
        said = line.decode(UTF8)
    except UnicodeDecodeError:
        said = ""  # Not UTF-8 throughout.
    # Two bytes of GB 18030 may by chance be one of UTF-8.
    if said and (_UTF8_RUN.search(line) or likeness(said) + _CHANCE > max(_worth(line, GB), _worth(line, BIG5))):
        return [_Part(line, UTF8)]
    runs = [run.span() for run in _UTF8_RUN.finditer(line)]
    whole = _double(line)
    if not runs:
        return [whole]
    split = _split(line, _with_signs(line, runs))
    return split if _all_worth(split) > _worth(line, whole.encoding) else [whole]


def _with_signs(line: bytes, runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs of UTF-8 with its signs that stand between them."""
    signs = (sign.span() for sign in _SIGN.finditer(line))
    return sorted([*runs, *((start, end) for start, end in signs if not any(s <= start < e for s, e in runs))])


def _split(line: bytes, runs: list[tuple[int, int]]) -> list[_Part]:
    """The line with its runs of UTF-8 apart; a run that took a byte of the character before gives it back."""
    parts: list[_Part] = []
    done = 0
    for start, end in runs:
        if start > done:
            start = _begin(line[done:], start - done, end - done) + done
            parts.append(_between(line[done:start]))
        # ASCII behind the run may be the second byte of nothing here: it reads the same in all.
        parts.append(_Part(line[start:end], UTF8))
        done = end
    if done < len(line):
        parts.append(_between(line[done:]))
    return parts


def _begin(rest: bytes, start: int, end: int) -> int:
    """Where a run of UTF-8 begins: its first character may be the end of two double-byte ones."""
    later = start + _ONE_DESTROYED
    if later >= end:
        return start
    if later > _SHORT:
        return next((place for place in (start, later) if _sound(rest[:place])), start)
    # `later` may fall within a two-byte letter: what is cut off there is left out of the reckoning.
    return min((start, later), key=lambda place: _takes(rest[:place]) + takes(rest[place:later].decode(UTF8, "ignore")))


def _takes(raw: bytes) -> int:
    """Bits of the likelier double-byte reading."""
    return min(takes(in_step(raw, each, hidden=True)) for each in (GB, BIG5))


def _between(raw: bytes) -> _Part:
    """Bytes beside UTF-8: what is left of one destroyed character is no other encoding."""
    foreign = len(raw) - len(raw.translate(None, _NOT_ASCII))
    return _Part(raw, UTF8) if foreign <= _ONE_DESTROYED and not raw.isascii() else _double(raw)


def _double(raw: bytes) -> _Part:
    """Bytes that are not UTF-8: GB 18030 or Big5, or as likely one as the other."""
    if raw.isascii():
        return _Part(raw, "")
    gb, big5 = _worths(raw)
    letters = max(1, len(raw[:_WEIGHED]) // 2)
    best, other = (GB, BIG5) if gb >= big5 else (BIG5, GB)
    close = abs(gb - big5) < max(_CHANCE, _CLEAR * letters) and max(gb, big5) > 0
    return _Part(raw, best, other if close else "")


def _worths(raw: bytes) -> tuple[float, float]:
    """How likely the bytes are in GB 18030 and in Big5; a short run with a little damage is read in step for that."""
    said = {each: raw[:_WEIGHED].decode(each, "replace") for each in (GB, BIG5)}
    worth = {each: likeness(text) for each, text in said.items()}
    best, other = sorted(worth, key=worth.__getitem__, reverse=True)
    if len(raw) <= _SHORT and (_MARK in said[best] or worth[best] - worth[other] < _CLEAR * len(raw)):
        for each, text in said.items():
            if 0 < text.count(_MARK) <= _FEW:
                worth[each] = likeness(in_step(raw, each))
    return worth[GB], worth[BIG5]


def _sound(raw: bytes) -> bool:
    """Whether bytes are whole characters in one of the double-byte encodings."""
    return any(_MARK not in raw.decode(each, "replace") for each in (GB, BIG5))


def _worth(raw: bytes, encoding: str) -> float:
    return likeness(raw[:_WEIGHED].decode(encoding, "replace"))


def _all_worth(parts: list[_Part]) -> float:
    return sum(_worth(part.raw, part.encoding or UTF8) for part in parts)
