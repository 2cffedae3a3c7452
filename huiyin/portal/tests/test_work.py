"""Flooding costs time: work is checked, good for one opinion, and nobody who did none is turned away by their address."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.opinions import form_receipts
from huiyin.opinions.models import FormReceipt, Opinion, Round
from huiyin.opinions.terms import SLOW_LANE as MOST
from huiyin.portal import work
from huiyin.portal.limits import SLOW_LANE
from huiyin.portal.tests.pages import SPEAK, code_of, hidden, post, say, text
from huiyin.portal.tests.town import QUEUE, Town

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same riddle with one iteration a try: what is asked here is not how long it takes."""
    monkeypatch.setattr(work, "ITERATIONS", 1)


def done(page: Any, *, round: Round, day: date) -> str:
    """The work of an opened page. Any: the test client's response."""
    return work.solve(work.challenge(round=round.uid, form=hidden(page)["form"], day=day, key=settings.CODE_PEPPER))


def solved(town: Town, citizen: Client, words: str, **more: Any) -> Any:
    """Open, solve, send. Any: the test client's response."""
    opened = citizen.get(SPEAK)
    return say(citizen, words, page=opened, work=done(opened, round=town.second, day=town.county.today), **more)


def fill(town: Town) -> None:
    """The lane of those without work is full."""
    for _n in range(MOST.value):
        SLOW_LANE.count(now=town.county.now)


