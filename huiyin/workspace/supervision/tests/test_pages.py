"""Supervision through the door people use: plan, visit, tell, answer, verify; and what strangers and the unit never see."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.core import drawing_lots
from huiyin.core.identifiers import new_uid
from huiyin.core.models import AuditLine
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.listening import OPINIONS
from huiyin.ledgers.books.supervision import FOLLOW_UPS
from huiyin.ledgers.engine.queries import entries
from huiyin.ledgers.engine.services import post
from huiyin.rectification.tests.cases import make_case
from huiyin.supervision.models import Assignment, Circular, Finding, FollowUp, Relation, UnitDraw, Visit, VisitPlan

LISTS = ("index", "load", "groups", "relations", "follow_ups", "circulars")


def _url(name, thing=None):
    return reverse(f"supervision_{name}", kwargs={"uid": thing.uid} if thing is not None else None)


def _text(page):
    return page.content.decode()


def test_from_the_plan_to_the_verified_answer(stage, browser):
    county, supervisor, clerk = stage.county, browser("supervisor"), browser("east_clerk")
    page = supervisor.post(
        _url("plan_visit", stage.plan),
        {"team": stage.team.uid, "unit": county.east.uid, "method": "open", "on": "2013-09-02", "over_why": ""},
    )
    visit = Visit.objects.get()
    assert (page.status_code, page["Location"]) == (303, _url("visit", visit))
    # The unit knows of the visit and not of what is written down.
    assert "明查" in _text(clerk.get(_url("visit", visit)))
    supervisor.post(
        _url("visit_record", visit),
        {
            "revision": 1, "on": "2013-09-02", "ways": ["查阅资料", "座谈"], "findings": "台账不全\n整改不实\n",
            "working_days": 5, "suggestion": "补齐", "suggestions": 1,
        },
    )  # fmt: skip
    assert "台账不全" not in _text(clerk.get(_url("visit", visit)))
    assert clerk.get(_url("finding", Finding.objects.first())).status_code == 404
    supervisor.post(_url("visit_act", visit), {"revision": 2, "act": "tell"})
    page = _text(clerk.get(_url("visit", visit)))
    assert "台账不全" in page
    assert "单位自己报的" in page
    finding = Finding.objects.get(order=1)
    assert "答复督导发现" in _text(clerk.get(reverse("desk_home")))
    evidence = SimpleUploadedFile("佐证.txt", b"done")
    page = clerk.post(_url("finding_answer", finding), {"revision": 1, "text": "已补齐", "file": evidence})
    assert page.status_code == 303
    answer = finding.answers.get()
    assert b"".join([supervisor.get(_url("answer_file", answer)).content]) == b"done"
    assert browser("west_clerk").get(_url("answer_file", answer)).status_code == 404
    assert "核实" in _text(supervisor.get(reverse("desk_home")))
    # The unit's own people are not asked, and refused when they post.
    assert _url("finding_decide", finding) not in _text(clerk.get(_url("finding", finding)))
    assert clerk.post(_url("finding_decide", finding), {"revision": 2, "act": "verify"}).status_code == 404
    supervisor.post(_url("finding_decide", finding), {"revision": 2, "act": "verify", "words": ""})
    finding.refresh_from_db()
    assert finding.state == "verified"
    # The second supervisor's form is older now.
    page = supervisor.post(_url("finding_decide", finding), {"revision": 2, "act": "return", "words": "x"}, follow=True)
    assert "刚被别人处理过" in _text(page)


def _said(county, count):
    post(
        OPINIONS, source_kind="opinion_batch", source=new_uid(), event="received", unit=county.east,
        fact_date=county.today, values={"round": "一轮", "channel": "web", "count": count}, account=None, now=county.now,
        campaign=county.campaign.uid,
    )  # fmt: skip


def _columns(page):
    """Both columns of the visit page: what the unit reports, what its people say; tags taken out."""
    section = _text(page).split("单位怎么报，群众怎么说")[1].split("</section>")[0]
    reported, said = section.split("单位自己报的")[1].split("群众说的")
    return tuple(" ".join(re.sub("<[^>]+>", " ", part).split()) for part in (reported, said))


def test_what_the_unit_reports_stands_beside_what_its_people_say(stage, browser):
    county = stage.county
    case = make_case(county)
    visit, supervisor = stage.visit(), browser("supervisor")
    _said(county, 4)
    reported, said = _columns(supervisor.get(_url("visit", visit)))
    assert re.search(r"整改措施\s+1", reported), reported
    assert "没有办结 1" in reported
    assert "销号" in reported
    assert "原始意见" not in reported
    # Four voices are not shown, neither as a number nor as a way to their rows.
    assert re.search(r"原始意见\s+少于5", said), said
    assert "群众认可已解决" in said
    assert not re.search(r"原始意见\s+4", said)
    assert case.measure.statement not in said
    _said(county, 5)
    assert re.search(r"原始意见\s+9", _columns(supervisor.get(_url("visit", visit)))[1])


def test_a_neighbours_few_voices_take_the_number_away_too(stage, browser):
    """What is shown of one unit and of the whole would otherwise give away by subtraction that three spoke next door."""
    county, visit = stage.county, stage.visit()
    _said(county, 6)
    post(
        OPINIONS, source_kind="opinion_batch", source=new_uid(), event="received", unit=county.west,
        fact_date=county.today, values={"round": "一轮", "channel": "web", "count": 3}, account=None, now=county.now,
        campaign=county.campaign.uid,
    )  # fmt: skip
    said = _columns(browser("supervisor").get(_url("visit", visit)))[1]
    assert re.search(r"原始意见\s+不单列", said), said


@pytest.mark.proofs
@pytest.mark.parametrize("how_far", ["visit", "recorded"])
def test_a_secret_visit_shows_on_no_page_of_the_unit_the_auditor_or_the_interface(stage, browser, how_far):
    county = stage.county
    pages = [
        *(_url(name) for name in LISTS), _url("unit", county.east), reverse("desk_home"),
        reverse("ledgers_index"), reverse("ledgers_list", kwargs={"code": "inspections"}),
        f"/desk/api/ledgers/inspections?unit={county.east.code}", reverse("figures_index"),
    ]  # fmt: skip
    watchers = {who: browser(who) for who in ("east_clerk", "east_head", "section_clerk", "west_clerk", "auditor")}
    auditors_page = reverse("system_audit")

    def _body(page):
        return page.status_code, _without_tokens(page.content.decode())

    def seen():
        shown = {(who, url): _body(client.get(url)) for who, client in watchers.items() for url in pages}
        return shown | {("auditor", auditors_page): _body(watchers["auditor"].get(auditors_page))}

    before, lines = seen(), AuditLine.objects.count()
    visit = stage.visit("secret") if how_far == "visit" else stage.recorded("secret")
    assert seen() == before
    assert AuditLine.objects.count() == lines
    for who, client in watchers.items():
        assert client.get(_url("visit", visit)).status_code == 404, who
        assert client.post(_url("visit_act", visit), {"revision": 1, "act": "tell"}).status_code == 404
    assert "单位不知道" in _text(browser("supervisor").get(_url("index")))
    assert "单位不知道" in _text(browser("office").get(_url("plan", stage.plan)))


def _without_tokens(text):
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", text)


def test_told_it_enters_calendar_load_and_audit(stage, browser):
    visit = stage.told("secret")
    clerk = browser("east_clerk")
    assert "暗访" in _text(clerk.get(_url("unit", stage.county.east)))
    assert "1</a>" in _text(clerk.get(_url("load")))
    assert "反馈走访情况" in _text(browser("auditor").get(reverse("system_audit")))
    assert _url("visit", visit) in _text(clerk.get(_url("index")))


def test_a_stranger_is_sent_to_sign_in_and_a_sideways_unit_finds_nothing(stage, browser):
    visit = stage.told()
    for name in LISTS:
        assert Client().get(_url(name)).status_code == 302
    west = browser("west_clerk")
    for page in (_url("visit", visit), _url("finding", visit.findings.get()), _url("unit", stage.county.east)):
        assert Client().get(page).status_code == 302
        assert west.get(page).status_code == 404


def test_a_rotation_is_proposed_and_confirmed_by_hand(stage, browser):
    county, office = stage.county, browser("office")
    asked = {"unit": county.root.uid, "begins_on": "2014-01-01", "ends_on": "2014-06-30"}
    page = _text(office.get(_url("rotation"), asked))
    assert "上一轮就是这个组" in page
    assert "selected" in page
    answered = office.post(_url("rotation"), {**asked, f"team-{county.west.uid}": stage.team.uid})
    assert answered.status_code == 303
    assert Assignment.objects.get(unit=county.west).begins_on == date(2014, 1, 1)
    assert browser("east_head").get(_url("rotation")).status_code == 404
    page = _text(office.post(_url("rotation"), {**asked, f"team-{county.west.uid}": stage.team.uid}))
    assert "已经派到" in page


def test_a_member_declares_what_keeps_away(stage, browser):
    supervisor = browser("supervisor")
    assert supervisor.post(_url("relations"), {"unit": "east", "kind": "kin"}).status_code == 303
    made = Relation.objects.get()
    assert supervisor.post(_url("relation_end", made)).status_code == 404
    assert "单督" not in _text(browser("east_clerk").get(_url("relations")))
    assert browser("office").post(_url("relation_end", made)).status_code == 303
    made.refresh_from_db()
    assert made.ended_on == stage.county.today


def test_units_are_drawn_by_a_seed_that_anybody_can_repeat(stage, browser, monkeypatch):
    county, office, clerk = stage.county, browser("office"), browser("east_clerk")
    data = {"size": 1, "source": "彩票第 1 期", "due_on": "2013-09-05"}
    page = office.post(_url("plan_draw", stage.plan), {**data, "due_on": "2013-09-02"})
    assert "今天以后产生" in _text(page)
    assert office.post(_url("plan_draw", stage.plan), data).status_code == 303
    draw = UnitDraw.objects.get()
    assert draw.secret not in _text(clerk.get(_url("draw", draw)))
    office.post(_url("draw", draw), {"value": "03 08"})
    draw.refresh_from_db()
    assert draw.drawn_on is None
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now.replace(day=5))
    clerk.post(_url("draw", draw), {"value": "03 08"})
    draw.refresh_from_db()
    assert draw.drawn_on is None
    office.post(_url("draw", draw), {"value": "03 08"})
    draw.refresh_from_db()
    text = _text(clerk.get(_url("draw_list", draw)))
    _frame, seed, tokens = drawing_lots.repeated(text, secret=draw.secret, value="03 08", size=1)
    assert (seed, tokens) == (draw.seed, [draw.lots.get(drawn=True).unit.uid.hex])
    assert draw.secret in _text(clerk.get(_url("draw", draw)))
    assert "不能重抽" in _text(office.post(_url("draw", draw), {"value": "1"}, follow=True))


def test_a_matter_is_followed_up_to_its_result(stage, browser):
    county, office, clerk = stage.county, browser("office"), browser("east_clerk")
    data = {
        "by_unit": county.root.uid, "unit": county.east.uid, "campaign": county.campaign.uid, "title": "查处公款吃喝",
        "matter": "查清并公开", "due_on": "2013-09-20",
    }  # fmt: skip
    assert clerk.post(_url("follow_up_new"), data).status_code == 404
    assert office.post(_url("follow_up_new"), data).status_code == 303
    one = FollowUp.objects.get()
    assert "办理督办事项" in _text(clerk.get(reverse("desk_home")))
    assert browser("west_clerk").get(_url("follow_up", one)).status_code == 404
    assert clerk.post(_url("follow_up", one), {"revision": 1, "text": "已公开"}).status_code == 303
    clerk.post(_url("follow_up", one), {"revision": 2, "act": "accept", "words": ""})
    one.refresh_from_db()
    assert one.state == "reported"
    office.post(_url("follow_up", one), {"revision": 2, "act": "accept", "words": ""})
    one.refresh_from_db()
    assert one.state == "done"
    entry = entries(FOLLOW_UPS).current().get()
    assert (entry.done_on, entry.result) == (county.today, "已公开")


def test_a_circular_is_released_by_a_second_person_and_names_nobody_before_the_answer(stage, browser):
    county, office = stage.county, browser("office")
    finding = stage.told().findings.get()
    data = {
        "unit": county.root.uid, "title": "关于整改不实的通报", "addressee": "各单位", "text": "现将有关情况通报如下。",
        "findings": [finding.uid], "campaign": county.campaign.uid,
    }  # fmt: skip
    assert "不能点名到人" in _text(office.post(_url("circular_new"), {**data, "person": "东长"}))
    assert not Circular.objects.exists()
    assert office.post(_url("circular_new"), data).status_code == 303
    one = Circular.objects.get()
    assert browser("east_clerk").get(_url("circular", one)).status_code == 404
    assert "另一人" in _text(office.post(_url("circular", one), {"revision": 1}, follow=True))
    assert not entries(DOCUMENTS).exists()
    browser("office_two").post(_url("circular", one), {"revision": 1})
    assert entries(DOCUMENTS).current().get().kind == "circular"
    assert "台账不全" in _text(browser("east_clerk").get(_url("circular", one)))


def test_a_person_may_be_named_once_the_unit_has_answered(stage, browser):
    county, office = stage.county, browser("office")
    finding = stage.told().findings.get()
    browser("east_clerk").post(_url("finding_answer", finding), {"revision": 1, "text": "已补齐"})
    data = {
        "unit": county.root.uid, "title": "通报", "addressee": "各单位", "text": "通报如下。", "findings": [finding.uid],
        "person": "东长",
    }  # fmt: skip
    assert office.post(_url("circular_new"), data).status_code == 303
    assert Circular.objects.get().named.get().person == county.people["east_head"]


def test_a_plan_needs_a_purpose_and_a_basis_and_an_office(stage, browser):
    data = {
        "unit": stage.county.root.uid,
        "year": 2013,
        "quarter": "4",
        "title": "四季度",
        "purpose": "看",
        "basis": "",
    }
    assert browser("supervisor").post(_url("plan_new"), data).status_code == 404
    assert "必填" in _text(browser("office").post(_url("plan_new"), data))
    browser("office").post(_url("plan_new"), {**data, "basis": "方案"})
    assert VisitPlan.objects.filter(title="四季度").exists()


def test_late_answers_climb_to_the_office_above(stage, browser, monkeypatch):
    stage.told()
    late = stage.county.today.replace(day=25)
    assert "答复督导发现" not in _text(browser("office").get(reverse("desk_home")))
    stage.county.today = late
    assert "已提醒上级" in _text(browser("office").get(reverse("desk_home")))
    assert "超期" in _text(browser("east_clerk").get(reverse("desk_home")))
    assert "答复督导发现" not in _text(browser("west_clerk").get(reverse("desk_home")))


@pytest.mark.parametrize("name", ["index", "load", "groups", "follow_ups", "circulars", "visit", "finding", "plan"])
def test_pages_ask_few_questions(stage, browser, django_assert_max_num_queries, name):
    visit = stage.told()
    thing = {"visit": visit, "finding": visit.findings.get(), "plan": stage.plan}.get(name)
    for who in ("supervisor", "east_clerk"):
        client = browser(who)
        client.get(_url(name, thing))
        with django_assert_max_num_queries(12):  # 4 of them session, user and grants
            assert client.get(_url(name, thing)).status_code == 200
