"""How we log in to an IMAP account: where it is, and the password or access token, opened from its sealed form."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings

from relevo.channels.mail.imap import oauth
from relevo.channels.mail.imap.client import Login, Refused, Unreachable
from relevo.channels.mail.imap.connection import ImapServer, Security
from relevo.channels.mail.imap.leases import Lease, settle
from relevo.channels.mail.imap.oauth import PROVIDERS, RefreshedTokens, TokenEndpointDown, TokenRefused
from relevo.channels.mail.models import ImapAccount
from relevo.core.secrets import seal, unseal

if TYPE_CHECKING:
    from relevo.channels.mail.imap.fetching import Memory

HOSTS = {"google": "imap.gmail.com", "microsoft": "outlook.office365.com"}
"""Where the providers of ``oauth.PROVIDERS`` keep mail."""


def server(account: ImapAccount) -> ImapServer:
    """Where the account is."""
    return ImapServer(account.host, account.port, cast("Security", account.security))


def login(lease: Lease, memory: Memory) -> Login:
    """Who we are there. Raises ``Refused`` and ``Unreachable``, and ``Overtaken`` when a new token is to be kept."""
    account = lease.account
    try:
        secret = unseal(account.secret)
    except ValueError as error:
        raise Refused("key") from error
    if account.auth == "password":
        return Login(account.username, password=secret)
    tokens = memory.tokens
    if tokens is None or tokens.refresh_token != secret:
        tokens = memory.tokens = RefreshedTokens(PROVIDERS[account.auth], _client(account.auth), secret)
    return Login(account.username, token=_token(tokens, lease, secret))


def _token(tokens: RefreshedTokens, lease: Lease, secret: str) -> str:
    try:
        access = tokens.token()
    except TokenRefused as error:
        raise Refused("login") from error
    except TokenEndpointDown as error:
        raise Unreachable("token") from error
    if tokens.refresh_token != secret:  # some providers give a new one each time, and the old one ends
        settle(lease, secret=seal(tokens.refresh_token))
    return access


def _client(provider: str) -> oauth.Client:
    """What the installation is at the provider. Raises ``Refused`` when the operator has not said."""
    known = getattr(settings, "MAIL_OAUTH_CLIENTS", {}).get(provider, {})
    if not known.get("id"):
        raise Refused("registration")
    return oauth.Client(known["id"], known.get("secret", ""))
