"""A ballot through its pages: prepared, drawn, cast, opened, certified; and who finds no such page."""

import base64
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from django.urls import reverse

from huiyin.anonymity.models import BoardLine, SealedBallot
from huiyin.ballots import opening, preparing
from huiyin.ballots.models import Ballot
from huiyin.ballots.tests.voting import ELECTION, GENERAL, HOUR, a_ballot
from huiyin.core import clock
from huiyin.eligibility.models import RollEntry
from huiyin.organisation.models import Person

pytestmark = pytest.mark.django_db


def text(value):
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def put_in(client, ballot, fields, **how):
    """Post to the public page as a browser does, over https."""
    how.setdefault("secure", True)
    return client.post(
        href("portal_ballot", ballot), urlencode(fields), content_type="application/x-www-form-urlencoded", **how
    )


def href(name, ballot, **more):
    return reverse(name, kwargs={"uid": ballot.uid, **more})


@pytest.fixture(autouse=True)
def _no_rewriting(monkeypatch):
    monkeypatch.setattr("huiyin.core.orderless.forget", lambda: None)


def voted(county, monkeypatch, client, n=6):
    """A ballot with n votes cast through the public page; the clock stands after the end."""
    voting = a_ballot(county)
    for k in range(n):
        voting.draw(k)
    monkeypatch.setattr(clock, "now", lambda: voting.at(2.5))
    for k in range(n):
        token, signature = voting.credentials[k]
        answer = put_in(client, voting.ballot, {
                "question": voting.ballot.form_digest, "credential": text(token[:32] + signature),
                "sealed": text(voting.seal((0, 0, 1))),
            })  # fmt: skip
        assert answer.status_code == 200, answer.content.decode()
    monkeypatch.setattr(clock, "now", lambda: voting.at(3))
    return voting


def test_prepared_by_the_office_alone(county, browser):
    office = browser("office")
    fields = {
        "unit": str(county.east.uid), "title": "支部换届", "kind": "election", "ways": "electronic",
        "draw_from": "2030-09-03T08:00", "draw_until": "2030-09-03T18:00", "use_from": "2030-09-04T08:00",
        "use_until": "2030-09-04T18:00",
    }  # fmt: skip
    assert browser("east_clerk").get(reverse("ballots_new")).status_code == 404
    late = office.post(reverse("ballots_new"), fields | {"use_from": "2030-09-03T17:00"})
    assert "全部截止" in late.content.decode()
    office.post(reverse("ballots_new"), fields)
    ballot = Ballot.objects.get()
    few = {"title": "选举委员", "subjects": "丁一\n王二", "seats": "2", "write_ins": "1", "revision": "1"}
    assert "至少 3 人" in office.post(href("ballots_questions", ballot), few).content.decode()
    office.post(href("ballots_questions", ballot), few | {"subjects": "丁一\n王二\n李三"})
    stale = office.post(href("ballots_questions", ballot), few | {"subjects": "丁一\n王二\n李三"})
    assert "刚被别人改过" in stale.content.decode()
    office.post(href("ballots_roll", ballot), {"names": ""})
    assert (
        RollEntry.objects.filter(roll=ballot.roll).count()
        == Person.objects.filter(unit__path__startswith=county.east.path).count()
    )
    assert "找不到" in office.post(href("ballots_roll", ballot), {"names": "查无此人"}).content.decode()
    assert browser("west_clerk").get(href("ballots_one", ballot)).status_code == 404
    assert browser("east_clerk").get(href("ballots_one", ballot)).status_code == 404


def test_the_office_of_above_reads_and_the_neighbour_does_not(county, browser):
    voting = a_ballot(county)
    assert browser("office").get(href("ballots_one", voting.ballot)).status_code == 200
    for who in ("west_clerk", "west_head", "auditor", "administrator"):
        assert browser(who).get(href("ballots_one", voting.ballot)).status_code == 404
        assert browser(who).post(href("ballots_close", voting.ballot)).status_code == 404
    assert browser("member").get(href("ballots_teller", voting.ballot)).status_code == 200
    assert browser("office").get(href("ballots_teller", voting.ballot)).status_code == 404


def test_cast_opened_and_certified_through_the_pages(county, browser, client, monkeypatch):
    voting = voted(county, monkeypatch, client)
    office = browser("office")
    office.post(href("ballots_close", voting.ballot))
    monkeypatch.setattr(clock, "now", lambda: voting.at(4))
    for who in ("member", "supervisor"):
        secret = text(voting.teller_keys[who])
        browser(who).post(href("ballots_teller", voting.ballot), {"secret": f" {secret[:20]}\n{secret[20:]} "})
    page = office.get(href("ballots_one", voting.ballot)).content.decode()
    assert "丁一（6 票）" in page
    assert '<a class="fig-inline" href="#definition">6</a>' in page
    office.post(href("ballots_certify", voting.ballot))
    certificate = href("ballots_certificate", voting.ballot)
    assert (
        f'<a class="fig-inline" href="{certificate}">6</a>'
        in office.get(href("ballots_one", voting.ballot)).content.decode()
    )
    answer = office.get(certificate)
    words = ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()
    assert "计票结果报告单" in words
    assert voting.ballot.form_digest in words


