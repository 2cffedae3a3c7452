"""The sign-in forms in our words; what they check is allauth's."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, ReauthenticateForm, SetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondFactorReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


def _say(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:  # Any: lazy translations
    """Our label and help on one of allauth's fields, without its placeholder (a label that vanishes on typing)."""
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


PASSWORD_RULE = _("至少 10 个字，不能全是数字，不能是常见口令。可以用一句只有自己知道的话。")
CODE_RULE = _("应用里显示的 6 位数字；手机不在身边时，也可以填一个备用验证码。")


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Old password, new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("现在的口令"))
        _say(self, "password1", _("新口令"), PASSWORD_RULE)
        _say(self, "password2", _("再输一遍新口令"))


class SetPassword(SetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """A new password twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", _("新口令"), PASSWORD_RULE)
        _say(self, "password2", _("再输一遍新口令"))


class ConfirmPassword(ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", _("口令"))


def _say_code(form: forms.Form, help_text: Any) -> None:  # Any: a lazy translation
    """The field of a second factor: a keyboard of digits."""
    _say(form, "code", _("动态验证码"), help_text)
    form.fields["code"].widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})


class SecondFactor(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, CODE_RULE)


class ConfirmSecondFactor(SecondFactorReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code once more before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, CODE_RULE)


class ActivateTOTP(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """The first code, which shows that the app holds the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_code(self, _("应用里显示的 6 位数字。"))


class SlipForm(forms.Form):
    """A code read off paper."""

    code = forms.CharField(
        label=_("登录条上的字符"),
        max_length=40,
        help_text=_("三组，每组 4 个字符；大小写、横线和空格不影响。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True}),
    )
