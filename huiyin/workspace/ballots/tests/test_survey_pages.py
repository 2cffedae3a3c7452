"""A satisfaction survey through its pages: indicators, sampling, the rated body at every door, result, second round."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.ballots.models import Ballot, SecondRound
from huiyin.ballots.tests import surveying
from huiyin.ballots.tests.surveying import HAPPY, UNHAPPY, a_survey, answer, code, opened
from huiyin.ballots.tests.test_satisfaction import east_office, lent_office
from huiyin.core import clock
from huiyin.eligibility.models import RollEntry, SampleDraw
from huiyin.organisation.models import Person

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_rewriting(monkeypatch):
    monkeypatch.setattr("huiyin.core.orderless.forget", lambda: None)


def href(name, ballot, **more):
    return reverse(name, kwargs={"uid": ballot.uid, **more})


def posted(client, address, fields, **how):
    """As a browser posts to the public face."""
    return client.post(address, urlencode(fields), content_type="application/x-www-form-urlencoded", **how)


def stand_at(monkeypatch, county, hours):
    now = county.now + timedelta(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", lambda: clock.local_date(now))


def test_made_from_the_ready_indicators(county, browser):
    office = browser("office")
    moment = "%Y-%m-%dT%H:%M"
    local = county.now.astimezone(clock.SHANGHAI)
    made = office.post(reverse("ballots_new"), {
            "unit": county.root.uid, "title": "东局满意度测评", "kind": "satisfaction", "ways": "",
            "rated": county.east.uid, "draw_from": local.strftime(moment),
            "draw_until": (local + DAY).strftime(moment), "use_from": (local + DAY).strftime(moment),
            "use_until": (local + 2 * DAY).strftime(moment),
        })  # fmt: skip
    assert made.status_code == 303, made.content.decode()
    ballot = Ballot.objects.get()
    page = office.get(href("ballots_questions", ballot), {"set": "province"}).content.decode()
    assert "防止和纠正用人上不正之风工作" in page
    assert "待确认" in page
    asked = office.post(href("ballots_questions", ballot), {
            "revision": 1, "title": "对组织工作的满意程度", "subjects": "甲类：一\n甲类：二\n乙类：三",
        })  # fmt: skip
    assert asked.status_code == 303, asked.content.decode()
    shown = office.get(href("ballots_one", ballot)).content.decode()
    assert "甲类：一、二" in shown
    assert "被评单位：东局" in shown


def test_the_body_rated_cannot_make_one_for_itself(county, browser):
    east_office(county)
    local = county.now.astimezone(clock.SHANGHAI)
    answer_ = browser("east_head").post(reverse("ballots_new"), {
            "unit": county.east.uid, "title": "自己测自己", "kind": "satisfaction", "ways": "", "rated": county.east.uid,
            "draw_from": local.strftime("%Y-%m-%dT%H:%M"), "draw_until": (local + DAY).strftime("%Y-%m-%dT%H:%M"),
            "use_from": (local + DAY).strftime("%Y-%m-%dT%H:%M"),
            "use_until": (local + 2 * DAY).strftime("%Y-%m-%dT%H:%M"),
        })  # fmt: skip
    assert "被评单位的上级组织" in answer_.content.decode()
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("who", ["east_head", "east_clerk", "section_clerk", "member", "west_head"])
def test_the_rated_body_finds_no_door(county, browser, monkeypatch, who):
    """Open, close early, cancel, edit the roll, count, certify, draw, give notice, see partial numbers: all refused."""
    east_office(county)
    lent_office(county)
    survey = a_survey(county)
    for n in range(5):
        answer(survey, n, HAPPY)
    client, ballot = browser(who), survey.ballot
    stand_at(monkeypatch, county, 2.7)
    posts: tuple[tuple[str, dict[str, object]], ...] = (
        ("ballots_close", {}), ("ballots_void", {"reason": "不测了"}), ("ballots_heads", {"present": 0}),
        ("ballots_certify", {}), ("ballots_correct", {"name": "东长", "add": "add", "reason": "补"}),
        ("ballots_roll", {"names": "东长"}), ("ballots_questions", {"revision": 3}), ("ballots_tellers", {"anew": "1"}),
        ("ballots_freeze", {"revision": 3}), ("ballots_slips", {}), ("ballots_teller", {"secret": "AAAA"}),
        ("ballots_sample", {"size": 5}), ("ballots_sample_draw", {}), ("ballots_again", {"notice": "x"}),
    )  # fmt: skip
    for name, fields in posts:
        assert client.post(href(name, ballot), fields).status_code == 404, name
    for name in ("ballots_roll", "ballots_sample", "ballots_slips", "ballots_heads", "ballots_certificate"):
        assert client.get(href(name, ballot)).status_code in {404, 409}, name
    page = client.get(href("ballots_one", ballot))
    assert page.status_code == 404 or "已投电子票" not in page.content.decode()
    assert survey.fresh().state == Ballot.State.FROZEN
    assert RollEntry.objects.filter(roll=ballot.roll, removed=False).count() == 8


def test_the_upper_office_itself_cannot_look_or_end_it_before_the_last_moment(county, browser, monkeypatch):
    survey = a_survey(county)
    for n in range(5):
        answer(survey, n, UNHAPPY)
    stand_at(monkeypatch, county, 2.7)
    office = browser("office")
    monkeypatch.setattr(clock, "now", lambda: survey.at(2.7))
    said = office.post(href("ballots_close", survey.ballot), follow=True).content.decode()
    assert "不能提前截止" in said
    assert "满意度指数（分）" not in said
    assert survey.fresh().state == Ballot.State.FROZEN


def test_called_off_leaves_a_public_trace(county, browser, monkeypatch):
    survey = a_survey(county)
    office = browser("office")
    office.post(href("ballots_void", survey.ballot), {"reason": "题目印错，另行组织"})
    anybody = Client()
    for address in (href("portal_survey", survey.ballot), reverse("portal_surveys"),
                    href("portal_ballot_board", survey.ballot)):  # fmt: skip
        page = anybody.get(address)
        assert page.status_code == 200
        assert "题目印错，另行组织" in page.content.decode()


def test_issued_returned_and_valid_beside_every_figure_on_page_and_certificate(county, browser, monkeypatch):
    survey = a_survey(county)
    for n in range(6):
        answer(survey, n, HAPPY)
    ballot = opened(survey)
    office = browser("office")
    page = office.get(href("ballots_one", ballot)).content.decode()
    for word in ("选人用人公信度", "总计", "满意度指数（分）", "应发", "发出", "收回", "有效", "不是百分比",
                 "应发 8 份，发出 6 份，收回 6 份，收回率 100.0%"):  # fmt: skip
        assert word in page, word
    certificate = office.get(href("ballots_certificate", ballot))
    with ZipFile(BytesIO(certificate.content)) as word_file:
        text = word_file.read("word/document.xml").decode()
    for word in ("选人用人公信度", "总计", "满意度指数", "被评单位：东局", "应发", "不含“基本满意”"):
        assert word in text, word


def test_a_sign_stands_on_the_page_and_the_certificate(county, browser):
    survey = a_survey(county)
    for n in range(6):
        answer(survey, n, HAPPY)
    ballot = opened(survey)
    assert "不是结论" not in browser("office").get(href("ballots_one", ballot)).content.decode()
    Ballot.objects.update(signs=["alike"])
    page = browser("office").get(href("ballots_one", ballot)).content.decode()
    assert "不是结论" in page
    certificate = browser("office").get(href("ballots_certificate", ballot))
    with ZipFile(BytesIO(certificate.content)) as word_file:
        assert "不是结论" in word_file.read("word/document.xml").decode()


def sampled(county, browser, monkeypatch):
    """A survey whose roll is announced by the office, to be drawn two days later."""
    for n in range(20):
        Person.objects.create(name=f"群众{n}", unit=county.west)
    ballot = surveying.prepared(county, hours=96)
    office = browser("office")
    made = office.post(href("ballots_sample", ballot), {
            "names": "\n".join(f"群众{n}" for n in range(20)), "size": 8, "stratified": "on",
            "source": "双色球第2013104期", "due_on": county.today + 2 * DAY,
        })  # fmt: skip
    assert made.status_code == 303, made.content.decode()
    return ballot, office


def test_a_sample_drawn_through_the_pages_and_drawn_again_by_anybody(county, browser, monkeypatch):
    ballot, office = sampled(county, browser, monkeypatch)
    draw = SampleDraw.objects.get()
    anybody = Client()
    before = anybody.get(href("portal_survey", ballot)).content.decode()
    assert draw.commitment in before
    assert draw.secret not in before
    office.post(href("ballots_sample_draw", ballot), {"draw": draw.uid, "value": "01 02 03"})
    assert not RollEntry.objects.exists()
    stand_at(monkeypatch, county, 50)
    office.post(href("ballots_sample_draw", ballot), {"draw": draw.uid, "value": "01 02 03"})
    assert RollEntry.objects.filter(roll=ballot.roll).count() == 8
    frame = anybody.get(href("portal_survey_lots", ballot)).content.decode()
    assert "群众" not in frame
    page = anybody.get(href("portal_survey", ballot)).content.decode()
    assert "群众1" not in page
    same = posted(anybody, href("portal_survey", ballot), {"number": 1, "frame": frame, "value": "01 02 03"})
    assert "完全一致" in same.content.decode()
    for frame_, value in ((frame, "01 02 04"), ("\n".join(frame.splitlines()[1:]), "01 02 03")):
        other = posted(anybody, href("portal_survey", ballot), {"number": 1, "frame": frame_, "value": value})
        assert "与公布的不一致" in other.content.decode()
    nonsense = posted(anybody, href("portal_survey", ballot), {"number": 1, "frame": "abc", "value": "1"})
    assert "名单第 1 行" in nonsense.content.decode()


def test_no_hand_on_a_drawn_roll_and_no_freezing_before_it_is_drawn(county, browser, monkeypatch):
    ballot, office = sampled(county, browser, monkeypatch)
    said = office.post(href("ballots_roll", ballot), {"names": "西长"}).content.decode()
    assert "抽样产生" in said
    again = office.post(href("ballots_sample", ballot), {
            "size": 8, "source": "x", "due_on": county.today + 2 * DAY, "reason": "换一批",
        })  # fmt: skip
    assert "还没有完成" in again.content.decode()
    with pytest.raises(Exception, match="抽样还没有完成"):
        surveying.frozen(county, ballot)


def test_a_second_round_through_the_pages(county, browser, monkeypatch):
    survey = a_survey(county, voters=9)
    for n in range(6):
        answer(survey, n, UNHAPPY, code(n)[1])
    answer(survey, 6, HAPPY, code(6)[1])
    ballot = opened(survey)
    anybody = Client()
    again = href("portal_survey_again", ballot)
    stand_at(monkeypatch, county, 4)
    waiting = posted(anybody, again, {"code": code(0)[0]}, secure=True).content.decode()
    assert "还没有复评通知" in waiting
    office = browser("office")
    monkeypatch.setattr(clock, "now", lambda: survey.at(4))
    sent = office.post(
        href("ballots_again", ballot), {"notice": "窗口午间不休息。", "ends": county.today + 10 * DAY}
    )  # fmt: skip
    assert sent.status_code == 303, sent.content.decode()
    notice = posted(anybody, again, {"code": code(0)[0]}, secure=True).content.decode()
    assert "窗口午间不休息。" in notice
    assert "改进了" in notice
    for wrong in (code(6)[0], code(77)[0]):
        assert posted(anybody, again, {"code": wrong}, secure=True).status_code == 409
    assert posted(anybody, again, {"code": code(1)[0]}).status_code == 409
    for n in range(5):
        done = posted(anybody, again, {"code": code(n)[0], "answer": "0", "send": "1"}, secure=True)
        assert "已收到您的复评" in done.content.decode()
    twice = posted(anybody, again, {"code": code(0)[0], "answer": "2", "send": "1"}, secure=True)
    assert "每个码一次" in twice.content.decode()
    nothing = posted(anybody, again, {"code": code(5)[0], "send": "1"}, secure=True)
    assert "请选一项" in nothing.content.decode()
    during = browser("office").get(href("ballots_one", ballot)).content.decode()
    assert "截止以前不显示" in during
    monkeypatch.setattr(clock, "today", lambda: county.today + 11 * DAY)
    after = browser("office").get(href("ballots_one", ballot)).content.decode()
    assert SecondRound.objects.count() == 1
    assert "截止以前不显示" in after or "复评 5 份" in after


def test_who_is_not_rated_has_no_public_page_of_its_ballots(county):
    from huiyin.ballots.tests.voting import a_ballot

    voting = a_ballot(county)
    assert Client().get(href("portal_survey", voting.ballot)).status_code == 404
    assert Client().get(href("portal_survey_again", voting.ballot)).status_code == 404
