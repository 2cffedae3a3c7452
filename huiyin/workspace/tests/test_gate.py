"""The gate of staff pages: methods, signing in, for whom a page is, and downloads that stream."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from huiyin.conftest import County
from huiyin.core.errors import NotReached
from huiyin.organisation.models import Role
from huiyin.workspace.gate import StaffRequest, staff

View = Callable[..., HttpResponseBase]


@staff("GET", roles=(Role.AUDITOR,))
def for_auditors(request: StaffRequest) -> HttpResponse:
    """A page for auditors."""
    return HttpResponse("x")


@staff("GET")
def streaming(request: StaffRequest) -> StreamingHttpResponse:
    """A download."""
    return StreamingHttpResponse([b"a", b"b"])


def ask(view: View, county: County, who: str, method: str = "GET") -> HttpResponseBase:
    request = RequestFactory().generic(method, "/desk/x/")
    request.user = county.account(who) if who else AnonymousUser()
    if who:
        request.reach = county.reach(who)  # type: ignore[attr-defined]  # as the middleware does
    return view(request)


def test_a_page_is_there_for_its_audience_only(county: County) -> None:
    assert ask(for_auditors, county, "auditor").status_code == 200
    for who in ("office", "administrator", "member"):
        with pytest.raises(NotReached):
            ask(for_auditors, county, who)


def test_methods_are_refused_and_strangers_sent_to_sign_in_before_that(county: County) -> None:
    assert ask(for_auditors, county, "", "POST").status_code == 405
    stranger = ask(for_auditors, county, "")
    assert stranger.status_code == 302
    assert stranger["Location"].startswith("/desk/accounts/login/")
    assert ask(for_auditors, county, "auditor", "HEAD").status_code == 200


def test_a_download_may_stream(county: County) -> None:
    answer = ask(streaming, county, "member")
    assert isinstance(answer, StreamingHttpResponse)
    assert answer.getvalue() == b"ab"
