"""How the tests knock at the door: as people do, through the forms."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client

from relevo.organizations.models import User
from tests.cast import PASSWORD

LOGIN = "/account/login/"
OFFICE, ELSEWHERE = "192.0.2.10", "198.51.100.7"


def sign_in(
    client: Client, email: str, password: str = PASSWORD, *, at: str = OFFICE, **more: str
) -> HttpResponse:
    """Send the sign-in form from a network address."""
    return client.post(LOGIN, {"login": email, "password": password, **more}, REMOTE_ADDR=at)


def signed_in(client: Client) -> bool:
    """Whether this browser has a session that still counts."""
    return client.get("/account/password/change/").status_code == 200


def prove(client: Client, password: str = PASSWORD) -> HttpResponse:
    """Type the password once more."""
    return client.post("/account/reauthenticate/", {"password": password, "next": "/account/2fa/"})


def code_of(secret: str, steps: int = 0) -> str:
    """The code that an app shows now (or some 30-second steps later), computed from the key as RFC 6238 says."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_factor(user: User) -> str:
    """Let a person have an authenticator app already; its key."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def factors_of(user: User) -> set[str]:
    """Which kinds of second factor an account has."""
    return set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
