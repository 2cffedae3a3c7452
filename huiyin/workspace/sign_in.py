"""How django-allauth signs people in here: by phone number, staff number, or name and unit; never by e-mail."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.organisation import sign_in
from huiyin.organisation.access import reach
from huiyin.organisation.models import Account

# Written into every session at sign-in: whether it passed a second factor. See middleware.SecondFactorMiddleware.
ONE_FACTOR = "huiyin.one_factor"
FRESH = 300.0


def display_name(user: Account) -> str:
    """What allauth calls a person."""
    return user.name


def mark_factors(request: HttpRequest, *, second: bool) -> None:
    """Note in the session whether its owner showed a second factor; a new session never inherits an old note."""
    request.session[ONE_FACTOR] = not second


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or is still, without a second factor."""
    return bool(request.session.get(ONE_FACTOR, False))


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an office; there is no sign-up, no e-mail, no reset by e-mail."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "账号或口令不对。用姓名登录时请填写所在单位；同一单位有重名的，请用手机号或工号登录。"
        ),
        "too_many_login_attempts": _("输错次数过多，请过 5 分钟再试。忘记口令的，请向本单位活动办公室领取登录条。"),
        "rate_limited": _("操作太频繁，请过几分钟再试。"),
        "account_inactive": _("这个账号已停用，请联系本单位活动办公室。"),
        "enter_current_password": _("现在的口令不对。"),
        "incorrect_password": _("口令不对。"),
        "incorrect_code": _("验证码不对。请核对手机时间是否准确，再输入应用里最新的一组数字。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False

    def get_login_stages(self) -> list[str]:
        """After the password only the second factor; there are no e-mail and no phone stages here."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    # Any below: what the form hands on as credentials.
    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Failed attempts count for the account they aim at, by whichever of its names; unknown names count by themselves.
        typed, unit = str(credentials.get("username", "")), str(credentials.get("unit", ""))
        account = sign_in.find_account(typed, unit)
        return f"account:{account.uid}" if account else f"typed:{typed}|{unit}"

    def reauthenticate(self, user: Account, password: str) -> bool:
        """Check the password of the person who is signed in, under the same limit as a sign-in."""
        self.pre_authenticate(self.request, username=user.person.staff_no or user.person.phone or user.login)
        if not user.check_password(password):
            return False
        self._rollback_login_failed_rl_usage()
        return True

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        """Not within five minutes of signing in: nobody types the same password twice in a row."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - float(shown["at"]) < FRESH for shown in records)

    def login(self, request: HttpRequest, user: Account) -> None:
        """Sign in (Django renews the session key) and note whether a second factor was shown."""
        methods = {shown["method"] for shown in get_authentication_records(request, user)}
        super().login(request, user)
        mark_factors(request, second="mfa" in methods)

    def set_password(self, user: Account, password: str) -> None:
        """Through our own verb, which leaves an audit line."""
        sign_in.set_password(user, password, now=clock.now())


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """TOTP: named after the person, its key encrypted in the database, not to be switched off by those who must have it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": Adapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("活动办公室和系统管理员必须使用动态验证码，不能停用。"),
    }

    def get_totp_label(self, user: Account) -> str:
        """What the authenticator app shows."""
        return f"{self.get_totp_issuer()}:{user.name}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Office and administrators keep theirs."""
        return not reach(authenticator.user, today=clock.today()).needs_second_factor

    def encrypt(self, text: str) -> str:
        """The key lies outside the database and its backups: a stolen backup makes no codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Refuses when the key is not the one it was encrypted with."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise Refused(
                _now("动态验证码的密钥与数据不符，可能是恢复备份后没有放回 secrets 目录。请联系系统管理员。")
            ) from error


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.TOTP_KEY.encode()).digest()))


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """One box for 手机号, 工号 or 姓名; the unit is asked for names only."""

    unit = forms.CharField(
        label=_("所在单位"), required=False, max_length=120, help_text=_("用姓名登录时填写，手机号或工号登录不必填。")
    )
    field_order = ["login", "unit", "password"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("手机号、工号或姓名"),
            max_length=60,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
        )
        password = self.fields["password"]
        password.label, password.help_text = _("口令"), ""
        password.widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)
        self.order_fields(self.field_order)

    def clean_login(self) -> str:
        """The identifier, trimmed."""
        return str(self.cleaned_data["login"]).strip()

    def user_credentials(self) -> dict[str, Any]:
        """What SignInBackend reads."""
        return {
            "username": self.cleaned_data["login"],
            "unit": self.cleaned_data.get("unit", ""),
            "password": self.cleaned_data["password"],
        }

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """As allauth does, but the session keeps no copy of what was typed."""
        credentials = {"password": self.cleaned_data["password"]}
        response: HttpResponse = self._login_with_password(request, redirect_url, credentials)
        return response
