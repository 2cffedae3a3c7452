"""Every cookie that is ever set is bound to /desk/, and whatever needs one lies there."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from huiyin.workspace.tests.signing import PASSWORD

pytestmark = pytest.mark.django_db


def test_signing_in_sets_cookies_for_the_workspace_alone(county):
    person = county.people["member"]
    person.account.set_password(PASSWORD)
    person.account.save()
    client = Client()
    asked = client.get(reverse("account_login"))
    answered = client.post(reverse("account_login"), {"login": person.staff_no, "password": PASSWORD})
    assert answered.status_code == 302
    cookies = [*asked.cookies.values(), *answered.cookies.values()]
    assert settings.SESSION_COOKIE_NAME in {cookie.key for cookie in cookies}
    assert {cookie["path"] for cookie in cookies} == {"/desk/"}


@pytest.mark.parametrize("name", ["account_login", "account_logout", "account_slip", "account_slip_password",
                                  "account_demonstration", "account_home", "mfa_authenticate"])  # fmt: skip
def test_whatever_needs_a_session_lies_where_its_cookie_goes(name):
    assert reverse(name).startswith(settings.SESSION_COOKIE_PATH)


@pytest.mark.parametrize("old", ["/accounts/login/", "/slip/", "/demo-sign-in/"])
def test_addresses_from_before_lead_to_where_they_are_now(client, old):
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk{old}")
    assert not answer.cookies
