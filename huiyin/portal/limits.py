"""Limits of guessing and flooding, kept in memory only: no address is stored, and none is known for longer than an hour.

An address becomes a digest under a key made at random in this process and thrown away, with all counts, once an hour;
the limiter digests it once more under a key of its own. Several processes count each for itself, so the limits of a
server with four workers are up to four times as wide. An office behind one address shares its limit: hence the width.
"""

import hashlib
import ipaddress
import secrets
import threading
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from huiyin.core.limiter import GuessLimiter

_HOUR = timedelta(hours=1)


class HourlyLimiter:
    """At most `each` tries from one address and `together` from all of them within `window`; forgets hourly."""

    def __init__(self, *, each: int, together: int, window: timedelta) -> None:
        self._each, self._together, self._window = each, together, window
        self._lock = threading.Lock()
        self._since: datetime | None = None
        self._key = b""
        self._limiter = self._fresh()

    def wait(self, request: HttpRequest, *, now: datetime) -> timedelta:
        """How long whoever sends this must wait; zero when they may go on."""
        limiter, key = self._turn(now)
        return limiter.wait(_source(request, key), now=now)

    def count(self, request: HttpRequest, *, now: datetime) -> None:
        """Note one try."""
        limiter, key = self._turn(now)
        limiter.count_wrong(_source(request, key), now=now)

    def clear(self) -> None:
        """Forget everything at once."""
        with self._lock:
            self._since = None

    def _turn(self, now: datetime) -> tuple[GuessLimiter, bytes]:
        with self._lock:
            if self._since is None or not self._since <= now < self._since + _HOUR:
                self._since, self._key, self._limiter = now, secrets.token_bytes(32), self._fresh()
            return self._limiter, self._key

    def _fresh(self) -> GuessLimiter:
        return GuessLimiter(each=self._each, together=self._together, window=self._window)


# Everything that is posted to public pages: a whole office may be filling in the form behind one address.
POSTS = HourlyLimiter(each=300, together=3000, window=timedelta(minutes=30))
# Wrong query codes. At 200,000 opinions a guess hits once in five million; at this rate once in a year.
WRONG_CODES = HourlyLimiter(each=10, together=100, window=timedelta(minutes=10))


def _source(request: HttpRequest, key: bytes) -> str:
    """A digest of where a request comes from, or a fresh word when that is only our own machine's proxy."""
    address = _address(request)
    if address is None or address.is_loopback:
        # A proxy that nobody declared (HUIYIN_PROXIES): everybody would share one limit and lock each other out.
        return secrets.token_hex(16)
    # A household has a whole /64 of IPv6 addresses to guess from.
    known = ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address
    return hashlib.blake2b(str(known).encode(), key=key, digest_size=16).hexdigest()


def _address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    text = said[-proxies] if proxies and len(said) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
