"""A citizen on a phone speaks, keeps the code, follows it, and judges what was done; and every public page is legible."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from huiyin.conftest import County
from huiyin.core.identifiers import new_uid
from huiyin.opinions.models import Opinion
from huiyin.portal.limits import POSTS, SLOW_LANE, WRONG_CODES
from huiyin.portal.tests.town import QUEUE, Town, issued_report, make_town
from huiyin.rectification.asking import settle_askings
from huiyin.rectification.models import Asking, Measure
from huiyin.rectification.tests.cases import move_to
from tests.journeys.conftest import Visitor, violations

pytestmark = pytest.mark.journeys

SAID = "办事大厅中午没有人，老人带着材料跑了三趟。𠮷野家旁边那个窗口尤其慢😀"


@pytest.fixture
def town(county: County, monkeypatch: pytest.MonkeyPatch) -> Town:
    """The county's citizens. The clock stands at county.now."""
    POSTS.clear()
    SLOW_LANE.clear()
    WRONG_CODES.clear()
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)
    return make_town(county)


def test_a_citizen_speaks_on_a_phone_keeps_the_code_and_finds_out(
    town: Town, server: str, phone: Visitor, shots: Path
) -> None:
    page = phone.page
    page.goto(f"{server}/")
    page.screenshot(path=shots / "1-home.png", full_page=True)
    page.click("main >> text=我要说")
    page.click("text=第二轮征求意见")
    page.screenshot(path=shots / "2-speak.png", full_page=True)
    assert phone.fits()
    page.fill("textarea", SAID)
    page.select_option("select[name=group]", label="服务对象")
    page.click("button:has-text('提交')")
    page.wait_for_selector("#code-word")
    page.screenshot(path=shots / "3-code.png", full_page=True)
    code = page.inner_text("#code-word")
    assert len(code.replace("-", "")) == 12
    assert code not in page.url
    assert phone.fits()
    with page.expect_download() as download:
        page.click("[data-save-code]")
    assert download.value.suggested_filename == f"{code}.png"
    page.keyboard.press("Escape")
    page.click(".actions >> text=查办理情况")
    page.fill("input[name=code]", code.replace("-", " "))
    page.click("button:has-text('查询')")
    page.wait_for_selector("text=我说的话")
    page.screenshot(path=shots / "4-story-received.png", full_page=True)
    assert page.inner_text("blockquote") == SAID
    assert phone.fits()
    assert phone.leaves_nothing()
    assert phone.faults == []


def test_what_became_of_the_words_is_told_and_not_solved_reopens_it(
    town: Town, server: str, phone: Visitor, shots: Path
) -> None:
    code = town.speak(SAID)
    item = town.item([code, *(town.speak() for _n in range(4))])
    town.sign()
    town.publish(item)
    case = town.checked(item)
    page = phone.page
    page.goto(f"{server}/p/follow/")
    page.fill("input[name=code]", code)
    page.click("button:has-text('查询')")
    page.wait_for_selector("text=请您评价")
    page.screenshot(path=shots / "5-story-asked.png", full_page=True)
    assert phone.fits()
    page.check("input[value=not_solved]")
    page.fill("textarea[name^=rate]", "昨天中午去，还是没有人。")
    page.click("button:has-text('提交评价')")
    page.wait_for_selector("text=明天的每日办理中生效")
    page.screenshot(path=shots / "6-story-rated.png", full_page=True)
    page.fill("textarea[name=add-words]", "补充：下午两点半才开门。")
    page.click("button:has-text('提交补充')")
    page.wait_for_selector("blockquote:has-text('下午两点半才开门')")
    move_to(town.county, town.county.today + timedelta(days=1))
    settle_askings(town.county.today, town.county.now)
    assert case.fresh().state == Measure.State.IN_PROGRESS
    page.goto(f"{server}/p/follow/")
    page.fill("input[name=code]", code)
    page.click("button:has-text('查询')")
    page.wait_for_selector("text=重新整改")
    page.emulate_media(media="print")
    page.screenshot(path=shots / "7-story-printed.png", full_page=True)
    assert not page.locator("textarea").first.is_visible()
    assert phone.leaves_nothing()
    assert phone.faults == []