def test_the_public_page_needs_no_cookie_sets_none_and_posts_no_choice(county, client, monkeypatch):
    voting = a_ballot(county)
    monkeypatch.setattr(clock, "now", lambda: voting.at(2.5))
    answer = client.get(href("portal_ballot", voting.ballot))
    page = answer.content.decode()
    assert not answer.cookies
    form = page[page.index('<form method="post"') : page.index("</form>")]
    assert form.count("<input") == 3
    assert 'type="radio"' not in form
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_refused_ballot_keeps_the_credential(county, client, monkeypatch):
    voting = a_ballot(county)
    token, signature = voting.draw(0)
    monkeypatch.setattr(clock, "now", lambda: voting.at(2.5))
    for sealed in ("", "???", text(voting.seal((0, 0, 1)))[:-8]):
        answer = put_in(
            client,
            voting.ballot,
            {"question": voting.ballot.form_digest, "credential": text(token[:32] + signature), "sealed": sealed},
        )
        assert answer.status_code == 409
        assert "字节" in answer.content.decode()
    assert SealedBallot.objects.count() == 0


def test_over_plain_http_no_ballot_is_taken(county, client, monkeypatch, settings):
    settings.ALLOWED_HOSTS = ["huiyin.example"]
    voting = a_ballot(county)
    monkeypatch.setattr(clock, "now", lambda: voting.at(2.5))
    answer = put_in(client, voting.ballot, {"question": "x"}, secure=False, headers={"host": "huiyin.example"})
    assert answer.status_code == 409
    assert "https" in answer.content.decode()


def test_before_and_after_the_window_the_page_says_when(county, client, monkeypatch):
    voting = a_ballot(county)
    for hours, word in ((1.5, "还没有开始"), (3.5, "已经截止")):
        moment = voting.at(hours)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        answer = client.get(href("portal_ballot", voting.ballot))
        assert (answer.status_code, word in answer.content.decode()) == (409, True)


def on_board(client, ballot, digest):
    """The board, asked for one digest as its form does."""
    form = "application/x-www-form-urlencoded"
    return client.post(href("portal_ballot_board", ballot), f"digest={digest}", content_type=form)


def test_the_board_answers_for_a_digest_and_says_nothing_of_who(county, client, monkeypatch):
    voting = voted(county, monkeypatch, client)
    digest = BoardLine.objects.values_list("digest", flat=True)[0]
    page = on_board(client, voting.ballot, digest).content.decode()
    assert "这张选票在票箱里" in page
    page = on_board(client, voting.ballot, "0" * 64).content.decode()
    assert "没有这张选票" in page
    assert "投票人" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_paper_slips_are_printed_once_and_unnumbered(county, browser, monkeypatch):
    voting = a_ballot(county)
    monkeypatch.setattr(clock, "now", lambda: voting.at(0.5))
    office = browser("office")
    chosen = [str(one.uid) for one in RollEntry.objects.filter(roll=voting.ballot.roll)[:3]]
    page = office.post(href("ballots_slips", voting.ballot), {"entry": chosen})
    assert page.content.decode().count("data:image/svg") == 3
    assert office.post(href("ballots_slips", voting.ballot), {"entry": chosen}).status_code == 303
    assert browser("west_clerk").get(href("ballots_slips", voting.ballot)).status_code == 404


def test_paper_is_counted_on_the_page_by_two(county, browser, monkeypatch):
    voting = a_ballot(county, kind="general", question=GENERAL, electronic=False, paper=True)
    monkeypatch.setattr(clock, "now", lambda: voting.at(3) + timedelta(minutes=1))
    office = browser("office")
    office.post(href("ballots_close", voting.ballot))
    office.post(href("ballots_heads", voting.ballot), {"present": "6", "issued": "6", "returned": "6"})
    counted = {
        "m0-0": "5", "m0-1": "1", "m0-2": "0", "m1-0": "6", "m1-1": "0", "m1-2": "0", "valid": "6", "invalid": "0",
    }  # fmt: skip
    address = href("ballots_paper", voting.ballot, question=0)
    assert "要填数字" in browser("member").post(address, counted | {"valid": "六"}).content.decode()
    browser("member").post(address, counted)
    assert "不一致" in browser("supervisor").post(address, counted | {"m0-0": "6", "m0-1": "0"}).content.decode()
    browser("supervisor").post(address, counted)
    office.post(href("ballots_certify", voting.ballot))
    assert "通过" in office.get(href("ballots_one", voting.ballot)).content.decode()
    assert browser("west_clerk").post(address, counted).status_code == 404


