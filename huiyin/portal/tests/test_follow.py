"""《我的话去了哪里》: who holds the code reads their own words and what became of them, and nobody else reads anything."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huiyin.opinions import intake, referral, settling
from huiyin.opinions.models import Addition, Opinion, Piece
from huiyin.portal.tests.pages import FOLLOW, hidden, post, text
from huiyin.portal.tests.town import LOOKED_AT, QUEUE, Town
from huiyin.rectification.asking import settle_askings
from huiyin.rectification.models import Measure, Rating
from huiyin.rectification.tests.cases import move_to

pytestmark = pytest.mark.urls("huiyin.portal.tests.alone")


def story(citizen: Client, code: str) -> Any:
    """The page that a code opens."""
    return post(citizen, FOLLOW, {"code": code})


def test_the_code_opens_ones_own_words_and_no_others(town: Town, citizen: Client) -> None:
    code, _other = town.speak("院子里的路灯坏了三个月。"), town.speak("食堂的菜太贵。")
    page = story(citizen, code)
    assert "院子里的路灯坏了三个月。" in text(page)
    assert "食堂" not in text(page)
    assert "2013年9月2日" in text(page)
    assert "已收到" in text(page)
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("spelling", ["{0} {1} {2} {3}", "{0}-{1}-{2}-{3}", "{0}—{1}－{2} {3}", " {0}{1}{2}{3} "])
def test_the_code_may_be_written_as_people_write_it(town: Town, citizen: Client, spelling: str) -> None:
    groups = intake.grouped(town.speak()).split("-")
    assert QUEUE in text(story(citizen, spelling.format(*groups)))


def test_full_width_digits_are_digits(town: Town, citizen: Client) -> None:
    code = town.speak().translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert QUEUE in text(story(citizen, code))


def test_a_wrong_code_gets_one_sentence_and_a_misspelt_one_another(town: Town, citizen: Client) -> None:
    town.speak()
    assert "没有查到这个查询码" in text(story(citizen, "000000000000"))
    assert "查询码是 12 位数字，您填了 11 位" in text(story(citizen, "12345678901"))
    assert "查询码只有数字" in text(story(citizen, "abc"))
    assert "请填写查询码" in text(story(citizen, ""))


def test_guessing_is_limited_for_one_address_and_not_for_its_neighbours(town: Town, citizen: Client) -> None:
    code = town.speak()
    for _guess in range(10):
        assert story_from(citizen, "000000000000", "203.0.113.7").status_code == 200
    stopped = story_from(citizen, code, "203.0.113.7")
    assert stopped.status_code == 429
    assert "请过 10 分钟 再试" in text(stopped) or "请过 11 分钟 再试" in text(stopped)
    assert QUEUE not in text(stopped)
    assert QUEUE in text(story_from(citizen, code, "203.0.113.8"))
    town.county.now += timedelta(minutes=11)
    assert QUEUE in text(story_from(citizen, code, "203.0.113.7"))


def test_words_that_came_with_a_wrong_code_are_given_back(town: Town, citizen: Client) -> None:
    refused = post(citizen, FOLLOW, {"code": "000000000000", "act": "add", "add-words": "补充：昨天又去了。"})
    assert "补充：昨天又去了。" in text(refused)
    assert not Addition.objects.exists()


def story_from(citizen: Client, code: str, address: str) -> Any:
    """The answer to a code sent from an address."""
    return post(citizen, FOLLOW, {"code": code}, REMOTE_ADDR=address)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        (Opinion.Triage.COMPLAINT, "已按规定转信访渠道办理"),
        (Opinion.Triage.PRAISE, "谢谢您的肯定"),
        (Opinion.Triage.INVALID, "没有可以办理的具体事项"),
        (Opinion.Triage.RESTRICTED, "已按规定移交专门人员"),
    ],
)
def test_what_is_no_opinion_is_told_honestly_and_without_details(
    town: Town, citizen: Client, to: str, said: str
) -> None:
    code = town.speak()
    town.triaged(code, to, reason="内部理由不给人看")
    page = text(story(citizen, code))
    assert said in page
    assert QUEUE in page
    assert "内部理由" not in page


def test_of_what_was_moved_nothing_shows_but_that_it_was_moved(town: Town, citizen: Client) -> None:
    code = town.speak()
    item = town.item([code])
    town.triaged(code, Opinion.Triage.RESTRICTED, reason="线索")
    page = text(story(citizen, code))
    assert item.statement not in page
    assert "归到哪里" not in page


def test_an_item_shows_once_it_is_signed_and_its_answer_once_it_is_published(town: Town, citizen: Client) -> None:
    codes = [town.speak() for _n in range(5)]
    item = town.item(codes)
    assert item.statement not in text(story(citizen, codes[0]))
    assert "正在梳理" in text(story(citizen, codes[0]))
    town.sign()
    town.draft(item)
    page = text(story(citizen, codes[0]))
    assert item.statement in page
    assert "中午安排值班" not in page
    town.publish(item, "自9月起中午安排值班，材料一次告知。")
    assert "中午安排值班" in text(story(citizen, codes[0]))


def test_a_units_answer_shows_only_after_a_second_person_checked_it(town: Town, citizen: Client) -> None:
    county, code = town.county, town.speak()
    opinion = town.triaged(code)
    sent = referral.send(opinion=opinion, unit=county.west, actor=county.reach("office"), **town.when())
    assert "已转西局办理" in text(story(citizen, code))
    sent = referral.answer(
        referral=sent, text="已加开窗口。", revision=sent.revision, actor=county.reach("west_clerk"), **town.when()
    )
    assert "已加开窗口" not in text(story(citizen, code))
    assert "正在梳理" in text(story(citizen, code))
    referral.check(
        referral=sent, checked=LOOKED_AT, revision=sent.revision, actor=county.reach("office"), **town.when()
    )
    page = text(story(citizen, code))
    assert "已加开窗口。" in page
    assert "已有答复" in page


def test_the_measure_shows_its_post_and_the_checkers_team_and_nobodys_name(town: Town, citizen: Client) -> None:
    code = town.speak()
    item = town.item([code])
    town.sign()
    town.checked(item)
    page = text(story(citizen, code))
    assert "中午安排人员值班" in page
    assert "东局局长" in page
    assert "第一督导组" in page
    assert "检查通过" in page
    assert "请您评价" in page
    assert not [person.name for person in town.county.people.values() if f" {person.name} " in page]
    assert "看了报表" not in page
    assert "合并后的报表" not in page


def rated(citizen: Client, code: str, answer: str, words: str = "") -> Any:
    """Rate the one measure on the page of a code."""
    act = next(value for value in re_acts(story(citizen, code)) if value.startswith("rate-"))
    return post(citizen, FOLLOW, {"code": code, "act": act, f"{act}-answer": answer, f"{act}-words": words})


def re_acts(page: Any) -> list[str]:
    """The acts that a page offers."""
    return [part.split('"')[0] for part in page.content.decode().split('name="act" value="')[1:]]


def test_a_rating_is_taken_once_and_takes_effect_on_the_next_day(town: Town, citizen: Client) -> None:
    code = town.speak()
    item = town.item([code])
    town.sign()
    case = town.checked(item)
    answer = text(rated(citizen, code, "not_solved", "昨天中午还是没有人。"))
    assert "明天的每日办理中生效" in answer
    assert "您在2013年9月2日评价：没有解决" in answer
    assert case.fresh().state == Measure.State.CHECKED
    assert Rating.objects.get().words == "昨天中午还是没有人。"
    assert not [act for act in re_acts(story(citizen, code)) if act.startswith("rate-")]
    move_to(town.county, town.county.today + timedelta(days=1))
    settle_askings(town.county.today, town.county.now)
    assert case.fresh().state == Measure.State.IN_PROGRESS
    assert "重新整改" in text(story(citizen, code))
    assert "您在2013年9月2日评价：没有解决" in text(story(citizen, code))


def test_sending_a_rating_again_is_told_and_changes_nothing(town: Town, citizen: Client) -> None:
    code = town.speak()
    item = town.item([code])
    town.sign()
    town.checked(item)
    act = next(value for value in re_acts(story(citizen, code)) if value.startswith("rate-"))
    values = {"code": code, "act": act, f"{act}-answer": "solved", f"{act}-words": ""}
    post(citizen, FOLLOW, values)
    assert "您已经评价过" in text(post(citizen, FOLLOW, {**values, f"{act}-answer": "not_solved"}))
    assert Rating.objects.get().answer == "solved"


def test_a_rating_without_an_answer_or_for_somebody_elses_measure_is_refused(town: Town, citizen: Client) -> None:
    code, stranger = town.speak(), town.speak("别的事")
    item = town.item([code])
    town.sign_ready(stranger)
    case = town.checked(item)
    act = f"rate-{case.measure.uid.hex}"
    assert "请选择：已解决、部分解决或没有解决" in text(post(citizen, FOLLOW, {"code": code, "act": act}))
    values = {"code": stranger, "act": act, f"{act}-answer": "solved"}
    assert "不在评价期内" in text(post(citizen, FOLLOW, values))
    assert "没有这项整改" in text(post(citizen, FOLLOW, {"code": code, "act": "rate-x", "rate-x-answer": "solved"}))
    assert not Rating.objects.exists()


def test_too_many_words_with_a_rating_are_refused_and_stay_in_the_form(town: Town, citizen: Client) -> None:
    code = town.speak()
    item = town.item([code])
    town.sign()
    town.checked(item)
    answer = text(rated(citizen, code, "partly", "字" * 501))
    assert "最多 500 个字，现在有 501 个字" in answer
    assert "字" * 501 in answer
    assert not Rating.objects.exists()


def test_closed_silent_and_felt_solved_are_different_words(town: Town, citizen: Client) -> None:
    silent, glad = town.speak("甲"), town.speak("乙")
    one, two = town.item([silent], "条目甲"), town.item([glad], "条目乙")
    town.sign()
    town.checked(one)
    case = town.measure(two, code="2")
    case.up_to_check()
    case.check()
    rated(citizen, glad, "solved")
    move_to(town.county, town.county.today + timedelta(days=30))
    settle_askings(town.county.today, town.county.now)
    assert "没有人评价" in text(story(citizen, silent))
    assert "已销号" in text(story(citizen, silent))
    assert "群众认可" not in text(story(citizen, silent))
    assert "群众认可" in text(story(citizen, glad))


def test_more_words_are_kept_once_and_shown_under_ones_own(town: Town, citizen: Client) -> None:
    code = town.speak()
    page = story(citizen, code)
    values = {
        "code": code, "act": "add", "add-words": "补充：<b>昨天</b>又去了。",
        "add-form": hidden(page)["add-form"], "add-opened": hidden(page)["add-opened"],
    }  # fmt: skip
    for _press in range(2):
        answer = post(citizen, FOLLOW, values)
        assert "补充：<b>昨天</b>又去了。" in text(answer)
        assert "<b>昨天" not in answer.content.decode()
    assert Addition.objects.count() == 1
    town.county.now, town.county.today = town.county.now + timedelta(days=1), town.county.today + timedelta(days=1)
    assert "这个页面不是今天打开的" in text(post(citizen, FOLLOW, values))
    assert Addition.objects.count() == 1


def test_empty_more_words_are_refused(town: Town, citizen: Client) -> None:
    code = town.speak()
    page = story(citizen, code)
    values = {"code": code, "act": "add", "add-words": " ", "add-form": hidden(page)["add-form"]}
    assert "意见内容是空的" in text(post(citizen, FOLLOW, {**values, "add-opened": hidden(page)["add-opened"]}))
    assert not Addition.objects.exists()


@pytest.mark.parametrize("told", [True, False])
def test_the_reason_for_going_no_further_is_told_once_it_was_looked_at(town: Town, citizen: Client, told: bool) -> None:
    code, office = town.speak(), town.county.reach("office")
    town.triaged(code)
    (piece,) = Piece.objects.filter(opinion=town.opinion(code)).select_related("opinion__round")
    settling.settle_piece(
        piece=piece, settlement="not_adopted", reason="规划为绿地，不建停车场。", told=told, actor=office, **town.when()
    )
    page = text(story(citizen, code))
    assert "去向：不采纳" in page
    assert ("规划为绿地" in page) is told
    assert "请您评价、销号" not in page, "no stop is promised that will not come"


@pytest.mark.parametrize("told", [True, False])
def test_the_reason_an_item_was_settled_for_is_told_once_it_was_looked_at(
    town: Town, citizen: Client, told: bool
) -> None:
    codes = [town.speak() for _n in range(5)]
    item = town.item(codes)
    town.sign()
    item.refresh_from_db()
    settling.settle_item(
        item=item, settlement="explained", reason="已在大厅张贴说明。", told=told, revision=item.revision,
        actor=town.county.reach("office"), now=town.county.now,
    )  # fmt: skip
    page = text(story(citizen, codes[0]))
    assert "已解释" in page
    assert ("已在大厅张贴说明" in page) is told


def test_a_rating_without_an_answer_is_said_at_the_top_and_keeps_its_words(town: Town, citizen: Client) -> None:
    code = town.speak()
    item = town.item([code])
    town.sign()
    town.checked(item)
    act = next(value for value in re_acts(story(citizen, code)) if value.startswith("rate-"))
    page = text(post(citizen, FOLLOW, {"code": code, "act": act, f"{act}-words": "还要看看。"}))
    assert "没有提交" in page[: page.index("我说的话")]
    assert "还要看看。" in page
    assert not Rating.objects.exists()
