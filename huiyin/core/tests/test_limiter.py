"""Guessing is limited by source and altogether; nobody's address is kept."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.core import limiter
from huiyin.core.limiter import GuessLimiter, in_words

NOW = datetime(2013, 9, 2, 2, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=10)


def test_a_source_waits_until_its_oldest_wrong_guess_is_past() -> None:
    guesses = GuessLimiter(each=2, together=100, window=WINDOW)
    guesses.count_wrong("a", now=NOW)
    assert guesses.wait("a", now=NOW) == timedelta(0)
    guesses.count_wrong("a", now=NOW + timedelta(minutes=4))
    assert guesses.wait("a", now=NOW + timedelta(minutes=4)) == timedelta(minutes=6)
    assert guesses.wait("b", now=NOW) == timedelta(0)
    assert guesses.wait("a", now=NOW + WINDOW) == timedelta(0)
    guesses.count_wrong("a", now=NOW + WINDOW)
    assert guesses.wait("a", now=NOW + WINDOW) == timedelta(minutes=4)


def test_many_sources_together_are_limited_too() -> None:
    guesses = GuessLimiter(each=2, together=3, window=WINDOW)
    for source in "abc":
        guesses.count_wrong(source, now=NOW)
    assert guesses.wait("d", now=NOW) == WINDOW
    guesses.clear()
    assert guesses.wait("d", now=NOW) == timedelta(0)


def test_no_address_is_kept_and_a_flood_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "MOST_SOURCES", 10)
    guesses = GuessLimiter(each=2, together=1000, window=WINDOW)
    for number in range(50):
        guesses.count_wrong(f"10.0.0.{number}", now=NOW)
    assert len(guesses._wrong) <= 10
    assert "10.0.0" not in repr(vars(guesses))


@pytest.mark.parametrize(("seconds", "words"), [(0, "1 秒"), (44, "45 秒"), (100, "2 分钟"), (599, "10 分钟")])
def test_a_wait_is_said_rounded_up(seconds: int, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words
