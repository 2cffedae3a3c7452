"""Between a request and its page: what the person reaches, the second factor where it is required, refusals as pages."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import Reach, reach
from huiyin.organisation.models import Account
from huiyin.workspace.sign_in import ONE_FACTOR

# The pages, by name, that somebody reaches who must show a second factor and has not: only those that lead there or out.
OPEN = frozenset(
    {
        "account_login", "account_logout", "account_inactive", "account_reauthenticate", "mfa_authenticate",
        "mfa_reauthenticate", "mfa_activate_totp", "account_demonstration",
    }
)  # fmt: skip


class SecondFactorMiddleware:
    """Sets `request.reach` for signed-in people and requires TOTP of office and administrators.

    It looks at the session, not only at the account: a session opened by password alone, or by a slip, gains nothing
    when its owner switches TOTP on elsewhere or receives an office's right later. Public pages (/p/) are left alone
    entirely: they touch neither session nor user. What a signed-in person sees is never kept by a browser or a proxy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/" or request.path.startswith(("/static/", "/p/")):
            return self.get_response(request)
        user = request.user
        if not isinstance(user, Account):
            return self.get_response(request)
        request.reach = reach(user, today=clock.today())  # type: ignore[attr-defined]  # typed on StaffRequest
        response = self.get_response(request)
        add_never_cache_headers(response)
        return response

    # Any: Django's view function and its arguments.
    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before any page but the open ones, whatever its address: set up, or show, the second factor."""
        found = getattr(request, "reach", None)  # not set for strangers and on public pages
        if not isinstance(found, Reach) or not found.needs_second_factor:
            return None
        if request.resolver_match and request.resolver_match.url_name in OPEN:
            return None
        # A session without the mark was not opened by our own doors: it shows a second factor like any other.
        lacking = request.session.get(ONE_FACTOR, True)
        if lacking is False:
            return None
        if not is_mfa_enabled(found.account):
            messages.warning(request, _("活动办公室和系统管理员须先设置动态验证码，再进行其他操作。"))
            return redirect(reverse("mfa_activate_totp"))
        if lacking:
            here = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
            return redirect(f"{reverse('mfa_reauthenticate')}?{here}")
        return None


class RefusalMiddleware:
    """Turns refusals that a view did not handle into pages with their sentence; what is not reached is a 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """404 for what the actor does not reach, 409 with the sentence for what may not happen now."""
        if isinstance(exception, NotReached):
            return render(request, "404.html", status=404)
        if isinstance(exception, Refused):
            return render(request, "refused.html", {"sentence": exception.sentence}, status=409)
        return None
