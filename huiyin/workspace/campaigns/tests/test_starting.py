"""From a pasted plan and list to posters and the notice by clicks alone; every proposal confirmed by hand; refusals in words."""

import html
import re
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
import segno
from django.urls import reverse
from docx import Document

from huiyin.campaigns.models import Campaign, Participation, PlannedRound, Preparation
from huiyin.opinions import rounds
from huiyin.opinions.models import Round
from huiyin.organisation import tree
from huiyin.organisation.models import Unit

PLAN = """第一环节：学习（2013年9月—10月）
1. 召开动员大会。9月10日前完成。责任单位：东局
2. 征求意见（10月20日前，牵头单位：西局）
3. 走访。责任单位：没有的局
"""
UNITS = "1\t东局\n2、西局\n（三）没有的局\n"
BEGIN = {
    "unit": "root",
    "name": "作风建设年",
    "begins_on": "2013-09-02",
    "way": "pasted",
    "plan_text": PLAN,
    "unit_text": UNITS,
}


def page(name, **kwargs):
    return reverse(name, kwargs=kwargs)


def text(response):
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def done(response):
    assert response.status_code == 303, text(response)
    return response


def sent(response):
    """What the page would send if nothing were changed: every field with its value, every ticked box."""
    found: dict[str, Any] = {}  # a value, or the values of the boxes ticked
    content = response.content.decode()
    for tag in re.findall(r"<input[^>]*>", content):
        said = {name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        if said.get("type") in {"checkbox", "radio"}:
            if re.search(r"\schecked", tag):
                found.setdefault(said["name"], []).append(said.get("value", "on"))
        elif "name" in said:
            found[said["name"]] = said.get("value", "")
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', content, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    for name, words in re.findall(r'<textarea name="([^"]+)"[^>]*>\s?(.*?)</textarea>', content, re.DOTALL):
        found[name] = html.unescape(words)
    return found


@pytest.fixture
def proposal(county, browser):
    """The address of a proposal from pasted texts."""
    return done(browser("office").post(page("campaigns_propose"), BEGIN))["Location"]


def test_a_campaign_stands_ready_by_clicks_alone(county, browser, proposal, settings):
    settings.PUBLIC_URL = "https://say.example"
    client = browser("office")
    shown = client.get(proposal)
    for words in ("核对拟定稿", "第2行", "1. 召开动员大会", "没有登记过牵头单位“没有的局”", "去登记单位", "不能列入"):
        assert words in text(shown)
    assert not Campaign.objects.filter(name="作风建设年").exists()
    ready = done(client.post(proposal, sent(shown)))["Location"]
    campaign = Campaign.objects.get(name="作风建设年")
    assert list(campaign.actions.values_list("name", flat=True)) == ["召开动员大会", "征求意见"]
    assert ready == page("campaigns_prepare", uid=campaign.uid)
    assert "批准方案" in text(client.get(ready))

    approve = page("campaigns_approve", uid=campaign.uid)
    done(client.post(approve, sent(client.get(approve))))
    issue = page("campaigns_prepare_issue", uid=campaign.uid)
    assert "东局、西局" in text(client.get(issue))
    assert done(client.post(issue, sent(client.get(issue))))["Location"] == ready
    assert set(campaign.participations.values_list("unit__name", flat=True)) == {"东局", "西局"}

    planned = PlannedRound.objects.get()
    start = page("campaigns_prepare_round", uid=campaign.uid, planned=planned.uid)
    assert "可以匿名" in text(client.get(start))
    done(client.post(start, sent(client.get(start))))
    assert "已经开始" in text(client.get(start))
    round_ = Round.objects.get(campaign=campaign)
    assert (round_.state, round_.closes_on) == (Round.State.OPEN, date(2013, 10, 20))
    assert browser("office").get(page("portal_speak", code=round_.code)).status_code == 200

    listed = text(client.get(ready))
    assert page("opinions_posters", uid=round_.uid) in listed
    poster = text(client.get(page("opinions_poster", uid=round_.uid)))
    for words in ("请您提意见", "data:image/svg+xml", f"https://say.example/p/speak/{round_.code}/", "2013年10月20日"):
        assert words in poster
    assert "不写姓名，系统里就没有能查出是谁说的记录。" in poster
    posters = text(client.get(page("opinions_posters", uid=round_.uid)))
    assert posters.count('<article class="poster">') == 2
    assert posters.index("张贴在：东局") < posters.index("张贴在：西局")

    word = client.get(page("campaigns_notice", uid=campaign.uid))
    assert "关于开展作风建设年活动的通知.docx" in unquote(word["Content-Disposition"])
    lines = [one.text for one in Document(BytesIO(word.content)).paragraphs]
    assert "关于开展作风建设年活动的通知" in lines
    assert "东局、西局：" in lines
    assert "〔2013〕　　号" in lines
    for name in ("campaigns_prepare_posters", "campaigns_prepare_notice"):
        done(client.post(page(name, uid=campaign.uid), {"on": "2013-09-02"}))
    assert text(client.get(ready)).count("已完成") >= 5
    assert "现在办" not in text(client.get(ready))


