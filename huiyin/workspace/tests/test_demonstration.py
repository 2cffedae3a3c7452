"""The demonstration's door: on the demonstrating machine itself, and nowhere else at all."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.claim_audit import holding, reading
from huiyin.conftest import County
from huiyin.core import clock

DOOR = "/desk/demo-sign-in/"


@pytest.fixture(autouse=True)
def _demonstration(county: County, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMONSTRATION = True
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "huiyin.example"]
    monkeypatch.setattr(clock, "now", lambda: county.now)
    monkeypatch.setattr(clock, "today", lambda: county.today)


def here(named: dict[str, Any] | None = None) -> Client:
    return Client(**{"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000", **(named or {})})


def test_one_button_a_person_signs_in_with_the_second_factor_done(county: County) -> None:
    client = here()
    page = client.get(DOOR).content.decode()
    assert "安办" in page
    assert "青山县委" in page
    assert "活动办公室（青山县委）" in page
    assert page.count("<button") == len(county.people)
    answer = client.post(DOOR, {"account": str(county.account("office").uid)})
    assert answer.status_code == 303
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert "选一个演示人员直接登录" in here().get("/desk/accounts/login/").content.decode()


def test_the_door_leads_to_a_page_of_this_site_and_to_no_other(county: County) -> None:
    uid = str(county.account("office").uid)
    answer = here().post(DOOR, {"account": uid, "next": "/desk/claim_audit/"})
    assert answer["Location"] == "/desk/claim_audit/"
    for elsewhere in ("https://other.example/", "//other.example/", "javascript:alert(1)", "\\\\other.example"):
        assert here().post(DOOR, {"account": uid, "next": elsewhere})["Location"] == "/desk/", elsewhere


def test_the_door_shows_how_every_text_stands_and_each_number_opens_its_claims(county: County) -> None:
    campaign = county.campaign
    now = county.now
    given = holding.pasted("青山县委召开会议3次。全省召开会议5次。", title="一份汇报", now=now)
    batch = holding.hold([given], campaign=campaign, unit=county.root, actor=county.reach("office"), now=now)
    reading.read_batch(batch.uid, now=now, today=county.today, progress=lambda done, total: None)
    page = here().get(DOOR).content.decode()
    assert "一份汇报" in page
    text = batch.texts.get()
    for state in ("supported", "differs", "no_record", "uncheckable"):
        href = f"{reverse('claim_audit_claims', kwargs={'uid': text.uid})}?state={state}"
        assert href in page
        client = here()
        assert client.post(DOOR, {"account": str(text.held_by.uid), "next": href})["Location"] == href
        assert client.get(href).status_code == 200


def test_without_the_setting_there_is_no_such_page(county: County, settings) -> None:
    settings.DEMONSTRATION = False
    uid = str(county.account("office").uid)
    assert here().get(DOOR).status_code == 404
    assert here().post(DOOR, {"account": uid}).status_code == 404
    assert "演示" not in here().get("/desk/accounts/login/").content.decode()


@pytest.mark.parametrize(
    "named",
    [
        {"REMOTE_ADDR": "10.0.0.8"}, {"HTTP_HOST": "huiyin.example"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"HTTP_FORWARDED": "for=203.0.113.9"}, {"HTTP_X_REAL_IP": "203.0.113.9"}, {"HTTP_VIA": "1.1 proxy"},
    ],
)  # fmt: skip
def test_nobody_from_elsewhere_gets_in_not_even_through_a_proxy(county: County, named: dict[str, str]) -> None:
    client = here(named)
    assert client.get(DOOR).status_code == 404
    assert client.post(DOOR, {"account": str(county.account("office").uid)}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("uid", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_account_opens_nothing(county: County, uid: str) -> None:
    client = here()
    assert client.post(DOOR, {"account": uid}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_an_account_without_a_right_is_not_a_demonstration_person(county: County) -> None:
    county.people["member"].grants.all().delete()
    assert here().post(DOOR, {"account": str(county.account("member").uid)}).status_code == 404


def test_the_door_needs_its_csrf_token(county: County) -> None:
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost")
    assert client.post(DOOR, {"account": str(county.account("office").uid)}).status_code == 403
