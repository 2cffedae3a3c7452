"""Texts garbled in every way the sources are come back, and no repair makes one worse."""

from random import Random

import pytest

from eval.distance import distance
from eval.garbling import WAYS
from eval.repair import clean_documents, measured

# One document only: what is measured on all is printed by `python -m eval`.
_LEAST = 0.99


@pytest.mark.parametrize("name", WAYS)
def test_a_garbled_text_comes_back(name: str) -> None:
    tally, _said = measured(WAYS[name](Random(3), clean_documents()[0]))
    assert tally.after >= _LEAST
    assert not tally.worse


def test_the_distance_counts_each_wrong_character_once() -> None:
    assert distance("工作总结", "工作总结") == 0
    assert distance("工作总结", "工总体结") == 2
    assert distance("工作总结", "") == 4
    assert distance("工作总结", "工?总结", {1}) == 0
    assert distance("a" * 3000, "b" + "a" * 3000) == 1
