"""Addresses of signing in, and of one's own account: of allauth's pages those that we show, and no others."""

from __future__ import annotations

from allauth.account import views
from allauth.mfa.base import views as factors
from django.urls import include, path, re_path

from relevo.web.doors import states_own_scope
from relevo.web.signin.told import tickets_by_mail

# These check passwords and codes. They touch no firm's rows, and a transaction around them would hold the
# counts of guesses locked while a password is hashed: everybody behind one address would queue up.
login, authenticate, reauthenticate, reauthenticate_by_code = map(
    states_own_scope,
    (views.login, factors.authenticate, views.reauthenticate, factors.reauthenticate),
)

_password = [
    path("change/", views.password_change, name="account_change_password"),
    path("set/", views.password_set, name="account_set_password"),
    path("reset/", views.password_reset, name="account_reset_password"),
    path("reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

_factors = [
    path("", factors.index, name="mfa_index"),
    path("authenticate/", authenticate, name="mfa_authenticate"),
    path("reauthenticate/", reauthenticate_by_code, name="mfa_reauthenticate"),
    path("totp/", include("allauth.mfa.totp.urls")),
    path("recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
]

_account = [
    path("login/", login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", reauthenticate, name="account_reauthenticate"),
    path("password/", include(_password)),
    path("2fa/", include(_factors)),
    path("tickets-by-mail/", tickets_by_mail, name="account_tickets_by_mail"),
]

urlpatterns = [path("account/", include(_account))]
