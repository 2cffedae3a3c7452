"""Places where a reader must look: bytes that fitted nothing, and two-byte characters that happen to be letters of UTF-8.

学习 in GB 18030 are the bytes of the Cyrillic ѧϰ in UTF-8: a text that is sound UTF-8 throughout may hold such a piece. It
is read as it stands, for it may be meant; the reader is told.
"""

import re

from huiyin.text.repair.pairs import everyday

MARK = "\ufffd"
# Letters of other tongues, but not those that a reading in pinyin is written with.
_LETTERS = "[\u0180-\u01cc\u01cd\u01cf\u01d1\u01d3\u01dd-\u01f7\u01fa-\u0250\u0252-\u0260\u0262-\u07ff]{1,12}"
_STRAY = re.compile(
    rf"(?<=[\u3400-\u9fff\uff00-\uffef，。、；：]){_LETTERS}|{_LETTERS}(?=[\u3400-\u9fff\uff00-\uffef，。、；：])|^{_LETTERS}$",
    re.MULTILINE,
)
_SHOWN = 5


def notes(text: str) -> str:
    """What must be looked at in a text that was read, with its lines; "" when nothing."""
    return _destroyed(text) + _strays(text)


def _destroyed(text: str) -> str:
    count = text.count(MARK)
    if not count:
        return ""
    return f"有 {count} 处字节无法识别（{_lines(text, _places(text))}），已标为损坏，请对照原件核对前后的文字和数字。"


def _places(text: str) -> list[int]:
    found: list[int] = []
    at = text.find(MARK)
    while at >= 0 and len(found) <= _SHOWN:
        found.append(at)
        line = text.find("\n", at)
        at = text.find(MARK, line) if line >= 0 else -1
    return found


def _strays(text: str) -> str:
    if text.isascii():
        return ""
    found = [(match.start(), match[0], meant) for match in _STRAY.finditer(text) if (meant := _meant(match[0]))]
    if not found:
        return ""
    _at, letters, meant = found[0]
    where = _lines(text, [at for at, _letters, _said in found])
    return f"{where}有 {len(found)} 处外文字母（如“{letters}”），多半是用别的编码写的字（“{meant}”），没有改动，请对照原件核对。"


def _meant(letters: str) -> str:
    """What the same bytes say in GB 18030, where all of it is everyday Chinese."""
    said = letters.encode().decode("gb18030", "replace")
    return said if said and all(map(everyday, said)) else ""


def _lines(text: str, places: list[int]) -> str:
    numbers = list(dict.fromkeys(text.count("\n", 0, at) + 1 for at in places[: _SHOWN * 4]))
    more = "等" if len(numbers) > _SHOWN or len(places) > _SHOWN * 4 else ""
    return f"第 {'、'.join(map(str, numbers[:_SHOWN]))} 行{more}"
