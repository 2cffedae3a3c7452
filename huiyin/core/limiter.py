"""Limits guessing in memory: nothing is stored, and an address is only ever known by a hash that dies with the process."""

import hashlib
import secrets
import threading
from collections import deque
from datetime import datetime, timedelta

# Made anew with every process: the hashes below mean nothing to anybody else, and nothing after a restart.
_KEY = secrets.token_bytes(32)
MOST_SOURCES = 20_000


class GuessLimiter:
    """At most `each` wrong guesses from one source and `together` from all of them within `window`."""

    def __init__(self, *, each: int, together: int, window: timedelta) -> None:
        self._each, self._together, self._window = each, together, window
        self._wrong: dict[bytes, deque[datetime]] = {}
        self._all: deque[datetime] = deque(maxlen=together)
        self._lock = threading.Lock()

    def wait(self, source: str, *, now: datetime) -> timedelta:
        """How long `source` must wait before its next guess; zero when it may go on."""
        with self._lock:
            own = self._recent(self._wrong.get(_hash(source), deque()), now)
            everybody = self._recent(self._all, now)
            times = [own[0]] if len(own) >= self._each else []
            times += [everybody[0]] if len(everybody) >= self._together else []
            return max((time + self._window - now for time in times), default=timedelta(0))

    def count_wrong(self, source: str, *, now: datetime) -> None:
        """Note a wrong guess."""
        with self._lock:
            if len(self._wrong) >= MOST_SOURCES:
                self._forget(now)
            self._recent(self._wrong.setdefault(_hash(source), deque(maxlen=self._each)), now).append(now)
            self._recent(self._all, now).append(now)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._wrong.clear()
            self._all.clear()

    def _recent(self, times: deque[datetime], now: datetime) -> deque[datetime]:
        while times and times[0] <= now - self._window:
            times.popleft()
        return times

    def _forget(self, now: datetime) -> None:
        self._wrong = {source: times for source, times in self._wrong.items() if self._recent(times, now)}
        while len(self._wrong) >= MOST_SOURCES:
            # Full of live sources: somebody floods. The common limit holds; the oldest source goes.
            self._wrong.pop(next(iter(self._wrong)))


def _hash(source: str) -> bytes:
    return hashlib.blake2b(source.encode(), key=_KEY, digest_size=16).digest()


def in_words(wait: timedelta) -> str:
    """A wait as people say it, rounded up: 45 秒, 10 分钟."""
    seconds = int(wait.total_seconds()) + 1
    return f"{seconds} 秒" if seconds <= 90 else f"{-(-seconds // 60)} 分钟"
