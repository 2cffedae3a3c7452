"""Spoiled uploads through the door: a clear sentence each, and nothing written."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from django.test import Client, override_settings

from huiyin.conftest import County
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.meetings import Meeting
from huiyin.ledgers.engine.models import ImportBatch
from huiyin.ledgers.tests.workbooks import workbook
from huiyin.workspace.ledgers.tests.door import confirm, href, preview, send, upload

Browser = Callable[[str], Client]
HEAD = ("会议名称", "会议类别", "日期", "单位", "应到人数", "实到人数", "议题")
ROW = ("动员会", "动员会", "2013-07-11", "东局", 30, 29, "")


def html_as_xls(path: Path) -> Path:
    path.write_bytes("<html><body><table><tr><td>会议名称</td></tr></table></body></html>".encode())
    return path


def zip_bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("会议.csv", b"0" * (60 * 1024 * 1024))
    return path


def nested(path: Path) -> Path:
    inner = path.with_name("inner.zip")
    with zipfile.ZipFile(inner, "w") as bundle:
        bundle.writestr("a.csv", "会议名称")
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.write(inner, "内层.zip")
    return path


def encrypted(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("a.csv", "会议名称,会议类别")
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at] |= 1
    path.write_bytes(bytes(data))
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def cut_short(path: Path) -> Path:
    workbook(path, ("会议", [HEAD, ROW]))
    return written(path, path.read_bytes()[:-300])


UNREADABLE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "空.xlsx": (lambda p: written(p, b""), "是空文件"),
    "网页.xls": (html_as_xls, "其实是网页文件"),
    "照片.xlsx": (lambda p: written(p, b"\x89PNG\r\n\x1a\n" + bytes(50)), "是图片，不是表格"),
    "文件.xlsx": (lambda p: written(p, b"%PDF-1.4 ..."), "是 PDF 文件"),
    "坏.xlsx": (cut_short, "已损坏"),
    "炸弹.zip": (zip_bomb, "大得不正常"),
    "套娃.zip": (nested, "压缩包里的压缩包"),
    "加密.zip": (encrypted, "加了密码"),
    "乱码.csv": (lambda p: written(p, b"\xff\xfe\xfa\xd8\x00\x01\x02\x03\x04"), "编码"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_table_is_refused_with_its_reason(
    county: County, browser: Browser, tmp_path: Path, name: str
) -> None:
    make, said = UNREADABLE[name]
    batch = upload(county, browser("east_clerk"), make(tmp_path / name))
    assert batch.state == ImportBatch.State.FAILED
    page = preview(browser("east_clerk"), batch)
    assert said in batch.error
    assert batch.error in page
    assert browser("east_clerk").post(href(batch, "confirm"), {"seen": ""}).status_code == 409
    assert not Meeting.objects.exists()


# A sheet's rows → what the clerk is told, and in which Excel row.
SPOILED: dict[str, tuple[list[tuple[object, ...]], int, str]] = {
    "wrong header": ([("甲", "乙", "丙"), ("1", "2", "3")], 0, "没有找到认识的表头"),
    "required column missing": ([("会议名称", "会议类别", "单位"), ("会", "动员会", "东局")], 0, "没有必填的列“日期”"),
    "repeated header": ([(*HEAD, "实到人数"), (*ROW, 3)], 0, "“实到人数”这一列出现了两次"),
    "date without year": ([HEAD, (*ROW[:2], "7月11日", *ROW[3:])], 2, "没有写年份"),
    "small number as date": ([HEAD, (*ROW[:2], datetime(1900, 3, 1), *ROW[3:])], 2, "把数字当成了日期"),
    "year mistyped": ([HEAD, (*ROW[:2], "1813-07-11", *ROW[3:])], 2, "年份太早"),
    "words for a number": ([HEAD, (*ROW[:4], "三十人", 29, "")], 2, "不是数字"),
    "unknown unit": ([HEAD, (*ROW[:3], "北局", 30, 29, "")], 2, "没有“北局”"),
    "unknown choice": ([HEAD, ("会", "动员", *ROW[2:])], 2, "是不是“动员会”"),
    "text too long": ([HEAD, (*ROW[:6], "长" * 2001)], 2, "最多 2000 个字"),
    "required cell empty": ([HEAD, ("", *ROW[1:])], 2, "必填"),
    "impossible attendance": ([HEAD, (*ROW[:4], 3, 30, "")], 2, "实到人数多于应到人数"),
    "same key, other content": ([HEAD, ROW, (*ROW[:4], 1, 1, "")], 3, "分不清是不是同一件事"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_sheet_says_what_where_and_how(county: County, browser: Browser, tmp_path: Path, name: str) -> None:
    rows, row, said = SPOILED[name]
    clerk = browser("east_clerk")
    batch = upload(county, clerk, workbook(tmp_path / "会议.xlsx", ("会议", rows)))
    assert batch.state == ImportBatch.State.STAGED, batch.error
    problem = next(p for p in batch.summary["problems"] if said in p["message"])
    assert (problem["file"], problem["sheet"], problem["row"]) == ("会议.xlsx", "会议", row)
    assert said in preview(clerk, batch)
    assert confirm(county, clerk, batch).status_code == 409
    assert not Meeting.objects.exists()


def test_of_a_wrong_file_nothing_is_said_about_who_has_not_handed_in(
    county: County, browser: Browser, tmp_path: Path
) -> None:
    office = browser("office")
    wrong = upload(county, office, workbook(tmp_path / "通讯录.xlsx", ("通讯录", [("甲", "乙"), ("1", "2")])))
    assert "这批表里没有的单位" not in preview(office, wrong)
    right = upload(county, office, workbook(tmp_path / "会议.xlsx", ("会议", [HEAD, ROW])))
    assert "这批表里没有的单位" in preview(office, right)


def test_odd_but_readable_cells_are_taken(county: County, browser: Browser, tmp_path: Path) -> None:
    """Dates as text and as Excel's own number, full-width digits, a dash for nil, rare characters, emoji, formulas."""
    rows = [
        ("𠮷䶮同志会", "动员会", "２０１３年７月１１日", "东局", "３０", "—", "=1+1"),
        ("臺灣會議", "动员会", 41466, "东 局", "1,000", " 9 ", '<script>alert("x")</script>'),
        ("😀", "动员会", "20130713", "ｅａｓｔ", "", "", "第一行\n第二行"),
    ]
    clerk = browser("east_clerk")
    batch = upload(county, clerk, workbook(tmp_path / "a.xlsx", ("会议", [HEAD, *rows])))
    assert batch.summary["problems"] == []
    confirm(county, clerk, batch)
    found = list(Meeting.objects.order_by("number").values_list("name", "fact_date", "expected", "attended", "topics"))
    assert found == [
        ("𠮷䶮同志会", date(2013, 7, 11), 30, 0, "=1+1"),
        ("臺灣會議", date(2013, 7, 11), 1000, 9, '<script>alert("x")</script>'),
        ("😀", date(2013, 7, 13), None, None, "第一行\n第二行"),
    ]
    scripted = Meeting.objects.get(name="臺灣會議")
    page = clerk.get(f"/desk/ledgers/meetings/entries/{scripted.entry}/").content.decode()
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page