def test_posters_come_a_hundred_at_a_time_and_each_address_is_drawn_once(county, browser, monkeypatch):
    round_ = rounds.create_round(
        campaign=county.campaign, unit=county.root, code="posters", name="海报轮", opens_on=county.today, public=True,
        actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    Unit.objects.bulk_create(
        Unit(name=f"第{n}村", code=f"v{n}", kind="village", parent=county.west, path=f"{county.west.path}{10000 + n}")
        for n in range(101)
    )
    Participation.objects.bulk_create(
        Participation(campaign=county.campaign, unit=village, since=county.today)
        for village in Unit.objects.filter(code__startswith="v")
    )
    units = county.campaign.participations.filter(until__isnull=True).count()
    drawn, plain = [], segno.make

    def drawing(address, **more):
        drawn.append(address)
        return plain(address, **more)

    monkeypatch.setattr(segno, "make", drawing)
    client, address = browser("office"), page("opinions_posters", uid=round_.uid)
    first = text(client.get(address))
    assert first.count('<article class="poster">') == 100
    assert len(drawn) == len(set(drawn)) == 1
    assert f"第 1—100 个单位，共 {units} 个" in first
    assert "?from=100" in first
    assert text(client.get(f"{address}?from=100")).count('<article class="poster">') == units - 100


def test_pressing_confirm_twice_makes_one_campaign(county, browser, proposal):
    client = browser("office")
    form = sent(client.get(proposal))
    first, second = (done(client.post(proposal, form))["Location"] for _n in range(2))
    assert first == second
    assert Campaign.objects.filter(name="作风建设年").count() == 1


def test_an_old_page_is_refused_and_shows_what_is_proposed_now(county, browser, proposal):
    client = browser("office")
    form = sent(client.get(proposal))
    tree.add_unit(
        actor=None, now=county.now, today=county.today, name="没有的局", code="n", kind="department", parent=county.root
    )
    answer = text(client.post(proposal, form))
    assert "没有写入任何内容" in answer
    assert "去登记单位" not in answer
    assert not Campaign.objects.filter(name="作风建设年").exists()


def test_what_was_changed_by_hand_is_written_and_what_was_ticked_off_is_not(county, browser, proposal):
    client = browser("office")
    form = sent(client.get(proposal))
    form |= {
        "a0-name": "动员会",
        "a0-due_on": "2013-09-12",
        "a0-lead": "西局",
        "theme": "务实",
        "ends_on": "2013-12-31",
    }
    form |= {"a2-take": "on", "a2-lead": "", "a2-stage": ""}
    del form["u1-take"], form["r0-take"]
    done(client.post(proposal, form))
    campaign = Campaign.objects.get(name="作风建设年")
    assert list(campaign.actions.values_list("name", "due_on", "lead_unit__name", "stage__name")) == [
        ("动员会", date(2013, 9, 12), "西局", "学习"), ("征求意见", date(2013, 10, 20), "西局", "学习"),
        ("走访", None, None, None),
    ]  # fmt: skip
    kept = Preparation.objects.get(campaign=campaign)
    assert list(kept.units.values_list("name", flat=True)) == ["东局"]
    assert not kept.rounds.exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"a0-name": ""}, "动作名称：必须填写"), ({"a0-due_on": "明天"}, "完成时限：请填日期"),
        ({"a0-lead": "没有的局"}, "没有找到单位"), ({"a0-due_on": "2013-08-01"}, "早于活动开始日期"),
        ({"s0-take": []}, "所在的环节没有勾选"), ({"name": ""}, "活动名称"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_stand_is_told_and_the_page_keeps_what_was_entered(county, browser, proposal, change, why):
    client = browser("office")
    form = sent(client.get(proposal)) | {"a1-name": "征求各方意见"} | change
    answer = client.post(proposal, {name: value for name, value in form.items() if value != []})
    assert answer.status_code == 200
    assert why in text(answer)
    assert "征求各方意见" in text(answer)
    assert not Campaign.objects.filter(name="作风建设年").exists()


def test_giving_up_writes_nothing_and_forgets(county, browser, proposal):
    client = browser("office")
    assert "还没有确认的拟定稿" in text(client.get(page("campaigns_propose")))
    done(client.post(proposal, {"discard": "1"}))
    assert not Campaign.objects.filter(name="作风建设年").exists()
    assert Preparation.objects.get().plan_text == ""
    assert client.get(proposal).status_code == 409


def test_another_offices_proposal_is_not_there(county, browser, proposal):
    assert browser("office_two").get(proposal).status_code == 404
    assert browser("office_two").post(proposal, {"discard": "1"}).status_code == 404
    assert Preparation.objects.get().state == Preparation.State.STAGED


OFFICE_PAGES = (
    "campaigns_prepare", "campaigns_prepare_issue", "campaigns_prepare_posters", "campaigns_prepare_notice",
    "campaigns_notice",
)  # fmt: skip


@pytest.mark.parametrize("who", ["east_clerk", "east_head", "supervisor", "administrator", "auditor", "member"])
def test_starting_and_readying_is_the_offices_alone(county, browser, proposal, who):
    client = browser(who)
    assert client.get(page("campaigns_propose")).status_code == 404
    assert client.get(proposal).status_code == 404
    for name in OFFICE_PAGES:
        assert client.get(page(name, uid=county.campaign.uid)).status_code == 404
        assert browser("office").get(page(name, uid=county.campaign.uid)).status_code in {200, 409}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"plan_text": "字" * 70_000}, "太长"), ({"plan_text": ""}, "请粘贴活动方案"), ({"unit": "没有的"}, "没有找到单位"),
        ({"way": "pattern", "pattern": ""}, "请选择一个以前的活动"), ({"unit_text": "局\n" * 3000}, "最多 2000 行"),
    ],
)  # fmt: skip
def test_what_cannot_be_begun_from_is_told_and_stays_on_the_page(county, browser, change, why):
    answer = browser("office").post(page("campaigns_propose"), BEGIN | change)
    assert answer.status_code == 200
    assert why in text(answer)
    assert "作风建设年" in text(answer)
    assert not Preparation.objects.exists()


