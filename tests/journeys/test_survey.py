"""A satisfaction survey in real browsers: a voter leaves a code, the office shows the result, the code rates again."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ViewportSize

from huiyin.anonymity.models import OpenedAnswer
from huiyin.ballots import second_round
from huiyin.ballots.tests import surveying
from huiyin.ballots.tests.surveying import HAPPY, UNHAPPY, a_survey, answer, code, opened
from huiyin.conftest import County
from huiyin.core import base64url
from huiyin.eligibility import sampling
from huiyin.organisation.models import Person
from huiyin.workspace.sign_in import ONE_FACTOR
from tests.journeys.conftest import Visitor, violations
from tests.journeys.test_secret_ballot import visitor

pytestmark = pytest.mark.journeys
WIDE: ViewportSize = {"width": 1280, "height": 900}


def of_office(chromium: Browser, server: str, county: County) -> Visitor:
    """Somebody of the office, the second factor taken as done."""
    client = Client()
    client.force_login(county.account("office"), backend="huiyin.organisation.sign_in.SignInBackend")
    session = client.session
    session[ONE_FACTOR] = False
    session.save()
    made = visitor(chromium, server, None)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    made.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server}])
    return made


def seen(one: Visitor, axe: str, shots: Path, name: str) -> None:
    """Shown on a phone and wide, nothing overflows, nothing is wrong."""
    assert one.fits()
    assert violations(one.page, axe) == []
    one.page.screenshot(path=shots / f"{name}-390.png", full_page=True)
    narrow = one.page.viewport_size
    one.page.set_viewport_size(WIDE)
    one.page.screenshot(path=shots / f"{name}-1280.png", full_page=True)
    assert narrow is not None
    one.page.set_viewport_size(narrow)


def test_a_survey_from_a_code_left_to_the_second_round(
    chromium: Browser, server: str, county: County, axe: str, shots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = [2.5]
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now + timedelta(hours=hours[0]))
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)
    monkeypatch.setattr("huiyin.core.orderless.forget", lambda: None)
    survey = a_survey(county)
    for n in range(5):
        answer(survey, n, UNHAPPY if n < 4 else HAPPY, code(n)[1])
    prepared, signature = survey.draw(5)

    def at(name: str) -> str:
        return server + reverse(name, kwargs={"uid": survey.ballot.uid})

    voter = visitor(chromium, server, None)
    voter.page.goto(f"{at('portal_ballot')}#{base64url.written(prepared[:32] + signature)}")
    for n, option in enumerate(UNHAPPY):
        voter.page.check(f"input[data-choice='0-{n}'][value='{option}']")
    voter.page.check("[data-again]")
    voter.page.wait_for_selector("[data-again-code]:not(:empty)", state="visible")
    left = voter.page.inner_text("[data-again-code]")
    assert len(left.replace("-", "")) == 28
    seen(voter, axe, shots, "survey-paper")
    voter.page.click("button:has-text('密封并投票')")
    voter.page.wait_for_selector("text=选票已投入票箱")
    assert voter.faults == []

    hours[0] = 3.5
    ballot = opened(survey)
    assert OpenedAnswer.objects.filter(key=ballot.uid, answer=second_round.code_digest(left)).count() == 1
    office = of_office(chromium, server, county)
    office.page.goto(at("ballots_one"))
    office.page.wait_for_selector("text=不是百分比")
    seen(office, axe, shots, "survey-result")
    office.page.goto(at("ballots_again"))
    office.page.fill("textarea", "窗口已改为午间不休息，材料由五份减为两份。")
    office.page.fill("input[type=date]", (county.today + timedelta(days=14)).isoformat())
    seen(office, axe, shots, "survey-notice")
    office.page.click("button:has-text('发出通知')")
    office.page.click("dialog[open] button:has-text('确定')")
    office.page.wait_for_selector("text=复评通知已发出")

    voter.page.goto(at("portal_survey_again"))
    voter.page.fill("input[name=code]", left.lower())
    voter.page.click("button:has-text('查看')")
    voter.page.wait_for_selector("text=材料由五份减为两份")
    seen(voter, axe, shots, "survey-again")
    voter.page.check("input[name=answer][value='0']")
    voter.page.click("button:has-text('提交复评')")
    voter.page.wait_for_selector("text=已收到您的复评")
    assert voter.leaves_nothing()
    assert voter.faults == []
    assert office.faults == []


def test_a_sample_announced_drawn_and_drawn_again(
    chromium: Browser, server: str, county: County, axe: str, shots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = timedelta(days=1)
    now = [county.now]
    monkeypatch.setattr("huiyin.core.clock.now", lambda: now[0])
    monkeypatch.setattr("huiyin.core.clock.today", lambda: now[0].date())
    people = [Person.objects.create(name=f"群众{n}", unit=county.west if n % 3 else county.east) for n in range(30)]
    ballot = surveying.prepared(county, hours=96)
    sampling.fix_frame(
        roll=ballot.roll, people=people, size=10, stratified=True, source="福利彩票双色球第2013104期开奖号码",
        due_on=county.today + 2 * day, actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    now[0] = county.now + 2 * day
    office = of_office(chromium, server, county)
    office.page.goto(server + reverse("ballots_sample", kwargs={"uid": ballot.uid}))
    office.page.fill("input[name=value]", "03 07 11 19 22 31 + 08")
    seen(office, axe, shots, "sample-office")
    office.page.click("main button:has-text('抽取')")
    office.page.click("dialog[open] button:has-text('确定')")
    office.page.wait_for_selector("text=已抽取")
    anybody = visitor(chromium, server, None)
    frame = anybody.context.request.get(server + reverse("portal_survey_lots", kwargs={"uid": ballot.uid})).text()
    anybody.page.goto(server + reverse("portal_survey", kwargs={"uid": ballot.uid}))
    anybody.page.fill("textarea", frame)
    anybody.page.fill("input[name=value]", "03 07 11 19 22 31 + 08")
    anybody.page.click("button:has-text('重抽并核对')")
    anybody.page.wait_for_selector("text=完全一致")
    seen(anybody, axe, shots, "sample-public")
    assert anybody.leaves_nothing()
    assert anybody.faults == []
    assert office.faults == []
