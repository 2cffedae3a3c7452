"""What is taken in, what is refused, and that a refusal is a sentence: by content, never by name, within limits."""

import io
import zipfile
from pathlib import Path

import pytest

from huiyin.ledgers.engine.excel.intake import Upload, open_upload, open_uploads
from huiyin.ledgers.engine.excel.limits import MEGABYTE, Limits, UploadRefused
from huiyin.ledgers.engine.excel.sniffing import FileKind
from huiyin.ledgers.engine.excel.tests.builders import (
    HEADER,
    ROOT_RELATIONS,
    biff_workbook,
    gbk_zip,
    good_row,
    ole_file,
    raw_xlsx,
    read_path,
    sheet_path,
    sheet_xml,
)


def upload(folder: Path, name: str, data: bytes, limits: Limits | None = None) -> Upload:
    path = folder / "stored"
    path.write_bytes(data)
    return open_upload(name, path, limits or Limits(), workdir=folder)


def refusal(folder: Path, name: str, data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UploadRefused) as caught:
        upload(folder, name, data, limits)
    assert str(caught.value).endswith("。"), "a refusal is a whole sentence"
    return str(caught.value)


@pytest.fixture
def book(tmp_path: Path) -> bytes:
    return sheet_path(tmp_path, [HEADER, good_row()]).read_bytes()


@pytest.fixture
def old_book() -> bytes:
    return ole_file({"Workbook": biff_workbook({"会议": [HEADER, good_row()]})})


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize("name", ["会议.xlsx", "会议.xls", "会议.csv", "会议"])
def test_a_workbook_is_known_by_its_bytes(tmp_path: Path, book: bytes, old_book: bytes, name: str) -> None:
    assert upload(tmp_path, name, book).sources[0].kind is FileKind.XLSX
    assert upload(tmp_path, name, old_book).sources[0].kind is FileKind.XLS


