"""What was answered about a measure is told as a whole once the asking is settled, and never of a few."""

from datetime import date

import pytest

from huiyin.rectification.answers import Answers
from huiyin.rectification.models import Asking


def told(solved: int, partly: int, not_solved: int, asked: int, *, settled: bool = True) -> Answers:
    asking = Asking(asked=asked, closed_on=date(2013, 9, 20) if settled else None)
    return Answers(asking, solved, partly, not_solved, ())


def test_no_number_is_told_before_the_asking_is_settled() -> None:
    assert not told(6, 0, 0, 9, settled=False).is_settled
    assert told(6, 0, 0, 9).is_settled


@pytest.mark.parametrize(("asked", "few"), [(1, True), (4, True), (5, False)])
def test_fewer_than_five_asked_have_no_numbers(asked: int, few: bool) -> None:
    assert told(1, 0, 0, asked).is_few is few


def test_a_kind_of_a_few_takes_another_kind_with_it() -> None:
    parts = dict(told(9, 2, 0, 20).parts)
    assert parts["部分解决"] is None
    assert list(parts.values()).count(None) == 2, "else it would be the rest of the whole"
    assert dict(told(9, 6, 0, 20).parts) == {"已解决": 9, "部分解决": 6, "没有解决": 0, "没有作答": 5}


def test_silence_is_said_of_a_few_only_when_all_kept_it() -> None:
    assert told(0, 0, 0, 3).is_silent
    assert not told(1, 0, 0, 3).is_silent
    assert told(9, 6, 0, 20).is_silent
    assert not told(19, 0, 0, 20).is_silent, "the one who kept silent is not told of by a word either"