def test_opening_the_page_writes_nothing_and_shows_the_challenge(town: Town, citizen: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        opened = citizen.get(SPEAK)
    assert [q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []
    riddle = work.challenge(
        round=town.second.uid, form=hidden(opened)["form"], day=town.county.today, key=settings.CODE_PEPPER
    )
    assert f'data-work="{riddle}"' in opened.content.decode()
    assert not opened.cookies


def test_work_takes_an_opinion_past_the_full_lane_whoever_sends_it(town: Town, citizen: Client) -> None:
    fill(town)
    for n in range(3):
        code_of(solved(town, citizen, f"{QUEUE}{n}"))
    assert Opinion.objects.filter(kind=Opinion.Kind.ANONYMOUS).count() == 3


def test_without_work_all_together_have_a_lane_and_no_address_is_looked_at(town: Town, citizen: Client) -> None:
    for n in range(MOST.value):
        SLOW_LANE.count(now=town.county.now + timedelta(seconds=n))
    refused = say(citizen, QUEUE, REMOTE_ADDR="203.0.113.1")
    assert refused.status_code == 429
    assert "没有做计算的提交现在太多" in text(refused)
    assert QUEUE in text(refused)
    assert not Opinion.objects.exists()
    town.county.now += timedelta(minutes=30)
    code_of(say(citizen, QUEUE))


@pytest.mark.parametrize(
    "wrong", ["", "1.2.3", "0.0.0.0.0.0.0.0", "１.2.3.4.5.6.7.8", "-1.0.0.0.0.0.0.0", "9" * 80, "x"]
)
def test_what_is_no_solution_goes_the_slow_lane(town: Town, citizen: Client, wrong: str) -> None:
    fill(town)
    assert say(citizen, QUEUE, work=wrong).status_code == 429


def test_the_work_of_another_page_round_or_day_is_none(town: Town, citizen: Client) -> None:
    fill(town)
    one, other = citizen.get(SPEAK), citizen.get(SPEAK)
    yesterday = town.county.today - timedelta(days=1)
    for elsewhere in (
        done(other, round=town.second, day=town.county.today),
        done(one, round=town.first, day=town.county.today),
        done(one, round=town.second, day=yesterday),
    ):
        assert say(citizen, QUEUE, page=one, work=elsewhere).status_code == 429
    assert not Opinion.objects.exists()


def test_the_same_form_sent_twice_is_one_opinion_and_one_code(town: Town, citizen: Client) -> None:
    opened = citizen.get(SPEAK)
    solution = done(opened, round=town.second, day=town.county.today)
    assert len({code_of(say(citizen, QUEUE, page=opened, work=solution)) for _press in range(3)}) == 1
    assert Opinion.objects.count() == 1


def test_used_work_takes_no_other_words_and_the_page_is_made_ready_anew(town: Town, citizen: Client) -> None:
    opened = citizen.get(SPEAK)
    solution = done(opened, round=town.second, day=town.county.today)
    code_of(say(citizen, QUEUE, page=opened, work=solution))
    fill(town)
    again = say(citizen, "另一件事：路灯坏了。", page=opened, work=solution)
    assert again.status_code == 409
    assert "这一页已经提交过别的内容" in text(again)
    assert "路灯坏了" in text(again)
    assert Opinion.objects.count() == 1
    assert hidden(again)["form"] != hidden(opened)["form"]
    # The page that came back asks for work of its own.
    fresh = done(again, round=town.second, day=town.county.today)
    code_of(say(citizen, "另一件事：路灯坏了。", page=again, work=fresh))


def test_two_tabs_have_each_their_own_work(town: Town, citizen: Client) -> None:
    tabs = [citizen.get(SPEAK), citizen.get(SPEAK)]
    codes = {
        code_of(say(citizen, QUEUE, page=tab, work=done(tab, round=town.second, day=town.county.today))) for tab in tabs
    }
    assert len(codes) == 2


def test_a_signed_opinion_uses_the_work_as_well(town: Town, citizen: Client) -> None:
    opened = citizen.get(SPEAK)
    solution = done(opened, round=town.second, day=town.county.today)
    code_of(say(citizen, QUEUE, name="甲某", page=opened, work=solution))
    assert say(citizen, "另一件事。", name="甲某", page=opened, work=solution).status_code == 409
    assert Opinion.objects.count() == 1


def test_what_is_kept_of_used_work_leads_nowhere_and_goes_with_the_day(town: Town, citizen: Client) -> None:
    opened = citizen.get(SPEAK)
    solution = done(opened, round=town.second, day=town.county.today)
    code_of(say(citizen, QUEUE, page=opened, work=solution))
    rows = list(FormReceipt.objects.values())
    assert [sorted(row) for row in rows] == [["day", "key", "locked"]] * 2
    kept = "".join(str(value) for row in rows for value in row.values())
    riddle = work.challenge(
        round=town.second.uid, form=hidden(opened)["form"], day=town.county.today, key=settings.CODE_PEPPER
    )
    for told in (hidden(opened)["form"], riddle, solution):
        assert told not in kept
    # It lives as long as the work would be taken: the next day the page is made ready anew.
    assert form_receipts.forget_receipts(before=town.county.today) == 0
    town.county.now, town.county.today = town.county.now + timedelta(days=1), town.county.today + timedelta(days=1)
    assert form_receipts.forget_receipts(before=town.county.today) == 2
    assert "这个页面不是今天打开的" in text(say(citizen, "另一件事。", page=opened, work=solution))
    assert Opinion.objects.count() == 1


def test_a_reminder_does_not_use_the_work(town: Town, citizen: Client) -> None:
    fill(town)
    words = "我叫张三丰，电话13800000000，窗口没有人。"
    shown = solved(town, citizen, words)
    assert "手机号：13800000000" in text(shown)
    code_of(post(citizen, SPEAK, {**hidden(shown), "words": words}))


def test_without_javascript_the_page_says_what_it_means(town: Town, citizen: Client) -> None:
    page = citizen.get(SPEAK).content.decode()
    plain = page[page.index("<noscript>") : page.index("</noscript>")]
    assert "全站每半小时最多收 60 条，不看是谁、从哪里来" in plain


def test_nobody_reckons_a_challenge_without_the_secret() -> None:
    mark, day, around = "a" * 32, date(2013, 9, 2), uuid4()
    one, other = (work.challenge(round=around, form=mark, day=day, key=key) for key in (b"one", b"other"))
    assert one != other
    assert work.spent_mark("a" * 32, key=b"one") != work.spent_mark("a" * 32, key=b"other")


def test_checking_costs_little_beside_solving(monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []
    plain = work._fits

    def counted(riddle: str, part: int, number: int) -> bool:
        tries.append(number)
        return plain(riddle, part, number)

    monkeypatch.setattr(work, "_fits", counted)
    solution = work.solve("ab" * 32)
    assert len(tries) > 8 * 10
    tries.clear()
    assert work.is_solved("ab" * 32, solution)
    assert len(tries) == work.PARTS
