"""Regulations at a desk and on a phone: every page legible, nothing over the side, nothing for axe to find."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from huiyin.conftest import NOW, County
from huiyin.conftest import browser as browser
from huiyin.regulating import publishing, reading_lists, texts
from huiyin.regulating.models import Rule
from huiyin.regulating.tests.test_rules import a_rule, amended, with_text
from huiyin.regulating.texts import NewText
from tests.journeys.conftest import Visitor, violations

pytestmark = pytest.mark.journeys

OLD = "\n".join(
    (
        "第一条 为规范公务接待工作，制定本办法。",
        "第二条 接待对象需要安排用餐的，由接待单位安排工作餐，陪餐人数不限。",
        "第三条 接待费用由办公室统一结算。",
        "第四条 本办法由办公室负责解释。",
    )
)
NEW = "\n".join(
    (
        "第一条 为规范公务接待工作，厉行节约，制定本办法。",
        "第二条 接待对象需要安排用餐的，由接待单位安排工作餐一次，不得饮酒；接待对象在十人以内的，陪餐人数不得超过三人。",
        "第三条 接待费用按月在本单位公布。",
        "第四条 违反本办法的，按规定追究责任。",
        "第四条 本办法由办公室负责解释。",
    )
)


@pytest.fixture
def row(county: County) -> Rule:
    """A regulation with two texts, public in the first, to be read by two; two more of the list."""
    keeper = county.reach("office")
    found = with_text(county, a_rule(county), OLD)
    found = publishing.make_public(found, checked=True, revision=found.revision, actor=keeper, now=NOW)
    texts.add(found, NewText(date(2013, 8, 30), pasted=NEW), revision=found.revision, actor=keeper, now=NOW)
    reading_lists.ask(found, names="党员\n东长", everyone=False, actor=keeper, now=NOW)
    amended(county, a_rule(county, "机关会议和文件管理若干规定（试行）"), due=date(2013, 9, 1))
    amended(county, Rule.objects.get(pk=found.pk))
    return Rule.objects.get(pk=found.pk)


@pytest.mark.parametrize("by", ["desk", "phone"])
def test_every_page_is_legible_at_a_desk_and_on_a_phone(
    by: str, county: County, browser: Callable[[str], Client], row: Rule, server: str, axe: str, shots: Path,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    visitor: Visitor = request.getfixturevalue(by)
    session = browser("office").cookies[settings.SESSION_COOKIE_NAME].value
    visitor.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])
    one = {"uid": row.uid}
    for name, address in {
        "index": reverse("regulating_index") + "?state=working", "new": reverse("regulating_new"),
        "paste": reverse("regulating_paste"), "rule": reverse("regulating_rule", kwargs=one),
        "edit": reverse("regulating_edit", kwargs=one), "decide": reverse("regulating_decide", kwargs=one),
        "finish": reverse("regulating_finish", kwargs=one), "compare": reverse("regulating_compare", kwargs=one),
        "readers": reverse("regulating_readers", kwargs=one),
        "text": reverse("regulating_text", kwargs={**one, "number": 2}),
        "public": reverse("portal_regulations"), "public_one": reverse("portal_regulation", kwargs=one),
    }.items():  # fmt: skip
        answer = visitor.page.goto(server + address)
        assert answer is not None
        assert answer.status == 200, name
        visitor.page.screenshot(path=shots / f"{name}_{by}.png", full_page=True)
        assert visitor.fits(), name
        assert violations(visitor.page, axe) == [], name
    assert visitor.faults == []