def test_on_plain_http_nothing_anonymous_is_taken_and_the_words_stay(
    town: Town, server: str, bare_phone: Visitor
) -> None:
    """On plain http browsers send no Sec-Fetch-Site: the Origin of our own page is enough to be answered."""
    page = bare_phone.page
    page.goto(f"{server.replace('localhost', 'huiyin.test')}/p/speak/round-2/")
    page.fill("textarea", "窗口没有人。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("text=没有加密（http），路上的人看得到、也改得了")
    assert page.input_value("textarea").strip() == "窗口没有人。"
    assert Opinion.objects.count() == 0


def test_without_javascript_speaking_works_the_same(town: Town, server: str, bare_phone: Visitor) -> None:
    page = bare_phone.page
    page.goto(f"{server}/p/speak/round-2/")
    page.fill("textarea", "\n第一行空着。我叫张三丰，窗口没有人。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("text=可能让人认出您")
    page.click("button:has-text('仍要提交')")
    page.wait_for_selector("#code-word")
    assert Opinion.objects.count() == 1
    code = page.inner_text("#code-word")
    page.reload()
    assert page.inner_text("#code-word") == code
    assert Opinion.objects.count() == 1


def test_reminders_stand_above_the_words_on_a_phone(town: Town, server: str, phone: Visitor, shots: Path) -> None:
    item = town.item([town.speak() for _n in range(5)])
    town.sign()
    town.publish(item)
    page = phone.page
    page.goto(f"{server}/p/speak/round-2/")
    page.fill("textarea", "我是东一科的会计，窗口中午无人值守，办事多次跑，电话13800000000。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("text=有人提过相近的意见")
    page.screenshot(path=shots / "8-reminders.png", full_page=True)
    assert phone.fits()


def every_public_page(town: Town) -> list[str]:
    """Addresses of all public pages, each with something on it."""
    item = town.item([town.speak() for _n in range(5)])
    town.sign()
    town.publish(item)
    case = town.checked(item)
    Asking.objects.filter(measure=case.measure).update(way=Asking.Way.NOTICE, place="东局办事大厅门口")
    issued_report(town.county)
    return [
        reverse("portal_home"),
        reverse("portal_speak_index"),
        reverse("portal_speak", kwargs={"code": "round-2"}),
        reverse("portal_speak", kwargs={"code": "round-1"}),
        reverse("portal_follow"),
        reverse("portal_results"),
        reverse("portal_result", kwargs={"uid": item.uid}),
        reverse("portal_notice", kwargs={"uid": case.measure.uid}),
        reverse("portal_data"),
        reverse("portal_reports"),
        reverse("portal_verify"),
        reverse("portal_result", kwargs={"uid": new_uid()}),
    ]


@pytest.mark.parametrize("seat", ["phone", "desk"])
def test_every_public_page_passes_axe_and_fits_the_screen(
    town: Town, server: str, seat: str, axe: str, shots: Path, request: pytest.FixtureRequest
) -> None:
    visitor: Visitor = request.getfixturevalue(seat)
    page, found = visitor.page, dict[str, list[str]]()
    for number, address in enumerate(every_public_page(town), 1):
        page.goto(server + address)
        page.screenshot(path=shots / f"page-{seat}-{number:02d}.png", full_page=True)
        found[address] = violations(page, axe) + ([] if visitor.fits() else ["the page is wider than the screen"])
    for name, fill in (("story", town.codes[0]), ("wrong", "000000000000")):
        page.goto(f"{server}/p/follow/")
        page.fill("input[name=code]", fill)
        page.click("button:has-text('查询')")
        page.wait_for_load_state()
        page.screenshot(path=shots / f"page-{seat}-{name}.png", full_page=True)
        found[name] = violations(page, axe) + ([] if visitor.fits() else ["the page is wider than the screen"])
    page.goto(f"{server}/p/speak/round-2/")
    page.click("button:has-text('提交')")
    page.wait_for_selector(".field-error")
    found["refused"] = violations(page, axe)
    page.fill("textarea", QUEUE + "我叫张三丰。")
    page.click("button:has-text('提交')")
    page.click("button:has-text('仍要提交')")
    page.wait_for_selector("#code-word")
    found["code"] = violations(page, axe)
    assert {name: what for name, what in found.items() if what} == {}
    assert visitor.leaves_nothing()


def test_axe_sees_a_fault_when_there_is_one(town: Town, server: str, phone: Visitor, axe: str) -> None:
    phone.page.goto(f"{server}/p/follow/")
    assert violations(phone.page, axe) == []
    phone.page.evaluate("document.querySelector('label').remove()")
    assert violations(phone.page, axe)
