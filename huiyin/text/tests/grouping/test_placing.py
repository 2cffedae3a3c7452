"""A new opinion is proposed to the groups it belongs to, with the original that speaks for it; never to its opposite."""

import time

from huiyin.text.grouping.placing import MOST, Placer
from huiyin.text.tests.grouping.opinions import ALONE, BREAKFAST, BUSES, LAMPS, MEETINGS, NO_BREAKFAST

GROUPS = {"路灯": LAMPS, "会议": MEETINGS, "早餐": BREAKFAST, "公交": BUSES}


def test_a_copy_is_proposed_before_all_others_with_the_original():
    best = Placer(GROUPS).place(f"{LAMPS[0]}！")[0]
    assert best.key == "路灯"
    assert best.near == LAMPS[0]
    assert best.score >= MOST


def test_another_wording_is_proposed_more_weakly():
    best = Placer(GROUPS).place("巷口路灯坏了，晚上不亮。")[0]
    assert best.key == "路灯"
    assert best.near in LAMPS
    assert best.score < MOST


def test_what_belongs_nowhere_is_proposed_nowhere():
    placer = Placer(GROUPS)
    for text in (ALONE[0], "", "好", "😀", "\ud800", "zzz"):
        assert placer.place(text) == []


def test_an_opposite_wish_is_never_proposed_to_its_opposite():
    assert "早餐" not in [each.key for each in Placer(GROUPS).place(NO_BREAKFAST)]
    assert "早餐" not in [each.key for each in Placer(GROUPS).place("建议食堂取消早餐品种。")]


def test_who_wants_the_opposite_of_what_a_group_is_called_is_not_placed_there():
    groups = {"早餐": BREAKFAST, "广场舞": ["文化广场的广场舞，跳的人有五六十", "文化广场的广场舞从七点跳到九点"]}
    against, for_it = "文化广场的广场舞应该取消", "文化广场的广场舞应该保留"

    def placed(text: str, **called: str) -> bool:
        return "广场舞" in [one.key for one in Placer(groups, called=called).place(text)]

    assert placed(against)
    assert placed(against, 广场舞="取消文化广场的广场舞")
    assert not placed(against, 广场舞="继续办好文化广场的广场舞")
    assert placed(for_it, 广场舞="继续办好文化广场的广场舞")


def test_a_group_may_begin_empty_and_grow():
    placer: Placer[int] = Placer({})
    assert placer.place(LAMPS[0]) == []
    placer.add(7, LAMPS[0])
    assert [each.key for each in placer.place(LAMPS[0])] == [7]


def test_the_order_of_the_groups_says_nothing():
    turned = {key: list(reversed(texts)) for key, texts in reversed(GROUPS.items())}
    for text in (*LAMPS, "公交班次能不能多一点", "会议合并"):
        assert Placer(GROUPS).place(text) == Placer(turned).place(text)


def test_a_text_is_placed_at_once_beside_many():
    many = {number: [f"{text}第{number}组{place}号" for place in range(50) for text in LAMPS] for number in range(80)}
    placer = Placer(many)
    placer.place(LAMPS[0])
    began = time.process_time()
    placer.place(LAMPS[1])
    # 50 ms beside 100,000 is asked; here with room for a busy machine, beside 20,000 that all share their words.
    assert time.process_time() - began < 0.2
