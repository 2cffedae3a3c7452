"""Two sides of one matter that wish nothing outright: they point at each other with their numbers, and a person may join them."""

import html
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.consolidating import deciding, facing, shaping
from huiyin.consolidating.leaning_apart import leaning_apart
from huiyin.consolidating.models import Card, Opposite
from huiyin.consolidating.tests.conftest import Desk
from huiyin.core.errors import Refused
from huiyin.opinions.models import Item
from huiyin.text.grouping.themes import Theme

AGAINST = ("广场舞音响吵得孩子没法写作业", "广场舞天天吵到十点，睡不着", "楼下广场舞太吵了，受不了")
FOR = ("广场舞是我们老人唯一的爱好，别赶走", "跳广场舞身体好多了，病也少了")


def themes(*subjects: int) -> list[Theme]:
    """The first three texts are one theme, the next two another, of these subjects."""
    return [
        Theme("吵", (0, 1, 2), (0,), subject=subjects[0]),
        Theme("爱好", (3, 4), (3,), subject=subjects[1]),
    ]


def test_a_complaint_and_a_defence_of_one_matter_stand_against_one_another() -> None:
    said = [*AGAINST, *FOR]
    assert leaning_apart(themes(0, 0), said) == [(0, 1)]
    assert leaning_apart(themes(0, 1), said) == []
    assert leaning_apart(themes(0, 0), [*AGAINST, "食堂的早餐挺好，方便", "食堂早餐管用，愿意吃"]) == []
    assert leaning_apart(themes(0, 0), [*AGAINST, *AGAINST[:2]]) == []
    assert leaning_apart([], []) == []


def test_what_is_opposed_outright_is_no_hint() -> None:
    one, other = themes(0, 0)
    plain = [Theme(one.label, one.members, one.representatives, (1,), 0), other]
    assert leaning_apart(plain, [*AGAINST, *FOR]) == []


@pytest.fixture
def parted(desk: Desk) -> tuple[Card, Card]:
    """Two cards of the desk that only seem to lean opposite ways."""
    desk.read()
    one, other = desk.card_of("甲-1"), desk.card_of("丙-1")
    Opposite.objects.create(card=one, other=other, hinted=True)
    return one, other


def test_both_cards_name_the_other_with_its_number(
    parted: tuple[Card, Card], desk: Desk, browser: Callable[[str], Client]
) -> None:
    client = browser("office")
    for card, other in (parted, parted[::-1]):
        page = html.unescape(client.get(reverse("consolidating_card", kwargs={"uid": card.uid})).content.decode())
        assert "可能有不同看法" in page
        assert f"卡片 {other.number}，{other.size} 条：" in page
        assert reverse("consolidating_card", kwargs={"uid": other.uid}) in page
    board = reverse("consolidating_board", kwargs={"uid": desk.listening.round.uid})
    page = html.unescape(client.get(board).content.decode())
    assert "可能有不同看法 3 条" in page
    assert "可能有不同看法 5 条" in page
    listed = html.unescape(client.get(f"{board}?kind=other_view").content.decode())
    assert parted[0].label in listed
    assert parted[1].label in listed


def test_a_hint_is_no_bar_to_joining_them_and_an_outright_wish_is(parted: tuple[Card, Card], desk: Desk) -> None:
    one, other = parted
    shaping.merge(card=other, revision=other.revision, into=one, **desk.by())
    more, less = desk.card_of("丁-1"), desk.card_of("戊-1")
    with pytest.raises(Refused, match="相反的意见，不能合并"):
        shaping.merge(card=less, revision=less.revision, into=more, **desk.by())


def test_the_fewer_stay_beside_the_item_that_the_more_became(
    parted: tuple[Card, Card], desk: Desk, browser: Callable[[str], Client]
) -> None:
    one, other = parted
    item = deciding.accept(card=one, revision=one.revision, **desk.by())
    actor = desk.listening.office
    other.refresh_from_db()
    sides = facing.other_sides([other], actor)[other.pk]
    assert [(side.card, side.item, side.pieces, side.hinted) for side in sides] == [(None, item, 5, True)]
    assert [(side.card, side.pieces) for side in facing.against_item(item, actor)] == [(other, 3)]
    here = reverse("consolidating_item_history", kwargs={"uid": item.uid})
    assert f"卡片 {other.number}，3 条：" in html.unescape(browser("office").get(here).content.decode())


def test_who_may_not_read_a_card_is_not_told_of_it(parted: tuple[Card, Card], desk: Desk) -> None:
    one, other = parted
    piece = desk.pieces["丙-1"]
    piece.opinion.about_person = desk.listening.county.people["office"]
    piece.opinion.save(update_fields=["about_person"])
    actor = desk.listening.county.reach("office")
    assert facing.other_sides([one], actor).get(one.pk, []) == []
    assert len(facing.other_sides([one], desk.listening.county.reach("office_two"))[one.pk]) == 1
    assert not Item.objects.exists()
    assert other.state == Card.State.OPEN
