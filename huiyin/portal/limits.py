"""Limits of guessing and flooding on public pages, in memory only: no address is stored, none is known beyond the hour.

How that is kept, and that it holds over all processes of a server: huiyin/core/limiter.py. An office behind one address
shares its limit: hence the width.
"""

import ipaddress
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from huiyin.core.limiter import GuessLimiter
from huiyin.opinions import terms


class HourlyLimiter:
    """At most `each` tries from one address and `together` from all of them within `window`; forgets hourly."""

    def __init__(self, *, each: int, together: int, window: timedelta) -> None:
        self._limiter = GuessLimiter(each=each, together=together, window=window)

    def wait(self, request: HttpRequest, *, now: datetime) -> timedelta:
        """How long whoever sends this must wait; zero when they may go on."""
        return self._limiter.wait(_source(request), now=now)

    def count(self, request: HttpRequest, *, now: datetime) -> None:
        """Note one try."""
        self._limiter.count_wrong(_source(request), now=now)

    def clear(self) -> None:
        """Forget everything at once."""
        self._limiter.clear()


class Lane:
    """At most so many in all within `window`, whoever sends them: no address is looked at."""

    def __init__(self, *, together: int, window: timedelta) -> None:
        self._limiter = GuessLimiter(each=together, together=together, window=window)

    def wait(self, *, now: datetime) -> timedelta:
        """How long everybody must wait; zero when there is room."""
        return self._limiter.wait("", now=now)

    def count(self, *, now: datetime) -> None:
        """Note one."""
        self._limiter.count_wrong("", now=now)

    def clear(self) -> None:
        """Forget everything at once."""
        self._limiter.clear()


# Opinions sent without the work of portal/work.py: by people without JavaScript, and by programs that spare it.
SLOW_LANE = Lane(together=terms.SLOW_LANE.value, window=timedelta(minutes=30))
# What is posted to the other public pages: a whole office may be asking behind one address.
POSTS = HourlyLimiter(each=300, together=3000, window=timedelta(minutes=30))
# Wrong query codes. At 200,000 opinions a guess hits once in five million; at this rate once in a year.
WRONG_CODES = HourlyLimiter(each=10, together=100, window=timedelta(minutes=10))


def _source(request: HttpRequest) -> str:
    """Where a request comes from, or a fresh word when that is only our own machine's proxy."""
    address = _address(request)
    if address is None or address.is_loopback:
        # A proxy that nobody declared (HUIYIN_PROXIES): everybody would share one limit and lock each other out.
        return secrets.token_hex(16)
    # A household has a whole /64 of IPv6 addresses to guess from.
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)


def _address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    text = said[-proxies] if proxies and len(said) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
