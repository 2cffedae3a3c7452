"""Takes off lines of a filled template that are left with nothing to say: 抄送 to nobody."""

import re

from huiyin.reports.word.ooxml import Element, q, serialise
from huiyin.reports.word.package import DOCUMENT, Parts, read_part

# What stands around the names. “抄送：。” is no line of an official document.
_NOBODY = re.compile(r"\s*抄送\s*[:：]?\s*[。.；;]?\s*")


def remove_empty_copy_lines(parts: Parts) -> None:
    """Remove paragraphs that say 抄送 and name nobody, with their row or table when nothing else stands there."""
    root = read_part(parts, DOCUMENT)
    empty = [each for each in root.iter(q("w:p")) if _NOBODY.fullmatch(_text(each))]
    for paragraph in empty:
        _remove(_outermost(paragraph))
    if empty:
        parts[DOCUMENT] = serialise(root)


def _outermost(paragraph: Element) -> Element:
    """The paragraph, or the row or table in which it is all there is: a cell may not be without a paragraph."""
    found = paragraph
    for holder in paragraph.iterancestors(q("w:tc"), q("w:tr"), q("w:tbl")):
        if _text(holder).strip() != _text(paragraph).strip():
            break
        found = holder
    return found


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is None or element.tag == q("w:tc"):
        return
    if parent.tag == q("w:tc") and len(parent.findall(q("w:p"))) == 1:
        for child in [child for child in element if child.tag != q("w:pPr")]:
            element.remove(child)
        return
    parent.remove(element)


def _text(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(q("w:t")))
