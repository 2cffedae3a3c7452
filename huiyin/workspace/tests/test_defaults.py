"""Every number the product works by stands on one page with its source, and beside where it acts, marked while unconfirmed."""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import huiyin
from huiyin.conftest import County
from huiyin.core.setting import Setting
from huiyin.rectification.tests.cases import Case, make_case
from huiyin.workspace.system.defaults import GROUPS

Browser = Callable[[str], Client]
LISTED = [setting for _title, settings in GROUPS for setting in settings]


def test_office_and_administrators_read_it_and_nobody_else(browser: Browser) -> None:
    for who in ("office", "administrator"):
        page = browser(who).get(reverse("system_defaults"))
        assert page.status_code == 200
        text = page.content.decode()
        for setting in LISTED:
            assert str(setting.label) in text
            assert str(setting.source) in text
        assert text.count("待确认") > sum(setting.to_confirm for setting in LISTED)
        assert "默认参数" in text
    for who in ("east_clerk", "east_head", "supervisor", "member", "auditor", "discipline"):
        assert browser(who).get(reverse("system_defaults")).status_code == 404, who


def test_no_setting_is_left_out() -> None:
    """Whoever writes a Setting anywhere finds it missing here until it is listed."""
    package = Path(huiyin.__path__[0])
    homes = [
        ".".join(("huiyin", *path.relative_to(package).with_suffix("").parts))
        for path in package.rglob("*.py")
        if "tests" not in path.parts and re.search(r"= Setting\(|^    Setting\(", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert "huiyin.rectification.terms" in homes
    for home in homes:
        for value in vars(import_module(home)).values():
            for one in value if isinstance(value, tuple) else (value,):
                assert not isinstance(one, Setting) or one in LISTED, (home, one)


@pytest.fixture
def case(county: County) -> Case:
    return make_case(county)


def test_a_default_shows_beside_where_it_acts(county: County, browser: Browser, case: Case) -> None:
    office, clerk = browser("office"), browser("east_clerk")
    form = office.get(reverse("rectification_measure_new", kwargs={"uid": case.problem.uid})).content.decode()
    for said in ("限期整改默认期限 60 日", "立行立改默认期限 7 日", "待确认"):
        assert said in form
    case.work()
    asked = clerk.get(reverse("rectification_ask_extension", kwargs={"uid": case.measure.uid})).content.decode()
    assert "延期次数上限 2 次" in asked
    assert "待确认" in asked
    looks = browser("supervisor").get(reverse("rectification_look_backs")).content.decode()
    assert "回头看时间 90 日" in looks
    slip = office.get(reverse("organisation_slip", kwargs={"uid": county.people["east_clerk"].uid})).content.decode()
    assert "一次性登录条有效期 3 日" in slip


def test_what_a_promise_fixes_is_not_marked(county: County, browser: Browser, case: Case) -> None:
    case.up_to_check()
    page = browser("supervisor").get(reverse("rectification_check_one", kwargs={"uid": case.measure.uid}))
    # Nobody who spoke can be reached here, so that the least sample stands on the page too: it alone waits.
    marked = re.findall(r"([^<>]*)</span> *<span[^>]*>(?:<svg.*?</svg>)?\s*待确认", page.content.decode(), re.DOTALL)
    assert marked == ["现场抽样询问最少人数 3 人"]
