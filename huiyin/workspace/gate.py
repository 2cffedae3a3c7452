"""The gate of every staff page: signed in, reach known, methods named, and for whom the page is."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect as _redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huiyin.core.errors import NotReached
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account


class StaffRequest(HttpRequest):
    """A request past the gate: its user is an account and its reach is known."""

    user: Account
    reach: Reach


# A download may stream.
StaffView = Callable[..., HttpResponseBase]


def staff(*methods: str, roles: Iterable[str] = ()) -> Callable[[StaffView], StaffView]:
    """`@staff("GET", "POST")`: the view gets a StaffRequest; strangers are sent to sign in.

    With `roles`, the page is there only for those who hold one of them somewhere; for everybody else it is a 404.
    """
    audience = tuple(roles)

    def wrap(view: StaffView) -> StaffView:
        @wraps(view)
        @never_cache
        def gated(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            if not isinstance(request.user, Account):
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            if audience and not cast(StaffRequest, request).reach.is_one_of(*audience):
                raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
            return view(request, **kwargs)

        return gated

    return wrap


def see_other(to: str) -> HttpResponse:
    """303 after a POST, so that a reload never posts again."""
    response = _redirect(to)
    response.status_code = 303
    return response
