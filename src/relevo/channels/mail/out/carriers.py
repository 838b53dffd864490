"""Which way a mailbox's mail goes out: the installation's mail server, a server of its own, or a provider.

Signing and providers stand on large libraries; they are loaded where a mailbox has a key or a provider, so that what
starts for one mail (``relevo mail receive``) starts in half the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from django.conf import settings

from relevo.channels.mail.models import Mailbox, SendingAccount
from relevo.channels.mail.out import sending
from relevo.channels.mail.out.sending import Outcome
from relevo.channels.mail.out.smtp_session import HURRIED, Patience, SmtpServer
from relevo.core.clock import now
from relevo.core.secrets import unseal

if TYPE_CHECKING:
    from relevo.channels.mail.out.providers import Provider
    from relevo.channels.mail.out.signing import SigningKey

SERVER: Final = "server"
SMTP: Final = "smtp"


class Carrier(Protocol):
    """Takes a composed mail out of the house. Touches no database; never raises for what the other side does."""

    def carry(self, raw: bytes, *, mail_from: str, rcpt_to: str, patience: Patience = HURRIED) -> Outcome:
        """Hand one mail over and say what became of it."""
        ...


@dataclass(frozen=True, slots=True)
class ByServer:
    """Over SMTP, signed by the mailbox's key where it has one."""

    server: SmtpServer
    key: SigningKey | None = None

    def carry(self, raw: bytes, *, mail_from: str, rcpt_to: str, patience: Patience = HURRIED) -> Outcome:
        """Sign, connect, send, leave."""
        signed = raw if self.key is None else self.key.sign(raw, now())
        outcomes = sending.send(
            signed, mail_from=mail_from, rcpt_tos=[rcpt_to], server=self.server, patience=patience
        )
        return outcomes[rcpt_to]


@dataclass(frozen=True, slots=True)
class ByProvider:
    """Over a provider's HTTP interface. The return path is the provider's own."""

    provider: Provider
    key: SigningKey | None = None

    def carry(self, raw: bytes, *, mail_from: str, rcpt_to: str, patience: Patience = HURRIED) -> Outcome:
        """One request. Our signature goes along where the provider leaves the mail as it is."""
        from relevo.channels.mail.out import providers

        del mail_from, patience
        signed = raw if self.key is None else self.key.sign(raw, now())
        return providers.send(signed, rcpt_to=rcpt_to, provider=self.provider)


@dataclass(frozen=True, slots=True)
class Unusable:
    """An account that nobody can use now, and why: its secret or key cannot be read."""

    why: str

    def carry(self, raw: bytes, *, mail_from: str, rcpt_to: str, patience: Patience = HURRIED) -> Outcome:
        """Nothing leaves; tried again, since an administrator can mend it."""
        del raw, mail_from, rcpt_to, patience
        return Outcome("retry", 0, self.why, down=True)


def carrier_of(mailbox: Mailbox) -> Carrier:
    """The way out for a mailbox; call it in the client's scope."""
    account = SendingAccount.objects.filter(mailbox=mailbox).first()
    if account is None:
        return ByServer(_installation())
    try:
        key, secret = _key(account), unseal(account.secret)
    except ValueError as error:
        return Unusable(str(error))
    if account.kind == SERVER:
        return ByServer(_installation(), key)
    if account.kind == SMTP:
        return ByServer(_own(account, secret), key)
    from relevo.channels.mail.out import providers

    url = providers.REGIONS.get((account.kind, account.host), "")
    return ByProvider(providers.Provider(account.kind, secret, account.username, url), key)


def signing_key(mailbox: Mailbox) -> SigningKey | None:
    """The key that a mailbox's mail is signed with, if we sign it and can still open the key."""
    account = SendingAccount.objects.filter(mailbox=mailbox).first()
    try:
        return _key(account) if account is not None else None
    except ValueError:
        return None


def _installation() -> SmtpServer:
    return SmtpServer(**settings.SMTP_SERVER, local_hostname=settings.MAIL_HOSTNAME)


def _own(account: SendingAccount, secret: str) -> SmtpServer:
    return SmtpServer(
        account.host, account.port, account.security, account.username, secret,  # type: ignore[arg-type]
        local_hostname=settings.MAIL_HOSTNAME, trusted=False,
    )  # fmt: skip


def _key(account: SendingAccount) -> SigningKey | None:
    if not account.dkim_key:
        return None
    from relevo.channels.mail.out.signing import SigningKey

    key = SigningKey(account.dkim_domain, account.dkim_selector, unseal(account.dkim_key))
    key.load()  # one that cannot be read shows here and not in the midst of sending
    return key
