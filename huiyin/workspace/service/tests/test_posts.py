"""Post duties and service standards beside the roster, and what comes back to the desk on its day."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.conftest import NOW, County
from huiyin.ledgers.books.informing import PILOTS
from huiyin.ledgers.books.service import SERVICE_STANDARDS
from huiyin.ledgers.engine.disclosure import release
from huiyin.ledgers.engine.models import EntryRevision
from huiyin.ledgers.engine.services import record
from huiyin.organisation.models import Holding, Post, Unit

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


def standard(county: County, line: str, *, unit: Unit | None = None, who: str = "east_clerk", **values: Any) -> Any:
    return record(
        SERVICE_STANDARDS, unit=unit or county.east, fact_date=county.today, now=NOW, actor=county.reach(who),
        values={"series": "岗位职责", "line": line, **values},
    )  # fmt: skip


def pilot(county: County, name: str, **values: Any) -> EntryRevision:
    return record(
        PILOTS, unit=county.east, fact_date=county.today, now=NOW, actor=county.reach("east_clerk"),
        values={"name": name, "scope": "两个村", **values},
    )  # fmt: skip


def page(county: County, client: Client, unit: Unit | None = None) -> str:
    return client.get(_href((unit or county.east).uid)).content.decode()


def _href(uid: UUID) -> str:
    return reverse("service_post_sheet", kwargs={"uid": uid})


def test_a_post_stands_with_its_holder_its_duties_and_whether_they_are_public(county: County, browser: Browser) -> None:
    post = county.post(county.east, "局长")
    shown = page(county, browser("east_head"))
    assert "没有登记职责" in shown
    entry = standard(county, "主持全局工作", post="局长")
    standard(county, "零推诿")
    standard(county, "管印章", post="没有的岗位")
    shown = page(county, browser("east_head"))
    assert post.title in shown
    assert "东长" in shown
    assert (
        shown.index("主持全局工作") < shown.index("全单位") < shown.index("零推诿") < shown.index("名册里没有这个岗位")
    )
    assert "已对外公开" not in shown
    release(SERVICE_STANDARDS, entry, actor=county.reach("office"), now=NOW, today=county.today)
    assert "已对外公开" in page(county, browser("east_head"))


def test_a_neighbour_and_a_member_find_no_such_page(county: County, browser: Browser) -> None:
    for who in ("west_head", "west_clerk", "member"):
        assert browser(who).get(_href(county.east.uid)).status_code == 404, who
    assert browser("office").get(_href(county.east.uid)).status_code == 200


def test_the_same_line_may_stand_for_two_posts(county: County) -> None:
    for post in ("局长", "副局长"):
        standard(county, "首问负责", post=post)


def test_on_its_review_day_a_standard_comes_to_who_records_it(county: County, browser: Browser) -> None:
    standard(county, "今天复核", review_on=county.today)
    standard(county, "明天复核", review_on=county.today + timedelta(days=1))
    desk = browser("east_clerk").get("/desk/").content.decode()
    assert "复核标准：岗位职责 今天复核" in desk
    assert "明天复核" not in desk
    for who in ("west_clerk", "member", "east_head"):
        assert "今天复核" not in browser(who).get("/desk/").content.decode(), who
    assert "到期复核" in page(county, browser("east_clerk"))


def test_a_pilot_past_its_day_asks_to_be_extended_changed_or_stopped(county: County, browser: Browser) -> None:
    pilot(county, "错时服务", verdict="running", evaluate_by=county.today)
    pilot(
        county,
        "代办服务",
        verdict="extended",
        evaluate_by=county.today,
        evaluated_on=date(2013, 9, 1),
        extended_to="西局",
    )
    desk = browser("east_clerk").get("/desk/").content.decode()
    assert "评估试点：错时服务" in desk
    assert "代办服务" not in desk
    assert "错时服务" not in browser("west_clerk").get("/desk/").content.decode()


def test_a_sheet_asks_the_same_however_many_posts(
    county: County, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    Post.objects.bulk_create(Post(unit=county.east, title=f"岗位{n}") for n in range(60))
    for n in range(20):
        standard(county, f"职责{n}", post=f"岗位{n}")
    client = browser("east_head")
    with django_assert_max_num_queries(25):
        client.get(_href(county.east.uid))


def row_of(shown: str, unit: Unit) -> str:
    return next(row for row in shown.split("<tr>") if _href(unit.uid) in row)


def test_the_list_of_units_counts_posts_with_duties_without_holder_and_to_review(
    county: County, browser: Browser
) -> None:
    before = Post.objects.filter(unit=county.east).count()
    filled = Holding.objects.filter(post__unit=county.east, ends_on__isnull=True).values("post").distinct().count()
    county.post(county.east, "办事员")
    held = county.post(county.east, "首席办事员")
    Holding.objects.create(post=held, person=county.people["east_head"], begins_on=county.today)
    gone = county.post(county.east, "档案员")
    Holding.objects.create(
        post=gone, person=county.people["east_clerk"], begins_on=date(2013, 1, 1), ends_on=date(2013, 9, 1)
    )
    standard(county, "接件", post="首席办事员", review_on=county.today)
    standard(county, "归档", post=" 档案员 ")
    standard(county, "全局的", review_on=county.today - timedelta(days=1))
    shown = browser("office").get(reverse("service_posts")).content.decode()
    row = row_of(shown, county.east)
    assert [int(n) for n in re.findall(r">(\d+)</a>", row)] == [before + 3, 2, before + 1, before - filled + 2, 2]
    for what in ("told", "without", "vacant", "due"):
        assert f"{_href(county.east.uid)}?show={what}" in shown
    vacant = browser("office").get(_href(county.east.uid) + "?show=vacant").content.decode()
    assert "档案员" in vacant
    assert "首席办事员" not in vacant
    due = browser("office").get(_href(county.east.uid) + "?show=due").content.decode()
    assert "接件" in due
    assert "归档" not in due


def test_the_list_of_units_shows_nobody_beside_one_and_asks_the_same_however_many(
    county: County, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    head = browser("east_head").get(reverse("service_posts"), follow=True).content.decode()
    assert _href(county.west.uid) not in head
    Post.objects.bulk_create(
        Post(unit=unit, title=f"岗位{n}") for unit in (county.east, county.west) for n in range(30)
    )
    client = browser("office")
    with django_assert_max_num_queries(14):
        client.get(reverse("service_posts"))
    assert browser("member").get(reverse("service_posts")).status_code == 404
