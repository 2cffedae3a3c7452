"""Themes hold what is said in common, in the opinions' own words; the rest is left alone; opposite wishes stay apart."""

import random

import pytest

from huiyin.text.grouping.headings import headings, one_matter
from huiyin.text.grouping.mending import mended
from huiyin.text.grouping.space import learn
from huiyin.text.grouping.stance import opposed
from huiyin.text.grouping.themes import Theme, find_themes, repeated_in
from huiyin.text.grouping.tokens import content, simplified, tagged
from huiyin.text.tests.grouping.opinions import ALONE, BREAKFAST, BUSES, EVERYTHING, LAMPS, MEETINGS, NO_BREAKFAST


def holding(themes: list[Theme], at: int) -> Theme | None:
    return next((theme for theme in themes if at in theme.members), None)


def said(texts: list[str], themes: list[Theme]) -> set[tuple[str, frozenset[str], tuple[str, ...]]]:
    """Themes by what is in them, whatever the order of the texts."""
    return {
        (
            theme.label,
            frozenset(texts[at] for at in theme.members),
            tuple(sorted(themes[other].label for other in theme.opposes)),
        )
        for theme in themes
    }


def test_people_who_speak_of_one_matter_are_in_one_theme():
    themes = find_themes(EVERYTHING)
    for matter in (LAMPS, MEETINGS, BREAKFAST, BUSES):
        first = holding(themes, EVERYTHING.index(matter[0]))
        assert first is not None
        together = [text for text in matter if EVERYTHING.index(text) in first.members]
        assert len(together) >= len(matter) - 1


def test_what_nobody_else_says_is_left_alone():
    assert holding(find_themes(EVERYTHING), EVERYTHING.index(ALONE[0])) is None


def test_a_theme_never_holds_opposed_wishes():
    for theme in find_themes(EVERYTHING):
        texts = [EVERYTHING[at] for at in theme.members]
        assert not any(opposed(a, b) for a in texts for b in texts)


def test_the_view_of_one_person_stays_visible_beside_the_theme_it_opposes():
    texts = [*BREAKFAST, NO_BREAKFAST]
    themes = find_themes(texts)
    for_it, against_it = holding(themes, 0), holding(themes, len(texts) - 1)
    assert for_it is not None
    assert against_it is not None
    assert against_it.members == (len(texts) - 1,)
    assert themes.index(against_it) in for_it.opposes
    assert themes.index(for_it) in against_it.opposes


def test_near_equal_letters_with_opposite_wishes_are_not_copies():
    texts = ["建议机关食堂今年起增加早餐供应方便职工", "建议机关食堂今年起取消早餐供应方便职工"]
    assert repeated_in(texts) == [0, 1]
    assert repeated_in([texts[0], f"{texts[0]}。"])[1] == 0


def test_a_label_stands_in_one_of_the_opinions():
    for theme in find_themes(EVERYTHING):
        plain = theme.label.rstrip("…")
        assert plain
        assert any(plain in EVERYTHING[at] for at in theme.members)


def test_a_wish_that_names_its_thing_only_in_passing_stands_against_the_theme_all_the_same():
    texts = [*BREAKFAST, "早餐每天剩一半，两个师傅四点起床忙活，米面油都浪费，建议取消。"]
    themes = find_themes(texts)
    assert all(len(texts) - 1 not in theme.members or len(theme.members) == 1 for theme in themes)


def test_a_label_names_the_thing_and_what_is_wished():
    theme = holding(find_themes([*BUSES * 2, *LAMPS]), 0)
    assert theme is not None
    assert "公交" in theme.label
    assert any(word in theme.label for word in ("增加", "少", "早"))


def test_originals_are_members_and_differ():
    texts = [*LAMPS * 3, *MEETINGS]
    for theme in find_themes(texts):
        shown = [texts[at] for at in theme.representatives]
        assert set(theme.representatives) <= set(theme.members)
        assert len(set(shown)) == len(shown) > 0


