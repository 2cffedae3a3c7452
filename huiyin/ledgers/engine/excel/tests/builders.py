"""Files as clerks and attackers send them, built byte by byte for the tests."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl

from huiyin.ledgers.engine.excel.columns import Column, Kind
from huiyin.ledgers.engine.excel.faults import LostCell
from huiyin.ledgers.engine.excel.intake import open_upload
from huiyin.ledgers.engine.excel.limits import Limits
from huiyin.ledgers.engine.excel.reading import Row, SheetReading, read

TODAY = date(2026, 3, 2)

MEETINGS = (
    Column("unit", "单位", Kind.UNIT, required=True, aliases=("单位名称", "召开单位")),
    Column("topic", "会议名称", Kind.TEXT, required=True, max_length=100, aliases=("名称", "会议主题")),
    Column("held_on", "召开日期", Kind.DATE, required=True, aliases=("日期", "时间", "会议时间")),
    Column("form", "会议类型", Kind.CHOICE, choices=(("meeting", "党委会"), ("life", "民主生活会"))),
    Column("people", "参加人数", Kind.INTEGER, aliases=("人数",)),
    Column("cost", "经费（万元）", Kind.DECIMAL, decimals=2),
    Column("remark", "备注", Kind.LONG_TEXT),
)
HEADER = ["单位", "会议名称", "召开日期", "会议类型", "参加人数", "经费（万元）", "备注"]


def good_row(number: int = 1) -> list[object]:
    return ["甲镇", f"第{number}次会议", date(2013, 10, 17), "党委会", 12, 0.5, ""]


def workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], merges: Sequence[str] = ()) -> Path:
    """An .xlsx with these sheets; `merges` apply to the first one."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for merge in merges:
        book.worksheets[0].merge_cells(merge)
    book.save(path)
    return path


def sheet_path(folder: Path, rows: Sequence[Sequence[object]], merges: Sequence[str] = ()) -> Path:
    return workbook(folder / "会议.xlsx", {"会议": rows}, merges)


def read_path(
    path: Path, columns: Sequence[Column] = MEETINGS, remembered: Mapping[str, str] | None = None, **options: object
) -> list[tuple[SheetReading, list[Row]]]:
    """Take the file in through the front door and read all of it."""
    upload = open_upload(path.name, path, Limits(), workdir=path.parent)
    return [
        (sheet, list(sheet.rows()))
        for source in upload.sources
        for sheet in read(source, columns, remembered=remembered or {}, today=TODAY, **options)  # type: ignore[arg-type]  # passed on
    ]


def gbk_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip whose names are GBK and do not say so, as Windows in China writes them."""
    target = io.BytesIO()
    stand_ins: list[tuple[bytes, bytes]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(members.items()):
            raw = name.encode("gbk")
            stand_in = f"{number:x}".rjust(len(raw), "~")
            archive.writestr(stand_in, content)
            stand_ins.append((stand_in.encode("ascii"), raw))
    data = target.getvalue()
    for stand_in_bytes, raw in stand_ins:
        data = data.replace(stand_in_bytes, raw)
    return data


def ole_file(streams: Mapping[str, bytes]) -> bytes:
    """A small OLE container: one FAT sector, two directory sectors, then the streams (each padded past the mini limit)."""
    fat = [0xFFFFFFFD, 2, 0xFFFFFFFE]
    body = b""
    entries = [_ole_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        start, count = len(fat), len(padded) // 512
        fat.extend([*range(start + 1, start + count), 0xFFFFFFFE])
        entries.append(_ole_entry(name, 2, start, len(padded)))
        body += padded
    header = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    assert len(fat) <= 128, "this builder keeps one FAT sector"
    table = struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat)))
    return header + table + b"".join(entries).ljust(1024, b"\0") + body


def _ole_entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    child = 1 if kind == 5 else 0xFFFFFFFF
    sibling = 0xFFFFFFFF
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw) + 2, kind, 1, sibling, sibling, child)
    return head.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def biff_workbook(sheets: Mapping[str, Sequence[Sequence[object]]], *, protected: bool = False) -> bytes:
    """A real Excel 97–2003 workbook stream: texts, numbers, dates and error values."""
    head = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    if protected:
        head += _biff(0x002F, b"\1\0" + b"\0" * 52)
    for number_format in (0, 14):
        head += _biff(0x00E0, struct.pack("<HH", 0, number_format) + b"\0" * 16)
    bodies = [_biff_sheet(rows) for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    offset = len(head) + sum(4 + 8 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += _biff(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name) // 2, 1) + name)
        offset += len(body)
    return head + _biff(0x000A, b"") + b"".join(bodies)


def _biff_sheet(rows: Sequence[Sequence[object]]) -> bytes:
    records = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    records += _biff(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            records += _biff_cell(row, column, value)
    return records + _biff(0x000A, b"")


def _biff_cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, LostCell):
        return _biff(0x0205, struct.pack("<HHHBB", row, column, 0, 0x2A, 1))
    if isinstance(value, date):
        return _biff(0x0203, struct.pack("<HHHd", row, column, 1, (value - date(1899, 12, 30)).days))
    if isinstance(value, int | float):
        return _biff(0x0203, struct.pack("<HHHd", row, column, 0, value))
    text = str(value)
    if not text:
        return b""
    return _biff(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _biff(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


ROOT_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)


def raw_xlsx(sheet_xml: bytes, name: str = "会议") -> bytes:
    """A minimal .xlsx around one worksheet part."""
    target = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", ROOT_RELATIONS)
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml)
    return target.getvalue()


def sheet_xml(rows: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'.encode()
