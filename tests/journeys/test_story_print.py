"""《我的话去了哪里》 on paper: own words, item, measure, post, who checked and when, result and rating; no form, no code."""

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from huiyin.conftest import County
from huiyin.portal.limits import POSTS, WRONG_CODES
from huiyin.portal.tests.town import QUEUE, Town, make_town
from huiyin.rectification import asking
from huiyin.rectification.tests.cases import move_to
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.journeys


@pytest.fixture
def town(county: County, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The county's citizens. The clock stands at county.now."""
    POSTS.clear()
    WRONG_CODES.clear()
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)
    return make_town(county)


def printed(visitor: Visitor) -> str:
    """What is to be seen of the page on paper, without spaces and line ends; two sheets of A4 at most."""
    assert len(PdfReader(io.BytesIO(visitor.page.pdf(format="A4"))).pages) <= 2
    visitor.page.emulate_media(media="print")
    return re.sub(r"\s+", "", visitor.page.inner_text("body"))


def follow(visitor: Visitor, server: str, code: str) -> None:
    """Ask by the code."""
    visitor.page.goto(f"{server}/p/follow/")
    visitor.page.fill("input[name=code]", code)
    visitor.page.click("button:has-text('查询')")
    visitor.page.wait_for_selector("text=我说的话")


def test_the_whole_way_stands_on_the_printed_page_and_nothing_to_press(town: Town, server: str, desk: Visitor) -> None:
    said = f"{QUEUE}请安排人值班。"
    code = town.speak(said)
    item = town.item([code, *(town.speak() for _n in range(4))])
    town.sign()
    town.publish(item)
    case = town.checked(item)
    checked_on = town.county.today
    asking.rate(town.opinion(code).pk, case.measure.uid, answer="solved", words="现在有人了。", today=town.county.today)
    move_to(town.county, town.county.today + timedelta(days=21))
    asking.settle_askings(town.county.today, town.county.now)
    follow(desk, server, code)
    paper = printed(desk)
    for words in (
        said, "窗口中午无人值守，办事多次跑", "自9月起中午安排值班，材料一次告知。",
        "中午安排人员值班", "局长", f"{checked_on.year}年{checked_on.month}月{checked_on.day}日", "督导", "已销号",
        "已解决", "现在有人了。",
    ):  # fmt: skip
        assert words in paper, words
    for words in ("提交补充", "提交评价", "我要补充", "查询码", code, code.replace("-", "")):
        assert words not in paper, words
    assert not re.search(r"[单东安]督|东长|安办", paper), "nobody's name"
    assert desk.faults == []


def test_what_was_moved_or_not_taken_up_is_printed_as_honestly(town: Town, server: str, desk: Visitor) -> None:
    code = town.speak("请把隔壁省的路修好。")
    town.triaged(code)
    follow(desk, server, code)
    paper = printed(desk)
    assert "请把隔壁省的路修好。" in paper
    assert "还没有归入条目，正在梳理。" in paper
    assert "提交" not in paper
