"""我要说: whoever speaks is asked nothing, told what is kept, reminded once, and given a code once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.opinions import form_receipts, intake, rounds
from huiyin.opinions.models import Addition, Author, Opinion, Round
from huiyin.portal.tests.pages import SPEAK, code_of, hidden, post, say, text
from huiyin.portal.tests.town import QUEUE, Town

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")


def test_speaking_gives_a_code_of_four_groups_that_opens_the_very_words(town: Town, citizen: Client) -> None:
    answer = say(citizen, QUEUE)
    code = code_of(answer)
    assert [len(group) for group in code.split("-")] == [3, 3, 3, 3]
    assert intake.words_of([town.opinion(code).pk]) == {town.opinion(code).pk: QUEUE}
    assert "丢了无法找回" in text(answer)
    assert town.opinion(code).round == town.second


def test_the_code_stands_in_no_address_and_the_page_is_kept_by_nobody(town: Town, citizen: Client) -> None:
    answer = say(citizen, QUEUE)
    code = code_of(answer)
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert not [link for link in page.split('href="')[1:] if code in link.split('"')[0]]


def test_reloading_the_page_with_the_code_records_nothing_twice(town: Town, citizen: Client) -> None:
    opened = citizen.get(SPEAK)
    codes = {code_of(say(citizen, QUEUE, page=opened)) for _press in range(3)}
    assert len(codes) == 1
    assert Opinion.objects.count() == 1


def test_a_page_sent_again_the_next_day_is_asked_about_and_loses_nothing(town: Town, citizen: Client) -> None:
    opened = citizen.get(SPEAK)
    say(citizen, QUEUE, page=opened)
    town.county.now, town.county.today = town.county.now + timedelta(days=1), town.county.today + timedelta(days=1)
    again = say(citizen, QUEUE, page=opened)
    assert "这个页面不是今天打开的" in text(again)
    assert QUEUE in text(again)
    assert Opinion.objects.count() == 1
    code_of(say(citizen, QUEUE, page=again))
    assert Opinion.objects.count() == 2


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>&amp;<b>", "𠮷野家門口䶮", "路灯坏了😀👨‍👩‍👧", "第一行\n\n  第三行\t完", "\n以空行开头"],
)
def test_words_survive_to_the_letter_and_run_nothing(town: Town, citizen: Client, words: str) -> None:
    code = code_of(say(citizen, words))
    assert intake.words_of([town.opinion(code).pk])[town.opinion(code).pk] == words
    shown = citizen.post("/p/follow/", f"code={code}", content_type="application/x-www-form-urlencoded")
    assert words in text(shown)
    assert "<script>alert" not in shown.content.decode()


def test_ten_thousand_characters_pass_and_one_more_is_refused_with_the_number(town: Town, citizen: Client) -> None:
    code_of(say(citizen, "𠮷" * 10_000))
    refused = say(citizen, "字" * 10_001)
    assert "意见有 10001 个字，最多 10000 个字" in text(refused)
    assert "字" * 10_001 in refused.content.decode()
    assert Opinion.objects.count() == 1


def test_lines_count_once_although_browsers_send_two_characters(town: Town, citizen: Client) -> None:
    code_of(say(citizen, "字\r\n" * 5_000))


@pytest.mark.parametrize("words", ["", "   \n "])
def test_nothing_is_not_an_opinion(town: Town, citizen: Client, words: str) -> None:
    assert "意见内容是空的" in text(say(citizen, words))
    assert not Opinion.objects.exists()


def test_similar_published_answers_are_shown_first_and_nothing_is_kept(town: Town, citizen: Client) -> None:
    item = town.item([town.speak() for _n in range(5)])
    town.sign()
    town.publish(item)
    before = Opinion.objects.count()
    shown = say(citizen, "窗口中午无人值守，我们办事要多次跑，能不能改改？")
    assert item.statement in text(shown)
    assert "仍要提交" in text(shown)
    assert "我们办事要多次跑" in text(shown)
    assert Opinion.objects.count() == before
    code_of(say(citizen, "窗口中午无人值守，我们办事要多次跑，能不能改改？", page=shown))
    assert Opinion.objects.count() == before + 1


def test_an_unpublished_item_is_never_offered_as_similar(town: Town, citizen: Client) -> None:
    item = town.item([town.speak() for _n in range(5)])
    town.sign()
    town.draft(item)
    code_of(say(citizen, "窗口中午无人值守，我们办事要多次跑，能不能改改？"))


def test_words_that_may_betray_the_speaker_are_pointed_out_before_they_are_taken(town: Town, citizen: Client) -> None:
    shown = say(citizen, "我叫张三丰，电话13800000000，窗口没有人。")
    assert "手机号：13800000000" in text(shown)
    assert not Opinion.objects.exists()
    code_of(say(citizen, "我叫张三丰，电话13800000000，窗口没有人。", page=shown))


def test_words_pointed_out_run_nothing(town: Town, citizen: Client) -> None:
    shown = say(citizen, "我是<img/src=x>东一科的。")
    assert "您的单位或岗位：我是&lt;img/src=x&gt;东一科" in shown.content.decode()
    assert "<img/src=x>" not in shown.content.decode()


def test_small_groups_are_not_offered_and_large_ones_are_kept(town: Town, citizen: Client) -> None:
    opened = citizen.get(SPEAK)
    assert "服务对象" in text(opened)
    assert "离退休老同志" not in text(opened)
    code = code_of(say(citizen, QUEUE, group="服务对象", page=opened))
    group = town.opinion(code).group
    assert group is not None
    assert group.name == "服务对象"
    say(citizen, QUEUE, group="离退休老同志")
    assert Opinion.objects.count() == 1


def test_only_the_rounds_own_subjects_can_be_chosen(town: Town, citizen: Client) -> None:
    own, other = town.second.subjects.get(), town.first.subjects.get()
    code = code_of(say(citizen, QUEUE, about=str(own.uid)))
    assert town.opinion(code).about_unit == town.county.east
    say(citizen, QUEUE, about=str(other.uid))
    assert Opinion.objects.count() == 1


def test_a_name_makes_a_signed_opinion_and_a_contact_alone_is_refused(town: Town, citizen: Client) -> None:
    assert "请同时写姓名" in text(say(citizen, QUEUE, contact="某街某号"))
    code = code_of(say(citizen, QUEUE, name="甲某", contact="某街某号"))
    assert town.opinion(code).kind == Opinion.Kind.NAMED
    assert Author.objects.get().name == "甲某"


def test_a_round_for_signed_opinions_asks_for_the_name_and_says_so(town: Town, citizen: Client) -> None:
    Round.objects.filter(pk=town.second.pk).update(anonymous=False)
    assert "这一轮只收署名意见" in text(citizen.get(SPEAK))
    assert not Opinion.objects.exists()
    say(citizen, QUEUE)
    assert not Opinion.objects.exists()
    code_of(say(citizen, QUEUE, name="甲某"))


def test_a_closed_round_says_so_and_gives_the_words_back(town: Town, citizen: Client) -> None:
    opened = citizen.get(SPEAK)
    rounds.close_round(
        round=town.second, revision=town.second.revision, actor=town.county.reach("office"), **town.when()
    )
    assert "已于2013年9月2日截止" in text(citizen.get(SPEAK))
    refused = say(citizen, QUEUE, page=opened)
    assert refused.status_code == 409
    assert QUEUE in text(refused)
    assert not Opinion.objects.exists()


def test_a_round_not_yet_begun_says_when(town: Town, citizen: Client) -> None:
    Round.objects.filter(pk=town.second.pk).update(opens_on=town.county.today + timedelta(days=3))
    assert "从2013年9月5日开始征求" in text(citizen.get(SPEAK))


@pytest.mark.parametrize("change", [{"public": False}, {"state": Round.State.DRAFT}])
def test_a_round_that_is_not_public_or_a_draft_does_not_exist(
    town: Town, citizen: Client, change: dict[str, object]
) -> None:
    Round.objects.filter(pk=town.second.pk).update(**change)
    assert citizen.get(SPEAK).status_code == 404
    assert "第二轮征求意见" not in text(citizen.get("/p/"))
    assert "第二轮征求意见" not in text(citizen.get("/p/speak/"))


def test_what_is_kept_is_said_and_an_open_network_is_named(town: Town, citizen: Client, settings: Any) -> None:
    """Any: pytest-django's settings take every name."""
    settings.ALLOWED_HOSTS = ["huiyin.example"]
    plain = text(citizen.get(SPEAK, headers={"host": "huiyin.example"}))
    assert "留下" in plain
    assert "不留" in plain
    assert "不收匿名意见" in plain
    assert "不收匿名意见" not in text(citizen.get(SPEAK, headers={"host": "huiyin.example"}, secure=True))


def test_a_page_without_its_mark_is_refused_with_a_sentence(town: Town, citizen: Client) -> None:
    values = {**hidden(citizen.get(SPEAK)), "form": "made-up", "words": QUEUE}
    assert "防重复提交" in text(post(citizen, SPEAK, values))
    assert not Opinion.objects.exists()
    assert not Addition.objects.exists()


def test_over_plain_http_nothing_anonymous_is_taken_and_the_words_stay(town: Town, settings: Any) -> None:
    """Any: pytest-django's settings take every name."""
    settings.ALLOWED_HOSTS = ["huiyin.example"]
    abroad = Client(enforce_csrf_checks=True, SERVER_NAME="huiyin.example")
    before = Opinion.objects.count()
    form = {
        "words": "食堂太贵", "form": form_receipts.new_form(), "opened": town.county.today.isoformat(), "confirmed": "1",
    }  # fmt: skip
    refused = post(abroad, SPEAK, form)
    assert refused.status_code == 409
    assert "没有加密" in text(refused)
    assert "食堂太贵" in text(refused)
    assert Opinion.objects.count() == before
    assert post(abroad, SPEAK, form, secure=True).status_code == 200
    assert Opinion.objects.count() == before + 1
