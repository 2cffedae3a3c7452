"""What a web page, a JSON or an SQL dump wraps round its text: taken out as edits, so that every place leads back."""

import html
import re
from collections.abc import Iterator

from huiyin.text.offsets import Edit

_LOOKS_HTML = re.compile(
    r"<(?:!doctype|html|head|body|div|p|br|span|td|table|li|a|font|strong|meta)\b[^<>]{0,400}>", re.IGNORECASE
)
# A comment, a whole element that shows no text, or one tag. Nothing inside may run past the next such mark.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|noscript|template|svg|head|select|iframe)\b[^>]*>.*?(?:</\1\s*>|\Z)"
    r"|<!\[CDATA\[|\]\]>"
    r"|<[/!?]?[a-zA-Z][^<>]{0,5000}>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,12});")
# Elements that begin a new line of what one sees.
_BREAKING = re.compile(
    r"</?(?:p|div|br|tr|li|h[1-6]|table|ul|ol|dl|dd|dt|section|article|header|footer|nav|hr|blockquote|title)\b",
    re.IGNORECASE,
)
_CELL = re.compile(r"</?t[dh]\b", re.IGNORECASE)
# The end of a cell, or another table or cell inside it.
_CELL_END = re.compile(r"</?(?:t[dhr]|table)\b", re.IGNORECASE)
_CELL_REACH, _CELL_LONGEST = 2_000, 60
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|[nrt](?![a-z])|[\"'/\\])")
# Not the folders of a path: \notes.
_LOOKS_ESCAPED = re.compile(r"\\u[0-9a-fA-F]{4}|\\[nr](?![a-z])|\\\"")
_PLAIN = {"n": "\n", "r": "\n", "t": " ", '"': '"', "'": "'", "/": "/", "\\": "\\"}


def escape_edits(text: str) -> Iterator[Edit]:
    r"""Escapes of JSON, SQL and program text: \n, \u4e2d, \" and the like; only where the text holds several of them."""
    if "\\" not in text or len(_LOOKS_ESCAPED.findall(text, 0, 2_000_000)) < 2:
        return
    for match in _ESCAPE.finditer(text):
        said = match[0]
        if said[1] != "u":
            yield Edit(match.start(), match.end(), _PLAIN[said[1]])
            continue
        units = bytes.fromhex("".join(said.split("\\u")))
        try:
            letter = units.decode("utf-16-be")
        except UnicodeDecodeError:
            # Half of a pair: the other half is gone, so the place is marked.
            letter = "\ufffd"
        yield Edit(match.start(), match.end(), letter)


def looks_like_html(text: str) -> bool:
    """Whether a text holds the tags of a web page."""
    return len(_LOOKS_HTML.findall(text, 0, 500_000)) >= 2


def tag_edits(text: str) -> Iterator[Edit]:
    """Tags, scripts, styles and comments; where a tag begins a new block, a line break stands in its place."""
    short_to = 0
    for match in _TAG.finditer(text):
        said = match[0]
        if _CELL.match(said):
            stands = "\t" if said[1] == "/" else ""
            short_to = _short_cell(text, match.end()) if said[1] != "/" else 0
        else:
            # What is broken inside a short cell of a table is still one cell.
            stands = (" " if match.end() <= short_to else "\n") if _BREAKING.match(said) else ""
        yield Edit(match.start(), match.end(), stands)


def _short_cell(text: str, start: int) -> int:
    """Where a short cell of a table ends; a cell that holds a text of its own (a page laid out in a table) is none."""
    end = _CELL_END.search(text, start, start + _CELL_REACH)
    if end is None or end[0][1] != "/":
        return 0
    said = _TAG.sub("", text[start : end.start()]).strip()
    return end.start() if len(said) <= _CELL_LONGEST and "。" not in said else 0


def entity_edits(text: str) -> Iterator[Edit]:
    """Character references: &nbsp; &ldquo; &#x4e2d;"""
    for match in _ENTITY.finditer(text):
        letter = html.unescape(match[0])
        if letter != match[0]:
            yield Edit(match.start(), match.end(), " " if letter == "\xa0" else letter)
