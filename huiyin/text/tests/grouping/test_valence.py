"""A complaint that names no wish still shows whether more or less is wanted, and the two are not proposed as one."""

import pytest

from huiyin.text.grouping.labels import asked
from huiyin.text.grouping.sides import hinted, sides
from huiyin.text.grouping.stance import wishes_of
from huiyin.text.grouping.themes import find_themes
from huiyin.text.grouping.tokens import content, tagged
from huiyin.text.grouping.valence import LONGEST, leaning, valence

MISSED = [
    "早上再多一趟班车就好了",
    "赶不上七点那趟班车，就得等一个小时",
    "隔壁镇一天六趟班车，我们这怎么就没有",
]
WASTED = [
    "一天那么多空车跑来跑去，班车油钱都是白花",
    "班车上没几个人，一天跑八趟图个啥",
    "坐班车的两三个人，何必天天开",
]
NEITHER = "班车是白颜色的"


@pytest.mark.parametrize("line", MISSED)
def test_what_is_missed_is_wanted(line):
    assert valence(line) == 1


@pytest.mark.parametrize("line", WASTED)
def test_what_is_wasted_is_not_wanted(line):
    assert valence(line) == -1


@pytest.mark.parametrize("line", ["", "好", NEITHER, "😀"])
def test_where_nothing_is_told_nothing_is_read(line):
    assert valence(line) == leaning(line, ()) == 0


def test_a_wish_is_heard_before_a_complaint_and_a_long_story_not_at_all():
    line = "班车太挤受不了，请增加班车"
    assert leaning(line, wishes_of(line)) == 1
    assert leaning(WASTED[0] + "班" * LONGEST, ()) == 0


def _parted(lines):
    bags = [content(tagged(line)) for line in lines]
    wishes = {at: wishes_of(line) for at, line in enumerate(lines)}
    weight = [1] * len(lines)
    return hinted(sides([range(len(lines))], wishes, weight, bags), lines, wishes, weight, bags)


def test_who_misses_a_thing_and_who_finds_it_wasted_are_not_one_item():
    lines = [*MISSED, *WASTED, NEITHER]
    items = [set(side.members) for side in _parted(lines)]
    assert not any(item & {0, 1, 2} and item & {3, 4, 5} for item in items)
    # Where both are about as many, who says nothing either way is put with neither.
    assert {6} in items


def test_one_voice_against_many_takes_nobody_with_it():
    lines = [*MISSED, "要是能多开几趟班车就好了", "等班车等了一个小时", WASTED[0], NEITHER]
    items = [set(side.members) for side in _parted(lines)]
    assert {5} in items
    assert any({0, 1, 2} <= item for item in items)


def test_in_a_theme_of_one_mind_who_shows_none_stays():
    lines = [f"{line}，第{at}天" for at in range(1, 7) for line in MISSED]
    items = [set(side.members) for side in _parted([*lines, NEITHER])]
    assert items == [set(range(len(lines) + 1))]


def test_who_shows_none_stands_apart_where_many_wish_the_opposite_outright():
    wanted = ["请增加食堂夜宵", "食堂夜宵太少了", "食堂夜宵不能停"]
    silent, against = "食堂夜宵在二楼供应", "建议取消食堂夜宵"
    assert {3} in [set(side.members) for side in _parted([*wanted, silent, against])]
    many = [f"{line}，第{at}天" for at in range(1, 4) for line in wanted]
    items = [set(side.members) for side in _parted([*many, silent, against])]
    # One in ten takes nobody with it.
    assert {10} in items
    assert any(9 in item and len(item) > 1 for item in items)


def test_who_shows_none_stands_apart_from_those_who_would_have_the_thing_gone():
    """Of what nobody wants nobody says that it should go: whoever names the thing and no wish may be of the other mind."""
    gone = ["流浪猫投喂点请取消", "不要再设流浪猫投喂点", "流浪猫投喂点该撤"]
    silent = "流浪猫投喂点在三号楼后面"
    assert {3} in [set(side.members) for side in _parted([*gone, silent])]
    # A plain complaint with a plea to spare people calls for nothing to go.
    plain = [
        "办事大厅中午没有人值班，跑了两趟都办不成",
        "建议办事大厅中午安排人值班，不要让群众白跑",
        "办事大厅中午的事",
    ]
    assert [set(side.members) for side in _parted(plain)] == [{0, 1, 2}]


@pytest.mark.parametrize(
    ("line", "thing", "name"),
    [
        ("早餐七点四十就收了，值夜班的赶不上，希望延长到八点半", "早餐", "早餐：延长到八点半"),
        ("新市场离我们三站路，老人买菜怎么办？请不要把菜市场搬走。", "市场", "不要把菜市场搬走"),
        ("支持延时服务，收费不高", "", "支持延时服务"),
        ("延长到八点半", "早餐", ""),
        ("希望" + "好" * 90, "早餐", ""),
        ("", "", ""),
    ],
)
def test_a_single_voice_is_named_by_what_it_asks_for(line, thing, name):
    assert asked(line, thing) == name


def test_no_proposed_theme_holds_both():
    lines = [*MISSED, *WASTED]
    for theme in find_themes(lines):
        assert len({at < len(MISSED) for at in theme.members}) == 1
