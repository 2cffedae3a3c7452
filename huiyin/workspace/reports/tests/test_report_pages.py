"""A report through its pages: written, drawn, signed, frozen, read, and opened figure by figure."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from huiyin.conftest import County
from huiyin.core import files
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import void
from huiyin.reports.models import Report
from huiyin.reports.tests.cases import fill, meet, set_figure
from huiyin.reports.word.readback import read_back
from huiyin.workspace.reports.tests.acts import Browser, act, begin, drawn, hand_back, text_of, url, word

pytestmark = pytest.mark.django_db


def test_the_whole_way_of_a_report(county: County, browser: Browser) -> None:
    meetings = fill(county)
    office, head = browser("office"), browser("root_head")
    report = begin(office, county)

    refused = act(office, "reports_words", report, practices="先后开会128次。")
    assert refused.status_code == 200
    assert "128" in text_of(refused)
    assert "台账" in text_of(refused)
    assert act(office, "reports_words", report, practices="坚持开门搞活动。\n边学边改。").status_code == 303

    assert act(office, "reports_draw", report).status_code == 303
    first = report.versions.get()
    data = word(office, first)
    says = read_back(data)
    assert "坚持开门搞活动。" in says.paragraphs
    assert {figure.text for figure in says.figures if figure.figure_id == "M1.meetings"} == {"3"}

    typed_over = set_figure(data, "M1.meetings", "5")
    answer = hand_back(office, report, typed_over)
    assert answer.status_code == 303
    second = report.versions.get(number=2)
    sheet = text_of(office.get(url("reports_compare", second)))
    assert "由“3”改为“5”" in sheet

    blocked = act(office, "reports_to_sign", report)
    assert blocked.status_code == 409
    assert "由“3”改为“5”" in text_of(blocked)

    key = sheet.split('name="key" value="')[1].split('"')[0]
    assert office.post(url("reports_compare", second), {"key": key, "note": "含两次未登记的碰头会"}).status_code == 303
    assert "含两次未登记的碰头会" in text_of(office.get(url("reports_compare", second)))

    assert act(office, "reports_to_sign", report).status_code == 303
    assert act(office, "reports_draw", report).status_code == 409
    assert act(browser("office_two"), "reports_issue", report).status_code == 409
    assert "签发" in text_of(head.get(url("reports_compare", second)))
    assert act(head, "reports_issue", report).status_code == 303

    report.refresh_from_db()
    assert report.state == Report.State.ISSUED
    page = text_of(head.get(url("reports_one", report)))
    second.refresh_from_db()
    assert second.check_code in page
    assert "核对一致" in page
    for name, more in (("reports_draw", {}), ("reports_words", {"practices": "改"}), ("reports_to_sign", {})):
        assert act(office, name, report, **more).status_code == 409
    assert hand_back(office, report, data).status_code == 409

    void(
        MEETINGS,
        meetings[0],
        reason="重复登记",
        actor=county.reach("office_two"),
        now=county.now + timedelta(minutes=5),
    )
    page = text_of(head.get(url("reports_one", report)))
    assert "重复登记" in page
    assert "白办" in page
    for text in ("3", "2"):
        href = page.partition("印发以后台账的变动")[2].split(f'">{text}</a>')[0].rpartition('href="')[2]
        assert head.get(href.replace("&amp;", "&")).status_code == 200
    assert meetings[0].entry_no in page
    assert "核对一致" in page


def test_the_web_page_says_the_words_of_the_word_and_every_figure_opens_as_it_stood(
    county: County, browser: Browser
) -> None:
    meetings = fill(county)
    office = browser("office")
    version = drawn(office, county)
    page = text_of(office.get(url("reports_read", version)))
    article = page.partition("<article")[2].partition(">")[2].partition("</article>")[0]
    shown = unescape(re.sub("<[^>]*>", "", article))
    in_word = "".join(line for line in read_back(files.read(version.word)).paragraphs if line.strip("— "))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", in_word)
    href = page.split(f'">{version.figures.get(code="M1.meetings").text}</a>次；中心组')[0].rpartition('href="')[2]
    assert "as_of=" in href
    void(MEETINGS, meetings[0], reason="重复", actor=county.reach("office"), now=county.now + timedelta(minutes=5))
    figure = text_of(office.get(href.replace("&amp;", "&")))
    assert "印为 <strong>3</strong>" in figure
    for meeting in meetings:
        assert meeting.entry_no in figure
    assert "作废" in figure
    assert "2013年9月2日 10:00" in figure
    today = text_of(office.get(reverse("figures_one", kwargs={"code": "M1.meetings"})))
    assert meetings[0].entry_no not in today


def test_a_statistics_table_opens_onto_each_units_entries(county: County, browser: Browser) -> None:
    meetings = fill(county)
    office = browser("office")
    version = drawn(office, county, "tables")
    assert version.figures.get(code="M1.meetings@east").text == "1"
    assert version.figures.get(code="M1.meetings").text == "3"
    act(office, "reports_to_sign", version.report)
    act(browser("root_head"), "reports_issue", version.report)
    for who, listed in (("office", True), ("east_clerk", True), ("west_clerk", False)):
        client = browser(who)
        page = text_of(client.get(url("reports_read", version)))
        href = next(h.split('"')[0] for h in page.split('href="') if "M1.meetings%40east" in h.split('"')[0])
        figure = client.get(href.replace("&amp;", "&"))
        assert figure.status_code == 200
        assert (meetings[1].entry_no in text_of(figure)) is listed
        if not listed:
            assert "另有 1 条属于其他单位" in text_of(figure)
    void(MEETINGS, meetings[1], reason="误登", actor=county.reach("office"), now=county.now + timedelta(minutes=1))
    page = text_of(office.get(url("reports_one", version.report)))
    assert "会议（东局）" in page
    neighbour = text_of(browser("west_clerk").get(url("reports_one", version.report)))
    assert "已变动" in neighbour.partition("会议（东局）")[2]
    assert f'unit={county.east.uid}&amp;campaign={county.campaign.uid}"' not in neighbour
    assert "会议（西局）" not in page


def test_bulletins_number_themselves(county: County, browser: Browser) -> None:
    office = browser("office")
    numbers = [begin(office, county, "bulletin").number for _n in range(3)]
    assert numbers == [1, 2, 3]
    assert begin(office, county, "closing").number == 1


def test_a_report_begins_with_plain_facts_only(county: County, browser: Browser) -> None:
    office = browser("office")
    for wrong, says in (
        ({"title": "梳理意见127条的报告"}, "127"),
        ({"document_no": "青委〔2013〕第9号"}, "第"),
        ({"unit": county.west.uid}, "不在可选的各项里"),
    ):
        data = {"campaign": county.campaign.uid, "unit": county.root.uid, "kind": "closing", "title": "总结", **wrong}
        answer = office.post(reverse("reports_new"), data)
        assert answer.status_code == 200
        assert says in text_of(answer)
    assert Report.objects.count() == 0
    stranger = browser("east_clerk").post(
        reverse("reports_new"),
        {"campaign": county.campaign.uid, "unit": county.root.uid, "kind": "closing", "title": "总结"},
    )
    assert stranger.status_code == 404
    assert Report.objects.count() == 0


def test_the_signer_sees_what_moved_since_the_last_draft_and_what_is_late(county: County, browser: Browser) -> None:
    meetings = fill(county)
    office = browser("office")
    report = drawn(office, county).report
    county.now += timedelta(minutes=30)
    void(MEETINGS, meetings[0], reason="重复登记", actor=county.reach("office"), now=county.now)
    late = meet(county, county.east, "八月初的学习", at=county.now, day=1)
    act(office, "reports_draw", report)
    act(office, "reports_to_sign", report)
    sheet = text_of(browser("root_head").get(url("reports_compare", report.versions.latest("number"))))
    moved, _between, after = sheet.partition("这一稿以后台账的变动")
    assert "重复登记" in moved
    assert meetings[0].entry_no in moved
    assert late.entry_no in after.partition("迟登的记录")[2]
