"""The kit in a real browser under the strict content policy, without a server: pages are handed to it by route."""

import mimetypes
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import Context, Engine
from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "http://localhost"
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
ENGINE = Engine(
    dirs=[str(ROOT / "huiyin" / "templates")],
    libraries={"static": "django.templatetags.static", "i18n": "django.templatetags.i18n"},
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
pytestmark = pytest.mark.journeys

STAFF = """{% extends "workspace/base.html" %}{% block content %}
{% include "ui/chain.html" with nodes=nodes working=True only %}
<form method="post" action="/sent" data-confirm="确定提交吗？">
<div class="field"><label for="t">意见</label><textarea id="t" maxlength="5"></textarea></div>
<button class="btn" name="go" value="1">提交</button></form>
<button type="button" class="btn" data-key="r" id="back">退回</button>
<form method="post" action="/file" id="plain"><button class="btn">导出</button></form>
<figure class="chart" data-chart="c"><figcaption>条目</figcaption>{{ chart|json_script:"c" }}
<table class="table"><tr><td>46</td></tr></table></figure>
<div class="table-scroll">
<table class="table"><tr>{% for n in many %}<th>规定动作{{ n }}</th>{% endfor %}</tr></table></div>
{% endblock %}"""
PUBLIC = """{% extends "portal/base.html" %}{% block content %}
{% include "ui/code_card.html" with code="483-201-775-096" title="意见查询码" address="/p/" note="请保存" only %}{% endblock %}"""
CONTEXT = {
    "csrf_token": "x",
    "nodes": [{"label": "意见", "count": "2,201", "href": "/o/"}] * 6,
    "chart": {
        "type": "bar",
        "categories": ["形式主义"],
        "series": [{"name": "条目", "values": [46], "links": ["/o/"]}],
    },
    "many": range(30),
    "nav": [{"title": "活动", "items": [{"label": "活动总览", "href": "/", "icon": "home"}]}],
    "inbox_href": "/inbox/",
    "speak_href": "/p/",
    "results_href": "/p/results/",
}


class Site:
    """Answers the browser from templates and the static folder, and remembers what was posted and refused."""

    def __init__(self) -> None:
        self.posts: list[str] = []
        self.faults: list[str] = []

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if route.request.method == "POST":
            self.posts.append(route.request.post_data or "")
            if path == "/file":
                route.fulfill(status=204)
                return
        if path.startswith("/static/"):
            file = ROOT / "huiyin" / path.lstrip("/")
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0])
            return
        source = PUBLIC if path.startswith("/p/") else STAFF
        body = ENGINE.from_string(source).render(Context(CONTEXT))
        route.fulfill(body=body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


@pytest.fixture(scope="module")
def browser_context() -> Iterator[BrowserContext]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser.new_context(viewport={"width": 390, "height": 844})
        browser.close()


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def page(browser_context: BrowserContext, site: Site) -> Iterator[Page]:
    opened = browser_context.new_page()
    opened.route("**/*", site.answer)
    opened.on("console", lambda line: site.faults.append(line.text) if line.type == "error" else None)
    opened.on("pageerror", lambda fault: site.faults.append(str(fault)))
    yield opened
    opened.close()


def test_a_staff_page_fits_a_phone_and_breaks_no_policy(page: Page, site: Site) -> None:
    page.goto(f"{ORIGIN}/desk/")
    page.wait_for_selector(".chart-canvas svg")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("details.fold table").count() == 1
    assert site.faults == []


def test_a_question_is_asked_before_sending_and_no_means_no(page: Page, site: Site) -> None:
    page.goto(f"{ORIGIN}/desk/")
    page.click("button[name=go]")
    page.click("dialog button[value=no]")
    assert site.posts == []
    page.click("button[name=go]")
    page.click("dialog button[value=yes]")
    page.wait_for_url("**/sent")
    assert site.posts == ["go=1"]


def test_pressing_thrice_sends_once(page: Page, site: Site) -> None:
    page.goto(f"{ORIGIN}/desk/")
    page.evaluate("const b = document.querySelector('#plain button'); b.click(); b.click(); b.click()")
    page.wait_for_timeout(300)
    assert len(site.posts) == 1


def test_a_long_text_is_counted_by_characters_and_never_cut(page: Page) -> None:
    page.goto(f"{ORIGIN}/desk/")
    page.fill("#t", "𠮷𠮷𠮷")
    assert page.inner_text(".field-counter") == "已写 3 字，还可写 2 字"
    page.fill("#t", "𠮷" * 6)
    assert page.input_value("#t") == "𠮷" * 6
    assert page.evaluate("document.querySelector('#t').checkValidity()") is False


def test_a_shortcut_presses_its_button_but_not_while_writing(page: Page) -> None:
    page.goto(f"{ORIGIN}/desk/")
    page.evaluate("document.querySelector('#back').addEventListener('click', () => { window.pressed = true })")
    page.locator("#t").press("r")
    assert page.evaluate("window.pressed") is None
    page.locator("#back").press("r")
    assert page.evaluate("window.pressed") is True


def test_the_phone_menu_opens_without_script(browser_context: BrowserContext, site: Site) -> None:
    assert browser_context.browser
    bare = browser_context.browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = bare.new_page()
    page.route("**/*", site.answer)
    page.goto(f"{ORIGIN}/desk/")
    assert not page.locator(".phonebar .nav-item").is_visible()
    page.click(".phonebar summary")
    assert page.locator(".phonebar .nav-item").is_visible()
    assert page.locator("figure table").is_visible()
    bare.close()


def test_a_public_page_gives_the_code_as_a_picture_and_leaves_nothing_behind(page: Page, site: Site) -> None:
    page.goto(f"{ORIGIN}/p/code/")
    with page.expect_download() as download:
        page.click("[data-save-code]")
    assert download.value.suggested_filename == "483-201-775-096.png"
    assert page.locator("dialog img").is_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert site.faults == []
