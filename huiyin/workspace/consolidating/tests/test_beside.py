"""Beside the cards: history, samples, category tables, likely repeats at entry, erasure; each through its own door."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.consolidating import deciding, repeats
from huiyin.consolidating.models import Band, Sample
from huiyin.consolidating.tests.conftest import COPIED, Desk
from huiyin.opinions import erase
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Category, Item, Opinion, StagedWorkbook
from huiyin.opinions.tests.workbooks import SLIP_HEADER, write

Browser = Callable[[str], Client]
OTHERS = ("east_clerk", "east_head", "west_head", "member", "discipline", "auditor", "administrator")


def text(response) -> str:
    """A page's text, which must have answered."""
    assert response.status_code == 200, response.status_code
    return html.unescape(response.content.decode())


def address(name: str, desk: Desk, **more: object) -> str:
    """The address of one of the board's pages."""
    return reverse(f"consolidating_{name}", kwargs={"uid": desk.listening.round.uid, **more})


def accept(desk: Desk, *numbers: str) -> list[Item]:
    """Accept the cards these lie on."""
    made = []
    for number in numbers:
        card = desk.card_of(number)
        made.append(deciding.accept(card=card, revision=card.revision, **desk.by()))
    return made


def test_an_items_history_says_who_when_and_what_came_from_the_machine(desk: Desk, browser: Browser) -> None:
    desk.read()
    item = accept(desk, "甲-1")[0]
    href = reverse("consolidating_item_history", kwargs={"uid": item.uid})
    page = text(browser("office").get(href))
    for words in ("新建条目", "机器提出，人接受", "安办", "2013-09-02 10:00"):
        assert words in page
    assert href in text(browser("office").get(reverse("opinions_item", kwargs={"uid": item.uid})))
    assert browser("supervisor").get(href).status_code == 200
    for who in OTHERS:
        assert browser(who).get(href).status_code == 404


def test_an_act_is_taken_back_from_its_line_in_the_history(desk: Desk, browser: Browser) -> None:
    desk.read()
    accept(desk, "甲-1", "抄-1")
    client = browser("office")
    page = text(client.get(address("history", desk)))
    links = re.findall(r'action="([^"]*/undo/)"', page)
    assert len(links) == 2
    assert "已撤销“接受卡片”" in text(client.post(links[-1], follow=True))
    assert "已经撤销过" in text(client.post(links[-1], follow=True))
    assert Item.objects.filter(removed=False).count() == 1
    for who in (*OTHERS, "supervisor"):
        assert browser(who).get(address("history", desk)).status_code == 404
        assert browser(who).post(links[0]).status_code == 404


def test_a_sample_is_drawn_judged_blind_and_answers_with_an_interval(desk: Desk, browser: Browser) -> None:
    desk.read()
    accept(desk, "甲-1", "抄-1", "丙-1")
    client = browser("office")
    assert "请填抽查条数" in text(client.post(address("samples", desk), {"number": "很多", "seed": "1"}))
    answer = client.post(address("samples", desk), {"number": "3", "seed": "11"}, follow=True)
    here = answer.request["PATH_INFO"]
    for turn in range(3):
        page = text(client.get(here))
        assert "都不合适" in page
        line = Sample.objects.get().lines.get(order=turn + 1)
        assert "已归入" not in page
        choice = "none" if turn == 0 else str(line.item.uid)
        assert "已记下" in text(client.post(here, {"order": turn + 1, "choice": choice}, follow=True))
    page = text(client.get(here))
    assert "判断了 3 条，1 条有差错，估计差错率 33.3%" in page
    assert "判断不一致的" in page
    listed = text(client.get(address("samples", desk)))
    assert "随机种子 11" in listed
    assert browser("supervisor").post(here, {"order": 1, "choice": "none"}).status_code == 404
    assert "判断了 3 条" in text(browser("supervisor").get(here))
    for who in OTHERS:
        assert browser(who).get(here).status_code == 404
        assert browser(who).get(address("samples", desk)).status_code == 404


