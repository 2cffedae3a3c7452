"""allauth's second-factor pages, with our audit lines and the session's note of what was shown."""

from allauth.account.views import LoginView
from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django import forms
from django.db import transaction
from django.http import HttpResponse

from huiyin.core import clock
from huiyin.organisation import sign_in
from huiyin.workspace.account.views import demonstrating
from huiyin.workspace.sign_in import mark_factors


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """The sign-in page; on a demonstration it shows the other door."""

    def get_context_data(self, **named: object) -> dict[str, object]:
        """Adds whether there is a demonstration."""
        return {**super().get_context_data(**named), "demonstrating": demonstrating(self.request)}


class Activate(ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    """Switches TOTP on; whoever typed the first code has shown the second factor."""

    def get_context_data(self, **named: object) -> dict[str, object]:
        """Adds the key in groups of four, for those who type it."""
        context: dict[str, object] = super().get_context_data(**named)
        secret: str = context["form"].secret  # type: ignore[attr-defined]  # allauth's form
        return {**context, "secret_groups": [secret[n : n + 4] for n in range(0, len(secret), 4)]}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """The app holds the key."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            sign_in.note(sign_in.SECOND_FACTOR_ON, self.request.user, now=clock.now())
        self.request.session.cycle_key()
        mark_factors(self.request, second=True)
        return response


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    """Switches TOTP off, for those who may."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Off, with an audit line."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            sign_in.note(sign_in.SECOND_FACTOR_OFF, self.request.user, now=clock.now())
        return response


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth ships no types
    """New recovery codes; the old ones are void."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Made, with an audit line."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            sign_in.note(sign_in.RECOVERY_CODES_MADE, self.request.user, now=clock.now())
        return response


class Confirm(ReauthenticateView):  # type: ignore[misc]  # allauth ships no types
    """The code once more; a session opened without it has shown it now."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Shown."""
        self.request.session.cycle_key()
        mark_factors(self.request, second=True)
        response: HttpResponse = super().form_valid(form)
        return response
