"""The pages of signing in that allauth does not have: slips, the demonstration's door, one's own account."""

import time
from datetime import timedelta
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as open_session
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from huiyin.claim_audit.models import HeldText
from huiyin.claim_audit.queries import demonstrated
from huiyin.core import clock
from huiyin.core.dates import chinese_date
from huiyin.core.errors import NotReached, Refused
from huiyin.core.limiter import GuessLimiter, in_words
from huiyin.organisation import hands, sign_in
from huiyin.organisation.models import Account, Role
from huiyin.workspace.account.forms import SetPassword, SlipForm
from huiyin.workspace.claim_audit.shown import CLAIM_LOOKS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.sign_in import lacks_second_factor, mark_factors

BACKEND = "huiyin.organisation.sign_in.SignInBackend"
SLIP_GUESSES = GuessLimiter(each=5, together=200, window=timedelta(minutes=10))
# Until when this session may set a password without knowing the old one: its owner came in by a slip just now.
BY_SLIP_UNTIL = "huiyin.by_slip_until"
BY_SLIP = "huiyin.by_slip"  # which slip that was
BY_SLIP_SECONDS = 15 * 60
# In the order in which the door of the demonstration shows them.
AUDITED = ("supported", "differs", "no_record", "uncheckable")
LOOPBACK = {"127.0.0.1", "::1"}
LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "[::1]"}
# With one of these the loopback address is a proxy's, not the visitor's.
FORWARDED = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"}


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest) -> HttpResponse:
    """Sign in with a printed one-time slip; guessing is limited and leaves nothing behind."""
    form = SlipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        source, now = get_adapter().get_client_ip(request), clock.now()
        wait = SLIP_GUESSES.wait(source, now=now)
        if wait:
            return render(request, "429.html", {"retry_after": in_words(wait)}, status=429)
        try:
            spent = sign_in.use_slip(form.cleaned_data["code"], now=now)
        except Refused as refusal:
            SLIP_GUESSES.count_wrong(source, now=now)
            form.add_error("code", refusal.sentence)
        else:
            _open(request, spent.account, second=False)
            request.session[BY_SLIP_UNTIL] = time.time() + BY_SLIP_SECONDS
            request.session[BY_SLIP] = str(spent.uid)
            return see_other(reverse("account_slip_password"))
    return render(request, "account/slip.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters("password1", "password2")
@staff("GET", "POST")
def slip_password(request: StaffRequest) -> HttpResponse:
    """After a slip: set a password without the old one, or skip it."""
    if request.session.get(BY_SLIP_UNTIL, 0) < time.time():
        return see_other(reverse("account_change_password"))
    form = SetPassword(data=request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        spent = sign_in.slip_used(UUID(request.session[BY_SLIP]), request.user)
        sign_in.set_password(request.user, form.cleaned_data["password1"], now=clock.now(), slip=spent)
        update_session_auth_hash(request, request.user)
        request.session.pop(BY_SLIP_UNTIL, None)
        messages.success(request, _("口令已设置，下次可以用它登录。"))
        return see_other(settings.LOGIN_REDIRECT_URL)
    return render(request, "account/slip_password.html", {"form": form, "skip_href": settings.LOGIN_REDIRECT_URL})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    """One button a demonstration person; there is no such page but on the demonstrating machine itself."""
    if not demonstrating(request):
        raise NotReached(_("没有这一页。"))
    today = clock.today()
    if request.method == "POST":
        try:
            uid = UUID(request.POST.get("account", ""))
        except ValueError:
            raise NotReached(_("没有这个演示账号。")) from None
        _open(request, sign_in.demonstration_account(uid, today=today), second=True)
        return see_other(_next(request))
    context = {
        "accounts": sign_in.demonstration_accounts(today=today),
        "audited": [_audited(t) for t in demonstrated()],
    }
    return render(request, "account/demonstration.html", context)


def _audited(text: HeldText) -> dict[str, object]:
    """A text with how many claims stand how; each number leads to their list, as whoever brought the text."""
    claims = reverse("claim_audit_claims", kwargs={"uid": text.uid})
    numbers = [(CLAIM_LOOKS[code], getattr(text, code), f"{claims}?state={code}") for code in AUDITED]
    total = sum(number for _look, number, _href in numbers)
    return {"text": text, "total": total, "href": claims, "numbers": numbers}


def _next(request: HttpRequest) -> str:
    """Where to after signing in: a page of this site only."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else settings.LOGIN_REDIRECT_URL


@never_cache
@require_http_methods(["GET", "HEAD"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Nothing is reset by e-mail: one's office prints a slip."""
    return render(request, "account/password_reset.html")


@staff("GET")
def home(request: StaffRequest) -> HttpResponse:
    """Who I am here, what I may do, how I sign in."""
    user = request.user
    roles = sorted({str(Role(right.role).label) for right in request.reach.rights})
    context = {
        "crumbs": [(_("我的账号"), "")],
        "facts": [
            (_("姓名"), user.person.name),
            (_("所在单位"), user.person.unit.name),
            (_("工号"), user.person.staff_no),
            (_("手机号"), user.person.phone),
            (_("角色"), "、".join(roles)),
            (_("登录方式由谁交给您"), _handed(user)),
        ],
        "has_password": user.has_usable_password(),
        "has_totp": is_mfa_enabled(user, [Authenticator.Type.TOTP]),
        "has_codes": is_mfa_enabled(user, [Authenticator.Type.RECOVERY_CODES]),
        "must_have_totp": request.reach.needs_second_factor,
        "one_factor": lacks_second_factor(request),
    }
    return render(request, "workspace/account/home.html", context)


def _handed(user: Account) -> str:
    """Whoever gave the slip or the first password counts as acting with its owner: the owner may know."""
    names = [
        _("%(name)s（%(day)s）") % {"name": way.by.name, "day": chinese_date(clock.local_date(way.since))}
        for way in hands.ways_into(user)
    ]
    return "、".join(names)


def demonstrating(request: HttpRequest) -> bool:
    """The installation demonstrates, and the visitor sits at its own machine."""
    host = request.get_host()
    return (
        settings.DEMONSTRATION
        and request.META.get("REMOTE_ADDR") in LOOPBACK
        and (host.rsplit(":", 1)[0] if not host.endswith("]") else host) in LOOPBACK_HOSTS
        and not any(name in request.headers for name in FORWARDED)
    )


def _open(request: HttpRequest, account: Account, *, second: bool) -> None:
    open_session(request, account, backend=BACKEND)
    request.session.set_expiry(0)
    mark_factors(request, second=second)
