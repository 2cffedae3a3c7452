"""The pages of figures: who sees which scope, what an address may say, how a number splits and opens."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.campaigns.models import Campaign
from huiyin.conftest import NOW, County
from huiyin.core.identifiers import new_uid
from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import post, record, void
from huiyin.metrics.fingerprints import fingerprint
from huiyin.metrics.listening import GROUPS
from huiyin.metrics.scope import Scope
from huiyin.organisation import tree
from huiyin.organisation.models import Grant, Role, Unit
from huiyin.reports.tests.cases import fill, meet

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def page(client: Client, code: str = "M1.meetings", **query: object) -> Any:  # Any: what Django's test client answers
    return client.get(reverse("figures_one", kwargs={"code": code}) + ("?" + urlencode(query) if query else ""))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def value(answer: Any) -> str:
    found = re.search(r'class="fig-number">([^<]*)<', text(answer))
    assert found is not None
    return found[1]


def test_who_has_no_content_to_read_has_no_figures(county: County, browser: Browser) -> None:
    fill(county)
    for who in ("member", "auditor", "administrator"):
        client = browser(who)
        assert client.get(reverse("figures_index")).status_code == 404
        assert page(client, unit=county.root.uid).status_code == 404
    assert page(browser("east_clerk")).status_code == 200


def test_an_address_without_unit_shows_ones_own(county: County, browser: Browser) -> None:
    fill(county)
    assert value(page(browser("office"))) == "3"
    assert value(page(browser("east_clerk"))) == "1"
    assert value(page(browser("east_clerk"), campaign=county.campaign.uid)) == "1"


def test_a_scope_is_ones_own_or_above_never_beside(county: County, browser: Browser) -> None:
    fill(county)
    clerk = browser("east_clerk")
    above = page(clerk, unit=county.root.uid)
    assert (value(above), above.status_code) == ("3", 200)
    assert "另有 2 条属于其他单位" in text(above)
    assert "西局" not in text(above)
    assert page(clerk, unit=county.west.uid).status_code == 404
    assert value(page(clerk, unit="all")) == "3"


def test_of_another_tree_nobody_learns_the_total(county: County, browser: Browser) -> None:
    fill(county)
    other = tree.add_unit(
        actor=None,
        now=county.now,
        today=county.today,
        name="邻县委",
        code="other",
        kind=Unit.Kind.COMMITTEE,
        parent=None,
    )
    assert page(browser("office"), unit="all").status_code == 404
    assert page(browser("office"), unit=other.uid).status_code == 404


def test_a_right_for_one_campaign_opens_that_campaigns_entries_only(county: County, browser: Browser) -> None:
    meetings = fill(county)
    other = Campaign.objects.create(code="other", name="另一活动", unit=county.root, begins_on=date(2013, 1, 1))
    foreign = record(
        MEETINGS, unit=county.east, fact_date=date(2013, 8, 28), values={"name": "别的会", "kind": "other"},
        actor=county.reach("office"), now=county.now, campaign=other.uid,
    )  # fmt: skip
    person = county.people["member"]
    Grant.objects.create(
        person=person, role=Role.CLERK, unit=county.east, campaign=county.campaign.uid, begins_on=date(2013, 1, 1),
        approved_by=county.account("office"), approved_at=NOW,
    )  # fmt: skip
    answer = text(page(browser("member"), unit=county.east.uid))
    assert meetings[1].entry_no in answer
    assert foreign.entry_no not in answer
    # The address names no campaign: the figure is that of the campaign the right is for, and counts nothing else.
    assert "群众路线教育实践活动" in answer
    assert "属于其他单位" not in answer
    assert page(browser("member"), unit=county.east.uid, campaign=other.uid).status_code == 404


def test_a_crooked_address_gets_a_sentence(county: County, browser: Browser) -> None:
    office = browser("office")
    ahead = (county.now + timedelta(days=1)).isoformat()
    for query, status, says in (
        ({"unit": "x"}, 409, "无法识别"),
        ({"begin": "2013-13-01"}, 409, "无法识别"),
        ({"as_of": "2013-09-01T10:00:00"}, 409, "无法识别"),
        ({"as_of": ahead}, 409, "还没有到"),
        ({"begin": "2013-09-01", "end": "2013-08-01"}, 409, "晚于"),
        ({"campaign": "00000000-0000-0000-0000-000000000000"}, 404, ""),
        ({"report": "x"}, 409, "无法识别"),
        ({"report": "00000000-0000-0000-0000-000000000000"}, 404, ""),
    ):
        answer = page(office, **query)
        assert (query, answer.status_code) == (query, status)
        assert says in text(answer)
    assert page(office, code="X9.nothing").status_code == 404


def test_period_and_campaign_narrow_a_figure(county: County, browser: Browser) -> None:
    fill(county)
    meet(county, county.root, "月初的会", day=2)
    office = browser("office")
    assert value(page(office)) == "4"
    assert value(page(office, begin="2013-08-10")) == "3"
    assert value(page(office, end="2013-08-10")) == "1"
    named = page(office, campaign=county.campaign.uid)
    assert value(named) == "4"
    assert county.campaign.name in text(named)


def test_an_older_instant_shows_the_entries_as_they_stood(county: County, browser: Browser) -> None:
    meetings = fill(county)
    before = county.now.isoformat()
    void(MEETINGS, meetings[0], reason="重复", actor=county.reach("office"), now=county.now + timedelta(minutes=1))
    county.now += timedelta(hours=1)
    office = browser("office")
    then, now = page(office, as_of=before), page(office)
    assert (value(then), value(now)) == ("3", "2")
    assert meetings[0].entry_no in text(then)
    assert meetings[0].entry_no not in text(now)


def test_a_figure_splits_over_the_units_below_as_table_and_chart(county: County, browser: Browser) -> None:
    fill(county)
    answer = text(page(browser("office"), unit=county.root.uid))
    drawing = re.search(r'<script id="by-unit" type="application/json">(.*?)</script>', answer)
    assert drawing is not None
    chart = json.loads(drawing[1])
    assert chart["categories"] == ["东局", "西局", "青山县委本级"]
    assert chart["series"][0]["values"] == [1.0, 1.0, 1.0]
    office = browser("office")
    for href in chart["series"][0]["links"]:
        assert value(office.get(href)) == "1"
        assert href.replace("&", "&amp;") in answer
    assert "合计" in answer


def test_a_figure_over_sealed_words_opens_onto_its_certificate_and_no_single_day(
    county: County, browser: Browser
) -> None:
    row = post(
        OPINIONS, source_kind="test", source=new_uid(), event="received", unit=county.root, fact_date=date(2013, 8, 1),
        values={"round": "第一轮", "channel": "网上", "group": "离休干部", "count": 8}, account=None, now=county.now,
        campaign=county.campaign.uid,
    )  # fmt: skip
    answer = page(browser("office"), code="D2.groups")
    assert value(answer) == "1"
    assert row.entry_no not in text(answer)
    assert "离休干部" not in text(answer)
    assert fingerprint(GROUPS, Scope(unit=county.root)) in text(answer)


def test_many_entries_come_a_page_at_a_time_each_once(county: County, browser: Browser) -> None:
    for number in range(120):
        meet(county, county.east, f"会议{number}")
    office, seen, href = browser("office"), [], "?"
    while href:
        answer = text(office.get(reverse("figures_one", kwargs={"code": "M1.meetings"}) + href.replace("&amp;", "&")))
        seen += re.findall(r"HY-meeting-\d+", answer.partition('<h2 id="entries">')[2])
        older = re.search(r'rel="next" href="([^"]*)"', answer)
        href = older[1] if older else ""
    assert len(seen) == 120 == len(set(seen))


def test_pages_ask_few_questions(county: County, browser: Browser, django_assert_max_num_queries: Any) -> None:
    fill(county)
    office = browser("office")
    page(office)
    with django_assert_max_num_queries(12):  # 4 of them session, user and grants
        office.get(reverse("figures_index"))
    with django_assert_max_num_queries(12):
        page(office)


def test_figures_over_sealed_words_are_cut_neither_by_day_nor_by_instant(county: County, browser: Browser) -> None:
    for day, count in ((1, 4), (2, 1), (3, 2)):
        post(
            OPINIONS, source_kind="round", source=new_uid(), event="received", unit=county.root,
            fact_date=date(2013, 8, day), account=county.account("office"), now=NOW - timedelta(days=30 - day),
            campaign=county.campaign.uid, audited=False,
            values={"round": "第一轮", "channel": "网站专栏", "group": f"第{day}类", "count": count},
        )  # fmt: skip
    office = browser("office")
    for code, whole in (("D4.raw_opinions", "7"), ("D2.groups", "3")):
        for query in (
            {}, {"begin": "2013-08-02", "end": "2013-08-02"}, {"end": "2013-08-01"}, {"begin": "2013-08-03"},
            {"as_of": (NOW - timedelta(days=29)).isoformat()}, {"as_of": (NOW - timedelta(days=28)).isoformat()},
        ):  # fmt: skip
            answer = page(office, code, unit=county.root.uid, **query)
            assert value(answer) == whole, query
            assert "不按时间细分" in text(answer)
    index = text(office.get(f"{reverse('figures_index')}?begin=2013-08-02&end=2013-08-02"))
    assert re.search(r'D4\.raw_opinions/[^"]*">\s*<span class="fig-number">7<', index)
