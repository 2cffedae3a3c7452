"""Every public page: no cookie, no session, no user, no line in a log, and no post from another site's page."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.core.models import AuditLine, Job
from huiyin.ledgers.engine.models import Posting
from huiyin.opinions.models import Addition, Opinion
from huiyin.portal.tests.pages import FOLLOW, SPEAK, code_of, hidden, post, say, text
from huiyin.portal.tests.town import QUEUE, Town
from huiyin.portal.urls import urlpatterns
from huiyin.rectification.models import Rating

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")

NOWHERE = UUID(int=1)


def every_address() -> list[str]:
    """One address of each portal route."""
    kinds = {"uid": NOWHERE, "code": "regulations"}
    return [
        reverse(str(route.name), kwargs={name: kinds[name] for name in route.pattern.regex.groupindex})
        for route in urlpatterns
    ]


@contextmanager
def listening_in(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Hear every logger at the level the settings give it, and our own at every level."""
    loggers = [logging.getLogger(name) for name in (*settings.LOGGING["loggers"], "")]
    for logger in loggers:
        logger.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.DEBUG, logger="huiyin"):
            yield
    finally:
        for logger in loggers:
            logger.removeHandler(caplog.handler)


@pytest.fixture
def touched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What of the session or the user was asked for; asking also fails on the spot."""
    seen: list[str] = []

    def refuse(what: str) -> Any:
        def touch(*_args: object, **_kwargs: object) -> NoReturn:
            seen.append(what)
            raise AssertionError(f"a public page touched {what}")

        return touch

    monkeypatch.setattr("django.contrib.sessions.backends.base.SessionBase._get_session", refuse("the session"))
    monkeypatch.setattr("django.contrib.auth.middleware.get_user", refuse("the user"))
    return seen


def test_no_page_sets_a_cookie_or_touches_session_or_user_even_for_staff(town: Town, touched: list[str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a-staff-members-session"
    for address in every_address():
        for answer in (browser.get(address), post(browser, address, {"words": "甲"}), browser.head(address)):
            assert not answer.cookies, address
            assert "Set-Cookie" not in answer.headers
            assert "Cookie" not in answer.headers.get("Vary", ""), address
    assert touched == []


def test_a_whole_visit_sets_no_cookie_and_leaves_no_line_job_session_posting_or_log(
    town: Town, citizen: Client, touched: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    old = town.speak("先前说的话")
    item = town.item([old])
    town.sign()
    case = town.checked(item)

    def counts() -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (AuditLine, Job, Session, Posting))

    before = counts()
    with listening_in(caplog):
        answers = [say(citizen, QUEUE), say(citizen, "字" * 10_001), post(citizen, FOLLOW, {"code": "000000000000"})]
        code = code_of(answers[0])
        answers.append(post(citizen, FOLLOW, {"code": code}))
        marks = {f"add-{name}": hidden(answers[-1])[f"add-{name}"] for name in ("form", "opened")}
        answers.append(post(citizen, FOLLOW, {"code": code, "act": "add", "add-words": "补充", **marks}))
        act = f"rate-{case.measure.uid.hex}"
        answers.append(post(citizen, FOLLOW, {"code": old, "act": act, f"{act}-answer": "solved"}))
    assert (Opinion.objects.count(), Addition.objects.count(), Rating.objects.count()) == (2, 1, 1)
    assert counts() == before
    assert not [answer for answer in answers if answer.cookies]
    assert touched == []
    assert [record.getMessage() for record in caplog.records] == []


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://localhost.elsewhere.example"},
    ],
)
def test_a_post_from_another_sites_page_is_refused(town: Town, citizen: Client, headers: dict[str, str]) -> None:
    values = {**hidden(citizen.get(SPEAK)), "words": QUEUE}
    for address in (SPEAK, FOLLOW, "/p/verify/"):
        answer = post(citizen, address, values, **headers)
        assert answer.status_code == 403
        assert "不是从本网站的页面发出的" in text(answer)
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://localhost"},
        {"HTTP_ORIGIN": settings.PUBLIC_URL},
    ],
)
def test_a_post_from_our_own_page_is_taken(town: Town, citizen: Client, headers: dict[str, str]) -> None:
    code_of(post(citizen, SPEAK, {**hidden(citizen.get(SPEAK)), "words": QUEUE}, **headers))


def test_a_post_that_is_too_large_or_a_file_gets_a_sentence(town: Town, citizen: Client) -> None:
    huge = post(citizen, SPEAK, {"words": "字" * 2_000_000})
    assert huge.status_code == 413
    assert "提交的内容太大" in text(huge)
    file = citizen.post(SPEAK, {"words": QUEUE, "file": SimpleUploadedFile("a.txt", b"x")})
    assert file.status_code == 415
    assert "不接收文件" in text(file)
    assert not Opinion.objects.exists()


def test_pages_about_ones_own_words_are_never_kept(town: Town, citizen: Client) -> None:
    for address in (SPEAK, FOLLOW):
        assert citizen.get(address).headers["Cache-Control"] == "no-store"


def test_other_methods_are_refused(town: Town, citizen: Client) -> None:
    for address in every_address():
        assert citizen.put(address).status_code == 405
        assert citizen.delete(address).status_code == 405
    assert citizen.post("/p/results/").status_code == 405


def test_what_there_is_none_of_is_a_page_with_a_sentence(town: Town, citizen: Client) -> None:
    for name in ("result", "notice"):
        answer = citizen.get(reverse(f"portal_{name}", kwargs={"uid": NOWHERE}))
        assert answer.status_code == 404
        assert "没有找到这一页" in text(answer)


def test_strict_headers_stand_on_every_page(town: Town, citizen: Client) -> None:
    for address in every_address():
        headers = citizen.get(address).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"
