"""Where the pieces of a card may go: the nearest wording first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.conftest import County
from huiyin.consolidating import queries
from huiyin.consolidating.nearby import nearest_first
from huiyin.consolidating.tests.conftest import Desk

NAMED = {1: "会议太多", 2: "路灯坏了没有人修", 3: "食堂增加早餐品种", 4: "取消食堂早餐", 5: ""}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("城东路灯一直不亮", [2]),
        ("食堂的早餐花样太少", [4, 3]),
        ("开会太多，会议又长", [1]),
        # Nothing in common with any: as they were given.
        ("图书馆周末也开门", [1, 2, 3, 4, 5]),
        ("", [1, 2, 3, 4, 5]),
    ],
)
def test_the_nearest_wording_stands_first(text: str, first: list[int]) -> None:
    found = nearest_first(text, NAMED)
    assert sorted(found) == sorted(NAMED)
    assert found[: len(first)] == first


def test_a_pair_that_few_wordings_hold_says_more() -> None:
    many = {number: f"建议{word}" for number, word in enumerate(["开会", "路灯", "早餐", "公园", "班车"])}
    assert nearest_first("建议晚上修路灯", many)[0] == 1


@pytest.mark.django_db
def test_a_smaller_card_of_the_same_thing_comes_before_a_larger_one(desk: Desk, county: County) -> None:
    desk.read()
    card, near, far = desk.card_of("丁-1"), desk.card_of("戊-1"), desk.card_of("甲-1")
    assert far.size > near.size
    office = county.reach("office")
    with CaptureQueriesContext(connection) as asked:
        cards, items = queries.targets(office, card, "", beside="希望食堂增加早餐品种，现在太少。")
    # The actor's rights, the cards, what speaks for them, its words, the items.
    assert len(asked) == 5
    assert cards[0] == near
    assert far in cards
    assert items == []
    # By words sought only what holds them; nobody is led past the actor's reach.
    assert queries.targets(office, card, "早餐 没有的词")[0] == []
    assert queries.targets(county.reach("east_clerk"), card, "") == ([], [])
