"""Looks inside an office file that is a zip: is it a workbook, and which part is which sheet."""

import posixpath
import zipfile
from xml.etree import ElementTree

from huiyin.ledgers.engine.excel.archive import Archive
from huiyin.ledgers.engine.excel.limits import Limits, UploadRefused
from huiyin.ledgers.engine.excel.sniffing import NotTable
from huiyin.ledgers.engine.excel.survey import SheetSurvey, survey_sheet

Members = dict[str, zipfile.ZipInfo]

_ROOT_RELATIONS = "_rels/.rels"
_INDEX_BYTES = 4 * 1024 * 1024
_SIGNS = (
    ("xl/workbook.bin", "是 .xlsb 格式。请用 Excel 打开，另存为 .xlsx 后重新上传。"),
    ("word/document.xml", "是 Word 文件，不是表格。请把其中的表格复制到 Excel，另存为 .xlsx 后上传。"),
    ("ppt/presentation.xml", "是演示文稿，不是表格。请上传 Excel 文件。"),
    ("content.xml", "是 OpenDocument 格式。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"),
)


def is_office_file(archive: Archive) -> bool:
    """A zip that is one document rather than a bundle of files."""
    names = {member.filename.lower() for member in archive.members}
    return "[content_types].xml" in names or {"mimetype", "content.xml"} <= names


def survey_book(archive: Archive, limits: Limits) -> dict[str, SheetSurvey]:
    """Inflate every part within the limits; the survey of each worksheet by the sheet's name.

    Every part is surveyed as if it were a sheet: which part a reader takes for one is not for a hostile index to say.
    """
    members = {member.filename.lower(): member for member in archive.members}
    book = _book_part(archive, members)
    if len(members) != len(archive.members):
        raise _damaged(archive)
    surveys = {
        part: survey_sheet(archive.chunks(member), name=archive.name, limits=limits) for part, member in members.items()
    }
    return {name: surveys[part] for part, name in _sheet_parts(archive, members, book).items() if part in surveys}


def _book_part(archive: Archive, members: Members) -> str:
    """Lower-case path of the part that lists the sheets."""
    for sign, sentence in _SIGNS:
        if sign in members:
            raise NotTable(f"《{archive.name}》{sentence}")
    targets = [
        _path("", relation.get("Target", ""))
        for relation in _elements(archive, members, _ROOT_RELATIONS, "Relationship")
        if relation.get("Type", "").endswith("/officeDocument")
    ]
    if len(targets) != 1 or targets[0] not in members:
        raise NotTable(f"《{archive.name}》不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。")
    return targets[0]


def _sheet_parts(archive: Archive, members: Members, book: str) -> dict[str, str]:
    """Lower-case path of each worksheet part → the name on its tab."""
    folder, name = posixpath.split(book)
    relations = _elements(archive, members, posixpath.join(folder, "_rels", f"{name}.rels"), "Relationship")
    targets = {relation.get("Id", ""): _path(folder, relation.get("Target", "")) for relation in relations}
    parts: dict[str, str] = {}
    for sheet in _elements(archive, members, book, "sheet"):
        relation_id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        if relation_id in targets:
            parts[targets[relation_id]] = sheet.get("name", "")
    return parts


def _path(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    joined = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(joined).lower()


def _elements(archive: Archive, members: Members, part: str, tag: str) -> list[ElementTree.Element]:
    if part not in members:
        raise _damaged(archive)
    text = b""
    for chunk in archive.chunks(members[part]):
        text += chunk
        if len(text) > _INDEX_BYTES:
            raise _damaged(archive)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise _damaged(archive)
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 -- bounded, and no entity can be declared without a DOCTYPE
    except ElementTree.ParseError as error:
        raise _damaged(archive) from error
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == tag]


def _damaged(archive: Archive) -> UploadRefused:
    return UploadRefused(f"《{archive.name}》已损坏，打不开。请用 Excel 或 WPS 打开确认无误，另存后重新上传。")
