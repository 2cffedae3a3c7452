"""我要说 with a credential: pasted or filled in, it takes one opinion; the page asks for no name and promises what is so."""

import pytest
from django.conf import settings
from django.test import Client

from huiyin.ballots.tests.conftest import _keys_at_once as _keys_at_once
from huiyin.ballots.tests.conftest import one_key as one_key
from huiyin.conftest import County
from huiyin.core import base64url
from huiyin.opinions import intake
from huiyin.opinions.models import Opinion
from huiyin.opinions.tests.eligible import HOUR, Eligible, a_draft, opened
from huiyin.portal.tests.pages import code_of, hidden, say, text

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")
AT = "/p/speak/each/"


@pytest.fixture
def each(county: County, monkeypatch: pytest.MonkeyPatch) -> Eligible:
    """The round, while credentials are used."""
    made = opened(a_draft(county))
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)
    return made


def at(each: Eligible, hours: float) -> None:
    """Move the hands of the clock."""
    each.county.now += hours * HOUR


def test_a_pasted_link_takes_one_opinion_without_javascript(each: Eligible, citizen: Client) -> None:
    credential = base64url.written(each.draw(0))
    at(each, 2.5)
    link = f"https://say.example{AT}#{credential}"
    code = code_of(say(citizen, "食堂太贵。", at=AT, credential=link))
    uid = intake.find_by_code(code, pepper=settings.CODE_PEPPER)
    assert uid is not None
    assert intake.words_of([uid]) == {uid: "食堂太贵。"}
    again = say(citizen, "再说一次。", at=AT, credential=credential)
    assert "已经用过" in text(again)
    assert "再说一次。" in text(again)
    assert Opinion.objects.count() == 1


def test_reloading_the_answer_shows_the_same_code(each: Eligible, citizen: Client) -> None:
    credential = base64url.written(each.draw(0))
    at(each, 2.5)
    opened_page = citizen.get(AT)
    assert len({code_of(say(citizen, "甲", at=AT, page=opened_page, credential=credential)) for _n in range(2)}) == 1


def test_the_page_asks_for_no_name_and_no_work_and_says_what_is_known(each: Eligible, citizen: Client) -> None:
    at(each, 2.5)
    page = citizen.get(AT)
    shown = text(page)
    assert "系统知道您领过凭证" in shown
    assert "认不出是哪一位" in shown
    assert "愿意署名的" not in shown
    assert "name" not in hidden(page)
    assert "data-work=" not in page.content.decode()
    assert not page.cookies


@pytest.mark.parametrize("given", ["", "x", "#", "https://say.example/p/speak/each/#AAAA", "一" * 100])
def test_no_credential_no_opinion_and_the_words_stay(each: Eligible, citizen: Client, given: str) -> None:
    at(each, 2.5)
    refused = say(citizen, "食堂太贵。", at=AT, credential=given)
    assert "食堂太贵。" in text(refused)
    assert "凭证" in text(refused)
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("hours", [0.5, 1.5, 3.5])
def test_outside_its_hours_the_page_says_when(each: Eligible, citizen: Client, hours: float) -> None:
    at(each, hours)
    shown = text(citizen.get(AT))
    assert "凭凭证提意见的时间是 2013年9月2日" in shown
    assert citizen.post(AT, "words=x", content_type="application/x-www-form-urlencoded").status_code == 409


def test_over_plain_http_nothing_is_taken(each: Eligible, settings) -> None:
    settings.ALLOWED_HOSTS = ["say.example"]
    credential = base64url.written(each.draw(0))
    at(each, 2.5)
    plain = Client(SERVER_NAME="say.example")
    assert say(plain, "甲", at=AT, credential=credential).status_code == 409
    assert not Opinion.objects.exists()


def test_the_answer_tells_the_browser_to_forget_the_credential(each: Eligible, citizen: Client) -> None:
    credential = base64url.written(each.draw(0))
    at(each, 2.5)
    answer = say(citizen, "甲", at=AT, credential=credential).content.decode()
    assert f'data-credential-used="{each.round.uid.hex}"' in answer
    assert credential not in answer