def test_the_order_of_the_texts_says_nothing():
    texts = [*EVERYTHING, *LAMPS[:2]]
    expected = said(texts, find_themes(texts))
    for seed in range(4):
        mixed = texts[:]
        random.Random(seed).shuffle(mixed)
        assert said(mixed, find_themes(mixed)) == expected


def test_groups_of_one_matter_share_a_heading_unless_they_are_opposed():
    lines = simplified([*LAMPS, *MEETINGS])
    space = learn(lines, [content(tagged(line)) for line in lines])
    groups = [[0, 1], [2, 3, 4], [5, 6, 7, 8, 9]]
    lamps, other_lamps, meetings = headings(space, groups, [], lines).tolist()
    assert lamps == other_lamps != meetings
    assert len(set(headings(space, groups, [(0, 1)], lines).tolist())) == 3
    # However many stand beside them that are like both.
    each = [[at] for at in range(len(LAMPS))] * 20
    number = headings(space, each, [(0, 4)], lines).tolist()
    assert number[0] != number[4]
    assert len({*number}) == 2


def test_clusters_of_one_matter_become_one_and_others_stay_apart():
    lines = simplified([*LAMPS, *MEETINGS])
    space = learn(lines, [content(tagged(line)) for line in lines])
    assert one_matter(space, [[0, 1], [4, 2, 3], [5, 6, 7, 8, 9]], lines) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert one_matter(space, [[2, 3]], lines) == [[2, 3]]
    assert one_matter(space, [], lines) == []


def test_questions_stand_under_one_heading_sooner_than_what_is_no_question():
    told = ["落户以后拿到了购房补贴", "落户满三年", "士官转业有购房指标", "转业以后等安排"]
    lines = simplified([*told, *MEETINGS, *LAMPS, *BUSES])
    space = learn(lines, [content(tagged(line)) for line in lines])
    groups = [[0, 1], [2, 3], [4, 5]]
    settled, posted, _ = headings(space, groups, [], lines).tolist()
    assert settled != posted
    asked = [f"请问{line}" for line in lines[:4]] + lines[4:]
    settled, posted, meetings = headings(space, groups, [], asked).tolist()
    assert settled == posted != meetings


def test_a_hundred_thousand_equal_texts_are_one_theme():
    (theme,) = find_themes([LAMPS[0]] * 100_000)
    assert len(theme.members) == 100_000
    assert len(theme.representatives) == 1


def test_texts_with_nothing_in_common_are_all_left_alone():
    words = ["琥珀", "罗盘", "茶马", "陨石", "芦苇", "算盘", "驼铃", "窗花", "冰川", "竹简", "沙漏", "灯塔"]
    assert find_themes([f"{word}很好看" for word in words]) == []


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["", "", ""],
        ["好"],
        ["😀", "😀👍", "🙏"],
        ["路" * 20_000, "路灯坏了"],
        ["\ud800路灯", "路灯\ud800"],
        ["lamp lamp lamp", "路灯 lamp", "ランプ", "램프", "路燈壞了"],
        ["\x00\n\t", " "],
    ],
)
def test_any_texts_can_be_grouped(texts):
    members = [at for theme in find_themes(texts) for at in theme.members]
    assert len(members) == len(set(members))


def test_traditional_and_simplified_meet():
    texts = [*LAMPS, "村口的路燈壞了很久，請派人維修路燈。"]
    theme = holding(find_themes(texts), len(texts) - 1)
    assert theme is not None
    assert 0 in theme.members


def test_only_what_shows_the_signs_of_garbling_is_repaired():
    garbled = "服(fú)务群(qún)众态(tài)度不好"
    assert mended([garbled, "路灯（LED）坏了"]) == ["服务群众态度不好", "路灯（LED）坏了"]


@pytest.mark.parametrize("page", ["latin-1", "gb18030"])
def test_words_whose_bytes_were_taken_for_another_code_page_are_read_again(page):
    said = "城东的路灯坏了，请派人修"
    assert mended([said.encode().decode(page)]) == [said]


def test_words_that_only_look_misread_stay():
    kept = ["请解决鐨字怎么念", "涓涓细流，浜海路积水", "Café 门口的 naïve 广告"]
    assert mended(kept) == kept
