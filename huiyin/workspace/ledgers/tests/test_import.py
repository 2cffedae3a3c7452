"""Workbooks through the door: uploaded, read by the worker, previewed, answered, confirmed."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from huiyin.conftest import County
from huiyin.ledgers.books.meetings import MEETINGS, Meeting
from huiyin.ledgers.engine.models import ColumnMapping, ImportBatch
from huiyin.ledgers.engine.services import record, revise
from huiyin.ledgers.registry import BY_CODE
from huiyin.ledgers.tests.workbooks import workbook
from huiyin.workspace.ledgers.tests.door import confirm, fetched, href, preview, send, upload, work

Browser = Callable[[str], Client]
HEAD = ("会议名称", "会议类别", "日期", "单位", "应到人数", "实到人数", "备注")
ONE = ("动员会", "动员会", date(2013, 7, 11), "东局", 30, 29, "")
TWO = ("碰头会", "调度会碰头会", "2013-07-20", "东一科", 8, 8, "")


def meetings(path: Path, *rows: tuple[object, ...]) -> Path:
    return workbook(path, ("会议", [HEAD, *(rows or (ONE, TWO))]))


def test_from_upload_to_the_book(county: County, browser: Browser, tmp_path: Path) -> None:
    clerk = browser("east_clerk")
    answer = send(clerk, meetings(tmp_path / "会议.xlsx"))
    waiting = clerk.get(answer["Location"])
    assert (waiting["Refresh"], "正在读取表格" in waiting.content.decode()) == ("2", True)
    work(county)
    batch = ImportBatch.objects.get()
    page = preview(clerk, batch)
    assert "可以入账：新登记 2 条，更正 0 条" in page
    assert not Meeting.objects.exists()
    assert clerk.post(href(batch, "confirm"), {"seen": batch.summary["digest"]}).status_code == 303
    assert "正在入账" in preview(clerk, batch)
    work(county)
    assert "新登记 2 条，更正 0 条" in preview(clerk, batch)
    assert Meeting.objects.count() == 2
    shown = clerk.get("/desk/ledgers/meetings/", {"batch": str(batch.uid)}).content.decode()
    assert "动员会" in shown
    first = Meeting.objects.get(name="动员会")
    assert "《会议.xlsx》“会议”第 2 行" in clerk.get(f"/desk/ledgers/meetings/entries/{first.entry}/").content.decode()


def test_many_workbooks_and_a_zip_at_once(county: County, browser: Browser, tmp_path: Path) -> None:
    east = meetings(tmp_path / "会议.xlsx", ONE)
    (tmp_path / "x").mkdir()
    same_name = meetings(tmp_path / "x" / "会议.xlsx", TWO)
    third = meetings(tmp_path / "c.xlsx", ("总结会", "总结会", "2013-08-30", "西局", "", "", ""))
    with zipfile.ZipFile(tmp_path / "各单位.zip", "w") as bundle:
        bundle.write(third, "西局/会议.xlsx")
        bundle.writestr("西局/照片.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    batch = upload(county, browser("office"), east, same_name, tmp_path / "各单位.zip", unit=str(county.root.uid))
    names = [file["name"] for file in batch.summary["files"]]
    assert names == ["会议.xlsx", "会议（2）.xlsx", "各单位.zip/西局/会议.xlsx"]
    assert (batch.summary["new"], batch.summary["problem_total"]) == (3, 0)
    page = preview(browser("office"), batch)
    assert "照片.png" in page
    confirm(county, browser("office"), batch)
    assert set(Meeting.objects.values_list("unit__name", flat=True)) == {"东局", "东一科", "西局"}


def test_two_clerks_confirm_the_same_batch(county: County, browser: Browser, tmp_path: Path) -> None:
    batch = upload(county, browser("east_clerk"), meetings(tmp_path / "a.xlsx"))
    first = browser("east_clerk").post(href(batch, "confirm"), {"seen": batch.summary["digest"]})
    second = browser("office").post(href(batch, "confirm"), {"seen": batch.summary["digest"]})
    assert (first.status_code, second.status_code) == (303, 409)
    assert "刚被别人处理过" in second.content.decode()
    work(county)
    third = browser("office").post(href(batch, "confirm"), {"seen": batch.summary["digest"]})
    assert (third.status_code, Meeting.objects.count()) == (409, 2)


def test_a_header_matched_by_hand_is_remembered(county: County, browser: Browser, tmp_path: Path) -> None:
    head = ("会议名称", "会议类别", "日期", "单位", "哪个来主持的", "内部编号")
    row = ("动员会", "动员会", "2013-07-11", "东局", "张某", "A-1")
    clerk = browser("east_clerk")
    batch = upload(county, clerk, workbook(tmp_path / "a.xlsx", ("会议", [head, row])))
    page = preview(clerk, batch)
    assert "这些列没有认出来" in page
    answer = clerk.post(href(batch, "again"), {"seen": batch.summary["digest"], "header_0": "host", "header_1": "-"})
    assert answer.status_code == 303
    work(county)
    batch.refresh_from_db()
    assert "这些列没有认出来" not in preview(clerk, batch)
    confirm(county, clerk, batch)
    assert Meeting.objects.get().host == "张某"
    assert dict(ColumnMapping.objects.values_list("header", "column")) == {"哪个来主持的": "host", "内部编号": ""}
    later = upload(
        county,
        clerk,
        workbook(tmp_path / "b.xlsx", ("会议", [head, ("二次会", "其他会议", "2013-08-01", "东局", "李某", "A-2")])),
    )
    assert "这些列没有认出来" not in preview(clerk, later)
    confirm(county, clerk, later)
    assert Meeting.objects.get(name="二次会").host == "李某"


def test_the_neighbour_s_batch_is_not_found(county: County, browser: Browser, tmp_path: Path) -> None:
    batch = upload(
        county, browser("east_clerk"), meetings(tmp_path / "a.xlsx", ("会", "动员会", "不知道", "东局", "", "", ""))
    )
    west = browser("west_clerk")
    source = batch.files.get()
    reads = [
        href(batch),
        href(batch, "problems"),
        href(batch, "marked", number=0),
        href(batch, "file", file=source.uid),
    ]
    assert [west.get(path).status_code for path in reads] == [404] * 4
    writes = [href(batch, step) for step in ("again", "confirm", "discard")]
    assert [west.post(path, {"seen": batch.summary["digest"]}).status_code for path in writes] == [404] * 3
    assert [browser("east_head").get(path).status_code for path in reads] == [404] * 4
    # The upper level sees what its units hand in.
    assert "东局" in preview(browser("office"), batch)
    assert (
        fetched(browser("office"), reads[3], tmp_path / "back.xlsx").read_bytes() == (tmp_path / "a.xlsx").read_bytes()
    )


def test_problems_block_the_batch_and_a_marked_copy_mends_it(county: County, browser: Browser, tmp_path: Path) -> None:
    clerk = browser("east_clerk")
    wrong = ("碰头会", "碰头", "2013-07-20", "东一科", "八", 8, "=1+1")
    batch = upload(county, clerk, meetings(tmp_path / "a.xlsx", ONE, wrong))
    page = preview(clerk, batch)
    assert "只暂存，不入账" in page
    assert "确认入账" not in page
    refused = clerk.post(href(batch, "confirm"), {"seen": batch.summary["digest"]})
    assert (refused.status_code, "还有 2 处问题" in refused.content.decode()) == (409, True)
    listed = load_workbook(fetched(clerk, href(batch, "problems"), tmp_path / "p.xlsx")).worksheets[0]
    assert [row[3].value for row in listed.iter_rows(min_row=3, max_row=4)] == [3, 3]
    copy = load_workbook(fetched(clerk, href(batch, "marked", number=0), tmp_path / "m.xlsx"))
    sheet = copy["会议"]
    assert sheet.cell(1, 8).value == "系统提示的问题"
    assert "应到人数" in str(sheet.cell(3, 8).value)
    assert sheet.cell(3, 5).fill.fgColor.rgb == "FFF8D7DA"
    assert (sheet.cell(3, 7).value, sheet.cell(3, 7).data_type) == ("=1+1", "s")
    sheet.cell(3, 2).value, sheet.cell(3, 5).value = "调度会碰头会", 8
    sheet.cell(3, 7).data_type = "s"
    copy.save(tmp_path / "mended.xlsx")
    mended = upload(county, clerk, tmp_path / "mended.xlsx")
    assert (mended.summary["problems"], mended.summary["new"]) == ([], 2)
    confirm(county, clerk, mended)
    assert Meeting.objects.count() == 2


def test_exported_rows_come_back_as_corrections(county: County, browser: Browser, tmp_path: Path) -> None:
    clerk = browser("east_clerk")
    confirm(county, clerk, upload(county, clerk, meetings(tmp_path / "a.xlsx")))
    book = load_workbook(fetched(clerk, "/desk/ledgers/meetings/export/", tmp_path / "out.xlsx"))
    sheet = book.worksheets[0]
    labels = [cell.value for cell in sheet[2]]
    row = next(cells for cells in sheet.iter_rows(min_row=3) if cells[labels.index("会议名称")].value == "动员会")
    row[labels.index("实到人数")].value = 28
    book.save(tmp_path / "changed.xlsx")
    batch = upload(county, clerk, tmp_path / "changed.xlsx")
    assert [p["column"] for p in batch.summary["problems"]] == ["更正理由"]
    assert 'name="reason"' in preview(clerk, batch)
    clerk.post(href(batch, "again"), {"seen": batch.summary["digest"], "reason": "核对签到表"})
    work(county)
    batch.refresh_from_db()
    assert (batch.summary["corrections"], batch.summary["unchanged"], batch.summary["new"]) == (1, 1, 0)
    confirm(county, clerk, batch)
    old, new = Meeting.objects.filter(name="动员会").order_by("revision")
    assert (old.attended, new.attended, new.correction, new.source_file) == (29, 28, "核对签到表", "changed.xlsx")
    again = upload(county, clerk, tmp_path / "changed.xlsx")
    assert "又被更正过" in again.summary["problems"][0]["message"]


def test_an_entry_corrected_after_the_preview_refuses_the_whole_batch(
    county: County, browser: Browser, tmp_path: Path
) -> None:
    clerk = browser("east_clerk")
    made = record(
        MEETINGS, unit=county.east, fact_date=date(2013, 7, 1), values={"name": "会", "kind": "other"},
        actor=county.reach("east_clerk"), now=county.now,
    )  # fmt: skip
    head = (*HEAD, "记录编号", "版本", "更正理由")
    changed = ("会", "动员会", "2013-07-01", "东局", "", "", "", made.entry_no, 1, "类别写错")
    batch = upload(county, clerk, workbook(tmp_path / "a.xlsx", ("会议", [head, changed, (*ONE, "", "", "")])))
    assert (batch.summary["new"], batch.summary["corrections"]) == (1, 1)
    revise(MEETINGS, made, values={"host": "甲"}, reason="补", actor=county.reach("east_clerk"), now=county.now)
    confirm(county, clerk, batch)
    assert batch.state == ImportBatch.State.STAGED
    assert "没有写入任何一行" in preview(clerk, batch)
    assert Meeting.objects.count() == 2


def test_a_copied_row_is_told_from_its_original(county: County, browser: Browser, tmp_path: Path) -> None:
    clerk = browser("east_clerk")
    confirm(county, clerk, upload(county, clerk, meetings(tmp_path / "a.xlsx", ONE)))
    head = (*HEAD, "记录编号", "版本")
    rows = [(*ONE, "HY-meeting-000001", 1), (*ONE[:4], 99, 9, "新的一次", "HY-meeting-000001", 1)]
    batch = upload(county, clerk, workbook(tmp_path / "b.xlsx", ("会议", [head, *rows])))
    (problem,) = batch.summary["problems"]
    assert (problem["row"], "请清空记录编号" in problem["message"]) == (3, True)


def test_units_not_yet_in_get_a_text_to_copy(county: County, browser: Browser, tmp_path: Path) -> None:
    office = browser("office")
    batch = upload(county, office, meetings(tmp_path / "a.xlsx", ONE), unit=str(county.root.uid))
    page = preview(office, batch)
    assert (
        "截至 2013年9月2日，“会议台账”（2013-07-11 至 2013-07-11）本次汇总的表里缺 3 个单位：青山县委、东一科、西局。"
        in page
    )


def test_rows_that_repeat_can_be_kept(county: County, browser: Browser, tmp_path: Path) -> None:
    clerk = browser("east_clerk")
    confirm(county, clerk, upload(county, clerk, meetings(tmp_path / "a.xlsx", ONE)))
    batch = upload(county, clerk, meetings(tmp_path / "b.xlsx", ONE, (*ONE[:4], 40, 40, "第二场")))
    assert (batch.summary["new"], batch.summary["conflicts"]) == (0, 1)
    assert "照样入账" in preview(clerk, batch)
    clerk.post(href(batch, "again"), {"seen": batch.summary["digest"], "keep_repeats": "on"})
    work(county)
    batch.refresh_from_db()
    assert (batch.summary["new"], batch.summary["problem_total"]) == (2, 0)
    confirm(county, clerk, batch)
    assert Meeting.objects.filter(name="动员会").count() == 3


def test_giving_a_batch_up_changes_nothing(county: County, browser: Browser, tmp_path: Path) -> None:
    clerk = browser("east_clerk")
    batch = upload(county, clerk, meetings(tmp_path / "a.xlsx"))
    assert clerk.post(href(batch, "discard")).status_code == 303
    answer = clerk.post(href(batch, "confirm"), {"seen": batch.summary["digest"]})
    assert answer.status_code == 409
    assert "已放弃" in preview(clerk, batch)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("who", ["east_head", "supervisor", "member", "auditor", "administrator"])
def test_only_recorders_import(county: County, browser: Browser, tmp_path: Path, who: str) -> None:
    assert browser(who).get("/desk/ledgers/meetings/import/").status_code == 404
    assert send(browser(who), meetings(tmp_path / "a.xlsx")).status_code == 404
    assert not ImportBatch.objects.exists()


def test_a_ledger_of_sealed_voices_names_no_silent_unit(
    county: County, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No such ledger is written by hand today; the page holds to it whatever is declared."""
    office = browser("office")
    batch = upload(county, office, meetings(tmp_path / "a.xlsx", ONE), unit=str(county.root.uid))
    monkeypatch.setitem(BY_CODE, "meetings", replace(MEETINGS, sealed="present"))
    page = preview(office, batch)
    assert "应报 4 个单位，本次汇总的表里有 1 个，缺 3 个。请抓紧报送" in page
    assert "只报个数，不列单位名单" in page
    silent = page.split("这批表里没有的单位")[1]
    assert not any(name in silent for name in ("东一科", "西局"))
