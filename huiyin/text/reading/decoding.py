"""Bytes of unknown encoding to text: UTF-8 and UTF-16 with or without mark, GB 18030, Big5; never a wrong guess in silence."""

import codecs
import re
from dataclasses import dataclass

from huiyin.text.reading.problems import Unreadable

# A mark of UTF-8 is a character of the text: places are counted as any reader of the file counts them.
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Enough to tell encodings apart; a file is not looked at in full twice.
_SAMPLE = 200_000
# A file with more broken places than one in so many bytes is not text in that encoding.
_BROKEN_SHARE = 200
# A short text that was cut off inside a character is text all the same.
_FEW_BROKEN, _FEW_SHARE = 3, 20
_BROKEN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, and what a reader must know of it (empty when nothing)."""

    text: str
    encoding: str
    note: str = ""


def decode(raw: bytes) -> Decoded:
    """The text of a file; refused with a sentence when it is no text at all."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _checked(raw.decode(name, "replace"), name)
    wide = _wide_without_mark(raw)
    if wide is not None:
        return _checked(raw.decode(wide, "replace"), wide)
    try:
        return _checked(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass  # Not UTF-8 throughout: the candidates below are weighed against each other.
    mixed = _by_line(raw)
    if mixed is not None:
        return mixed
    name = max(("gb18030", "big5", "utf-8"), key=lambda each: _likeness(raw[:_SAMPLE], each))
    return _checked(raw.decode(name, "replace"), name)


def _checked(text: str, encoding: str) -> Decoded:
    if "\x00" in text:
        raise Unreadable("这个文件不是文本（含有二进制内容）。请另存为 Word、PDF 或纯文本后再导入。")
    broken = text.count(_BROKEN)
    few = broken <= _FEW_BROKEN and broken * _FEW_SHARE <= len(text)
    if broken * _BROKEN_SHARE > len(text) and not few:
        raise Unreadable(
            "看不出这个文件的文字编码，读出来多处是乱码。请用 WPS 或记事本打开，另存为 UTF-8 编码后再导入。"
        )
    note = f"有 {broken} 处字节无法识别，已标为损坏。" if broken else ""
    return Decoded(text, encoding, note)


def _wide_without_mark(raw: bytes) -> str | None:
    """UTF-16 without a mark: Latin digits and line breaks leave every other byte zero."""
    sample = raw[:_SAMPLE]
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 2 * min(even, odd) + 1:
        return None
    name = "utf-16-be" if even > odd else "utf-16-le"
    return name if _likeness(sample[: len(sample) // 2 * 2], name) >= 0 else None


def _by_line(raw: bytes) -> Decoded | None:
    """A file put together from parts: some lines are UTF-8, some GB 18030, and each is sound in its own."""
    lines = raw.split(b"\n")
    if len(lines) < 2:
        return None
    said: list[str] = []
    utf8 = gb = 0
    for line in lines:
        try:
            said.append(line.decode("utf-8"))
            utf8 += not line.isascii()
            continue
        except UnicodeDecodeError:
            pass  # This line is in the other encoding, or in neither.
        try:
            said.append(line.decode("gb18030"))
            gb += 1
        except UnicodeDecodeError:
            return None
    if not utf8 or not gb:
        return None
    note = f"文件里混有两种编码：{utf8} 行 UTF-8、{gb} 行 GB18030，已按行分别读取，请留意拼接处。"
    return Decoded("\n".join(said), "utf-8+gb18030", note)


_COMMON = re.compile(r"[的一是在不了有和人中大为上个国到说时要会发经工作党组织民年群众]|[的爲為會發經眾黨組織個國說時]")
_ODD = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f\u3130-\u318f\uac00-\ud7af]")


def _likeness(raw: bytes, encoding: str) -> float:
    """How much a sample looks like Chinese in an encoding: everyday characters against oddities, by length."""
    text = raw.decode(encoding, "replace")
    return (len(_COMMON.findall(text)) - 5 * len(_ODD.findall(text)) - 2 * text.count(_BROKEN)) / max(1, len(text))
