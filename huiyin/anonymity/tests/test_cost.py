"""A query code costs what it is meant to cost, and today's codes still open tomorrow."""

import pytest

from huiyin.anonymity import sealed_box
from huiyin.conftest import REAL_COST


def test_a_code_is_digested_at_the_real_cost_and_as_it_always_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_box, "COST", REAL_COST)
    assert REAL_COST == 2**14
    # Another digest here, and nobody finds what they said any more.
    assert sealed_box._digest("000000000000", b"a pepper") == (
        "d995c98d89d54cb9d2f58c4f3a773785eb1d62de5d09527c384fb4ab3fc81836"
    )
