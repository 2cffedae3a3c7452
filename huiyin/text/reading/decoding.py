"""Bytes of unknown encoding to text: UTF-8 and UTF-16 with or without mark, GB 18030, Big5; never a wrong guess in silence."""

import codecs
from dataclasses import dataclass

from huiyin.text.reading.likeness import has_odd, is_odd, is_strange, likeness
from huiyin.text.reading.mixed import BIG5, GB, UTF8, by_line, holds_utf8, note, unsure
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.strays import notes

# A mark of UTF-8 is a character of the text: places are counted as any reader of the file counts them.
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Enough to tell encodings apart; a file is not looked at in full twice.
_SAMPLE = 100_000
# A shorter file is weighed line by line.
_LONG = 400
# A file with more broken places than one in so many bytes is not text in that encoding.
_BROKEN_SHARE = 200
# A short text that was cut off inside a character is text all the same.
_FEW_BROKEN, _FEW_SHARE = 3, 20
# Without a zero byte at least half of the characters must be everyday ones.
_WIDE_SHARE = 4
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
    wide = _wide(raw) if b"\x00" in raw[:_SAMPLE] else None
    if wide is None:
        try:
            return _checked(raw.decode(UTF8), UTF8)
        except UnicodeDecodeError:
            # Not UTF-8 throughout: the other encodings are weighed against each other.
            wide = _wide(raw)
    if wide is not None:
        return _checked(raw.decode(wide, "replace"), wide)
    if len(raw) >= _LONG and not holds_utf8(raw):
        # Most files are in one encoding throughout.
        usual = max((GB, BIG5), key=lambda each: likeness(raw[:_SAMPLE].decode(each, "replace")))
        text = raw.decode(usual, "replace")
        if _BROKEN not in text and not has_odd(text):
            return _checked(text, usual)
    mixed = by_line(raw)
    return _checked(mixed.text, mixed.encoding, note(mixed) if len(mixed.lines) > 1 else unsure(mixed))


def _checked(text: str, encoding: str, note: str = "") -> Decoded:
    """What was read, refused when it cannot be what was written; destroyed places are counted in the note."""
    if "\x00" in text:
        raise Unreadable("这个文件不是文本（含有二进制内容）。请另存为 Word、PDF 或纯文本后再导入。")
    broken = text.count(_BROKEN)
    few = broken <= _FEW_BROKEN and broken * _FEW_SHARE <= len(text)
    if (broken * _BROKEN_SHARE > len(text) and not few) or (encoding != UTF8 and is_odd(text[:_SAMPLE])):
        raise Unreadable(
            "看不出这个文件的文字编码，读出来多处是乱码。请用 WPS 或记事本打开，另存为 UTF-8 编码后再导入。"
        )
    strange = "读出来几乎没有常用汉字，可能不是中文，也可能认错了编码，请核对原件。"
    if is_strange(text[:_SAMPLE]):
        note += strange
    return Decoded(text, encoding, note + notes(text))


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a mark, when the bytes read far better so than in two bytes of the other encodings.

    Latin digits and line breaks leave every other byte zero; a text without any is told by its characters alone.
    """
    sample = raw[: min(_SAMPLE, len(raw)) // 2 * 2]
    ways = {name: likeness(sample.decode(name, "replace")) for name in ("utf-16-le", "utf-16-be", GB, BIG5)}
    best = max(ways, key=ways.__getitem__)
    least = 0 if b"\x00" in sample else len(sample) // _WIDE_SHARE
    return best if best.startswith("utf-16") and ways[best] >= least and sample else None
