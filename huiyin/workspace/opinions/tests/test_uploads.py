"""Workbooks through the browser: preview, confirm once, every refusal a sentence."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.opinions.models import Item, Opinion, StagedWorkbook
from huiyin.opinions.tests.conftest import Listening
from huiyin.opinions.tests.workbooks import SLIP_HEADER, Sheets, write

Browser = Callable[[str], Client]
ROW = (
    "一-001",
    "征求意见表",
    "群众",
    None,
    None,
    "<script>alert(1)</script>=SUM(A1)",
    "2013-08-02",
    "否",
    None,
    None,
    None,
)


def _upload(client: Client, listening: Listening, data: bytes, name: str = "第一轮.xlsx", to: str = "opinions_import"):
    href = reverse(to, kwargs={"uid": listening.round.uid})
    return client.post(href, {"file": SimpleUploadedFile(name, data)})


def _book(tmp_path: Path, *rows: tuple[object, ...]) -> bytes:
    return write(tmp_path / "a.xlsx", {"意见": [SLIP_HEADER, *rows]}).read_bytes()


def test_preview_then_confirm_then_never_again(listening: Listening, browser: Browser, tmp_path: Path) -> None:
    client = browser("office")
    response = _upload(client, listening, _book(tmp_path, ROW))
    assert response.status_code == 303
    page = client.get(response["Location"]).content.decode()
    assert "可以登记" in page
    assert not Opinion.objects.exists()
    confirm = reverse("opinions_staged_confirm", kwargs={"uid": StagedWorkbook.objects.get().uid})
    for _twice in range(2):
        assert client.post(confirm).status_code == 303
    assert Opinion.objects.count() == 1
    assert browser("office_two").post(confirm).status_code == 404


def test_problems_are_listed_cell_by_cell(listening: Listening, browser: Browser, tmp_path: Path) -> None:
    client = browser("office")
    bad = list(ROW)
    bad[0], bad[6] = "一-002", "8月2日"
    page = client.get(_upload(client, listening, _book(tmp_path, ROW, tuple(bad)))["Location"]).content.decode()
    assert "没有写年份" in page
    assert "确认登记" not in page
    assert "<script>alert" not in page


def test_what_is_no_workbook_is_told_on_the_form(listening: Listening, browser: Browser) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 50_000_000)
    for name, data in (
        ("假.xlsx", b"%PDF-1.4"),
        ("空.xlsx", b""),
        ("改名.xlsx", b"<html></html>"),
        ("炸弹.zip", bomb.getvalue()),
    ):
        response = _upload(browser("office"), listening, data, name)
        assert response.status_code == 200, name
        assert "field-error" in response.content.decode(), name
    assert not StagedWorkbook.objects.exists()


def test_a_neighbour_uploads_nothing(listening: Listening, browser: Browser, tmp_path: Path) -> None:
    for who in ("west_clerk", "member", "supervisor"):
        assert _upload(browser(who), listening, _book(tmp_path, ROW)).status_code == 404


def test_the_blank_workbook_comes_back_as_it_went(listening: Listening, browser: Browser) -> None:
    client = browser("office")
    blank = client.get(reverse("opinions_template", kwargs={"uid": listening.round.uid}))
    assert blank.status_code == 200
    response = _upload(client, listening, blank.content)
    assert "里没有意见" in response.content.decode()


def test_a_consolidation_workbook_through_the_browser(listening: Listening, browser: Browser, tmp_path: Path) -> None:
    listening.slip("一-001", "会多。")
    sheets: Sheets = {
        "类别": [("类别编码", "类别名称", "四风大类"), ("L01", "会议", "形式主义")],
        "条目": [
            ("条目编号", "类别编码", "条目表述", "是否重点", "原始意见编号"),
            ("001", "L01", "会多。", "是", "一-001"),
        ],
    }
    data = write(tmp_path / "04.xlsx", sheets).read_bytes()
    client = browser("office")
    response = _upload(client, listening, data, "04.xlsx", "opinions_board_import")
    page = client.get(response["Location"]).content.decode()
    assert "可以登记" in page
    client.post(reverse("opinions_staged_confirm", kwargs={"uid": StagedWorkbook.objects.get().uid}))
    assert Item.objects.get().statement == "会多。"


@pytest.mark.parametrize("who", ["office"])
def test_giving_up_leaves_nothing(listening: Listening, browser: Browser, tmp_path: Path, who: str) -> None:
    client = browser(who)
    _upload(client, listening, _book(tmp_path, ROW))
    client.post(reverse("opinions_staged_discard", kwargs={"uid": StagedWorkbook.objects.get().uid}))
    assert StagedWorkbook.objects.get().state == "discarded"
    assert not Opinion.objects.exists()


def test_a_list_by_serial_number_is_previewed_as_such(listening: Listening, browser: Browser, tmp_path: Path) -> None:
    own = ("序号", *SLIP_HEADER[1:])
    book = write(tmp_path / "自记.xlsx", {"意见箱": [own, (1, *ROW[1:])]}).read_bytes()
    client = browser("office")
    page = client.get(_upload(client, listening, book)["Location"]).content.decode()
    assert "表“意见箱”没有“编号”一列，已把“序号”当作编号" in page
    assert "可以登记" in page
