"""Text whose bytes were read in the wrong code: 鍏ㄥ幙 and å…¨åŽ¿ are the bytes of 全县; put back where they can be nothing else."""

import re
from collections.abc import Callable, Iterator
from itertools import accumulate

from huiyin.text.offsets import Edit
from huiyin.text.repair.pairs import PUNCTUATION, everyday

# One character after the other in UTF-8 and in GBK; any other byte is lost.
_UTF8 = re.compile(
    rb"[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]"
)
_GBK = re.compile(rb"[\x00-\x7f]|[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
# What the most frequent Chinese makes in the wrong code: two of the first, or one of the pairs.
_UTF8_AS_GBK = ("锛", "銆", "鍏", "涓", "浜", "鍙", "瀛", "鐨", "鏄", "浠")
_UTF8_AS_WESTERN = ("ä¸", "ï¼", "ã€", "äº")
_GBK_AS_WESTERN = ("£¬", "¡£", "µÄ")
_LINE = re.compile(r"[^\n]+")
_HAN = re.compile(r"[\u3400-\u9fff\ue000-\uf8ff]")
# Of what comes out so much is everyday Chinese, and of the Chinese that stood there no more than so much.
_LEAST, _READS_WELL, _READ_BADLY = 4, 0.9, 0.5
# More marks of lost characters than that, and the line is left as it stands.
_LOST_SHARE = 0.25

_LOST = "\ufffd"
_LOST_BYTES = re.compile(f"{_LOST}+")

_Way = tuple[Callable[[str], bytes], re.Pattern[bytes], str]


def misread_edits(text: str) -> Iterator[Edit]:
    """The lines that read as everyday Chinese in another code, and badly or not at all in the one they were read in."""
    ways = list(_worth_trying(text))
    if not ways:
        return
    for line in _LINE.finditer(text):
        if line[0].isascii() or not _reads_badly(line[0]):
            continue
        for way in ways:
            pieces = _read_again(line[0], way)
            if pieces is not None:
                yield from (Edit(line.start() + start, line.start() + end, said) for start, end, said in pieces)
                break


def _worth_trying(text: str) -> Iterator[_Way]:
    """The ways of reading again that a text gives reason for; one letter is looked for first, which is quick."""
    if ("锛" in text or "涓" in text) and sum(letter in text for letter in _UTF8_AS_GBK) > 1:
        yield _as_gbk, _UTF8, "utf-8"
    if ("ï" in text or "ä" in text or "ã" in text) and any(pair in text for pair in _UTF8_AS_WESTERN):
        yield _as_western, _UTF8, "utf-8"
    if ("£" in text or "µ" in text) and any(pair in text for pair in _GBK_AS_WESTERN):
        yield _as_western, _GBK, "gb18030"


def _reads_badly(line: str) -> bool:
    letters = _HAN.findall(line)
    return sum(map(everyday, letters)) <= len(letters) * _READ_BADLY


def _read_again(line: str, way: _Way) -> list[tuple[int, int, str]] | None:
    """A line in another code, in the smallest pieces that hold whole characters of both; none when it reads no better."""
    to_bytes, characters, code = way
    raw = [to_bytes(letter) for letter in line]
    joined = b"".join(raw)
    # Where each character begins among the bytes, as it stands and as it is read again.
    stands = {place: at for at, place in enumerate(accumulate(map(len, raw), initial=0))}
    pieces: list[tuple[int, int, str]] = []
    said, begun = "", 0
    for found in characters.finditer(joined):
        said += found[0].decode(code, "replace")
        at = stands.get(found.end())
        if at is not None:
            pieces.append((begun, at, said))
            said, begun = "", at
    pieces = [piece for piece in _one_mark(pieces) if piece[2] != line[piece[0] : piece[1]]]
    made = "".join(piece[2] for piece in pieces)
    letters = [letter for letter in made if not letter.isascii() and letter not in PUNCTUATION]
    well, lost = sum(map(everyday, letters)), letters.count(_LOST)
    enough = well >= _LEAST and lost <= len(letters) * _LOST_SHARE
    return pieces if enough and well >= (len(letters) - lost) * _READS_WELL else None


def _one_mark(pieces: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The pieces with one mark for all bytes that were lost together."""
    marked = -1
    for start, end, said in pieces:
        kept = _LOST_BYTES.sub(_LOST, said)
        yield start, end, kept[1:] if marked == start and kept.startswith(_LOST) else kept
        marked = end if said.endswith(_LOST) else -1


def _as_gbk(letter: str) -> bytes:
    """The bytes of a character in GBK; of one that was destroyed a single byte that fits nothing."""
    raw = letter.encode("gb18030", "replace")
    return raw if len(raw) <= len("ab") else b"\xff"


def _as_western(letter: str) -> bytes:
    """The byte of a character in Windows-1252 or, where that has none, in Latin-1."""
    return bytes((ord(letter),)) if letter < "\u0100" else letter.encode("cp1252", "ignore") or b"\xff"
