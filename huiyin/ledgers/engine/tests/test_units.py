"""A unit that a clerk's text does not name is refused with the nearest name, as long as names are misspelt and not another list."""

import pytest

from huiyin.core.errors import Refused
from huiyin.ledgers.engine.units import UnitFinder
from huiyin.organisation.models import Unit

UNITS = [
    Unit(name="青山县教育局", short_name="", code="A1", path="00001"),
    Unit(name="青山县水利局", code="A2", path="00002"),
]


def refusal(finder: UnitFinder, text: str) -> str:
    with pytest.raises(Refused) as refused:
        finder.find(text)
    return refused.value.sentence


def test_a_misspelt_unit_is_refused_with_the_nearest_name():
    assert "是不是“青山县教育局”" in refusal(UnitFinder(UNITS), "青山县教育厅")


def test_after_many_wrong_names_nothing_is_guessed_any_more_but_all_are_refused():
    finder = UnitFinder(UNITS)
    guessed = ["是不是" in refusal(finder, f"青山县教育{number}厅") for number in range(200)]
    assert 0 < sum(guessed) < 200
    assert not guessed[-1]
    assert finder.find("A2") is UNITS[1]
