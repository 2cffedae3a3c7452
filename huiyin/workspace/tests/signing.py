"""Signing in as people do, for the tests of the pages."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

PASSWORD = "a-long-test-password"


def sign_in(login: str, password: str = PASSWORD, unit: str = "", client: Client | None = None):
    client = client or Client()
    return client, client.post("/desk/accounts/login/", {"login": login, "unit": unit, "password": password})


def totp(secret: str) -> str:
    """The code that the app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def enrol(client: Client) -> str:
    """Set TOTP up as a person does; returns the key."""
    page = client.get("/desk/accounts/2fa/totp/activate/")
    secret = str(client.session["mfa.totp.secret"])
    assert " ".join(secret[n : n + 4] for n in range(0, 32, 4)) in page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    done = client.post("/desk/accounts/2fa/totp/activate/", {"code": totp(secret)})
    assert done["Location"] == "/desk/accounts/2fa/recovery-codes/", done.content.decode()
    cache.clear()  # the code counts as used for half a minute
    return secret
