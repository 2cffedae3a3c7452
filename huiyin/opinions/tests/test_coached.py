"""Copies of one draft and a rush on one day are pointed out to those who read the words; ordinary listening is not."""

import random
from collections import Counter
from datetime import timedelta

from huiyin.opinions import coached, intake
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.models import Round
from huiyin.opinions.tests.conftest import PEPPER, Listening

DRAFT = "在县委的正确领导下，窗口服务热情周到，办事效率明显提高，群众十分满意，希望继续保持。"
MATTERS = ("路灯", "食堂", "停车", "热水", "公交", "垃圾", "电梯", "窗口", "道路", "学校")
PLACES = ("东街口", "西门外", "南关村", "北大院", "河滩路", "新区里", "老城内", "站前街")


def own_words(dice: random.Random, n: int) -> str:
    """What somebody wrote by themselves: a matter of their own, said in their own way."""
    rest = "".join(dice.sample("早晚总是坏了没人修等很久也不见来说过几次还那样请派人去看看什么时候能好", 24))
    return f"{dice.choice(PLACES)}{dice.choice(MATTERS)}第{n}处{rest}。"


def said(listening: Listening, words: str, *, day: int = 0) -> None:
    intake.speak(
        round=listening.round, words=words, form=new_form(), pepper=PEPPER,
        today=listening.county.today + timedelta(days=day),
    )  # fmt: skip


def signs(listening: Listening, *, day: int = 0) -> str:
    fresh = Round.objects.get(pk=listening.round.pk)
    return "".join(
        coached.sentences(fresh, listening.office, today=listening.county.today + timedelta(days=day))
    )  # fmt: skip


def test_copies_of_one_draft_are_pointed_out_as_a_reminder(listening: Listening) -> None:
    dice = random.Random(1)
    for n in range(12):
        said(listening, own_words(dice, n))
    assert signs(listening) == ""
    for ending in ("", "！", "谢谢。", "我很满意。", "好。"):
        said(listening, DRAFT + ending)
    found = signs(listening)
    assert "大体相同" in found
    for word in ("不是结论", "待确认", "不指向任何人"):
        assert word in found


def test_short_words_that_many_say_are_no_sign(listening: Listening) -> None:
    for _n in range(12):
        said(listening, "没有意见，很满意。")
    assert signs(listening) == ""


def test_a_rush_on_one_of_many_days_is_pointed_out(listening: Listening) -> None:
    dice = random.Random(2)
    for n in range(24):
        said(listening, own_words(dice, n), day=n if n < 6 else 3)
    assert "同一天" in signs(listening, day=6)


def test_opinions_spread_over_the_days_are_no_sign() -> None:
    dice = random.Random(3)
    for _run in range(200):
        days = Counter(dice.choices(range(10), k=40))
        assert not coached.one_day(days, among=10)  # type: ignore[arg-type]  # any days will do


def test_few_opinions_and_short_rounds_are_no_sign(listening: Listening) -> None:
    day = listening.county.today
    assert not coached.one_day(Counter({day: 19}), among=10)
    assert not coached.one_day(Counter({day: 100}), among=4)
    assert coached.one_day(Counter({day: 100}), among=5)


def test_a_reader_is_told_only_of_what_they_may_read(listening: Listening) -> None:
    for ending in ("", "！", "谢谢。", "我很满意。", "好。"):
        said(listening, DRAFT + ending)
    assert coached.sentences(listening.round, listening.county.reach("member"), today=listening.county.today) == []
