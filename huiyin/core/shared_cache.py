"""Django's cache in memory that a server's processes share: the limits of guessing passwords and codes hold over all of them.

Its keys name accounts and addresses, so each is kept as a digest under a random key that is thrown away, with everything
cached, once a day. Nothing reaches a disk, a database or a backup. It is small: what ends soonest makes room.
"""

import hashlib
import pickle
import secrets
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

from huiyin.core.shared import SharedBytes

FORGETS = 24 * 3600.0
_SIZE = 512 * 1024
_MOST = 2000
Kept = dict[bytes, tuple[float, Any]]  # Any: whatever is cached
# One for the whole program: Django makes a cache anew for every thread.
_SHARED = SharedBytes(_SIZE)


class SharedCache(BaseCache):
    """Keys in digest, each with its end and its value."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    # Any below: Django's own signatures.
    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless there is one."""
        with _SHARED.held():
            secret, since, kept = _read()
            place = self._place(key, version, secret)
            if place in kept:
                return False
            self._keep(secret, since, kept, place, value, timeout)
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default."""
        with _SHARED.held():
            secret, _since, kept = _read()
        return kept.get(self._place(key, version, secret), (0.0, default))[1]

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value."""
        with _SHARED.held():
            secret, since, kept = _read()
            self._keep(secret, since, kept, self._place(key, version, secret), value, timeout)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value for longer."""
        with _SHARED.held():
            secret, since, kept = _read()
            place = self._place(key, version, secret)
            if place not in kept:
                return False
            self._keep(secret, since, kept, place, kept[place][1], timeout)
        return True

    def delete(self, key: str, version: int | None = None) -> bool:
        """Let a value go."""
        with _SHARED.held():
            secret, since, kept = _read()
            found = kept.pop(self._place(key, version, secret), None)
            if found is not None:
                _write(secret, since, kept)
        return found is not None

    def clear(self) -> None:
        """Let everything go."""
        with _SHARED.held():
            _SHARED.write(b"")

    def _place(self, key: str, version: int | None, secret: bytes) -> bytes:
        named = self.make_and_validate_key(key, version=version)
        return hashlib.blake2b(named.encode(), key=secret, digest_size=16).digest()

    def _keep(self, secret: bytes, since: float, kept: Kept, place: bytes, value: Any, timeout: Any) -> None:
        ends = self.get_backend_timeout(timeout)
        kept[place] = (float("inf") if ends is None else ends, value)
        _write(secret, since, kept)


def _read() -> tuple[bytes, float, Kept]:
    """The day's key, since when it holds, and what has not ended."""
    data, now = _SHARED.read(), time.time()
    if data:
        # Written by this very program into memory that nobody else reaches.
        secret, since, kept = pickle.loads(data)  # noqa: S301
        if since <= now < since + FORGETS:
            return secret, since, {place: row for place, row in kept.items() if row[0] > now}
    return secrets.token_bytes(32), now, {}


def _write(secret: bytes, since: float, kept: Kept) -> None:
    data = pickle.dumps((secret, since, kept), pickle.HIGHEST_PROTOCOL)
    while len(kept) > _MOST or len(data) > _SIZE:
        ends = sorted(row[0] for row in kept.values())
        oldest = ends[len(ends) // 4]
        kept = {place: row for place, row in kept.items() if row[0] > oldest}
        data = pickle.dumps((secret, since, kept), pickle.HIGHEST_PROTOCOL)
    _SHARED.write(data)
