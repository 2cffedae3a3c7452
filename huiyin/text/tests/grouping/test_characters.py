"""Short texts are held against one another by their characters where words teach too little, and never where they teach enough."""

import random

import numpy as np
import pytest

from huiyin.text.grouping.characters import by_characters, by_thesaurus
from huiyin.text.grouping.folding import folded
from huiyin.text.grouping.space import learn
from huiyin.text.grouping.tokens import content, simplified, tagged
from huiyin.text.tests.grouping.opinions import EVERYTHING, LAMPS

SAID = [
    "接娃的校车老是晚点",
    "厂里的班车等不来",
    "食堂的饭菜太凉",
    "饭堂打的菜没油水",
    "表格填了一遍又一遍",
    "报表天天催着交",
]


@pytest.mark.parametrize("way", [by_characters, by_thesaurus])
def test_who_shares_a_character_of_one_thing_is_nearer_than_who_shares_none(way):
    rows = way(folded(SAID))
    alike = rows @ rows.T
    assert alike[2, 3] > max(alike[2, 0], alike[2, 4], alike[3, 5])
    assert alike[4, 5] > max(alike[4, 0], alike[4, 2], alike[5, 3])


@pytest.mark.parametrize("way", [by_characters, by_thesaurus])
def test_rows_have_length_one_or_none_and_any_text_has_a_row(way):
    rows = way(folded(["", "好", "😀", "lamp", "路" * 20_000, "\ud800路灯", *SAID]))
    lengths = np.linalg.norm(rows, axis=1)
    assert len(rows) == 6 + len(SAID)
    assert np.all(lengths < 1 + 1e-5)
    assert lengths[0] == lengths[2] == 0
    assert np.all(lengths[-len(SAID) :] > 0.99)
    assert len(way([])) == 0


@pytest.mark.parametrize("way", [by_characters, by_thesaurus])
def test_a_character_that_everybody_writes_says_nothing(way):
    rows = way(
        folded([f"{word}很好看" for word in ("琥珀", "罗盘", "茶马", "陨石", "芦苇", "算盘", "驼铃", "窗花", "冰川")])
    )
    alike = rows @ rows.T
    np.fill_diagonal(alike, 0)
    assert alike.max() < 0.9


def space(texts):
    lines = simplified(texts)
    return learn(lines, [content(tagged(line)) for line in lines])


def test_texts_that_teach_enough_are_known_by_their_words_alone():
    chance = random.Random(1)
    taught, untaught = space(["，".join(chance.sample(EVERYTHING, 6)) for _ in range(1_000)]), space(LAMPS)
    assert taught.untaught == 0
    assert untaught.untaught == 1
    assert untaught.near.shape[1] > taught.near.shape[1]


def test_nobody_is_more_alike_to_another_than_to_himself():
    found = space(EVERYTHING)
    alike = found.near @ found.near.T + (found.plain @ found.plain.T).toarray()
    assert alike.max() <= 1 + 1e-4
    assert np.all(alike.max(axis=1) <= np.diag(alike) + 1e-4)
