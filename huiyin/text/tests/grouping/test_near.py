"""Repeats are found, whatever the order of the texts; what only looks like a repeat stays apart."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.text.grouping import alike, folding, near, sketches
from huiyin.text.grouping.near import ALIKE, bands, bands_of, likeness, likenesses, near_duplicates

LETTER = (
    "我们小区地下车库去年十月开始漏水，物业来看过两次，说要等维修基金，到现在没有动工。"
    "雨天地面积水有十几厘米深，老人和孩子经过时很不安全，已经有两位住户滑倒。"
)
ADDED = "另外东门的路灯也坏了大半年，晚上完全看不清路，我们打过热线，答复说已经转给有关单位，之后再没有消息。"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("建议增加早餐品种", "建議增加早餐品種！！"),
        ("建议增加早餐", "增加早餐，谢谢领导"),
        ("路灯坏了没人修", "路灯坏了没人修呢"),
        (
            "镇上的会议太多，一开就是半天，建议合并同类会议",
            "反映一下：镇上会议太多,一开就是半天,建议合并同类会议。盼复",
        ),
        ("村口到学校的路坑坑洼洼，下雨天没法走，希望尽快硬化", "村口到学校地路坑坑洼洼，下雨天没法走，希望尽快硬化"),
        (LETTER, "尊敬的领导您好：" + LETTER + ADDED),
        (LETTER + ADDED, ADDED + LETTER),
        (
            "The street lamps on our road have been broken for weeks",
            "The street lamps on our road have been broken for weeks!!",
        ),
    ],
)
def test_a_repeat_lightly_changed_is_a_repeat(first: str, second: str) -> None:
    assert likeness(first, second) >= ALIKE
    assert near_duplicates([first, second]) in ([0, 0], [1, 1])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("增加早餐", "取消早餐"),
        ("建议在食堂增加早餐的品种和数量", "建议在食堂减少早餐的品种和数量"),
        ("3号楼电梯坏了", "5号楼电梯坏了"),
        ("三组的路没修好请尽快安排", "五组的路没修好请尽快安排"),
        (
            "反映小区3号楼的电梯经常停运，物业一直没有修，请有关部门督促",
            "反映小区8号楼的电梯经常停运，物业一直没有修，请有关部门督促",
        ),
        ("石桥村路灯不亮请维修", "金山村路灯不亮请维修"),
        ("阳光小区停水三天了没人管", "金山小区停水三天了没人管"),
        ("小区应当收停车费了", "小区不应当收停车费了"),
        ("支持延长开放时间", "反对延长开放时间"),
        ("路灯太亮", "路灯太暗"),
        ("自习室晚上开放的时间太长了大家受影响", "自习室晚上开放的时间太短了大家受影响"),
        ("一期", "二期"),
        ("修路", LETTER + "修路"),
        (
            "The bus to the hospital never comes on time in the morning",
            "The library should stay open on Sundays for the pupils",
        ),
    ],
)
def test_one_change_that_changes_the_meaning_keeps_two_texts_apart(first: str, second: str) -> None:
    assert likeness(first, second) < ALIKE
    assert near_duplicates([first, second]) == [0, 1]


def test_one_letter_about_two_places_is_two_letters() -> None:
    there = "东坪街道梅园路翠湖小区，底层几家餐馆的油烟直接排到楼上，衣服晾在外面都是油烟味，窗户不敢打开，夜里营业到三点，请处理。"
    here = "西岭镇河滨路银杏社区，底层几家餐馆的油烟直接排到楼上，衣服晾在外面都是油烟味，窗户不敢打开，夜里营业到三点，请处理。"
    assert likeness(there, here) < ALIKE


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("王家村", "李家村"),
        ("上河村", "下河村"),
        ("第一小学门口", "第二小学门口"),
        ("翠湖小区", "梅园小区"),
        ("安平卫生院门前", "永丰卫生院门前"),
        ("一组", "二组"),
    ],
)
def test_one_short_letter_about_two_places_is_two_letters(there: str, here: str) -> None:
    letter = "的水泥路断了一截，下雨天孩子们没法走，请尽快派人来修"
    assert likeness(there + letter, here + letter) < ALIKE
    assert likeness("说个事，" + there + letter, "各位好：" + here + letter + "，谢谢") < ALIKE


@pytest.mark.parametrize(
    "written", ["石桥王家村", "石桥镇王家", "石桥镇家王村", "石桥镇王的家村", "反映一下：石桥镇王家村", "王家村"]
)
def test_a_place_written_wrongly_or_in_part_is_the_same_place(written: str) -> None:
    letter = "的路灯坏了半年，晚上老人出门看不见，盼望派人来修"
    assert likeness("石桥镇王家村" + letter, written + letter) >= ALIKE


@pytest.mark.parametrize(
    ("one", "other"), [("村口的马路", "村口的道路"), ("镇上的路", "镇里的路"), ("小区的路", "阳光小区的路")]
)
def test_a_road_is_no_name_of_a_place(one: str, other: str) -> None:
    letter = "坑坑洼洼，下雨天没法走，请尽快修一修，谢谢领导"
    assert likeness(one + letter, other + letter) >= ALIKE


def test_the_most_copied_wording_stands_for_its_group() -> None:
    wording = "镇上的会议太多，一开就是半天，建议合并同类会议"
    texts = ["希望" + wording, wording, wording + "！", "今年" + wording, "厕所没有水"]
    assert near_duplicates(texts) == [1, 1, 1, 1, 4]


def test_empty_texts_repeat_nothing() -> None:
    assert near_duplicates([]) == []
    assert near_duplicates(["", "", "。", "。", " ", "修路", "修路。"]) == [0, 1, 2, 3, 4, 5, 5]
    assert likeness("", "") == likeness("。", "。") == likeness("", "修路") == 0
    assert bands("") == bands("！！") == ()


def test_of_a_chain_of_small_changes_nobody_joins_by_way_of_another() -> None:
    draw = random.Random(7)
    stream = "".join(chr(draw.randrange(0x4E00, 0x5E00)) for _ in range(400))
    texts = [stream[at : at + 40] for at in range(0, 360, 2)]
    found = near_duplicates(texts)
    assert len(set(found)) > 10
    assert all(likeness(text, texts[at]) >= ALIKE for text, at in zip(texts, found, strict=True))


THINGS = ["会议", "太多", "建议", "增加", "取消", "早餐", "食堂", "3号楼", "5号楼", "电梯", "坏了", "没人", "修"]
WORDS = st.sampled_from([*THINGS, "請", "請尽快", "的", "不", "abc", "\U0001f44d", "，", "。"])
TEXTS = st.lists(st.lists(WORDS, max_size=25).map("".join), max_size=12)


@pytest.mark.proofs
@settings(max_examples=150, deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_the_texts_does_not_matter(texts: list[str], draw: random.Random) -> None:
    order = list(range(len(texts)))
    draw.shuffle(order)
    found, moved = near_duplicates(texts), near_duplicates([texts[at] for at in order])
    for place, at in enumerate(order):
        assert texts[order[moved[place]]] == texts[found[at]]
        assert folding.fold(texts[at]) or found[at] == at


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_every_member_is_like_its_representative_and_that_stands_for_itself(texts: list[str]) -> None:
    found = near_duplicates(texts)
    for text, at in zip(texts, found, strict=True):
        assert found[at] == at
        assert not folding.fold(text) or likeness(text, texts[at]) >= ALIKE


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.integers(min_value=1, max_value=60))
def test_how_much_is_worked_on_at_a_time_does_not_matter(texts: list[str], size: int) -> None:
    found, keys = near_duplicates(texts), bands_of(texts)
    with pytest.MonkeyPatch.context() as patch:
        for module, name in (
            (folding, "CHUNK"),
            (sketches, "CHUNK"),
            (near, "WRITINGS"),
            (alike, "WORK"),
            (alike, "COMPARED"),
        ):
            patch.setattr(module, name, size)
        assert near_duplicates(texts) == found
        assert bands_of(texts) == keys == [bands(text) for text in texts]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_the_same_both_ways_and_between_nothing_and_all(a: str, b: str) -> None:
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, a) == (1 if folding.fold(a) else 0)
    assert likenesses(a, [b, "", a]) == [likeness(a, b), 0, likeness(a, a)]


def test_a_new_text_meets_its_twin_by_a_shared_band() -> None:
    draw = random.Random(11)
    met = 0
    for _ in range(200):
        text = "".join(chr(draw.randrange(0x4E00, 0x5E00)) for _ in range(40))
        at = draw.randrange(40)
        met += bool(set(bands(text)) & set(bands(text[:at] + "很" + text[at + 1 :] + "，谢谢！")))
    assert met == 200
    assert all(-(2**63) <= key < 2**63 for key in bands(LETTER))
    assert len(set(bands(LETTER + ADDED))) > len(set(bands("修路"))) == sketches.BANDS_OF_ALL


def test_a_hundred_thousand_texts_of_one_kind_are_soon_done() -> None:
    many = 100_000
    assert set(near_duplicates(["建议增加早餐"] * many)) == {0}
    assert near_duplicates([""] * many) == list(range(many))
    assert len(set(near_duplicates(["\U0001f44d", "\U0001f44e"] * (many // 2)))) == 2
    plain = [letter for letter in map(chr, range(0x4E00, 0x5400)) if folding.fold(letter) == letter]
    different = [plain[at % 320] + plain[at // 320] + "路" for at in range(many)]
    assert near_duplicates(different) == list(range(many))


def test_the_longest_and_the_shortest_text() -> None:
    draw = random.Random(5)
    long = "".join(chr(draw.randrange(0x4E00, 0x5E00)) for _ in range(20_000))
    texts = [long, "路", long[:9_000] + "改" + long[9_001:], "路。", "灯", "a", "A", "\U00020000"]
    assert near_duplicates(texts) in ([0, 1, 0, 1, 4, 6, 6, 7], [2, 1, 2, 1, 4, 6, 6, 7])


@pytest.mark.parametrize(
    ("text", "same", "other"),
    [
        (
            "请修路 please repair the road to school",
            "請修路PLEASE REPAIR THE ROAD TO SCHOOL",
            "请修路 please close the shop at night",
        ),
        ("مەكتەپ يولىنى ئوڭشاڭلار", "مەكتەپ يولىنى ئوڭشاڭلار!", "بازاردىكى چىراغنى ئوڭشاڭلار"),
        (
            "食堂の朝食をもっと増やしてください",
            "食堂の朝食をもっと増やしてください。",
            "図書館の時間をもっと延ばしてほしい",
        ),
    ],
)
def test_other_scripts_and_mixtures(text: str, same: str, other: str) -> None:
    assert likeness(text, same) >= ALIKE > likeness(text, other)