def test_scripts_in_names_of_files_and_sheets_are_shown_as_text(
    county: County, browser: Browser, tmp_path: Path
) -> None:
    clerk = browser("east_clerk")
    path = workbook(tmp_path / "<img src=x onerror=alert(1)>.xlsx", ("<b>会议", [("<i>名</i>", "乙"), ("1", "2")]))
    page = preview(clerk, upload(county, clerk, path))
    assert "<img src=x" not in page
    assert "<b>会议" not in page
    assert "&lt;i&gt;名" in page


def test_an_upload_over_the_limit_is_refused_while_it_arrives(county: County, browser: Browser, tmp_path: Path) -> None:
    with override_settings(UPLOAD_LIMIT=2000):
        answer = send(browser("east_clerk"), workbook(tmp_path / "大.xlsx", ("会议", [HEAD, ROW])))
    assert answer.status_code == 200
    assert "上传的文件合计超过" in answer.content.decode()
    assert list(answer.context["form"].errors) == ["files"], "nothing is told missing that was never read"
    assert not ImportBatch.objects.exists()


def test_no_file_at_all_is_asked_for(county: County, browser: Browser) -> None:
    answer = send(browser("east_clerk"))
    assert "没有收到文件" in answer.content.decode()


@pytest.mark.proofs
def test_one_bad_cell_in_the_last_of_50_000_rows(county: County, browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "大表.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("会议")
        for column, word in enumerate(HEAD[:5]):
            sheet.write_string(0, column, word)
        for row in range(1, 50_001):
            for column, word in enumerate((f"第{row}次会", "其他会议", "2013-07-11", "东局")):
                sheet.write_string(row, column, word)
            sheet.write_string(row, 4, "九" if row == 50_000 else "9")
    clerk = browser("east_clerk")
    batch = upload(county, clerk, path)
    assert (batch.summary["new"], batch.summary["problem_total"]) == (49_999, 1)
    (problem,) = batch.summary["problems"]
    assert (problem["row"], problem["column"]) == (50_001, "应到人数")
    assert confirm(county, clerk, batch).status_code == 409
    assert not Meeting.objects.exists()
    assert not AuditLine.objects.filter(action="entry.imported").exists()
