"""Lots are drawn evenly, the same again by anybody, and a changed list, secret or value draws others."""

import hashlib
from collections import Counter

import pytest

from huiyin.core import drawing_lots
from huiyin.core.drawing_lots import Lot, Unfit


def lots(n, strata=("",)):
    """n lots with fixed tokens, dealt to the strata in turn."""
    return [Lot(hashlib.md5(f"{k}".encode()).hexdigest(), strata[k % len(strata)]) for k in range(n)]


def seed(k=0):
    return drawing_lots.seed_of("f" * 64, f"{k:064x}", "双色球 01 02 03")


def test_the_same_seed_draws_the_same_whatever_the_order_of_the_list():
    frame = lots(50)
    first = drawing_lots.drawn(frame, seed=seed(), size=12)
    assert first == drawing_lots.drawn(frame[::-1], seed=seed(), size=12)
    assert len(first) == 12
    assert drawing_lots.frame_digest(frame) == drawing_lots.frame_digest(frame[::-1])


def test_a_published_list_reads_back_and_draws_the_same():
    frame = lots(30, ("甲单位", "乙单位"))
    text = drawing_lots.frame_text(frame)
    again = drawing_lots.read_frame(text.replace("\n", "\r\n"))
    assert drawing_lots.frame_digest(again) == drawing_lots.frame_digest(frame)
    assert drawing_lots.drawn(again, seed=seed(), size=7) == drawing_lots.drawn(frame, seed=seed(), size=7)


def test_everybody_is_drawn_equally_often():
    """600 seeds, 10 of 40: chi-square over 40 lots; 39 degrees of freedom, 80 is passed by chance once in 8 000."""
    frame = lots(40)
    often: Counter[str] = Counter()
    for k in range(600):
        often.update(drawing_lots.drawn(frame, seed=seed(k), size=10))
    expected = 600 * 10 / 40
    # Drawn without laying back: the variance of each is a quarter smaller.
    chi = sum((often[lot.token] - expected) ** 2 for lot in frame) / (expected * 0.75) * 39 / 40
    assert chi < 80


def test_pairs_are_drawn_as_often_as_chance_has_it():
    frame, together = lots(12), 0
    for k in range(1000):
        found = set(drawing_lots.drawn(frame, seed=seed(k), size=6))
        together += frame[0].token in found and frame[1].token in found
    # 6·5 / 12·11 = 0.227; four standard deviations.
    assert abs(together - 227) < 4 * (1000 * 0.227 * 0.773) ** 0.5


def test_every_part_of_the_seed_counts():
    base = drawing_lots.seed_of("a" * 64, "b" * 64, "01 02")
    assert base != drawing_lots.seed_of("c" * 64, "b" * 64, "01 02")
    assert base != drawing_lots.seed_of("a" * 64, "d" * 64, "01 02")
    assert base != drawing_lots.seed_of("a" * 64, "b" * 64, "01 03")
    # Full-width figures and doubled gaps are the same value to whoever types it.
    assert base == drawing_lots.seed_of("a" * 64, "b" * 64, " 01　０2 ")


def test_strata_give_in_proportion():
    frame = (
        lots(10, ("甲",)) + [Lot(f"{k:032x}", "乙") for k in range(5)] + [Lot(f"{k + 9:032x}", "丙") for k in range(5)]
    )
    assert drawing_lots.shares(frame, 4) == {"丙": 1, "乙": 1, "甲": 2}
    found = drawing_lots.drawn(frame, seed=seed(), size=4)
    by_token = {lot.token: lot.stratum for lot in frame}
    assert Counter(by_token[token] for token in found) == {"甲": 2, "乙": 1, "丙": 1}
    assert sum(drawing_lots.shares(frame, 7).values()) == 7


def test_a_further_draw_takes_from_the_rest():
    frame = lots(20)
    first = drawing_lots.drawn(frame, seed=seed(), size=8)
    second = drawing_lots.drawn(frame, seed=seed(1), size=8, before=first)
    assert not set(first) & set(second)
    with pytest.raises(Unfit, match="1 与 12 之间"):
        drawing_lots.drawn(frame, seed=seed(1), size=13, before=first)


@pytest.mark.parametrize("text", ["", "abc\t甲", "0" * 31 + "\t甲", ("0" * 32 + "\t甲\n") * 2])
def test_a_list_that_is_none_is_refused_with_a_sentence(text):
    with pytest.raises(Unfit, match=r"。$"):
        drawing_lots.read_frame(text)


def test_a_list_that_was_altered_shows():
    frame = lots(30)
    assert drawing_lots.frame_digest(frame) != drawing_lots.frame_digest(frame[1:])
    assert drawing_lots.list_digest(["a", "b"]) == drawing_lots.list_digest(["b", "a"])
    assert drawing_lots.commitment("00") != drawing_lots.commitment("01")
