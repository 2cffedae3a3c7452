"""The number that is proposed next is written as the last one is."""

import pytest

from huiyin.rectification.naming import following


@pytest.mark.parametrize(
    ("used", "proposed"),
    [
        ([], "1"), (["1", "2", "10"], "11"), (["P09", "P2"], "P10"), (["C01", "C51"], "C52"), (["1-1", "1-2"], "1-3"),
        (["甲", "乙"], "1"), (["001", "099"], "100"), (["第3条"], "第4条"),
    ],
)  # fmt: skip
def test_the_next_number_follows_the_highest(used, proposed):
    assert following(used) == proposed
