"""A server over the test's own database, a phone and a desk, and axe.

The server runs in threads and shares the test's connection, so a journey is rolled back like any other test: the
append-only tables refuse to be emptied, as Django's own live server would do. One connection has one pile of savepoints:
its users take turns, a transaction each.
"""

import importlib.util
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.transaction import Atomic
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError, sync_playwright

from huiyin.conftest import county as county

ROOT = Path(__file__).resolve().parents[2]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    # A name that is no localhost: a page there is not a secure context, as on an office's plain http server.
    "--host-resolver-rules=MAP huiyin.test 127.0.0.1",
]  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def orm_beside_a_browser() -> Iterator[None]:
    """Playwright keeps a loop running in this thread; the tests' own database calls are not part of it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class OneAnswer(QuietWSGIRequestHandler):
    """Closes the line after each answer, so that no thread waits for a browser that has gone."""

    protocol_version = "HTTP/1.0"


class PatientServer(ThreadedWSGIServer):
    """Waits for its threads when it closes: a socket left to the garbage collector is a warning, and warnings fail."""

    daemon_threads = False


class Server(LiveServerThread):
    """Django's live server with both."""

    def _create_server(self, connections_override: Any = None) -> PatientServer:  # Any: Django's own signature
        return PatientServer(
            (self.host, self.port), OneAnswer, allow_reuse_address=False, connections_override=connections_override
        )


@pytest.fixture
def turns(chromium: Browser, db: None) -> Iterator[None]:
    """Whoever is in a transaction keeps the shared connection to themselves until they leave it.

    The browser first: once it runs, this thread has another connection than before.
    """
    turn, shared = threading.RLock(), connections[DEFAULT_DB_ALIAS]
    enter, leave, ready = Atomic.__enter__, Atomic.__exit__, shared.validate_no_broken_transaction

    def entering(self: Atomic) -> None:
        turn.acquire()
        try:
            enter(self)
        except BaseException:
            turn.release()
            raise

    def leaving(self: Atomic, *raised: Any) -> None:  # Any: the three of every context manager
        try:
            leave(self, *raised)
        finally:
            turn.release()

    def asking() -> None:
        with turn:
            ready()

    # The transaction around the test itself was entered before and is left after.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Atomic, "__enter__", entering)
        patch.setattr(Atomic, "__exit__", leaving)
        patch.setattr(shared, "validate_no_broken_transaction", asking)
        yield


@pytest.fixture
def server(chromium: Browser, turns: None, settings: Any) -> Iterator[str]:
    """The address of the product over this test's database. Any: pytest-django's settings take every name."""
    settings.ALLOWED_HOSTS = ["localhost", "huiyin.test"]
    shared = connections[DEFAULT_DB_ALIAS]
    shared.inc_thread_sharing()
    thread = Server("localhost", StaticFilesHandler, connections_override={DEFAULT_DB_ALIAS: shared})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://localhost:{thread.port}"
    finally:
        thread.terminate()
        shared.dec_thread_sharing()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium."""
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("没有找到 chromium，浏览器旅程没有跑")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody with a browser; what their browser complained of is remembered."""

    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)

    def leaves_nothing(self) -> bool:
        """No cookie, nothing in the browser's stores."""
        kept = self.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        return bool(kept == [0, 0, ""]) and self.context.cookies() == []

    def fits(self) -> bool:
        """The page does not run over the side of the screen."""
        # While one page gives way to the next there is no document to measure, and a screen just turned takes a
        # moment to lay the page out again: what counts is where it comes to rest.
        self.page.wait_for_function("document.readyState === 'complete'")
        try:
            self.page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth", timeout=2_000)
        except TimeoutError:
            return False
        return True


def _visit(chromium: Browser, **options: Any) -> Iterator[Visitor]:
    context = chromium.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    visitor = Visitor(context, page)
    page.on("console", lambda line: visitor.faults.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: visitor.faults.append(str(fault)))
    yield visitor
    context.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Visitor]:
    """A citizen with a phone, 390 px wide."""
    yield from _visit(chromium, viewport=PHONE, device_scale_factor=2, has_touch=True, is_mobile=True)


@pytest.fixture
def bare_phone(chromium: Browser) -> Iterator[Visitor]:
    """The same without JavaScript."""
    yield from _visit(chromium, viewport=PHONE, java_script_enabled=False)


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Visitor]:
    """Somebody at a desk."""
    yield from _visit(chromium, viewport=DESK)


def axe_source() -> str:
    """axe-core, from wherever the tools of `make test` put it."""
    places = [ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"]
    wheel = importlib.util.find_spec("axe_playwright_python")
    if wheel and wheel.origin:
        places.append(Path(wheel.origin).parent / "axe.min.js")
    if os.environ.get("HUIYIN_AXE"):
        places.insert(0, Path(os.environ["HUIYIN_AXE"]))
    for place in places:
        if place.is_file():
            return place.read_text(encoding="utf-8")
    pytest.skip("没有找到 axe-core（axe.min.js），无障碍检查没有跑")


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds wrong, as sentences: rule, what to mend, where."""
    # Through the debugger and not as a script tag: the page's own policy refuses scripts from elsewhere.
    page.evaluate(f"() => {{ {axe} }}")
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{one['id']}: {one['help']} — {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return axe_source()


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where pictures of a journey go: the folder HUIYIN_SHOTS names, or one that is thrown away."""
    folder = Path(os.environ.get("HUIYIN_SHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
