"""An official document as a Word file set according to GB/T 9704-2012."""

import datetime

from huiyin.reports.word import skeleton
from huiyin.reports.word.body import Body
from huiyin.reports.word.bookmarks import PROPERTY_PREFIX
from huiyin.reports.word.closing import attachment_note, colophon_elements, signature_elements
from huiyin.reports.word.document import OfficialDocument
from huiyin.reports.word.elements import Writer
from huiyin.reports.word.head import head_elements
from huiyin.reports.word.ooxml import serialise
from huiyin.reports.word.package import (
    DOCUMENT,
    read_part,
    set_core_properties,
    set_custom_properties,
    write_package,
)


def render(document: OfficialDocument, *, written_at: datetime.datetime) -> bytes:
    """The docx. The same document and the same time give the same bytes."""
    writer = Writer()
    parts, references = skeleton.new_package(document.reconstruction_label)
    body = Body(writer, skeleton.section(references))
    body.add(*head_elements(writer, document))
    body.add_blocks(document.blocks)
    body.add(*attachment_note(writer, document))
    body.add(*signature_elements(writer, document))
    for attachment in document.attachments:
        body.add_attachment(attachment)
    colophon = colophon_elements(writer, document)
    if colophon:
        body.turn(landscape=False)
        body.add(*colophon)
    root = read_part(parts, DOCUMENT)
    holder = root.find("{*}body")
    assert holder is not None
    for element in (*body.elements, body.current_section()):
        holder.append(element)
    parts[DOCUMENT] = serialise(root)
    author = document.signature or document.organ_mark or document.imprint
    set_core_properties(parts, title=document.title, creator=author, written_at=written_at)
    set_custom_properties(parts, PROPERTY_PREFIX, writer.names.properties())
    return write_package(parts)