def test_the_running_campaign_serves_as_the_pattern(county, browser):
    client = browser("office")
    form = {**BEGIN, "way": "pattern", "pattern": str(county.campaign.uid), "plan_text": "", "unit_text": ""}
    shown = text(client.get(done(client.post(page("campaigns_propose"), form))["Location"]))
    assert "学习教育、听取意见" in shown
    assert "没有认出动作" in shown


def test_scripts_in_pasted_text_stay_text(county, browser):
    client = browser("office")
    evil = "<script>alert(1)</script>"
    form = {**BEGIN, "plan_text": f"1. {evil}。9月10日前", "unit_text": f"{evil}\n"}
    shown = client.get(done(client.post(page("campaigns_propose"), form))["Location"]).content.decode()
    assert evil not in shown
    assert html.escape(evil) in shown


def test_the_office_of_a_lower_unit_cannot_take_in_units_beside_it(county, browser):
    client = browser("office")
    form = {**BEGIN, "unit": "east", "unit_text": "东一科\n西局\n"}
    address = done(client.post(page("campaigns_propose"), form))["Location"]
    data = sent(client.get(address))
    assert data["u0-take"]
    done(client.post(address, data | {"u1-take": "on", "u1-unit": str(county.west.uid)}))
    assert list(Preparation.objects.get().units.all()) == [Unit.objects.get(code="east_section")]


def test_a_round_that_is_not_public_has_no_poster_to_scan(county, browser):
    made = Round.objects.create(
        campaign=county.campaign, unit=county.root, code="closed-doors", name="内部征求", opens_on=county.today
    )
    shown = text(browser("office").get(page("opinions_poster", uid=made.uid)))
    assert "不在公开页面征求" in shown
    assert "data:image/svg+xml" not in shown
    assert browser("east_clerk").get(page("opinions_poster", uid=made.uid)).status_code == 404


def test_the_checklist_of_a_campaign_drafted_by_hand_skips_what_it_does_without(county, browser):
    client, ready = browser("office"), page("campaigns_prepare", uid=county.campaign.uid)
    shown = text(client.get(ready))
    assert shown.count("不设") >= 2
    assert page("opinions_round_new") in shown
    Round.objects.create(
        campaign=county.campaign, unit=county.root, code="r", name="公开征求", opens_on=county.today, public=True,
        state=Round.State.OPEN,
    )  # fmt: skip
    assert "公开征求：总海报" in text(client.get(ready))
