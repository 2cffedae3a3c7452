"""Anonymous opinions in real browsers: a phone without a session does its work and speaks; a person on a roll speaks once.

No request carries a cookie, no line is left in any log; the work asked is two seconds of a slow phone at most.
"""

import logging
import statistics
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Request

from huiyin.anonymity.models import SpentToken
from huiyin.conftest import County
from huiyin.core.models import AuditLine
from huiyin.eligibility.models import RollEntry
from huiyin.opinions import intake
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import FormReceipt, Opinion, Round
from huiyin.opinions.terms import SLOW_LANE as MOST
from huiyin.opinions.tests.eligible import a_draft, opened
from huiyin.portal.limits import SLOW_LANE
from huiyin.portal.tests.town import Town, make_town
from huiyin.portal.work import ITERATIONS, PARTS
from huiyin.workspace.sign_in import ONE_FACTOR
from tests.journeys.conftest import Visitor, violations
from tests.journeys.test_secret_ballot import Hands, visitor
from tests.journeys.test_secret_ballot import hands as hands

pytestmark = pytest.mark.journeys

SLOWER, TIMES = 6, 20
# Iterations a second of a slow phone, and the seconds it may take: docs/adr/2026-11-22-work-before-words.md. How fast the machine of
# a test happens to be says nothing of a phone; its own seconds are printed.
PHONE, SECONDS = 350_000, 2.0


@pytest.fixture
def town(county: County, hands: Hands) -> Town:
    """The county's citizens; the lane of those who did no work is full, so only work lets anybody through."""
    made = make_town(county)
    SLOW_LANE.clear()
    for _n in range(MOST.value):
        SLOW_LANE.count(now=county.now)
    return made


@pytest.fixture(autouse=True)
def _free() -> None:
    SLOW_LANE.clear()


def watched(somebody: Visitor) -> list[Request]:
    """Every request that a browser sends from here on."""
    sent: list[Request] = []
    somebody.page.on("request", lambda one: sent.append(one))
    return sent


def no_cookie(sent: list[Request]) -> bool:
    """Whether none of the requests carried one."""
    return not [one.url for one in sent if "cookie" in {name.lower() for name in one.all_headers()}]


