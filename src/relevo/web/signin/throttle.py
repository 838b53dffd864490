"""How often somebody may guess: by account, by network and by device, so that an attacker never locks the owner out.

A browser that has signed in to an account before carries a signed mark for it and is counted on its own.
Everybody else is counted as a stranger: for this account from this network, for this network, and for this
account from anywhere. A stranger who uses up an account's guesses therefore stops strangers, not its owner.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

COOKIE = "relevo_device"
_APP = "relevo.signin"
_MONTHS_6 = 180 * 86400
_ACCOUNTS_KEPT = 5  # on one browser
LIMITS = {
    "device": "10/5m/key",
    "here": "5/5m/key",
    "network": "30/5m/ip",
    "anywhere": "60/h/key",
}
"""Guesses / time / counted by. ``key`` is made of the account; ``ip`` is the address, of IPv6 the /64 network."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A guess that has been counted."""

    usages: tuple[ratelimit.RateLimitUsage, ...]

    def rollback(self) -> None:
        """Take it back: it was no guess, she knew."""
        for usage in self.usages:
            usage.rollback()


def attempt(request: HttpRequest, deed: str, account: str) -> Attempt | None:
    """Count a guess at the ``deed`` (password or code) of an account (its address); None when it was one too many."""
    usages = []
    for action, key in _counters(request, deed, account):
        usage = ratelimit.consume(request, app=_APP, action=action, config=LIMITS, key=key, limit_get=True)
        if usage is None:
            return None
        usages.append(usage)
    return Attempt(tuple(usages))


def forget(request: HttpRequest, account: str) -> None:
    """Open an account to strangers again: its owner has just proven herself by mail."""
    for deed in ("password", "code"):
        name = f"{deed}:{_digest(account)}"
        for action, key in (("here", f"{name}:{ratelimit.get_ip(request)}"), ("anywhere", name)):
            ratelimit.clear(request, app=_APP, action=action, config=LIMITS, key=key)


def know(request: HttpRequest, response: HttpResponseBase, account: str) -> None:
    """Mark this browser as one from which the account has been signed in to."""
    marks = {_digest(account): secrets.token_urlsafe(12)} | _marks(request)
    kept = dict(list(marks.items())[:_ACCOUNTS_KEPT])
    response.set_cookie(
        COOKIE, signing.dumps(kept, salt=COOKIE), max_age=_MONTHS_6, path="/account/", httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _counters(request: HttpRequest, deed: str, account: str) -> list[tuple[str, str]]:
    name = f"{deed}:{_digest(account)}"
    mark = _marks(request).get(_digest(account))
    if mark:
        return [("device", f"{name}:{mark}")]
    return [("here", f"{name}:{ratelimit.get_ip(request)}"), ("network", ""), ("anywhere", name)]


def _marks(request: HttpRequest) -> dict[str, str]:
    try:
        marks: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=_MONTHS_6)
    except signing.BadSignature:
        return {}
    return marks if isinstance(marks, dict) else {}


def _digest(account: str) -> str:
    return hashlib.sha256(account.strip().lower().encode()).hexdigest()[:32]
