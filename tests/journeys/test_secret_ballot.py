"""A secret ballot in real browsers: tellers make keys, a member draws, somebody votes without a cookie, tellers open.

The county's server runs in the test's own transaction, so the tables are not rewritten here; tests/attacks does that.
"""

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Request, Route

from huiyin.anonymity import ballot_sealing
from huiyin.anonymity.models import BoardLine, SealedBallot, SpentToken
from huiyin.ballots import opening, preparing
from huiyin.ballots.models import Ballot
from huiyin.ballots.results import result
from huiyin.ballots.tests.voting import ELECTION, HOUR, Voting
from huiyin.conftest import County
from huiyin.core.models import AuditLine
from huiyin.eligibility import rolls
from huiyin.organisation.models import Person
from huiyin.workspace.sign_in import ONE_FACTOR
from tests.journeys.conftest import PHONE, Visitor, violations

pytestmark = pytest.mark.journeys


class Hands:
    """The hands of the clock: `hours` after the county's beginning."""

    def __init__(self) -> None:
        self.hours = 0.0


@pytest.fixture
def hands(county: County, monkeypatch: pytest.MonkeyPatch) -> Hands:
    """A clock that a journey moves on."""
    moved = Hands()
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now + moved.hours * HOUR)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)
    monkeypatch.setattr("huiyin.core.orderless.forget", lambda: None)
    return moved


def visitor(chromium: Browser, server: str, person: Person | None) -> Visitor:
    """A phone, of somebody signed in or of nobody."""
    context = chromium.new_context(
        viewport={"width": PHONE["width"], "height": PHONE["height"]}, has_touch=True, is_mobile=True
    )
    if person is not None:
        client = Client()
        client.force_login(person.account)
        session = client.session
        session[ONE_FACTOR] = True
        session.save()
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": f"{server}/desk/"}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    made = Visitor(context, page)
    page.on("console", lambda line: made.faults.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: made.faults.append(str(fault)))
    return made


def prepared(county: County) -> Ballot:
    """A ballot with roll, question and tellers, whose keys are still to be made."""
    office = county.reach("office")
    ballot = preparing.create_ballot(
        unit=county.east, title="支部委员换届选举", kind="election", draw_from=county.now,
        draw_until=county.now + HOUR, use_from=county.now + 2 * HOUR, use_until=county.now + 3 * HOUR, actor=office,
        now=county.now, electronic=True, paper=False,
    )  # fmt: skip
    people = [Person.objects.create(name=f"投票人{n}", unit=county.east) for n in range(6)]
    rolls.put_on(roll=ballot.roll, people=[*people, county.people["member"]], actor=office, now=county.now)
    ballot = preparing.ask(ballot=ballot, revision=1, questions=[ELECTION], actor=office, now=county.now)
    for who in ("east_clerk", "supervisor"):
        preparing.name_teller(ballot=ballot, person=county.people[who], actor=office, now=county.now)
    return ballot


