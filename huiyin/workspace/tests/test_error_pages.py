"""Faults are kept by number, kind and place: no form data, no message, no path, no address in any log."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory

from huiyin.conftest import County
from huiyin.core.logs import PlainFormatter
from huiyin.workspace.uploads import TOO_LARGE

pytestmark = pytest.mark.urls("huiyin.workspace.tests.failing_urls")
WORDS = "局长老张收了红包"
CODE = "123456789012"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that any logger writes through the formatter that the settings name."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainFormatter())
    loggers = [logging.getLogger(name) for name in ("", *settings.LOGGING["loggers"])]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def test_every_handler_uses_the_plain_formatter() -> None:
    assert settings.LOGGING["formatters"] == {"plain": {"()": "huiyin.core.logs.PlainFormatter"}}
    assert all(handler["formatter"] == "plain" for handler in settings.LOGGING["handlers"].values())
    assert not settings.ADMINS, "no mails about errors"


@pytest.mark.parametrize("path", ["/desk/failing/", f"/p/failing/?code={CODE}"])
def test_a_failing_page_shows_a_number_and_logs_neither_words_nor_path(
    db: None, written: io.StringIO, path: str
) -> None:
    client = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="some-phone")
    answer = client.post(path, {"words": WORDS, "code": CODE})
    assert answer.status_code == 500
    log = written.getvalue()
    number = log.split("fault ")[1].split()[0]
    assert f"编号 {number}" in answer.content.decode()
    assert "ValueError" in log
    assert "failing_urls.py" in log
    for secret in (WORDS, CODE, "cannot store", "203.0.113.77", "some-phone", path):
        assert secret not in log, secret
    assert WORDS not in answer.content.decode()


def test_a_failing_page_shows_its_number_where_the_static_files_were_never_gathered(
    db: None, written: io.StringIO, settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    settings.DEBUG = False
    client = Client(raise_request_exception=False)
    with pytest.raises(ValueError, match="manifest"):
        staticfiles_storage.url("huiyin/app.css")
    for path in ("/desk/failing/", "/desk/slip/"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "系统出了错" in answer.content.decode()
        assert "编号" in answer.content.decode()
    assert "static files are not gathered" in written.getvalue()


def test_a_strange_host_and_a_missing_page_leave_no_address(county: County, written: io.StringIO) -> None:
    Client(raise_request_exception=False).get("/desk/", headers={"host": "evil.example"})
    Client().get(f"/p/nothing/{CODE}/")
    logging.getLogger("some.library").error(f"could not read {WORDS}")
    logging.getLogger("some.library").error("could not read %s", WORDS)
    log = written.getvalue()
    assert "could not read %s" in log
    for secret in (WORDS, CODE, "evil.example"):
        assert secret not in log, secret


def test_a_form_that_stood_open_too_long_gets_a_page_and_keeps_the_words_out_of_the_log(
    db: None, written: io.StringIO
) -> None:
    answer = Client(enforce_csrf_checks=True).post("/desk/slip/", {"code": CODE})
    assert answer.status_code == 403
    assert "这一页打开得太久了" in answer.content.decode()
    assert CODE not in written.getvalue()
    assert "/desk/slip/" not in written.getvalue()


def test_a_broken_request_gets_a_chinese_page(settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = Client(raise_request_exception=False).post(
        "/desk/slip/", "code=" + "x" * 200, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert "没有收到" in answer.content.decode()


# --- uploads ---


@contextmanager
def posted(size: int, count: int = 1) -> Iterator[HttpRequest]:
    """A request with files, closed afterwards as the server closes it: its uploads go with it."""
    files = {f"file{n}": SimpleUploadedFile(f"{n}.xlsx", b"x" * size) for n in range(count)}
    request = RequestFactory().post("/", {"kept": "是", **files})
    yield request
    request.close()


@pytest.mark.parametrize(("size", "count"), [(3000, 1), (900, 3)])
def test_an_oversized_upload_is_stopped_and_said_so(settings, size: int, count: int) -> None:
    settings.UPLOAD_LIMIT = 2000
    with posted(size, count) as request:
        assert request.POST["kept"] == "是"
        assert not request.FILES
        assert request.META[TOO_LARGE]


def test_an_upload_within_the_limit_arrives_whole(settings) -> None:
    settings.UPLOAD_LIMIT = 20_000
    with posted(3000) as request:
        (file,) = request.FILES.getlist("file0")
        assert file.read() == b"x" * 3000
        assert TOO_LARGE not in request.META
