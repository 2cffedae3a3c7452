"""The gate of every staff page: signed in, reach known, methods named."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect as _redirect
from django.views.decorators.cache import never_cache

from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account


class StaffRequest(HttpRequest):
    """A request past the gate: its user is an account and its reach is known."""

    user: Account
    reach: Reach


StaffView = Callable[..., HttpResponse]


def staff(*methods: str) -> Callable[[StaffView], Callable[..., HttpResponse]]:
    """`@staff("GET", "POST")`: the view gets a StaffRequest; strangers are sent to sign in."""

    def wrap(view: StaffView) -> Callable[..., HttpResponse]:
        @wraps(view)
        @never_cache
        def gated(request: HttpRequest, **kwargs: object) -> HttpResponse:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            if not isinstance(request.user, Account):
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            return view(request, **kwargs)

        return gated

    return wrap


def see_other(to: str) -> HttpResponse:
    """303 after a POST, so that a reload never posts again."""
    response = _redirect(to)
    response.status_code = 303
    return response
