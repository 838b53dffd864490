"""Access tokens for mailboxes at Google and Microsoft: OAuth 2.0 (RFC 6749) as their token endpoints speak it.

The installation is registered at the provider and has a client id and secret there; a mailbox's owner consents once
(``consent_url``), which gives a refresh token (``redeem``); from that comes an access token for each hour
(``refresh``). Nothing but these exchanges leaves the machine.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import urlencode

import httpx

_TIMEOUT: Final = 20.0
_ANSWER_LIMIT: Final = 64 * 1024
_EARLY: Final = 120.0  # seconds before its end at which a token is renewed
_TELL_TALE: Final = frozenset({"invalid_grant", "invalid_client", "unauthorized_client", "interaction_required",
                               "consent_required", "login_required", "invalid_scope"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Provider:
    """Whom we ask. scope: what the mailbox's owner consents to. extra: what its consent page wants besides.

    names_scope: every exchange names the scope again.
    """

    name: str
    token_url: str
    consent_page: str
    scope: str
    extra: Mapping[str, str] = field(default_factory=dict)
    names_scope: bool = False


PROVIDERS: Final = {
    provider.name: provider
    for provider in (
        Provider(
            "google", "https://oauth2.googleapis.com/token", "https://accounts.google.com/o/oauth2/v2/auth",
            "https://mail.google.com/", {"access_type": "offline", "prompt": "consent"},
        ),
        Provider(
            "microsoft", "https://login.microsoftonline.com/common/oauth2/v2.0/token",
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            "https://outlook.office.com/IMAP.AccessAsUser.All offline_access", {"prompt": "select_account"},
            names_scope=True,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Client:
    """The installation, as the provider knows it."""

    id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """What the token endpoint gave. refresh: a new refresh token that takes the old one's place, or "" """

    access: str = field(repr=False)
    seconds: float
    refresh: str = field(default="", repr=False)


class TokenRefused(Exception):
    """The provider says no: consent was withdrawn, or the registration is wrong. A person must mend it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TokenEndpointDown(Exception):
    """The provider does not answer, or answers nonsense: it comes right by itself."""


class TokenSource(Protocol):
    """Where an access token for a mailbox comes from."""

    def token(self) -> str:
        """One that is good for two minutes at least. Raises ``TokenRefused`` and ``TokenEndpointDown``."""
        ...


class RefreshedTokens:
    """Access tokens drawn from a refresh token, each as long as it lasts.

    refresh_token: the newest one; when the provider has given another, whoever keeps it must store that.
    """

    def __init__(self, provider: Provider, client: Client, refresh_token: str) -> None:
        self.provider, self.client, self.refresh_token = provider, client, refresh_token
        self._access = ""
        self._until = 0.0
        self._lock = threading.Lock()

    def token(self) -> str:
        """See ``TokenSource``."""
        with self._lock:
            if time.monotonic() >= self._until:
                grant = refresh(self.provider, self.client, self.refresh_token)
                self.refresh_token = grant.refresh or self.refresh_token
                self._access, self._until = grant.access, time.monotonic() + grant.seconds - _EARLY
            return self._access


def consent_url(provider: Provider, client: Client, *, redirect: str, state: str, mailbox: str) -> str:
    """The provider's page on which the mailbox's owner consents. ``state`` comes back to ``redirect`` unchanged."""
    return f"{provider.consent_page}?" + urlencode({
        "client_id": client.id, "response_type": "code", "redirect_uri": redirect, "scope": provider.scope,
        "state": state, "login_hint": mailbox, **provider.extra,
    })  # fmt: skip


def redeem(provider: Provider, client: Client, code: str, *, redirect: str) -> Grant:
    """The first grant, for the code that came back from the consent page. Raises like ``refresh``."""
    return _ask(provider, client, grant_type="authorization_code", code=code, redirect_uri=redirect)


def refresh(provider: Provider, client: Client, refresh_token: str) -> Grant:
    """A new access token. Raises ``TokenRefused`` and ``TokenEndpointDown``."""
    return _ask(provider, client, grant_type="refresh_token", refresh_token=refresh_token)


def _ask(provider: Provider, client: Client, **form: str) -> Grant:
    form |= {"client_id": client.id, "client_secret": client.secret}
    form |= {"scope": provider.scope} if provider.names_scope else {}
    try:
        with httpx.stream(
            "POST", provider.token_url, data=form, timeout=_TIMEOUT, headers={"Accept": "application/json"}
        ) as answer:
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > _ANSWER_LIMIT:
                    raise TokenEndpointDown("too long an answer")
            return _grant(answer.status_code, httpx.Response(answer.status_code, content=body))
    except httpx.HTTPError as error:
        raise TokenEndpointDown(type(error).__name__) from error


def _grant(status: int, answer: httpx.Response) -> Grant:
    """RFC 6749, 5.1 and 5.2: 200 with a token, or 400 or 401 with a code in "error"."""
    try:
        told = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise TokenEndpointDown(f"status {status}")
    code, access, seconds = told.get("error"), told.get("access_token"), told.get("expires_in", 3600)
    if status in {400, 401, 403} and isinstance(code, str) and code in _TELL_TALE:
        raise TokenRefused(code)
    if status != 200 or not isinstance(access, str) or not access.isprintable() or not access:
        raise TokenEndpointDown(f"status {status}")
    new = told.get("refresh_token")
    try:
        return Grant(access, float(seconds), new if isinstance(new, str) else "")
    except (TypeError, ValueError):
        raise TokenEndpointDown("no lifetime") from None
