"""A docx as a set of named parts: opened with suspicion, written so that equal content gives equal bytes."""

import datetime
import re
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from huiyin.reports.word.characters import clean
from huiyin.reports.word.ooxml import Element, UnreadableXml, make, parse, serialise

DOCUMENT = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONSHIPS = "_rels/.rels"
CORE = "docProps/core.xml"
CUSTOM = "docProps/custom.xml"

MAX_PARTS = 5_000
MAX_UNPACKED = 200 * 1024 * 1024

_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_PROPERTY_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_STAMP = (1980, 1, 1, 0, 0, 0)

Parts = dict[str, bytes]


class NotAWordFile(ValueError):
    """Something handed in as Word that is not a readable .docx; the message says what it is and what to do."""


def open_package(data: bytes) -> Parts:
    """All parts of a docx. Anything else is refused with a sentence."""
    _refuse_other_formats(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
                raise NotAWordFile("这个文件解开后过大，不像正常的公文，请在 Word 或 WPS 中重新另存为 .docx 后再交。")
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise NotAWordFile("这个文件加了密码，系统读不出内容，请在 Word 或 WPS 中取消密码后再交。")
            parts = {entry.filename: _read_entry(archive, entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise NotAWordFile("这个文件已损坏，打不开，请在 Word 或 WPS 中打开后另存为 .docx 再交。") from error
    _name_main_document(parts)
    if DOCUMENT not in parts:
        raise NotAWordFile(_what_zip_it_is(parts))
    return parts


def _name_main_document(parts: Parts) -> None:
    """Some programs call the main part document2.xml; from here on it has its usual name."""
    if PACKAGE_RELATIONSHIPS not in parts or CONTENT_TYPES not in parts:
        return
    relations, types = read_part(parts, PACKAGE_RELATIONSHIPS), read_part(parts, CONTENT_TYPES)
    main = next((item for item in relations if (item.get("Type") or "").endswith("/officeDocument")), None)
    name = (main.get("Target") or "").removeprefix("/") if main is not None else ""
    if main is None or name == DOCUMENT or not re.fullmatch(r"word/document\d+\.xml", name) or name not in parts:
        return
    main.set("Target", DOCUMENT)
    for item in types:
        if item.get("PartName") == f"/{name}":
            item.set("PartName", f"/{DOCUMENT}")
    parts[DOCUMENT] = parts.pop(name)
    own_relations = name.replace("word/", "word/_rels/") + ".rels"
    if own_relations in parts:
        parts["word/_rels/document.xml.rels"] = parts.pop(own_relations)
    parts[PACKAGE_RELATIONSHIPS], parts[CONTENT_TYPES] = serialise(relations), serialise(types)


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part; a part longer than it declares is how a zip bomb hides, so reading stops at the declared size."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size + 1)
    if len(content) > entry.file_size:
        raise NotAWordFile("这个文件的内部长度与实际不符，可能被改动过，请重新另存为 .docx 后再交。")
    return content


def _refuse_other_formats(data: bytes) -> None:
    if not data:
        raise NotAWordFile("这个文件是空的，没有内容，请检查后重新上传。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise NotAWordFile("这个文件加了密码，系统读不出内容，请在 Word 或 WPS 中取消密码后再交。")
        raise NotAWordFile("这是旧版 Word（.doc）或其他旧版办公文件，请在 Word 或 WPS 中另存为 .docx 后再交。")
    if data.startswith(b"%PDF"):
        raise NotAWordFile("这是 PDF 文件，不是 Word 文件，请交 .docx 格式的原稿。")
    if data.startswith(b"{\\rtf"):
        raise NotAWordFile("这是 RTF 文件，请在 Word 或 WPS 中另存为 .docx 后再交。")
    if not data.startswith(b"PK"):
        raise NotAWordFile("这不是 Word 文件（.docx），请检查是否选错了文件，或另存为 .docx 后再交。")


def _what_zip_it_is(parts: Parts) -> str:
    if "xl/workbook.xml" in parts:
        return "这是 Excel 表格，不是 Word 文件，请交 .docx 格式的文稿。"
    if "ppt/presentation.xml" in parts:
        return "这是演示文稿，不是 Word 文件，请交 .docx 格式的文稿。"
    if b"opendocument" in parts.get("mimetype", b""):
        return "这是 ODF 格式的文件（.odt），请另存为 .docx 后再交。"
    return "这是压缩包，里面没有 Word 正文，请解压后只交 .docx 文件。"


def read_part(parts: Mapping[str, bytes], name: str) -> Element:
    try:
        return parse(parts[name])
    except UnreadableXml as error:
        raise NotAWordFile(f"这个文件内部的“{name}”已损坏，请在 Word 或 WPS 中打开后另存为 .docx 再交。") from error


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The docx; order, time stamps and attributes of the zip are fixed, so equal parts give equal bytes."""
    first = [name for name in (CONTENT_TYPES, PACKAGE_RELATIONSHIPS, DOCUMENT) if name in parts]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in [*first, *sorted(set(parts) - set(first))]:
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, parts[name], compresslevel=6)
    return packed.getvalue()


def set_core_properties(parts: Parts, *, title: str, creator: str, written_at: datetime.datetime) -> None:
    """Replace author, title and times; what an office typed into its template's properties does not travel on."""
    if written_at.tzinfo is None:
        raise ValueError("文件的写成时间必须带时区，请传入带时区的时间。")
    instant = written_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    root = make("cp:coreProperties")
    for name, text in (("dc:title", title), ("dc:creator", creator), ("cp:lastModifiedBy", creator)):
        field = make(name)
        field.text = clean(text).replace("\n", "")
        root.append(field)
    for name in ("dcterms:created", "dcterms:modified"):
        moment = make(name, {"xsi:type": "dcterms:W3CDTF"})
        moment.text = instant
        root.append(moment)
    parts[CORE] = serialise(root)
    _declare(parts, CORE, _CORE_TYPE, _CORE_RELATION)


def custom_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The text properties of 文件 → 属性 → 自定义, where the figure list is kept."""
    if CUSTOM not in parts:
        return {}
    return {
        name: "".join(value.text or "" for value in field)
        for field in read_part(parts, CUSTOM)
        if (name := field.get("name")) is not None
    }


def set_custom_properties(parts: Parts, prefix: str, values: Mapping[str, str]) -> None:
    """Write these properties and remove older ones whose name begins with `prefix`; others stay."""
    root = read_part(parts, CUSTOM) if CUSTOM in parts else make("cust:Properties")
    for field in list(root):
        if (field.get("name") or "").startswith(prefix):
            root.remove(field)
    number = max([1, *(int(field.get("pid") or 1) for field in root)])
    for name, value in values.items():
        number += 1
        text = make("vt:lpwstr")
        text.text = value
        root.append(make("cust:property", {"fmtid": _PROPERTY_FORMAT, "pid": str(number), "name": name}, text))
    parts[CUSTOM] = serialise(root)
    _declare(parts, CUSTOM, _CUSTOM_TYPE, _CUSTOM_RELATION)


def _declare(parts: Parts, name: str, content_type: str, relation: str) -> None:
    """Make sure a package-level part has its content type and its relationship."""
    types = read_part(parts, CONTENT_TYPES)
    if not any(item.get("PartName") == f"/{name}" for item in types):
        types.append(make("ct:Override", {"PartName": f"/{name}", "ContentType": content_type}))
        parts[CONTENT_TYPES] = serialise(types)
    relations = read_part(parts, PACKAGE_RELATIONSHIPS)
    existing = next((item for item in relations if item.get("Type") == relation), None)
    if existing is not None:
        existing.set("Target", name)
    else:
        taken = {item.get("Id") for item in relations}
        free = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        relations.append(make("rel:Relationship", {"Id": free, "Type": relation, "Target": name}))
    parts[PACKAGE_RELATIONSHIPS] = serialise(relations)
