"""RTF, as old office programs and some mail programs write it: its words, paragraphs and table cells."""

import re
from collections.abc import Iterator

from huiyin.text.reading.problems import BROKEN, Unreadable

RICH = b"{\\rtf"
# A control word with its number, a byte of the code page, another escape, a bracket, a line end, or words.
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_SAID = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t", b"nestcell": "\t",
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
}  # fmt: skip
# Groups that hold no words of the text.
_ASIDE = frozenset(
    (b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"listtable", b"listoverridetable", b"themedata",
     b"header", b"footer", b"headerf", b"footerf", b"headerl", b"headerr", b"footerl", b"footerr", b"generator", b"fldinst",
     b"rsidtbl", b"xmlnstbl", b"datastore", b"latentstyles", b"colorschememapping", b"datafield")
)  # fmt: skip
_CODE_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 65001: "utf-8"}
_DEEPEST = 1_000


def rich_text(raw: bytes) -> str:
    """The words of an RTF file; refused when its brackets do not hold together."""
    said = "".join(_words(raw)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not said.strip():
        raise Unreadable(BROKEN)
    return said.strip("\n")


def _words(raw: bytes) -> Iterator[str]:
    encoding, skip, waiting = "gb18030", 0, bytearray()
    # For each open group: whether its words are shown, and how many letters stand in for one of \u.
    groups: list[tuple[bool, int]] = [(True, 1)]
    for token in _TOKEN.finditer(raw):
        word, number, code, other, bracket, plain = token.groups()
        shown, stands_for = groups[-1]
        if code is not None and shown and not skip:
            waiting.append(int(code, 16))
            continue
        if plain is not None and shown and not skip and waiting:
            # The second byte of a pair may be written as the letter it looks like.
            waiting += plain
            continue
        if waiting and word != b"u":
            yield waiting.decode(encoding, "replace")
            waiting.clear()
        if bracket == b"{":
            if len(groups) > _DEEPEST:
                raise Unreadable(BROKEN)
            groups.append((shown, stands_for))
        elif bracket == b"}":
            if len(groups) > 1:
                groups.pop()
        elif code is not None or plain is not None:
            length = 1 if code is not None else len(plain)
            left = max(0, skip - length)
            if plain is not None and shown:
                yield plain[skip:].decode(encoding, "replace")
            skip = left
        elif other is not None:
            if other == b"*":
                groups[-1] = (False, stands_for)
            elif shown:
                yield {b"~": " ", b"-": "", b"_": "-"}.get(other, other.decode("latin-1"))
        elif word == b"u" and number is not None:
            if waiting:
                yield waiting.decode(encoding, "replace")
                waiting.clear()
            if shown:
                yield chr(int(number) % 0x10000)
                skip = stands_for
        elif word == b"uc" and number is not None:
            groups[-1] = (shown, min(int(number), 8) if int(number) >= 0 else 1)
        elif word == b"ansicpg" and number is not None:
            encoding = _CODE_PAGES.get(int(number), "gb18030")
        elif word in _ASIDE:
            groups[-1] = (False, stands_for)
        elif word in _SAID and shown:
            yield _SAID[word]
    if waiting:
        yield waiting.decode(encoding, "replace")