def test_a_ballot_from_the_tellers_keys_to_the_count(
    chromium: Browser,
    server: str,
    county: County,
    hands: Hands,
    axe: str,
    shots: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ballot = prepared(county)

    def at(name: str) -> str:
        return server + reverse(name, kwargs={"uid": ballot.uid})

    secrets = {}
    for who in ("east_clerk", "supervisor"):
        teller = visitor(chromium, server, county.people[who])
        teller.page.goto(at("ballots_teller"))
        teller.page.click("button:has-text('生成密钥')")
        teller.page.wait_for_selector("#teller-secret", state="visible")
        secrets[who] = teller.page.input_value("#teller-secret")
        assert violations(teller.page, axe) == []
        assert teller.fits()
        teller.page.click("button:has-text('交公钥')")
        teller.page.wait_for_selector("text=您已交公钥")
        assert teller.faults == []
        teller.context.close()
    preparing.freeze(
        ballot=ballot, revision=2, needed=2, actor=county.reach("office"), now=county.now, voters_checked=True
    )

    hands.hours = 0.5
    member = visitor(chromium, server, county.people["member"])
    member.page.goto(at("ballots_draw"))
    member.page.click("button:has-text('领取')")
    member.page.wait_for_selector("#recovery-code", state="visible")
    code, link = member.page.inner_text("#recovery-code"), member.page.input_value("#vote-link")
    member.page.screenshot(path=shots / "ballot-drawn.png", full_page=True)
    assert violations(member.page, axe) == []
    assert member.fits()
    # Another device with the recovery code gets the very same credential; a slip of the pen is seen; none, no second one.
    again = visitor(chromium, server, county.people["member"])
    again.page.goto(at("ballots_draw"))
    again.page.fill("#code", code[:-1] + ("0" if code[-1] != "0" else "1"))
    again.page.click("button:has-text('找回')")
    again.page.wait_for_selector("text=可能抄错了一位")
    again.page.fill("#code", code.lower().replace("-", " "))
    again.page.click("button:has-text('找回')")
    again.page.wait_for_selector("#recovery-code", state="visible")
    assert again.page.input_value("#vote-link") == link
    third = visitor(chromium, server, county.people["member"])
    third.page.goto(at("ballots_draw"))
    third.page.click("button:has-text('找回')")
    third.page.wait_for_selector("text=每人一张")
    for one in (member, again, third):
        one.context.close()

    hands.hours = 2.5
    lines = AuditLine.objects.count()
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    voter = visitor(chromium, server, None)
    sent: list[Request] = []
    voter.page.on("request", lambda one: sent.append(one))
    voter.page.goto(f"{at('portal_ballot')}#{link.split('#', 1)[1]}")
    assert "#" not in voter.page.url
    voter.page.click("button:has-text('密封并投票')")
    voter.page.wait_for_selector("text=每一行都选一项")
    for n, option in enumerate((0, 0, 0)):
        voter.page.check(f"input[data-choice='0-{n}'][value='{option}']")
    voter.page.click("button:has-text('密封并投票')")
    voter.page.wait_for_selector("text=多选的选票无效")
    voter.page.check("input[data-choice='0-2'][value='1']")
    voter.page.screenshot(path=shots / "ballot-paper.png", full_page=True)
    assert violations(voter.page, axe) == []
    assert voter.fits()
    voter.page.click("button:has-text('密封并投票')")
    voter.page.wait_for_selector("text=选票已投入票箱")
    voter.page.screenshot(path=shots / "ballot-cast.png", full_page=True)
    assert voter.leaves_nothing()
    assert voter.faults == []
    voter.page.click("text=到公示板核对")
    voter.page.wait_for_selector("text=这张选票在票箱里")
    # No request of the voter carried a cookie, a choice or a referrer; none left a line in any log or the audit chain.
    assert [one.url for one in sent if "cookie" in {name.lower() for name in one.all_headers()}] == []
    posts = [one.post_data or "" for one in sent if one.method == "POST"]
    assert [sorted(part.split("=")[0] for part in post.split("&")) for post in posts] == [
        ["credential", "question", "sealed"],
        ["digest"],  # what the board shows anyway
    ]
    assert [line.getMessage() for line in caplog.records if "/p/ballots" in line.getMessage()] == []
    assert AuditLine.objects.count() == lines
    assert (BoardLine.objects.count(), SealedBallot.objects.count(), SpentToken.objects.count()) == (1, 1, 1)
    # Used once more, it is refused and nothing is lost.
    voter.page.goto(f"{at('portal_ballot')}#{link.split('#', 1)[1]}")
    for n, option in enumerate((0, 1, 1)):
        voter.page.check(f"input[data-choice='0-{n}'][value='{option}']")
    voter.page.click("button:has-text('密封并投票')")
    voter.page.wait_for_selector("text=已经用过")
    voter.context.close()

    # Five more, as their devices would have done it, so that the box may be opened; what the browser sealed opens too.
    others = Voting(county, ballot, list(Person.objects.filter(name__startswith="投票人").order_by("pk")), {}, ELECTION)
    for n in range(5):
        others.draw(n, at=0.6)
        others.cast(n, (1, 0, 0))
    hands.hours = 3.5
    opening.close(ballot=ballot, actor=county.reach("office"), now=county.now + 3.5 * HOUR)
    for who, secret in secrets.items():
        teller = visitor(chromium, server, county.people[who])
        teller.page.goto(at("ballots_teller"))
        teller.page.fill("#secret", secret)
        teller.page.click("button:has-text('交密钥')")
        teller.page.wait_for_selector("text=密钥已")
        teller.context.close()
    (answered,) = result(Ballot.objects.select_related("roll__unit").get(pk=ballot.pk))
    assert answered.tally.marks == [[1, 5, 0], [6, 0, 0], [5, 1, 0]]
    watcher = visitor(chromium, server, county.people["member"])
    watcher.page.goto(at("ballots_one"))
    watcher.page.screenshot(path=shots / "ballot-counted.png", full_page=True)
    assert violations(watcher.page, axe) == []
    assert watcher.fits()
    watcher.context.close()


def test_a_browser_that_is_signed_in_sends_no_cookie_to_public_pages(
    chromium: Browser, server: str, county: County
) -> None:
    """Signed in by the form, so that it is the server that says where the cookies go."""
    person = county.people["member"]
    person.account.set_password("a-long-test-password")
    person.account.save()
    member = visitor(chromium, server, None)
    member.page.goto(server + reverse("account_login"))
    member.page.fill("input[name=login]", person.staff_no or "")
    member.page.fill("input[name=password]", "a-long-test-password")
    member.page.click("main button[type=submit]")
    member.page.wait_for_url(f"{server}/desk/**")
    kept = member.context.cookies()
    assert {one["name"] for one in kept} >= {settings.SESSION_COOKIE_NAME}
    assert {one["path"] for one in kept} == {"/desk/"}
    sent: list[Request] = []
    member.page.on("request", lambda one: sent.append(one))
    for name in ("portal_home", "portal_speak_index", "portal_follow", "portal_receipts"):
        member.page.goto(server + reverse(name))
    assert len(sent) > 4
    assert [one.url for one in sent if "cookie" in {header.lower() for header in one.all_headers()}] == []
    # Still signed in where it belongs.
    member.page.goto(server + reverse("account_home"))
    assert "/accounts/login/" not in member.page.url
    member.context.close()


def test_over_plain_http_the_page_refuses_and_says_why(
    chromium: Browser, server: str, county: County, hands: Hands
) -> None:
    ballot = prepared(county)
    for who in ("east_clerk", "supervisor"):
        _secret, point = ballot_sealing.new_teller_key()
        preparing.give_public_key(ballot=ballot, point=point, actor=county.reach(who), now=county.now)
    preparing.freeze(
        ballot=ballot, revision=2, needed=2, actor=county.reach("office"), now=county.now, voters_checked=True
    )
    hands.hours = 2.5
    voter = visitor(chromium, server, None)
    voter.page.goto(server.replace("localhost", "huiyin.test") + reverse("portal_ballot", kwargs={"uid": ballot.uid}))
    voter.page.wait_for_selector("text=没有加密")
    assert voter.page.is_disabled("button:has-text('密封并投票')")
    voter.context.close()


def test_an_answer_that_never_came_costs_nobody_the_vote(
    chromium: Browser, server: str, county: County, hands: Hands
) -> None:
    """The server signed, or took the ballot, and the network broke: the device asks the same again, and is told."""
    ballot = prepared(county)
    for who in ("east_clerk", "supervisor"):
        _secret, point = ballot_sealing.new_teller_key()
        preparing.give_public_key(ballot=ballot, point=point, actor=county.reach(who), now=county.now)
    preparing.freeze(
        ballot=ballot, revision=2, needed=2, actor=county.reach("office"), now=county.now, voters_checked=True
    )

    def lost(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    hands.hours = 0.5
    member = visitor(chromium, server, county.people["member"])
    page = member.page
    page.goto(server + reverse("ballots_draw", kwargs={"uid": ballot.uid}))
    page.route("**/draw/", lost)
    page.click("button:has-text('领取')")
    page.wait_for_selector("text=没有领到")
    code = page.input_value("#code")
    page.unroute("**/draw/")
    page.reload()
    assert page.input_value("#code") == code != ""
    page.click("button:has-text('找回')")
    page.wait_for_selector("#recovery-code", state="visible")
    assert page.inner_text("#recovery-code") == code
    link = page.input_value("#vote-link")
    member.context.close()

    hands.hours = 2.5
    paper = server + reverse("portal_ballot", kwargs={"uid": ballot.uid})
    voter = visitor(chromium, server, None)

    def vote(until: str) -> None:
        voter.page.goto("about:blank")
        voter.page.goto(f"{paper}#{link.split('#', 1)[1]}")
        for n in range(3):
            voter.page.check(f"input[data-choice='0-{n}'][value='1']")
        with voter.page.expect_event(until, lambda one: one.method == "POST" if until == "requestfailed" else True):
            voter.page.click("button:has-text('密封并投票')")

    voter.page.route("**/p/ballots/**", lost)
    vote("requestfailed")
    voter.page.unroute("**/p/ballots/**")
    assert BoardLine.objects.count() == 1
    vote("load")
    voter.page.wait_for_selector("text=那一张已在票箱里")
    assert BoardLine.objects.count() == 1
    voter.context.close()
