"""Addresses of signing in, under /desk/ like every page with a session: only what is used here of allauth; the rest is 404."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import view_recovery_codes
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from huiyin.workspace.account import second_factor, views

urlpatterns = [
    path("accounts/login/", second_factor.SignIn.as_view(), name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/password/set/", account.password_set, name="account_set_password"),
    path("accounts/password/reset/", views.forgotten, name="account_reset_password"),
    path("accounts/2fa/", RedirectView.as_view(pattern_name="account_home"), name="mfa_index"),
    path("accounts/2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", second_factor.Confirm.as_view(), name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", never_cache(second_factor.Activate.as_view()), name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", second_factor.Deactivate.as_view(), name="mfa_deactivate_totp"),
    path("accounts/2fa/recovery-codes/", never_cache(view_recovery_codes), name="mfa_view_recovery_codes"),
    path("accounts/2fa/recovery-codes/generate/", second_factor.NewCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("slip/", views.slip, name="account_slip"),
    path("slip/password/", views.slip_password, name="account_slip_password"),
    path("demo-sign-in/", views.demonstration, name="account_demonstration"),
    path("account/", views.home, name="account_home"),
]
