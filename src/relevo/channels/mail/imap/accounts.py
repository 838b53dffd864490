"""What people decide about fetching: from where, as whom, since when, and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.channels.mail.alarms import end_alarm
from relevo.channels.mail.imap.oauth import PROVIDERS
from relevo.channels.mail.imap.troubles import PASSING
from relevo.channels.mail.kept_secrets import SecretPlace, refuse_moving
from relevo.channels.mail.models import ImapAccount, Mailbox
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import RuleBroken
from relevo.core.secrets import seal
from relevo.events.record import record

_SECURITY: Final = ("tls", "starttls", "none")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?\Z|[0-9a-fA-F:]{2,45}\Z")


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Where a mailbox is kept and who we are there.

    auth: "password", or "google" or "microsoft"; secret: the password or the refresh token; "" keeps the one that is
    stored, which goes to no other server or user than before. since: mails that the server got before it are left
    alone; None: everything in the folder is fetched.
    """

    host: str
    username: str
    secret: str = field(default="", repr=False)
    port: int = 993
    security: str = "tls"
    auth: str = "password"
    folder: str = "INBOX"
    since: datetime | None = None


@transaction.atomic
def connect_imap(mailbox: Mailbox, wanted: ImapSettings, *, actor: Actor) -> ImapAccount:
    """Fetch a mailbox's mail from an IMAP server from now on, or from another place than before.

    A fetcher at work on the old settings stops by itself. Raises ``RuleBroken`` for settings that cannot be right, and
    for a stored password that would go to another server than it was given for.
    """
    actor.require("mailbox.manage", mailbox)
    account = ImapAccount.objects.select_for_update(no_key=True).filter(mailbox=mailbox).first()
    account = account or ImapAccount(client_id=mailbox.client_id, mailbox=mailbox)
    _check(wanted, account)
    moved = (account.host, account.username, account.folder) != (wanted.host, wanted.username, wanted.folder)
    older = account.since is not None and (wanted.since is None or wanted.since < account.since)
    if moved or older:  # what has come already is known by its number and its bytes
        account.uidvalidity, account.last_uid = None, 0
    account.host, account.port, account.security = wanted.host, wanted.port, wanted.security
    account.username, account.auth, account.folder = wanted.username, wanted.auth, wanted.folder
    account.secret = seal(wanted.secret) or account.secret
    account.since = wanted.since
    account.active, account.fence, account.leased_until = True, account.fence + 1, None
    account.failures, account.problem, account.next_try_at = 0, "", now()
    account.save()
    record("mailbox.imap_connected", actor=actor, client_id=mailbox.client_id, subject_id=mailbox.pk)
    return account


def since_when(mailbox: Mailbox) -> datetime | None:
    """Since when the server's mail is fetched, None for everything; from now on, for one that is not fetched yet."""
    account = ImapAccount.objects.filter(mailbox=mailbox).first()
    return account.since if account else from_now_on()


def from_now_on() -> datetime:
    """An hour ago, so that no server's slow clock lets the first mails look older than they are."""
    return now() - timedelta(hours=1)


@transaction.atomic
def disconnect_imap(mailbox: Mailbox, *, actor: Actor) -> None:
    """Fetch no more and forget the password; mail that was fetched stays. Does nothing twice."""
    actor.require("mailbox.manage", mailbox)
    account = ImapAccount.objects.select_for_update(no_key=True).filter(mailbox=mailbox, active=True).first()
    if account is None:
        return
    account.active, account.secret, account.fence = False, "", account.fence + 1
    account.leased_until, account.problem, account.failures = None, "", 0
    account.save()
    end_alarm(mailbox, *PASSING, "imap.quota", actor=actor)
    record("mailbox.imap_disconnected", actor=actor, client_id=mailbox.client_id, subject_id=mailbox.pk)


def _check(wanted: ImapSettings, account: ImapAccount) -> None:
    if not _HOST.match(wanted.host):
        raise RuleBroken(_("“%(host)s” cannot be a mail server. Write its name alone, like imap.example.com.")
                         % {"host": wanted.host[:100]})  # fmt: skip
    if not 0 < wanted.port < 65536:
        raise RuleBroken(_("The port is a number from 1 to 65535; IMAP with TLS is usually 993."))
    if wanted.security not in _SECURITY or wanted.auth not in {"password", *PROVIDERS}:
        raise RuleBroken(_("Choose how the connection is secured and how we log in."))
    if wanted.auth != "password" and wanted.security == "none":
        raise RuleBroken(_("An access token is only ever sent over an encrypted connection."))
    for text in (wanted.username, wanted.folder):
        if not text.strip() or not text.isprintable() or len(text) > 255:
            raise RuleBroken(_("The user name and the folder are one line each."))
    if wanted.secret:
        return
    if not account.secret:
        raise RuleBroken(_("The password is missing."))
    refuse_moving(_place(account), _place(wanted))


def _place(there: ImapAccount | ImapSettings) -> SecretPlace:
    return SecretPlace(there.host, there.port, there.username, there.security, there.auth)
