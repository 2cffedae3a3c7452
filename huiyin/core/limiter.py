"""Limits guessing over all processes of a server: nothing is stored, and an address is known for an hour by a digest.

The key of the digests is drawn at random, lies in memory only (`core.shared`) and is thrown away hourly with every count:
whoever could read that memory within the hour would learn who tried, nobody learns it later. `huiyin serve` loads the
program before it divides, so that all its processes count together; a server that does not counts each for itself.
"""

import hashlib
import secrets
import struct
from datetime import UTC, datetime, timedelta

from huiyin.core.shared import SharedBytes

FORGETS = timedelta(hours=1)
# The key and since when it holds; then one line a wrong guess: whose, and when.
_HEAD = struct.Struct("<32sd")
_LINE = struct.Struct("<16sd")
Lines = list[tuple[bytes, float]]


class GuessLimiter:
    """At most `each` wrong guesses from one source and `together` from all of them within `window`."""

    def __init__(self, *, each: int, together: int, window: timedelta) -> None:
        if window > FORGETS:
            raise ValueError("what is forgotten hourly cannot be limited for longer")
        self._each, self._together, self._window = each, together, window.total_seconds()
        self._shared = SharedBytes(_HEAD.size + together * _LINE.size)

    def wait(self, source: str, *, now: datetime) -> timedelta:
        """How long `source` must wait before its next guess; zero when it may go on."""
        with self._shared.held():
            key, _since, lines = self._recent(now)
        own = [at for who, at in lines if who == _digest(source, key)]
        times = [own[-self._each]] if len(own) >= self._each else []
        times += [lines[0][1]] if len(lines) >= self._together else []
        return max((datetime.fromtimestamp(at + self._window, UTC) - now for at in times), default=timedelta(0))

    def count_wrong(self, source: str, *, now: datetime) -> None:
        """Note a wrong guess."""
        with self._shared.held():
            key, since, lines = self._recent(now)
            lines = [*lines, (_digest(source, key), now.timestamp())][-self._together :]
            self._shared.write(_HEAD.pack(key, since) + b"".join(_LINE.pack(*line) for line in lines))

    def clear(self) -> None:
        """Forget everything."""
        with self._shared.held():
            self._shared.write(b"")

    def _recent(self, now: datetime) -> tuple[bytes, float, Lines]:
        """The key and the guesses within the window; a new key and none when the hour is over."""
        data, moment = self._shared.read(), now.timestamp()
        key, since = _HEAD.unpack_from(data) if data else (b"", 0.0)
        if not data or not since <= moment < since + FORGETS.total_seconds():
            return secrets.token_bytes(32), moment, []
        lines = [(who, at) for who, at in _LINE.iter_unpack(data[_HEAD.size :]) if at > moment - self._window]
        return key, since, lines


def _digest(source: str, key: bytes) -> bytes:
    return hashlib.blake2b(source.encode(), key=key, digest_size=16).digest()


def in_words(wait: timedelta) -> str:
    """A wait as people say it, rounded up: 45 秒, 10 分钟."""
    seconds = int(wait.total_seconds()) + 1
    return f"{seconds} 秒" if seconds <= 90 else f"{-(-seconds // 60)} 分钟"
