"""The cache of a server's processes is one: what one counted, all know; and nothing in it names anybody."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.test import override_settings

from huiyin.core import shared_cache
from huiyin.core.tests.test_limiter import forked, in_a_process_of_its_own

SHARED: dict[str, dict[str, Any]] = {"default": {"BACKEND": "huiyin.core.shared_cache.SharedCache"}}


@pytest.fixture
def cache() -> Iterator[BaseCache]:
    """The cache, empty before and after."""
    with override_settings(CACHES=SHARED):
        made: BaseCache = caches["default"]
        made.clear()
        yield made
        made.clear()


def test_what_one_process_keeps_the_other_finds(cache: BaseCache) -> None:
    in_a_process_of_its_own(lambda: cache.set("allauth:rl:login:ip:203.0.113.1", [1.0, 2.0], 60))
    assert cache.get("allauth:rl:login:ip:203.0.113.1") == [1.0, 2.0]
    in_a_process_of_its_own(lambda: cache.delete("allauth:rl:login:ip:203.0.113.1"))
    assert cache.get("allauth:rl:login:ip:203.0.113.1", "nothing") == "nothing"


def test_only_one_of_many_adds_what_is_not_there(cache: BaseCache) -> None:
    def take() -> None:
        if not cache.add("lock", True, 60):
            raise SystemExit

    ends = [os.waitpid(child, 0)[1] for child in [forked(take) for _n in range(8)]]
    assert sorted(end != 0 for end in ends) == [False] + [True] * 7


def test_it_keeps_no_name_no_address_and_no_longer_than_told(cache: BaseCache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.set("allauth:rl:login:ip:203.0.113.1", [1.0], 60)
    cache.set("always", 1, None)
    kept = shared_cache._SHARED.read()
    assert b"203.0.113" not in kept
    assert b"allauth" not in kept
    clock = time.time
    monkeypatch.setattr("huiyin.core.shared_cache.time.time", lambda: clock() + 61)
    assert cache.get("allauth:rl:login:ip:203.0.113.1") is None
    assert cache.get("always") == 1
    assert cache.touch("always", 60)
    assert not cache.touch("gone")
    # A day later even that is gone, under another key.
    monkeypatch.setattr("huiyin.core.shared_cache.time.time", lambda: clock() + shared_cache.FORGETS)
    assert cache.get("always") is None
    cache.set("always", 2, None)
    assert shared_cache._read()[0] not in kept


def test_it_stays_small_and_lets_go_of_what_ends_first(cache: BaseCache) -> None:
    cache.set("long", 1, 10_000)
    for number in range(shared_cache._MOST + 10):
        cache.set(f"short{number}", 1, 60)
    assert cache.get("long") == 1
    assert len(shared_cache._read()[2]) <= shared_cache._MOST
