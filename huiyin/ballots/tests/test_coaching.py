"""A model answer handed out shows; a content body, a halo and a weak item that all mark down do not."""

import random

import pytest

from huiyin.ballots import coaching

ITEMS = 6


def honest(rng, n, *, mean=1.0, halo=0.8, weak=0.0, spread=0.7):
    """People with a mood of their own (the halo) over six items, one of which is weak by so many grades."""
    found = []
    for _k in range(n):
        mood = rng.gauss(mean, halo)
        found.append(
            tuple(min(4, max(0, round(rng.gauss(mood + (weak if item == 5 else 0), spread)))) for item in range(ITEMS))
        )
    return found


MODEL = (0, 1, 0, 0, 1, 0)


@pytest.mark.parametrize("seed", range(20))
def test_a_model_answer_handed_out_shows(seed):
    rng = random.Random(seed)
    vectors = honest(rng, 60) + [MODEL] * 40
    rng.shuffle(vectors)
    assert coaching.alike(vectors)


@pytest.mark.parametrize("how", [
    {"mean": 0.2, "halo": 0.5}, {"mean": -0.5, "halo": 0.3}, {"mean": 1, "halo": 1.5}, {"mean": 0, "weak": 1.0},
    {"mean": 0, "halo": 0.2, "weak": 1.0, "spread": 0.25}, {"mean": 2.0, "halo": 1.0}, {"mean": 0.0, "halo": 2.0},
    {"mean": 0.4, "halo": 1.2, "spread": 0.3}, {"mean": 0.1, "halo": 0.4, "spread": 0.4, "weak": 0.5},
])  # fmt: skip
@pytest.mark.parametrize("n", [8, 30, 100, 400])
def test_honest_answers_are_no_sign(how, n):
    """Of 40 boxes filled honestly, not one is warned of."""
    warned = sum(coaching.alike(honest(random.Random(seed), n, **how)) for seed in range(40))
    assert warned == 0


def test_everybody_content_with_everything_is_no_sign():
    assert not coaching.alike([(0,) * ITEMS] * 200)


def test_a_weak_item_that_all_mark_down_is_no_sign():
    assert not coaching.alike([(0, 0, 0, 0, 0, 2)] * 90 + [(0,) * ITEMS] * 10)


def test_few_ballots_few_items_and_gaps_are_no_sign():
    assert not coaching.alike([MODEL] * 4)
    assert not coaching.alike([(0, 1, 0)] * 20 + [(1, 0, 1)] * 20)
    assert not coaching.alike([(0, -1, 0, 0, 1, 0)] * 40)
    assert not coaching.alike([])


def test_all_top_is_a_sign_only_beside_others_that_differ():
    mine, other = [[98, 1, 1, 0, 0]] * 2 + [[100, 0, 0, 0, 0]] * 4, [[40, 40, 15, 4, 1]] * ITEMS
    assert coaching.all_top(mine, [other] * 3)
    assert not coaching.all_top(mine, [])
    assert not coaching.all_top(mine, [other] * 2)
    assert not coaching.all_top(mine, [other, other, [[90, 10, 0, 0, 0]] * ITEMS])
    assert not coaching.all_top([[19, 0, 0, 0, 0]] * ITEMS, [other] * 3)
    assert not coaching.all_top(other, [other] * 3)


def test_the_sentence_says_reminder_and_names_no_number_of_people():
    (said,) = coaching.sentences([coaching.ALIKE, coaching.TOP])
    for word in ("不是结论", "待确认", "不指向任何人"):
        assert word in said
    assert coaching.sentences([]) == []
