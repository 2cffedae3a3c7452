"""Finding the tags a clerk typed into a Word template, however Word has cut them up, and putting each in one piece.

Word splits `{{ figure('D4.items') }}` over runs, makes its quotes curly, and a Chinese input method makes brackets
wide. All of that is mended here, so that what is checked and what docxtpl fills in are the same words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from huiyin.reports.word.ooxml import Element, q

TagKind = Literal["output", "statement", "comment"]

TAG = re.compile(
    r"(?P<output>[{｛]{2}.*?[}｝]{2})|(?P<statement>[{｛][%％].*?[%％][}｝])|(?P<comment>[{｛][#＃].*?[#＃][}｝])",
    re.DOTALL,
)
_OPENER_OR_CLOSER = re.compile(r"[{｛]{2}|[}｝]{2}|[{｛][%％#＃]|[%％#＃][}｝]")
_CUT_BY_XML = re.compile(r"\{(?:<[^>]*>)+[{%#]|[%}#](?:<[^>]*>)+\}")
_QUOTES = str.maketrans("“”„‘’‚＂＇", "\"\"\"'''\"'")
_PREFIX = re.compile(r"(tr|tc|p|r)\s+(.*)", re.DOTALL)


@dataclass(frozen=True)
class Tag:
    """One tag: `words` as shown to people, `code` without braces and prefix, `anchor` the element it lives in."""

    kind: TagKind
    prefix: str
    code: str
    words: str
    place: str
    carrier: Element
    anchor: Element
    alone: bool


def find_tags(root: Element) -> Iterator[Tag | str]:
    """All tags of one part in order, or a sentence where a tag is not complete. Each tag ends up in one `w:t`."""
    places = _places(root)
    for paragraph in root.iter(q("w:p")):
        pieces = [text for text in paragraph.iter(q("w:t")) if next(text.iterancestors(q("w:p"))) is paragraph]
        whole = "".join(piece.text or "" for piece in pieces)
        rest = TAG.sub("", whole)
        if _OPENER_OR_CLOSER.search(rest):
            yield (
                f"模板{places[paragraph]}有没写完整的标签（“{whole.strip()[:40]}”），请检查花括号是否成对：“{{{{”要与“}}}}”"
                "配对，“{%”要与“%}”配对，并写在同一段里。"
            )
            continue
        for match in reversed(list(TAG.finditer(whole))):
            _gather(pieces, match.start(), match.end())
        yield from _tags_of(pieces, places[paragraph], not rest.strip())


def is_cut_by_structure(xml: str) -> bool:
    """Braces of neighbouring paragraphs or cells that docxtpl would take for one tag."""
    return _CUT_BY_XML.search(xml) is not None


def tags_in_text(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in TAG.finditer(text)]


def _tags_of(pieces: list[Element], place: str, alone: bool) -> Iterator[Tag]:
    found = [(piece, match) for piece in pieces for match in TAG.finditer(piece.text or "")]
    for piece, match in found:
        kind: TagKind = "output" if match["output"] else "statement" if match["statement"] else "comment"
        inner = _mend(match[0][2:-2])
        prefixed = _PREFIX.fullmatch(inner)
        prefix, code = (prefixed[1], prefixed[2].strip()) if prefixed and kind != "comment" else ("", inner.strip())
        run = piece.getparent()
        holder = run.getparent() if run is not None else None
        anchor = holder if holder is not None else piece
        yield Tag(kind, prefix, code, match[0], place, piece, anchor, alone and len(found) == 1)


def _gather(pieces: list[Element], start: int, end: int) -> None:
    """Move the characters from `start` to `end` of the joined pieces into the piece in which they begin."""
    position, first = 0, None
    for piece in pieces:
        text = piece.text or ""
        here = (max(start - position, 0), min(end - position, len(text)))
        position += len(text)
        if here[0] >= here[1]:
            continue
        if first is None:
            first = piece
        else:
            first.text = (first.text or "") + text[here[0] : here[1]]
            piece.text = text[here[1] :]
    if first is not None:
        first.set(q("xml:space"), "preserve")


def _mend(inner: str) -> str:
    """Curly quotes made straight; outside quotes, wide letters and marks made narrow."""
    straight = inner.translate(_QUOTES)
    parts = re.split(r"('[^']*'|\"[^\"]*\")", straight)
    return "".join(part if position % 2 else unicodedata.normalize("NFKC", part) for position, part in enumerate(parts))


def _places(root: Element) -> dict[Element, str]:
    """Where each paragraph stands, counted as `reader` counts."""
    places: dict[Element, str] = {}
    rows: dict[Element, str] = {}
    outermost = [table for table in root.iter(q("w:tbl")) if next(table.iterancestors(q("w:tbl")), None) is None]
    for number, table in enumerate(outermost, start=1):
        own = [row for row in table.iter(q("w:tr")) if next(row.iterancestors(q("w:tbl"))) is table]
        rows.update((row, f"第{number}张表第{position}行") for position, row in enumerate(own, start=1))
    counted = 0
    for paragraph in root.iter(q("w:p")):
        row = next((rows[each] for each in paragraph.iterancestors(q("w:tr")) if each in rows), None)
        if row is not None:
            places[paragraph] = row
        elif next(paragraph.iterancestors(q("w:txbxContent")), None) is not None:
            places[paragraph] = "文本框"
        else:
            counted += any((text.text or "").strip() for text in paragraph.iter(q("w:t")))
            places[paragraph] = f"第{counted}段"
    return places