def test_an_xls_renamed_xlsx_is_read(tmp_path: Path, old_book: bytes) -> None:
    path = tmp_path / "会议.xlsx"
    path.write_bytes(old_book)
    [(sheet, rows)] = read_path(path)
    assert sheet.sheet == "会议"
    assert rows[0].values["topic"] == "第1次会议"
    assert str(rows[0].values["held_on"]) == "2013-10-17"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页文件"),
        (b"\xef\xbb\xbf\n <TABLE border=1>", "网页文件"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "2003"),
        (b"%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"{\\rtf1", "Word"),
        (b"abc\x00\x01\x02def", "不是表格"),
        (b"PK\x03\x04 not a zip at all", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut short", "损坏"),
        (b"\x81\x20\xff\xff", "编码"),
    ],
)
def test_other_files_are_named_for_what_they_are(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in refusal(tmp_path, "会议.xls", data)


@pytest.mark.parametrize(
    ("streams", "words"),
    [
        ({"EncryptionInfo": b"", "EncryptedPackage": b""}, "密码"),
        ({"WordDocument": b""}, "Word"),
        ({"PowerPoint Document": b""}, "演示文稿"),
        ({"Whatever": b""}, "不是 Excel"),
        ({"Workbook": biff_workbook({"会议": []}, protected=True)}, "密码"),
    ],
)
def test_old_containers_are_named_for_what_they_hold(tmp_path: Path, streams: dict[str, bytes], words: str) -> None:
    assert words in refusal(tmp_path, "会议.xlsx", ole_file(streams))


@pytest.mark.parametrize(
    ("part", "words"), [("word/document.xml", "Word"), ("xl/workbook.bin", ".xlsb"), ("other.xml", "不是 Excel")]
)
def test_new_containers_are_named_for_what_they_hold(tmp_path: Path, part: str, words: str) -> None:
    members = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": ROOT_RELATIONS.encode(), part: b"<x/>"}
    assert words in refusal(tmp_path, "会议.xlsx", zipped(members))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "会议.csv"
    lines = [mark.join(HEADER), mark.join(["甲镇", "𠮷日，会议", "2013年10月17日", "党委会", "１２", "0.5", "=1+1"])]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    [(sheet, rows)] = read_path(path)
    assert (sheet.sheet, rows[0].row) == ("", 2)
    assert not rows[0].problems
    assert rows[0].values["topic"] == "𠮷日，会议"
    assert rows[0].values["remark"] == "=1+1"


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("damage", ["cut", "half"])
def test_text_in_utf16_that_does_not_decode_is_refused_before_a_row_is_read(
    tmp_path: Path, mark: str, damage: str
) -> None:
    data = ("\ufeff" + "\r\n".join([",".join(HEADER), *["甲镇,会议"] * 5000])).encode(mark)
    # A file cut in the middle of a character, and half of a pair with nothing to go with it.
    data = data[:-1] if damage == "cut" else data + "𠮷".encode(mark)[:2] + "。".encode(mark)
    assert refusal(tmp_path, "会议.csv", data) == (
        "《会议.csv》里有认不出的文字编码。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。"
    )


def test_text_in_utf32_is_no_utf16(tmp_path: Path) -> None:
    assert "不是表格文件，或已经损坏" in refusal(tmp_path, "会议.csv", "甲,乙\n".encode("utf-32"))


def test_many_workbooks_in_a_gbk_zip_keep_their_names_and_folders(tmp_path: Path, book: bytes, old_book: bytes) -> None:
    data = gbk_zip(
        {
            "会议/甲镇.xlsx": book,
            "会议/乙镇.xls": old_book,
            "说明.docx": zipped({"[Content_Types].xml": b"", "word/document.xml": b""}),
            "__MACOSX/会议/._甲镇.xlsx": b"\0",
            "会议/~$甲镇.xlsx": b"\0",
            "Thumbs.db": b"\0",
        }
    )
    result = upload(tmp_path, "上报.zip", data)
    assert [source.name for source in result.sources] == ["上报.zip/会议/甲镇.xlsx", "上报.zip/会议/乙镇.xls"]
    [left] = result.left_out
    assert (left.name, left.is_table) == ("上报.zip/说明.docx", False)
    assert "Word" in left.reason


def test_a_table_in_a_zip_that_does_not_open_is_named_and_the_rest_goes_on(tmp_path: Path, book: bytes) -> None:
    locked = ole_file({"EncryptedPackage": b""})
    result = upload(tmp_path, "上报.zip", zipped({"甲.xlsx": book, "乙.xlsx": locked}))
    assert [source.name for source in result.sources] == ["上报.zip/甲.xlsx"]
    assert result.left_out[0].is_table
    assert "密码" in result.left_out[0].reason


def test_a_zip_without_tables_is_refused(tmp_path: Path) -> None:
    assert "没有可以读的表格" in refusal(tmp_path, "上报.zip", zipped({"a.pdf": b"%PDF-1.4"}))


def test_an_archive_within_an_archive_is_refused(tmp_path: Path, book: bytes) -> None:
    inner = zipped({"甲.xlsx": book})
    assert "压缩包里的压缩包" in refusal(tmp_path, "上报.zip", zipped({"里层.zip": inner}))


def test_an_archive_disguised_as_a_workbook_is_left_out(tmp_path: Path, book: bytes) -> None:
    result = upload(tmp_path, "上报.zip", zipped({"甲.xlsx": book, "乙.xlsx": zipped({"丙.xlsx": book})}))
    assert [left.name for left in result.left_out] == ["上报.zip/乙.xlsx"]


def test_member_names_never_become_paths(tmp_path: Path, book: bytes) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = tmp_path / "上报.zip"
    path.write_bytes(zipped({"../../escaped.xlsx": book}))
    open_upload("上报.zip", path, Limits(), workdir=inside)
    assert [file.parent for file in tmp_path.rglob("*.part")] == [inside]
    assert not list(tmp_path.parent.glob("escaped.xlsx"))


def test_a_password_on_the_zip_is_said(tmp_path: Path, book: bytes) -> None:
    data = bytearray(zipped({"甲.xlsx": book}))
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flag] |= 1
    assert "密码" in refusal(tmp_path, "上报.zip", bytes(data))


def test_an_upload_over_the_limit_is_refused_whole(tmp_path: Path, book: bytes) -> None:
    limits = Limits(upload_bytes=len(book) * 2 - 1)
    path = tmp_path / "stored"
    path.write_bytes(book)
    open_uploads([("甲.xlsx", path)], limits, workdir=tmp_path)
    with pytest.raises(UploadRefused, match="上限"):
        open_uploads([("甲.xlsx", path), ("乙.xlsx", path)], limits, workdir=tmp_path)


def test_two_hundred_megabytes_are_refused_by_default(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * MEGABYTE)  # sparse: takes no room
    with pytest.raises(UploadRefused, match="共 200 MB，超过 100 MB 的上限"):
        open_upload("大.xlsx", path, Limits(), workdir=tmp_path)


@pytest.mark.proofs
def test_a_sheet_that_inflates_past_the_cap_is_refused(tmp_path: Path) -> None:
    bomb = raw_xlsx(sheet_xml("<row></row>" + " " * 40 * MEGABYTE))
    assert len(bomb) < 100_000
    assert "大得不正常" in refusal(tmp_path, "会议.xlsx", bomb)
    assert "大得不正常" in refusal(tmp_path, "会议.xlsx", bomb, Limits(part_bytes=MEGABYTE))


@pytest.mark.proofs
def test_a_bomb_inside_a_zip_refuses_the_whole_upload(tmp_path: Path, book: bytes) -> None:
    bomb = zipped({"甲.xlsx": book, "乙.xlsx": raw_xlsx(sheet_xml(" " * 40 * MEGABYTE))})
    assert "大得不正常" in refusal(tmp_path, "上报.zip", bomb)


def test_everything_inflated_counts_together(tmp_path: Path, book: bytes) -> None:
    data = zipped({f"{number}.xlsx": book for number in range(20)})
    assert "解压以后超过" in refusal(tmp_path, "上报.zip", data, Limits(inflated_bytes=len(book) * 10))


@pytest.mark.proofs
def test_headers_that_lie_about_the_size_do_not_help_a_bomb(tmp_path: Path) -> None:
    data = bytearray(raw_xlsx(sheet_xml(" " * 40 * MEGABYTE)))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (100).to_bytes(4, "little")
    assert "大得不正常" in refusal(tmp_path, "会议.xlsx", bytes(data))


def test_too_many_members_are_refused(tmp_path: Path, book: bytes) -> None:
    data = zipped({f"{number}.xlsx": b"x" for number in range(11)})
    assert "11 个文件" in refusal(tmp_path, "上报.zip", data, Limits(members=10))


def test_a_cell_in_the_farthest_corner_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    message = refusal(tmp_path, "会议.xlsx", raw_xlsx(sheet_xml(far)))
    assert "第 1048576 行、第 XFD 列" in message


def test_cells_that_hide_their_place_are_counted_all_the_same(tmp_path: Path) -> None:
    wide = "<row>" + "<c><v>1</v></c>" * 2000 + "</row>"
    rows = wide + "<row/>" * 6000 + "<row><c><v>1</v></c></row>"
    assert "第 6002 行" in refusal(tmp_path, "会议.xlsx", raw_xlsx(sheet_xml(rows)))


def test_a_wide_table_with_one_far_row_is_measured_by_both(tmp_path: Path) -> None:
    wide = "".join(f'<c r="{letters}1"><v>1</v></c>' for letters in ("A", "BZ", "B"))
    far = f'<row r="1">{wide}</row>' + " " * MEGABYTE + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    assert "第 1048576 行" in refusal(tmp_path, "会议.xlsx", raw_xlsx(sheet_xml(far)))


def test_a_far_cell_in_a_part_no_index_names_is_refused_all_the_same(tmp_path: Path) -> None:
    far = sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    target = io.BytesIO(raw_xlsx(sheet_xml("")))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/elsewhere.bin", far)
    assert "第 XFD 列" in refusal(tmp_path, "会议.xlsx", target.getvalue())


def test_blank_formatted_cells_far_away_do_no_harm(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert upload(tmp_path, "会议.xlsx", raw_xlsx(sheet_xml(far))).sources


def test_entities_in_the_index_are_refused(tmp_path: Path, book: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            new.writestr(name, content)
    assert "损坏" in refusal(tmp_path, "会议.xlsx", target.getvalue())
