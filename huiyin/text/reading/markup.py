"""What a web page, a JSON or an SQL dump wraps round its text: taken out as edits, so that every place leads back."""

import html
import re
from collections.abc import Callable, Iterator
from itertools import islice

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
# INSERT INTO t VALUES ('…'): there a quote inside a value is written twice; two with nothing between are an empty value.
# Begins with a letter to look for, for this is asked of every text.
_INSERT = re.compile(r"[iI](?<!\w.)(?i:nsert\s+into\s)")
_VALUES = re.compile(r"\bvalues\b", re.IGNORECASE)
_INSERTS, _COLUMNS = 20, 2_000
_DOUBLED = re.compile(r"''(?:(?<![,(=\s]'')|(?![,);\s]))")
# Where the quotes of the text are escaped, the others are the frame's: they would pair with those of the text.
_ESCAPE_OR_FRAME = re.compile(f'{_ESCAPE.pattern}|"')
_ESCAPE_OR_DOUBLED = re.compile(f"{_ESCAPE.pattern}|{_DOUBLED.pattern}")
_LOOKED_AT = 2_000_000
_PLAIN = {"n": "\n", "r": "\n", "t": " ", '"': '"', "'": "'", "/": "/", "\\": "\\"}


def escape_edits(text: str) -> Iterator[Edit]:
    r"""Escapes of JSON, SQL and program text: \n, \u4e2d, \", in a dump also ''; only where the text holds several of them."""
    dumped = looks_dumped(text)
    if "\\" in text and (dumped or sum(1 for _ in islice(_LOOKS_ESCAPED.finditer(text, 0, _LOOKED_AT), 2)) > 1):
        framed = text.startswith(("{", "["), len(text) - len(text.lstrip()))
        escape = _ESCAPE_OR_DOUBLED if dumped else _ESCAPE_OR_FRAME if framed and '\\"' in text else _ESCAPE
    elif dumped and "''" in text:
        escape = _DOUBLED
    else:
        return
    for match in escape.finditer(text):
        said = match[0]
        if said[0] != "\\":
            yield Edit(match.start(), match.end(), "'" if said[0] == "'" else "")
            continue
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


def looks_dumped(text: str) -> bool:
    """Whether a text holds the commands of an SQL dump."""
    heads = islice(_INSERT.finditer(text, 0, _LOOKED_AT), _INSERTS)
    return any(_VALUES.search(text, head.end(), head.end() + _COLUMNS) is not None for head in heads)


def looks_like_html(text: str) -> bool:
    """Whether a text holds the tags of a web page."""
    return sum(1 for _ in islice(_LOOKS_HTML.finditer(text, 0, 500_000), 2)) > 1


def tag_edits(text: str) -> Iterator[Edit]:
    """Tags, scripts, styles and comments of a page; where a tag begins a new block, a line break stands in its place."""
    if not looks_like_html(text):
        return
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
    if "&" not in text:
        return
    for match in _ENTITY.finditer(text):
        letter = html.unescape(match[0])
        if letter != match[0]:
            yield Edit(match.start(), match.end(), " " if letter == "\xa0" else letter)


# In this order; a dump may hold what was escaped before it was dumped.
UNWRAPPING: tuple[tuple[str, str, Callable[[str], Iterator[Edit]]], ...] = (
    ("escapes", "还原转义字符", escape_edits),
    ("escapes_again", "还原第二层转义字符", escape_edits),
    ("tags", "去掉网页标记", tag_edits),
    ("entities", "还原网页字符", entity_edits),
)