def test_a_few_paper_slips_beside_the_box_call_for_silence(county, browser, monkeypatch):
    """Whoever counts two slips sees what two said: the page says so; from five on, and where all is on paper, it does not."""
    voting = a_ballot(county, kind="general", question=GENERAL, paper=True)
    monkeypatch.setattr("huiyin.core.clock.now", lambda: voting.at(3.5))
    opening.close(ballot=voting.ballot, actor=county.reach("office"), now=voting.at(3))
    office, address = browser("office"), href("ballots_paper", voting.ballot, question=0)
    for slips, warned in ((0, False), (2, True), (4, True), (5, False)):
        opening.set_heads(
            ballot=voting.fresh(), present=slips, issued=slips, returned=slips, actor=county.reach("office"),
            now=voting.at(3.5),
        )  # fmt: skip
        assert ("纸票不足 5 张" in office.get(address).content.decode()) is warned


def test_a_page_costs_no_more_with_more_voters(county, browser, django_assert_max_num_queries):
    voting = a_ballot(county, question=ELECTION, voters=30)
    office = browser("office")
    with django_assert_max_num_queries(16):
        office.get(href("ballots_one", voting.ballot))


def test_the_desk_calls_voters_to_draw_and_tellers_to_hand_over(county, browser, monkeypatch):
    voting = a_ballot(county)
    monkeypatch.setattr(clock, "now", lambda: voting.at(0.5))
    RollEntry.objects.create(roll=voting.ballot.roll, person=county.people["east_head"])
    desk = reverse("desk_home")
    assert "领取投票凭证" in browser("east_head").get(desk).content.decode()
    assert "投票凭证" not in browser("west_head").get(desk).content.decode()
    monkeypatch.setattr(clock, "now", lambda: voting.at(3.5))
    assert "领取投票凭证" not in browser("east_head").get(desk).content.decode()
    browser("office").post(href("ballots_close", voting.ballot))
    assert "监票" in browser("supervisor").get(desk).content.decode()


def test_more_subjects_than_a_question_takes_are_refused_and_none_is_dropped(county, browser):
    ballot = Ballot.objects.get(pk=a_ballot(county).ballot.pk)
    Ballot.objects.filter(pk=ballot.pk).update(state=Ballot.State.DRAFT)
    names = "\n".join(f"候选人{n}" for n in range(201))
    fields = {"title": "选举", "subjects": names, "seats": "100", "revision": str(ballot.revision), "anew": "1"}
    answer = browser("office").post(href("ballots_questions", ballot), fields)
    assert "最多 200 个对象，这里有 201 个" in answer.content.decode()


def test_a_number_without_end_in_an_address_is_no_fault(county, browser):
    ballot = a_ballot(county).ballot
    for after in ("9" * 5000, "9" * 30, "x"):
        assert browser("office").get(href("ballots_roll", ballot), {"after": after}).status_code == 200


def test_the_line_of_a_general_vote_is_chosen_on_the_page(county, browser):
    office = browser("office")
    ballot = preparing.create_ballot(
        unit=county.east, title="事项表决", kind="general", draw_from=county.now, draw_until=county.now + HOUR,
        use_from=county.now + HOUR, use_until=county.now + 2 * HOUR, actor=county.reach("office"), now=county.now,
    )  # fmt: skip
    asked = {"title": "年度预算", "subjects": "年度预算", "revision": "1", "majority": "present:2/3"}
    office.post(href("ballots_questions", ballot), asked)
    ballot.refresh_from_db()
    assert ballot.majority == "present:2/3"
    office.post(href("ballots_questions", ballot), asked | {"revision": "2", "majority": "present:9/9"})
    ballot.refresh_from_db()
    assert (ballot.majority, len(ballot.form)) == ("present:2/3", 1)


def test_the_board_lists_nothing_while_votes_come_in(county, client, monkeypatch):
    voting = voted(county, monkeypatch, client)
    digest = BoardLine.objects.values_list("digest", flat=True)[0]
    monkeypatch.setattr(clock, "now", lambda: voting.at(2.6))
    board = client.get(href("portal_ballot_board", voting.ballot)).content.decode()
    assert digest not in board
    assert "截止以后列出" in board
    asked = on_board(client, voting.ballot, digest).content.decode()
    assert "这张选票在票箱里" in asked
