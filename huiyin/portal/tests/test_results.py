"""意见办理情况 shows what was checked and published and nothing else; small numbers stay hidden."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.opinions import categories, grouping, replying
from huiyin.opinions.models import GridRelease, Item
from huiyin.opinions.tests.attackers import cells
from huiyin.portal import results
from huiyin.portal.tests.pages import streamed, text
from huiyin.portal.tests.town import QUEUE, Town
from huiyin.rectification.asking import settle_askings
from huiyin.rectification.models import Asking, Problem
from huiyin.rectification.tests.cases import move_to

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")

LIST = "/p/results/"


def one(item: Item) -> str:
    """The page of one item."""
    return reverse("portal_result", kwargs={"uid": item.uid})


def csv(citizen: Client) -> str:
    """The published answers as a file."""
    return streamed(citizen, "/p/data/answers.csv")


def test_an_item_appears_with_its_answer_once_published_and_goes_when_withdrawn(town: Town, citizen: Client) -> None:
    item = town.item([town.speak() for _n in range(5)])
    pages = ("/p/", LIST)
    for step in (town.sign, lambda: town.draft(item)):
        step()
        assert not [page for page in pages if item.statement in text(citizen.get(page))]
        assert citizen.get(one(item)).status_code == 404
        assert item.statement not in csv(citizen)
    item = town.publish(item)
    for page in (*pages, one(item)):
        assert item.statement in text(citizen.get(page))
        assert "自9月起中午安排值班" in text(citizen.get(page))
    assert item.statement in csv(citizen)
    replying.withdraw_reply(
        item=item, why="有个人信息", revision=item.revision, actor=town.county.reach("office"), now=town.county.now
    )
    assert not [page for page in pages if item.statement in text(citizen.get(page))]
    assert citizen.get(one(item)).status_code == 404
    assert item.statement not in csv(citizen)


def test_nobodys_words_are_public(town: Town, citizen: Client) -> None:
    item = town.item([town.speak() for _n in range(5)])
    town.sign()
    town.publish(item)
    for page in ("/p/", LIST, one(item)):
        assert QUEUE not in text(citizen.get(page))
    assert QUEUE not in csv(citizen)


def test_how_many_stand_behind_one_answer_is_told_nowhere(town: Town, citizen: Client) -> None:
    few, many = town.item([town.speak() for _n in range(4)], "少"), town.item([town.speak() for _n in range(7)], "多")
    town.sign()
    town.publish(few)
    town.publish(many)
    for page in (one(few), one(many), LIST, "/p/"):
        for told in ("4 条", "7 条", "少于5"):
            assert told not in text(citizen.get(page)), (page, told)
    assert "归入分条数" not in csv(citizen)


def test_the_table_of_a_signed_public_round_is_linked_and_is_the_same_in_excel(town: Town, citizen: Client) -> None:
    for what in ("少", "多"):
        town.item([town.speak() for _n in range(6)], what)
    assert citizen.get("/p/grids/round-1/").status_code == 404
    assert citizen.get("/p/grids/round-1.xlsx").status_code == 404
    town.sign()
    address = f"/p/grids/{town.first.code}/"
    assert address in citizen.get(LIST).content.decode()
    page = text(citizen.get(address))
    assert "12" in page
    assert GridRelease.objects.get().digest in page
    rows = cells(citizen.get(f"/p/grids/{town.first.code}.xlsx").content)
    assert rows[4][-1] == 12
    assert any(GridRelease.objects.get().digest in str(cell) for row in rows for cell in row)


def test_measures_show_by_post_with_three_different_words(town: Town, citizen: Client) -> None:
    codes = [town.speak() for _n in range(5)]
    item = town.item(codes)
    town.sign()
    town.publish(item)
    town.checked(item)
    page = text(citizen.get(one(item)))
    assert "检查通过" in page
    assert "正在问群众" in page
    assert "已销号" not in page
    assert "东局局长" in page
    assert "第一督导组，2013年9月2日" in page
    move_to(town.county, town.county.today + timedelta(days=30))
    settle_askings(town.county.today, town.county.now)
    page = text(citizen.get(one(item)))
    assert "已销号" in page
    assert "没有人评价" in page
    assert "群众认可" not in page
    assert "检查通过、已销号、没有人评价" in csv(citizen)


def test_an_unconfirmed_problem_and_a_drafted_measure_do_not_show(town: Town, citizen: Client) -> None:
    item = town.item([town.speak()])
    town.sign()
    town.publish(item)
    case = town.measure(item)
    assert "中午安排人员值班" in text(citizen.get(one(item)))
    Problem.objects.filter(pk=case.problem.pk).update(state=Problem.State.DRAFT)
    assert "中午安排人员值班" not in text(citizen.get(one(item)))


def test_the_list_pages_by_the_last_item_seen_and_filters_by_category(
    town: Town, citizen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "PAGE", 2)
    items = [town.item([town.speak()], f"条目之{word}") for word in "甲乙丙丁戊"]
    town.sign()
    for item in items:
        town.publish(item)
    first = citizen.get(LIST)
    assert "条目之戊" in text(first)
    assert "条目之丙" not in text(first)
    older = LIST + "?after=" + str(items[3].uid)
    assert older in first.content.decode()
    second = text(citizen.get(older))
    assert "条目之丙" in second
    assert "条目之乙" in second
    assert "条目之戊" not in second
    back = text(citizen.get(LIST + "?before=" + str(items[2].uid)))
    assert "条目之戊" in back
    assert "条目之丁" in back
    by_category = citizen.get(LIST, {"campaign": str(town.county.campaign.uid), "category": "A01"})
    assert "条目之戊" in text(by_category)
    assert f"campaign={town.county.campaign.uid}&amp;category=A01&amp;after=" in by_category.content.decode()


@pytest.mark.parametrize("query", ["after=nonsense", "campaign=1", "campaign=x&category=y", "before=&after="])
def test_an_odd_address_shows_the_list_and_not_a_fault(town: Town, citizen: Client, query: str) -> None:
    assert citizen.get(f"{LIST}?{query}").status_code == 200


def test_the_notice_tells_what_was_changed_and_where_to_say_more(town: Town, citizen: Client) -> None:
    item = town.item([town.speak()])
    town.sign()
    case = town.measure(item)
    notice = reverse("portal_notice", kwargs={"uid": case.measure.uid})
    assert citizen.get(notice).status_code == 404
    case.up_to_check()
    case.check(place="东局办事大厅门口")
    Asking.objects.filter(measure=case.measure).update(way=Asking.Way.NOTICE)
    page = text(citizen.get(notice))
    assert "中午安排人员值班" in page
    assert "东局局长" in page
    assert "东局办事大厅门口" in page
    assert "第二轮征求意见" in page
    assert "凭查询码评价" in page
    assert item.statement not in page


def test_a_measure_asked_about_by_its_authors_has_no_notice(town: Town, citizen: Client) -> None:
    item = town.item([town.speak()])
    town.sign()
    case = town.checked(item)
    assert citizen.get(reverse("portal_notice", kwargs={"uid": case.measure.uid})).status_code == 404


def test_a_reconstruction_is_named_as_one(town: Town, citizen: Client) -> None:
    town.county.campaign.reconstruction = "根据公开材料重建，用于演示。"
    town.county.campaign.save()
    item = town.item([town.speak()])
    town.sign()
    town.publish(item)
    assert "根据公开材料重建，用于演示。" in text(citizen.get(one(item)))
    assert "根据公开材料重建，用于演示。" in text(citizen.get("/p/speak/round-2/"))


def test_pages_stay_within_a_few_queries_however_long_the_list(town: Town, citizen: Client) -> None:
    items = [town.item([town.speak()], f"条目之{word}") for word in "甲乙丙丁"]
    town.sign()
    for n, item in enumerate(items):
        town.publish(item)
        town.measure(item, code=str(n + 1))
    with CaptureQueriesContext(connection) as queries:
        citizen.get(LIST)
    assert len(queries) <= 10, [query["sql"][:120] for query in queries]


def test_bars_count_what_is_published_and_open_it(town: Town, citizen: Client) -> None:
    county, office = town.county, town.county.reach("office")
    served = [town.item([town.speak() for _n in range(5)], statement=f"窗口无人值守之{n}") for n in range(2)]
    other = town.item([town.speak() for _n in range(5)], statement="会议太多")
    hidden = town.item([town.speak()], statement="还没有答复的条目")
    meetings = categories.add_category(
        campaign=county.campaign,
        unit=county.root,
        code="B01",
        name="会风",
        wind="形式主义",
        actor=office,
        now=county.now,
    )
    grouping.set_category(
        item=other, category=meetings, revision=Item.objects.get(pk=other.pk).revision, actor=office, now=county.now,
        today=county.today,
    )  # fmt: skip
    town.sign()
    for item in (*served, other):
        town.publish(item)
    page = citizen.get(LIST).content.decode()
    bars = dict(re.findall(r'<th scope="row"[^>]*>(\w+).*?<a class="fig-inline" href="([^"]*)">', page, re.DOTALL))
    assert set(bars) == {"服务意识不强", "会风"}
    assert "<rect" in page
    opened = citizen.get(html.unescape(bars["会风"])).content.decode()
    assert "会议太多" in opened
    assert "窗口无人值守" not in opened
    assert hidden.statement not in page
