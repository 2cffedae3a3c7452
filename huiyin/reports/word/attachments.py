"""Attachments set by the system into a report that an office's template began."""

from collections.abc import Sequence

from huiyin.reports.word import styles
from huiyin.reports.word.body import Body
from huiyin.reports.word.document import Attachment
from huiyin.reports.word.elements import Writer
from huiyin.reports.word.ooxml import Element, q, serialise
from huiyin.reports.word.package import DOCUMENT, NotAWordFile, Parts, read_part
from huiyin.reports.word.skeleton import section
from huiyin.reports.word.template_sandbox import ATTACHMENTS_MARK

_RELATIONS = "word/_rels/document.xml.rels"


def insert_attachments(parts: Parts, attachments: Sequence[Attachment], writer: Writer) -> None:
    """Set the attachments at the template's mark for them, or behind its last paragraph, and remove the mark."""
    root = read_part(parts, DOCUMENT)
    body = root.find(q("w:body"))
    if body is None:
        raise NotAWordFile("模板没有正文，请在 Word 或 WPS 中重新另存为 .docx 后再上传。")
    mark = next((child for child in body if _text(child) == ATTACHMENTS_MARK), None)
    if attachments:
        _add_styles(parts)
        _insert(body, mark, attachments, writer)
    if mark is not None:
        body.remove(mark)
    parts[DOCUMENT] = serialise(root)


def _insert(body: Element, mark: Element | None, attachments: Sequence[Attachment], writer: Writer) -> None:
    """Write the attachments into the section in which the mark stands; what follows them stands upright again."""
    children = [child for child in body if child.tag != q("w:sectPr")]
    following = children[children.index(mark) + 1 :] if mark is not None else []
    place = body.index(mark) if mark is not None else len(children)
    closing = _closing_section(body, following)
    written = Body(writer, closing if closing is not None else section())
    for attachment in attachments:
        written.add_attachment(attachment)
    if any(_text(child).strip() for child in following):
        written.turn(landscape=False)
    if not written.is_first_section:
        _close_with(body, closing, written)
    for offset, element in enumerate(written.elements):
        body.insert(place + offset, element)


def _closing_section(body: Element, following: list[Element]) -> Element | None:
    """The properties of the section in which the attachments begin: Word keeps them at its end."""
    for child in following:
        properties = child.find(f"{q('w:pPr')}/{q('w:sectPr')}")
        if properties is not None:
            return properties
    return body.find(q("w:sectPr"))


def _close_with(body: Element, closing: Element | None, written: Body) -> None:
    """The attachments have ended the section they began in; the one now open closes where that one did."""
    current = written.current_section()
    if closing is None:
        body.append(current)
        return
    closing.addprevious(current)
    holder = closing.getparent()
    if holder is not None:
        holder.remove(closing)


def _text(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(q("w:t")))


def _add_styles(parts: Parts) -> None:
    """Our styles beside those of the office, so that attachments look as they should in any template."""
    relations: list[Element] = list(read_part(parts, _RELATIONS)) if _RELATIONS in parts else []
    targets = [item.get("Target") or "" for item in relations if (item.get("Type") or "").endswith("/styles")]
    path = f"word/{targets[0].removeprefix('/word/')}" if targets else ""
    if path not in parts:
        raise NotAWordFile("模板缺少样式表，请在 Word 或 WPS 中重新另存为 .docx 后再上传。")
    root = read_part(parts, path)
    styles.add_missing_styles(root)
    parts[path] = serialise(root)
