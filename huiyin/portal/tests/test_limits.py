"""Limits hold for an address, forget it within the hour, and never lock out everybody behind a proxy."""

import ipaddress
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from huiyin.portal.limits import HourlyLimiter

NOW = datetime(2013, 9, 2, 2, 0, tzinfo=UTC)


def sent_from(address: str, **headers: Any) -> HttpRequest:
    """A request from an address. Any: what the request factory takes."""
    return RequestFactory().get("/p/", REMOTE_ADDR=address, **headers)


def limiter() -> HourlyLimiter:
    """Two tries each, five together, in ten minutes."""
    return HourlyLimiter(each=2, together=5, window=timedelta(minutes=10))


def tries(made: HourlyLimiter, request: HttpRequest, number: int) -> None:
    """So many tries at once."""
    for _n in range(number):
        made.count(request, now=NOW)


def test_one_address_is_stopped_and_the_next_goes_on_until_all_together_are_too_many() -> None:
    made = limiter()
    tries(made, sent_from("203.0.113.1"), 2)
    assert made.wait(sent_from("203.0.113.1"), now=NOW) == timedelta(minutes=10)
    assert not made.wait(sent_from("203.0.113.2"), now=NOW)
    tries(made, sent_from("203.0.113.2"), 2)
    tries(made, sent_from("203.0.113.3"), 1)
    assert made.wait(sent_from("203.0.113.4"), now=NOW)


def test_an_hour_later_key_and_counts_are_gone() -> None:
    made = limiter()
    tries(made, sent_from("203.0.113.1"), 2)
    before = held(made)
    assert not made.wait(sent_from("203.0.113.1"), now=NOW + timedelta(hours=1))
    made.count(sent_from("203.0.113.1"), now=NOW + timedelta(hours=1))
    # Key, since when, one line of whom and when: nothing of it is as it was.
    assert (len(before), len(held(made))) == (88, 64)
    assert held(made)[:32] != before[:32]
    assert held(made)[40:56] not in before


def test_no_address_can_be_read_from_what_is_held() -> None:
    made = limiter()
    tries(made, sent_from("203.0.113.1"), 1)
    for told in (b"203.0.113", ipaddress.ip_address("203.0.113.1").packed):
        assert told not in held(made)


def held(made: HourlyLimiter) -> bytes:
    """Everything a limiter holds."""
    kept: bytes = vars(vars(made)["_limiter"])["_shared"].read()
    return kept


def test_a_household_of_ipv6_addresses_is_one() -> None:
    made = limiter()
    tries(made, sent_from("2001:db8::1"), 1)
    tries(made, sent_from("2001:db8::2"), 1)
    assert made.wait(sent_from("2001:db8::3"), now=NOW)
    assert not made.wait(sent_from("2001:db8:0:1::1"), now=NOW)


def test_an_undeclared_proxy_on_this_machine_locks_nobody_out() -> None:
    made = limiter()
    tries(made, sent_from("127.0.0.1"), 4)
    assert not made.wait(sent_from("127.0.0.1"), now=NOW)
    tries(made, sent_from("127.0.0.1"), 1)
    assert made.wait(sent_from("127.0.0.1"), now=NOW)


def test_a_declared_proxy_tells_the_address_and_nobody_else_does() -> None:
    made = limiter()
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.9, 203.0.113.1"}
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        tries(made, sent_from("10.0.0.1", **forged), 2)
        assert made.wait(sent_from("10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.1"), now=NOW)
        assert not made.wait(sent_from("10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.9"), now=NOW)
    assert not made.wait(sent_from("203.0.113.5", HTTP_X_FORWARDED_FOR="203.0.113.1"), now=NOW)