def test_a_phone_without_a_session_does_the_work_and_keeps_the_code(
    town: Town, server: str, phone: Visitor, axe: str, shots: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lines = AuditLine.objects.count()
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    sent, page = watched(phone), phone.page
    page.goto(f"{server}/p/speak/round-2/")
    assert "只收文字" in page.inner_text("main")
    assert violations(page, axe) == []
    page.screenshot(path=shots / "work-speak.png", full_page=True)
    page.fill("textarea", "办事大厅中午没有人，老人跑了三趟。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("#code-word")
    assert page.inner_text("#code-word").count("-") == 3
    assert phone.leaves_nothing()
    assert phone.fits()
    assert phone.faults == []
    assert no_cookie(sent)
    assert {one.url.split("/")[2] for one in sent} == {server.split("/")[2]}
    assert [line.getMessage() for line in caplog.records if "/p/" in line.getMessage()] == []
    assert AuditLine.objects.count() == lines
    # The opinion's receipt and the used work's; the work was done, since the lane without it is full.
    assert FormReceipt.objects.filter(locked="").count() == 1
    assert Opinion.objects.filter(round=town.second, kind=Opinion.Kind.ANONYMOUS).count() == 1


def test_going_back_the_page_comes_fresh_and_other_words_are_another_opinion(
    town: Town, server: str, phone: Visitor
) -> None:
    page = phone.page
    page.goto(f"{server}/p/speak/round-2/")
    page.fill("textarea", "路灯坏了三个月没有人修。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("#code-word")
    page.go_back()
    page.wait_for_selector("form[data-work]")
    page.fill("textarea", "另一件事：公交站牌倒了。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("#code-word")
    assert Opinion.objects.filter(round=town.second).count() == 2


def test_a_reminder_does_not_make_the_phone_work_twice(town: Town, server: str, phone: Visitor) -> None:
    page = phone.page
    page.goto(f"{server}/p/speak/round-2/")
    page.fill("textarea", "我叫张三丰，电话13800000000，窗口没有人。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("text=可能让人认出您")
    page.click("button:has-text('仍要提交')")
    page.wait_for_selector("#code-word")


def test_the_work_asked_is_two_seconds_of_a_slow_phone_at_most(
    town: Town, server: str, phone: Visitor, capsys: pytest.CaptureFixture[str]
) -> None:
    page = phone.page
    debugger = phone.context.new_cdp_session(page)
    debugger.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    took, tries = [], []
    for n in range(TIMES):
        page.goto(f"{server}/p/speak/round-2/")
        page.evaluate(
            "() => { const form = document.querySelector('form[data-work]'); HTMLFormElement.prototype.submit = () =>"
            " { window.worked = form.querySelector('[name=work]').value; }; }"
        )
        began = time.perf_counter()
        # No input before: the whole of the work falls between the press and its end.
        page.evaluate("() => document.querySelector('form[data-work]').requestSubmit()")
        page.wait_for_function("() => window.worked", polling=10)
        took.append(time.perf_counter() - began)
        found = page.evaluate("() => window.worked").split(".")
        assert len(found) == PARTS, n
        tries.append(sum(int(one) + 1 for one in found))
    debugger.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    took.sort()
    middle, slowest_tenth = statistics.median(took), took[int(0.9 * TIMES)]
    with capsys.disabled():
        print(f"\nwork at {SLOWER}x: median {middle:.2f} s, p90 {slowest_tenth:.2f} s, longest {took[-1]:.2f} s")
    assert statistics.median(tries) * ITERATIONS / PHONE <= SECONDS


def test_without_javascript_the_slow_lane_takes_words_and_says_when_it_is_full(
    county: County, hands: Hands, server: str, bare_phone: Visitor
) -> None:
    make_town(county)
    page = bare_phone.page
    page.goto(f"{server}/p/speak/round-2/")
    assert "全站每半小时最多收 60 条" in page.inner_text("main")
    page.fill("textarea", "路灯坏了三个月没有人修。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("#code-word")
    for _n in range(MOST.value):
        SLOW_LANE.count(now=county.now)
    page.goto(f"{server}/p/speak/round-2/")
    page.fill("textarea", "再说一件。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("text=现在太多")
    assert page.input_value("textarea") == "再说一件。"
    assert bare_phone.fits()


def test_somebody_on_a_roll_draws_then_speaks_once_and_nobody_can_tell(
    chromium: Browser,
    county: County,
    hands: Hands,
    server: str,
    axe: str,
    shots: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    each = a_draft(county)
    RollEntry.objects.create(roll=each.roll, person=county.people["member"])
    each = opened(each)
    hands.hours = 0.5
    member = visitor(chromium, server, county.people["member"])
    member.page.goto(f"{server}/desk/")
    member.page.click("text=领取提意见的凭证")
    member.page.click("button:has-text('领取')")
    member.page.wait_for_selector("#recovery-code", state="visible")
    member.page.screenshot(path=shots / "once-draw.png", full_page=True)
    assert violations(member.page, axe) == []
    assert member.fits()
    assert member.faults == []
    link = member.page.input_value("#speak-link")
    code = member.page.inner_text("#recovery-code")
    member.context.close()
    # Another device with the recovery code gets the very same credential.
    again = visitor(chromium, server, county.people["member"])
    again.page.goto(server + reverse("opinions_once_draw", kwargs={"uid": each.round.uid}))
    again.page.fill("#code", code)
    again.page.click("button:has-text('找回')")
    again.page.wait_for_selector("#recovery-code", state="visible")
    assert again.page.input_value("#speak-link") == link
    again.context.close()

    hands.hours = 2.5
    lines, entries = AuditLine.objects.count(), list(RollEntry.objects.order_by("pk").values())
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    speaker = visitor(chromium, server, None)
    sent, page = watched(speaker), speaker.page
    page.goto(f"{server}/p/speak/{each.round.code}/#{link.split('#', 1)[1]}")
    assert "#" not in page.url
    assert page.input_value("[data-credential]") == link.split("#", 1)[1]
    page.fill("textarea[name=words]", "食堂太贵。")
    page.screenshot(path=shots / "once-speak.png", full_page=True)
    assert violations(page, axe) == []
    assert speaker.fits()
    page.click("button:has-text('提交')")
    page.wait_for_selector("#code-word")
    assert speaker.leaves_nothing()
    page.goto(f"{server}/p/speak/")
    page.goto(f"{server}/p/speak/{each.round.code}/#{link.split('#', 1)[1]}")
    page.fill("textarea[name=words]", "再说一次。")
    page.click("button:has-text('提交')")
    page.wait_for_selector("text=已经用过")
    assert page.input_value("textarea[name=words]") == "再说一次。"
    assert speaker.faults == []
    assert no_cookie(sent)
    assert [line.getMessage() for line in caplog.records if "/p/" in line.getMessage()] == []
    assert AuditLine.objects.count() == lines
    assert list(RollEntry.objects.order_by("pk").values()) == entries
    assert SpentToken.objects.count() == Opinion.objects.filter(round=Round.objects.get(pk=each.round.pk)).count() == 1
    speaker.context.close()


def from_the_office(chromium: Browser, server: str, county: County) -> Visitor:
    """The office's phone, its second factor taken as done."""
    client = Client()
    client.force_login(county.account("office"))
    session = client.session
    session[ONE_FACTOR] = False
    session.save()
    made = visitor(chromium, server, None)
    name = settings.SESSION_COOKIE_NAME
    made.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server}])
    return made


def test_a_caller_gets_a_code_is_asked_back_and_answers(
    chromium: Browser, county: County, hands: Hands, server: str, axe: str, shots: Path
) -> None:
    town = make_town(county)
    clerk = from_the_office(chromium, server, county)
    page = clerk.page
    page.goto(server + reverse("opinions_entry", kwargs={"uid": town.second.uid}))
    page.fill("textarea[name=words]", "人民路的路灯坏了三个月。")
    page.check("input[name=with_code]")
    assert violations(page, axe) == []
    page.screenshot(path=shots / "entry.png", full_page=True)
    page.click("button:has-text('登记')")
    page.wait_for_selector("#code-word")
    code = page.inner_text("#code-word")
    page.screenshot(path=shots / "entry-code.png", full_page=True)
    assert violations(page, axe) == []
    assert clerk.fits()
    assert code not in page.url
    opinion = town.opinion(code)
    page.goto(server + reverse("opinions_opinion", kwargs={"uid": opinion.pk}))
    page.click("summary:has-text('追问提意见的人')")
    page.fill("textarea[name=words]", "靠近哪个路口？")
    page.click("button:has-text('追问')")
    page.wait_for_selector("text=已经追问")
    assert clerk.faults == []
    clerk.context.close()
    caller = visitor(chromium, server, None)
    page = caller.page
    page.goto(f"{server}/p/follow/")
    page.fill("input[name=code]", code)
    page.click("button:has-text('查询')")
    page.wait_for_selector("text=靠近哪个路口？")
    page.screenshot(path=shots / "asked.png", full_page=True)
    assert violations(page, axe) == []
    assert caller.fits()
    page.fill("section textarea", "靠近小学那个路口。")
    page.click("button:has-text('提交回答')")
    page.wait_for_selector("text=您已回答")
    assert caller.leaves_nothing()
    assert caller.faults == []
    caller.context.close()


def test_copies_of_one_draft_are_pointed_out_to_whoever_reads_the_words(
    chromium: Browser, county: County, hands: Hands, server: str, axe: str, shots: Path
) -> None:
    """From words and days alone: a reminder on the round's page, for its readers, and nobody is named in it."""
    town = make_town(county)
    draft = "在县委的正确领导下，窗口服务热情周到，办事效率明显提高，群众十分满意，希望继续保持"
    for n in range(24):
        intake.speak(
            round=town.second, words=f"{draft}{'！' * (n % 3)}", form=new_form(), pepper=settings.CODE_PEPPER,
            today=county.today,
        )  # fmt: skip
    hands.hours = 24 * 6
    office = from_the_office(chromium, server, county)
    office.page.goto(server + reverse("opinions_round", kwargs={"uid": town.second.uid}))
    office.page.wait_for_selector("text=大体相同")
    said = office.page.inner_text(".notice:has-text('大体相同')")
    assert "同一天" in said
    assert "不是结论" in said
    assert "不指向任何人" in said
    assert "24" not in said
    assert violations(office.page, axe) == []
    assert office.fits()
    office.page.screenshot(path=shots / "coached-390.png", full_page=True)
    office.page.set_viewport_size({"width": 1280, "height": 900})
    office.page.screenshot(path=shots / "coached-1280.png", full_page=True)
    assert office.faults == []
    office.context.close()


def test_the_offices_pages_of_a_round_for_each_person_fit_a_phone(
    chromium: Browser, county: County, hands: Hands, server: str, axe: str, shots: Path
) -> None:
    each = opened(a_draft(county))
    hands.hours = 0.5
    office = from_the_office(chromium, server, county)
    for name in ("opinions_round", "opinions_once_roll", "opinions_once_slips"):
        office.page.goto(server + reverse(name, kwargs={"uid": each.round.uid}))
        assert violations(office.page, axe) == []
        assert office.fits(), name
        office.page.screenshot(path=shots / f"{name}.png", full_page=True)
    assert office.faults == []
    office.context.close()