def test_a_category_table_is_shown_before_it_is_taken(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    client, here = browser("office"), address("categories", desk)
    table = tmp_path / "类别.csv"
    table.write_text("编码,名称,大类,说明\nA1,窗口服务,服务,办事大厅\nA2,市政设施,城建,路灯\n", encoding="utf-8")
    with table.open("rb") as file:
        answer = client.post(here, {"file": file})
    packed = answer.context["packed"]
    assert "将新增 2 个类别" in text(answer)
    assert not Category.objects.exists()
    answer = client.post(here, {"do": "confirm", "packed": packed}, follow=True)
    assert "已导入 2 个类别" in text(answer)
    assert Category.objects.filter(code="A2", wind="城建").exists()
    table.write_text("编码,名称\nA1,窗口服务\n", encoding="utf-8")
    with table.open("rb") as file:
        assert "不能导入" in text(client.post(here, {"file": file}))
    for who in (*OTHERS, "supervisor"):
        assert browser(who).get(here).status_code == 404
        assert browser(who).post(here, {"do": "confirm", "packed": packed}).status_code == 404


@pytest.mark.parametrize(("who", "shown"), [("office", True), ("east_clerk", None)])
def test_a_likely_repeat_is_shown_after_it_is_recorded_and_hinders_nothing(
    desk: Desk, browser: Browser, who: str, shown: bool | None
) -> None:
    repeats.index_before(desk.listening.county.today)
    entry = reverse("opinions_entry", kwargs={"uid": desk.listening.round.uid})
    slip = {"slip_no": "新-9", "channel": "form", "day": "2013-08-20", "words": COPIED, "form": new_form()}
    answer = browser(who).post(entry, slip, follow=True)
    if shown is None:
        assert answer.status_code == 404
        return
    assert "上一条可能与下面的重复" in text(answer)
    assert "抄-" in text(answer)
    assert Opinion.objects.filter(slip_no="新-9").exists()
    fresh = browser(who).post(
        entry, {**slip, "slip_no": "新-10", "words": "河里的水发臭。", "form": new_form()}, follow=True
    )
    assert "可能与下面的重复" not in text(fresh)


def test_an_address_made_up_shows_nobody_elses_words(desk: Desk, browser: Browser) -> None:
    entry = reverse("opinions_entry", kwargs={"uid": desk.listening.round.uid})
    mine = desk.pieces["甲-1"].opinion_id
    assert "办事大厅" in text(browser("office").get(f"{entry}?like={mine}"))
    assert "可能与下面的重复" not in text(browser("office").get(f"{entry}?like={desk.listening.round.uid}&like=x"))
    assert browser("west_clerk").get(f"{entry}?like={mine}").status_code == 404


def test_erasing_by_law_takes_the_index_along(desk: Desk, browser: Browser) -> None:
    repeats.index_before(desk.listening.county.today)
    opinion = desk.pieces["抄-1"].opinion
    made = erase.request_erasure(opinion=opinion, basis="个人信息保护法第四十七条", **desk.by())
    href = reverse("opinions_erasure", kwargs={"uid": made.uid})
    assert browser("office_two").post(href, {"do": "agree"}).status_code == 303
    assert not Band.objects.filter(opinion=opinion).exists()
    assert Band.objects.exists()


def test_the_preview_of_a_workbook_tells_how_many_rows_look_like_repeats_and_hinders_nothing(
    desk: Desk, browser: Browser, tmp_path: Path
) -> None:
    repeats.index_before(desk.listening.county.today)
    rows = [
        (number, "征求意见表", "群众", None, None, words, "2013-08-20", "否", None, None, None)
        for number, words in (("新-21", COPIED), ("新-22", "河里的水发臭，没有人管。"))
    ]
    book = write(tmp_path / "意见.xlsx", {"意见": [SLIP_HEADER, *rows]})
    client = browser("office")
    with book.open("rb") as file:
        href = reverse("opinions_import", kwargs={"uid": desk.listening.round.uid})
        answer = client.post(href, {"file": file}, follow=True)
    assert re.search(r"像是重复的（条）</th><td[^>]*>1<", text(answer))
    assert "机器拿其中 2 条" in text(answer)
    client.post(reverse("opinions_staged_confirm", kwargs={"uid": StagedWorkbook.objects.get().uid}))
    assert Opinion.objects.filter(slip_no__in=("新-21", "新-22")).count() == 2


def test_whoever_reads_no_opinions_learns_nothing_of_repeats(desk: Desk) -> None:
    repeats.index_before(desk.listening.county.today)
    look = {"campaign": desk.listening.county.campaign}
    texts = [COPIED, "", "河里的水发臭。", COPIED]
    assert repeats.alike(texts, actor=desk.listening.office, **look) == repeats.Alike(4, 2)
    assert repeats.alike(texts, actor=desk.listening.county.reach("east_clerk"), **look) == repeats.Alike(4, 0)
    assert repeats.alike([], actor=desk.listening.office, **look) == repeats.Alike(0, 0)
