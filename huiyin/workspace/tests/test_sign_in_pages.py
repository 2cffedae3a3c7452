"""The pages of signing in: strict CSP, no inline script or style, every button works without JavaScript."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from huiyin.conftest import County
from huiyin.core import clock
from huiyin.organisation.sign_in import issue_slip
from huiyin.workspace.tests.signing import PASSWORD, enrol

ENGLISH = re.compile(r">[^<>]*\b(sign|password|code|account|authenticator|your|please)\b[^<>]*<", re.IGNORECASE)


def in_order(answer) -> str:
    page = str(answer.content.decode())
    assert answer.status_code == 200, page
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"<script(?![^>]*\bsrc=)", page), "inline script"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page), "inline style or event"
    assert not re.search(r"<button(?![^>]*type=\"submit\")", page), "a button that needs JavaScript"
    assert page.count("<form") == page.count("csrfmiddlewaretoken"), "a form without its token"
    assert not ENGLISH.search(re.sub(r"<samp.*?</samp>|<title>.*?</title>", "", page, flags=re.S)), "English on screen"
    assert "@" not in re.sub(r"<head>.*?</head>", "", page, flags=re.S), "no e-mail anywhere"
    return page


@pytest.fixture
def client(county: County, monkeypatch: pytest.MonkeyPatch) -> Client:
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: county.now)
    monkeypatch.setattr(clock, "today", lambda: county.today)
    return Client()


def test_the_pages_before_signing_in(client: Client) -> None:
    for path in ("/desk/accounts/login/", "/desk/slip/", "/desk/accounts/password/reset/", "/desk/accounts/inactive/"):
        in_order(client.get(path))
    page = in_order(
        client.post("/desk/accounts/login/", {"login": "<script>x</script>", "password": "x", "unit": "“东局”"})
    )
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_the_pages_after_signing_in(client: Client) -> None:
    client.post("/desk/accounts/login/", {"login": "T009", "password": PASSWORD})
    for path in (
        "/desk/accounts/logout/",
        "/desk/accounts/password/change/",
        "/desk/accounts/2fa/totp/activate/",
        "/desk/account/",
    ):
        in_order(client.get(path))
    in_order(client.get("/desk/accounts/reauthenticate/"))


def test_the_pages_of_a_person_with_a_second_factor(client: Client) -> None:
    client.post("/desk/accounts/login/", {"login": "T009", "password": PASSWORD})
    enrol(client)
    for path in ("recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "reauthenticate/"):
        in_order(client.get(f"/desk/accounts/2fa/{path}"))
    page = in_order(client.get("/desk/account/"))
    assert "已启用" in page
    assert "党员" in page
    other = Client()
    other.post("/desk/accounts/login/", {"login": "T009", "password": PASSWORD})
    in_order(other.get("/desk/accounts/2fa/authenticate/"))


def test_the_pages_after_a_slip(client: Client, county: County) -> None:
    code = issue_slip(county.account("member"), actor=county.reach("office"), now=county.now)
    account = county.account("member")
    account.set_unusable_password()
    account.save()
    client.post("/desk/slip/", {"code": code})
    in_order(client.get("/desk/slip/password/"))
    in_order(client.get("/desk/accounts/password/set/"))
    assert "下次登录还要领登录条" in in_order(client.get("/desk/account/"))


def test_signing_out_says_so_and_shuts_the_door(client: Client) -> None:
    client.post("/desk/accounts/login/", {"login": "T009", "password": PASSWORD})
    assert client.get("/desk/accounts/logout/").status_code == 200, "a link alone signs nobody out"
    assert client.get("/desk/").status_code == 200
    assert client.post("/desk/accounts/logout/")["Location"] == "/"
    assert client.get("/desk/")["Location"] == "/desk/accounts/login/?next=/desk/"
