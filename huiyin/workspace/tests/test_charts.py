"""Charts on the pages a leader looks at: each bar beside its number, each number opening just those records."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiyin.campaigns.marking import Deed, mark
from huiyin.campaigns.models import Mark
from huiyin.campaigns.tests.cases import STUDY, action, planned
from huiyin.opinions import categories, grouping, rounds
from huiyin.opinions.tests.conftest import listening
from huiyin.rectification import measures
from huiyin.rectification.tests.cases import make_case

__all__ = ["listening"]


def numbers(page: str, title: str) -> dict[str, list[tuple[str, str]]]:
    """The rows of one chart: name → its numbers as (text, href)."""
    figure = next(part for part in page.split('<figure class="chart"')[1:] if title in part.split("</figcaption>")[0])
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", figure.split("</figure>")[0], re.DOTALL):
        if name := re.search(r'<th scope="row"[^>]*>(.*?)</th>', row, re.DOTALL):
            words = re.sub(r"<svg.*?</svg>", "", name[1], flags=re.DOTALL)
            links = re.findall(r'<a class="fig-inline" href="([^"]*)">([^<]*)</a>', row)
            found[re.sub(r"<[^>]*>", "", words).strip()] = [(text, html.unescape(href)) for href, text in links]
    return found


@pytest.fixture
def rectifying(county):
    """Two measures of 东局: one by a date, one to be done at once, not yet begun."""
    case = make_case(county)
    second = measures.draft_measure(
        case.problem, code="1-2", statement="停止两份周报", goal="", lead_post=case.measure.lead_post, unit=county.east,
        post=case.measure.post, term="immediate", begins_on=county.today, due_on=county.today + timedelta(days=5),
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    measures.issue_measures([second], actor=county.reach("office"), now=county.now, on=county.today)
    return case


def test_measures_by_class_and_state_open_just_those(county, browser, rectifying):
    office = browser("office")
    page = office.get(reverse("rectification_board")).content.decode()
    by_class = numbers(page, "各类措施办结情况")
    assert {name: [text for text, _href in row] for name, row in by_class.items()} == {
        "立行立改": ["1", "0"], "限期整改": ["1", "0"],
    }  # fmt: skip
    listed = office.get(by_class["立行立改"][0][1])
    assert [row.code for row, _look, _late in listed.context["rows"]] == ["1-2"]
    assert not office.get(by_class["立行立改"][1][1]).context["rows"]
    states = numbers(page, "各状态的措施")
    assert states["已下达"][0][0] == "2"
    assert len(office.get(states["已下达"][0][1]).context["rows"]) == 2
    assert states["已销号"][0][0] == "0"


def test_a_neighbour_sees_no_bar_of_the_east(county, browser, rectifying):
    page = browser("west_head").get(reverse("rectification_board")).content.decode()
    assert "各类措施办结情况" not in page
    assert "<rect" not in page
    own = browser("east_head").get(reverse("rectification_board")).content.decode()
    assert numbers(own, "各类措施办结情况")


def test_the_campaigns_page_draws_what_its_board_counted(county, browser, rectifying, django_assert_max_num_queries):
    office, page = browser("office"), reverse("campaigns_one", kwargs={"uid": county.campaign.uid})
    office.get(page)
    with django_assert_max_num_queries(12):  # 4 of them session, user and grants
        shown = office.get(page).content.decode()
    assert set(numbers(shown, "各类措施办结情况")) == {"立行立改", "限期整改"}
    # A member reads no content: no chart, no number.
    assert "<rect" not in browser("member").get(page).content.decode()


def test_the_matrix_says_how_many_units_finished_each_action(county, browser):
    campaign = planned(county)
    mark(
        action(campaign), county.east, deed=Deed(state=Mark.State.DONE, on=county.today), seen=0,
        actor=county.reach("east_head"), now=county.now,
    )  # fmt: skip
    office, address = browser("office"), reverse("campaigns_matrix", kwargs={"uid": campaign.uid})
    covered = numbers(office.get(address).content.decode(), "各动作覆盖情况")
    assert [text for text, _href in covered[STUDY]] == ["3", "1"]
    finished = office.get(covered[STUDY][1][1])
    assert [cell.unit for _number, cell, *_rest in finished.context["rows"]] == [county.east]
    assert len(office.get(covered[STUDY][0][1]).context["rows"]) == 3
    by_action = office.get(f"{address}?by=action").content.decode()
    assert ">1／3</a>" in by_action
    # 西局 reaches its own row only.
    assert [text for text, _href in numbers(browser("west_head").get(address).content.decode(), "覆盖")[STUDY]] == [
        "1", "0",
    ]  # fmt: skip


def test_a_round_shows_its_channels_and_no_respondent_group(county, browser, listening):
    staff = rounds.add_group(
        campaign=county.campaign,
        unit=county.root,
        name="机关职工",
        population=200,
        actor=listening.office,
        now=county.now,
    )
    for number in range(13):
        listening.slip(f"一-{number:03d}", "办事太慢。", group=listening.many if number < 6 else staff)
    listening.speak("网上说的。")
    address = reverse("opinions_round", kwargs={"uid": listening.round.uid})
    page = browser("office").get(address).content.decode()
    channels = numbers(page, "各渠道的原始意见")
    assert {name: row[0][0] for name, row in channels.items()} == {"网站专栏": "1", "征求意见表": "13", "热线电话": "0"}
    listed = browser("office").get(channels["征求意见表"][0][1])
    assert listed.status_code == 200
    assert "机关职工" not in page
    assert reverse("opinions_grid", kwargs={"uid": listening.round.uid}) in page
    assert browser("east_clerk").get(address).status_code == 404


def test_the_items_of_a_category_are_listed_by_its_bar(county, browser, listening):
    office = county.reach("office")
    made = categories.add_category(
        campaign=county.campaign, unit=county.root, code="A01", name="服务意识不强", actor=office, now=county.now
    )
    for statement, category in (("窗口无人", made), ("多次跑", made), ("饭堂太远", None)):
        grouping.create_item(
            campaign=county.campaign, unit=county.root, statement=statement, category=category, actor=office,
            **listening.when(),
        )  # fmt: skip
    client, here = browser("office"), reverse("opinions_board", kwargs={"uid": listening.round.uid})
    bars = numbers(client.get(here).content.decode(), "各类别的条目")
    assert {name: row[0][0] for name, row in bars.items()} == {"服务意识不强": "2", "未归类": "1"}
    for name, row in bars.items():
        answer = client.get(row[0][1])
        assert len(answer.context["items"]) == int(row[0][0])
        assert f"只列“{name}”的条目" in answer.content.decode()
