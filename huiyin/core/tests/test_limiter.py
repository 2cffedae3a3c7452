"""Guessing is limited by source and altogether; nobody's address is kept."""

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from huiyin.core.limiter import GuessLimiter, in_words
from huiyin.core.shared import SharedBytes

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


def test_no_address_is_kept_and_a_flood_does_not_fill_the_memory() -> None:
    guesses = GuessLimiter(each=2, together=10, window=WINDOW)
    for number in range(50):
        guesses.count_wrong(f"10.0.0.{number}", now=NOW)
    kept = guesses._shared.read()
    assert len(kept) == 40 + 10 * 24
    assert b"10.0.0" not in kept
    assert guesses.wait("10.0.0.49", now=NOW) == WINDOW


def test_an_hour_later_the_key_and_every_count_are_gone() -> None:
    guesses = GuessLimiter(each=1, together=10, window=timedelta(hours=1))
    guesses.count_wrong("a", now=NOW)
    before = guesses._shared.read()
    later = NOW + timedelta(hours=1)
    assert guesses.wait("a", now=later - timedelta(seconds=1))
    assert not guesses.wait("a", now=later)
    guesses.count_wrong("a", now=later)
    assert guesses._shared.read()[:32] != before[:32]


def test_what_is_limited_for_longer_than_it_is_remembered_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="hourly"):
        GuessLimiter(each=1, together=10, window=timedelta(hours=2))


def test_two_processes_count_together() -> None:
    guesses = GuessLimiter(each=2, together=100, window=WINDOW)
    guesses.count_wrong("a", now=NOW)
    in_a_process_of_its_own(lambda: guesses.count_wrong("a", now=NOW))
    assert guesses.wait("a", now=NOW) == WINDOW
    in_a_process_of_its_own(lambda: guesses.count_wrong("b", now=NOW))
    assert not guesses.wait("b", now=NOW)
    in_a_process_of_its_own(guesses.clear)
    assert not guesses.wait("a", now=NOW)


def test_many_processes_lose_no_count() -> None:
    guesses = GuessLimiter(each=1000, together=400, window=WINDOW)

    def guess_fifty_times() -> None:
        for _n in range(50):
            guesses.count_wrong("a", now=NOW)

    children = [forked(guess_fifty_times) for _child in range(8)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 8
    assert guesses.wait("b", now=NOW) == WINDOW


def test_one_killed_while_it_holds_the_limit_stops_nobody() -> None:
    shared = SharedBytes(10)
    shared.write(b"before")

    def dies() -> None:
        with shared.held():
            os.kill(os.getpid(), signal.SIGKILL)

    assert os.waitpid(forked(dies), 0)[1] == signal.SIGKILL
    with shared.held():
        assert shared.read() == b"before"
        shared.write(b"after")
    assert shared.read() == b"after"
    with pytest.raises(ValueError, match="11 bytes for 10"):
        shared.write(b"01234567890")


def in_a_process_of_its_own(act: Callable[[], object]) -> None:
    """Done there, and waited for."""
    assert os.waitpid(forked(act), 0)[1] == 0


def forked(act: Callable[[], object]) -> int:
    """A child of this process that does one thing and ends."""
    child = os.fork()
    if child:
        return child
    try:
        act()
    except BaseException:
        os._exit(1)
    os._exit(0)


@pytest.mark.parametrize(("seconds", "words"), [(0, "1 秒"), (44, "45 秒"), (100, "2 分钟"), (599, "10 分钟")])
def test_a_wait_is_said_rounded_up(seconds: int, words: str) -> None:
    assert in_words(timedelta(seconds=seconds)) == words
