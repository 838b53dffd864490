"""What a client decides about a mailbox's outgoing mail: its name, signatures, first answers, way out and DKIM key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.channels.mail import names
from relevo.channels.mail.kept_secrets import SecretPlace, refuse_moving
from relevo.channels.mail.models import Mailbox, SenderRule, SendingAccount
from relevo.channels.mail.out import carriers, providers, signing
from relevo.channels.mail.out.signing import Algorithm, SigningKey
from relevo.core.actor import Actor
from relevo.core.errors import RuleBroken
from relevo.core.secrets import seal, unseal
from relevo.events.record import record

TEXT_LIMIT: Final = 2000
"""Letters of one signature or acknowledgement."""
LONGEST_UNDO: Final = 120
"""Seconds for which a reply can be called back."""
_LANGUAGES_LIMIT: Final = 60
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\Z")
_SECURITIES: Final = frozenset({"none", "starttls", "tls"})


@transaction.atomic
def set_identity(
    mailbox: Mailbox, *, display_name: str, sender_rule: str, undo_seconds: int, translation_notice: bool,
    actor: Actor,
) -> Mailbox:  # fmt: skip
    """Say under which name customers read the mailbox, for how long a reply can be called back, and whether they are
    told what a machine has translated.

    Raises ``RuleBroken`` for an empty name, an unknown rule, or more than ``LONGEST_UNDO`` seconds.
    """
    mailbox = _locked(mailbox, actor)
    shown = names.plain_name(display_name)
    if not shown:
        raise RuleBroken(_("The mailbox needs a name that customers read as the sender."))
    if sender_rule not in SenderRule.values:
        raise RuleBroken(_("Choose which name customers read as the sender."))
    if not 0 <= undo_seconds <= LONGEST_UNDO:
        raise RuleBroken(
            _("A reply can be called back for %(most)s seconds at most.") % {"most": LONGEST_UNDO}
        )
    mailbox.display_name, mailbox.sender_rule = shown, SenderRule(sender_rule)
    mailbox.undo_seconds, mailbox.translation_notice = undo_seconds, translation_notice
    return _changed(
        mailbox, "identity", actor, "display_name", "sender_rule", "undo_seconds", "translation_notice"
    )


@transaction.atomic
def set_agents_by_mail(mailbox: Mailbox, *, allowed: bool, actor: Actor) -> Mailbox:
    """Say whether agents may be told of their tickets, and answer, by mail to and from the address they sign in with.

    What customers write then leaves this installation for agents' own mailboxes, so it is the client's to allow.
    """
    mailbox = _locked(mailbox, actor)
    mailbox.agents_by_mail = allowed
    mailbox.save(update_fields=["agents_by_mail"])
    _tell(mailbox, "agents_by_mail", actor, allowed=allowed)
    return mailbox


@transaction.atomic
def set_signatures(mailbox: Mailbox, signatures: Mapping[str, str], *, actor: Actor) -> Mailbox:
    """Set the signatures by language code, as plain text; ``{agent}`` and ``{desk}`` become names."""
    mailbox = _locked(mailbox, actor)
    mailbox.signatures = _texts(signatures)
    return _changed(mailbox, "signatures", actor, "signatures")


@transaction.atomic
def set_acknowledgements(mailbox: Mailbox, texts: Mapping[str, str], *, actor: Actor) -> Mailbox:
    """Set what is answered at once to a mail that opens a ticket, by language code; no text, no answer.

    ``{desk}`` and ``{reference}`` become the sender's name and the ticket's number.
    """
    mailbox = _locked(mailbox, actor)
    mailbox.acknowledgements = _texts(texts)
    return _changed(mailbox, "acknowledgements", actor, "acknowledgements")


@transaction.atomic
def set_sending(
    mailbox: Mailbox, *, kind: str, host: str = "", port: int = 587, security: str = "starttls", username: str = "",
    secret: str | None = None, actor: Actor,
) -> SendingAccount:  # fmt: skip
    """Say how the mailbox's mail leaves: "server" (the installation's), "smtp", or a provider in ``providers.OPTIONS``.

    host: of an SMTP server; for a provider its region, "" or "eu". secret: the password or key; None keeps the one that
    is there. Raises ``RuleBroken`` for what cannot work, for a password over a connection that is not protected, and
    for a password that is to be kept though it would go to another server, or less well protected.
    """
    mailbox = _locked(mailbox, actor)
    account = _account(mailbox)
    before, place = account.kind, _place(account)
    account.kind = kind
    account.host, account.port, account.security = host.strip().lower(), port, security
    account.username = username.strip()
    if secret is not None or before != kind:  # a password of one server is never offered to another kind
        account.secret = seal((secret or "").strip())
    _refuse(account)
    if account.secret and secret is None:
        refuse_moving(place, _place(account))
    account.save()
    _tell(mailbox, "sending", actor, kind=kind)
    return account


@transaction.atomic
def make_dkim_key(
    mailbox: Mailbox, domain: str, selector: str, *, actor: Actor, algorithm: Algorithm = "rsa"
) -> str:
    """Make a DKIM key to sign with once the DNS has it; the record to publish, as a line of a zone.

    Until then mail is signed as before, or not at all: what a key signs that is not published looks forged. It takes
    the place of another key that waits. domain: the address's own or one above it. Raises ``RuleBroken`` for another
    one, for a bad selector, and for that of the key which signs now.
    """
    mailbox = _locked(mailbox, actor)
    domain, selector = domain.strip().lower().rstrip("."), selector.strip().lower()
    account = _account(mailbox)
    _refuse_key(account, domain, selector)
    if algorithm not in {"rsa", "ed25519"}:
        raise RuleBroken(_("Choose RSA or Ed25519."))
    pem = signing.new_pem(algorithm)
    account.next_dkim_domain, account.next_dkim_selector, account.next_dkim_key = domain, selector, seal(pem)
    account.save()
    _tell(mailbox, "dkim", actor, algorithm=algorithm)
    return signing.zone_line(SigningKey(domain, selector, pem))


@transaction.atomic
def sign_with_next_key(mailbox: Mailbox, *, actor: Actor) -> None:
    """Sign with the key that waits from now on, because a person says that it is published.

    Raises ``RuleBroken`` when none waits, and for one that cannot be read: no mail would leave.
    """
    mailbox = _locked(mailbox, actor)
    account = _account(mailbox)
    try:
        waits = _next_key(account)
    except ValueError:
        raise RuleBroken(_("The new key cannot be read any more. Make another one.")) from None
    if waits is None:
        raise RuleBroken(_("There is no new key. Make one first."))
    _switch(account, actor)


@transaction.atomic
def sign_with_published_key(mailbox: Mailbox, key: SigningKey, *, actor: Actor) -> None:
    """The DNS has this key: sign with it from now on. Does nothing unless it is the one that waits."""
    mailbox = _locked(mailbox, actor)
    account = _account(mailbox)
    if _next_key(account) == key:
        _switch(account, actor)


@transaction.atomic
def stop_signing(mailbox: Mailbox, *, actor: Actor) -> None:
    """Sign no more, and throw the keys away, also one that waits. Does nothing twice."""
    mailbox = _locked(mailbox, actor)
    account = _account(mailbox)
    if account.dkim_key or account.next_dkim_key:
        account.dkim_key = account.next_dkim_key = ""
        account.save()
        _tell(mailbox, "dkim_stopped", actor)


def next_dkim_key(mailbox: Mailbox) -> SigningKey | None:
    """The key that waits to be published, if there is one that can be read."""
    account = SendingAccount.objects.filter(mailbox=mailbox).first()
    try:
        return _next_key(account) if account else None
    except ValueError:
        return None


def dkim_record(mailbox: Mailbox, *, actor: Actor) -> str:
    """The DNS record of the key that signs now, as a line of a zone; "" when there is none. Raises ``ValueError`` when
    the key was sealed with a secret that is lost."""
    actor.require("mailbox.manage", mailbox)
    account = SendingAccount.objects.filter(mailbox=mailbox).exclude(dkim_key="").first()
    if account is None:
        return ""
    return signing.zone_line(SigningKey(account.dkim_domain, account.dkim_selector, unseal(account.dkim_key)))


def next_dkim_record(mailbox: Mailbox, *, actor: Actor) -> str:
    """The same of the key that waits to be published."""
    actor.require("mailbox.manage", mailbox)
    account = SendingAccount.objects.filter(mailbox=mailbox).first()
    key = _next_key(account) if account else None
    return signing.zone_line(key) if key else ""


def _next_key(account: SendingAccount) -> SigningKey | None:
    """Raises ``ValueError`` for one that cannot be read."""
    if not account.next_dkim_key:
        return None
    key = SigningKey(account.next_dkim_domain, account.next_dkim_selector, unseal(account.next_dkim_key))
    key.load()
    return key


def _switch(account: SendingAccount, actor: Actor) -> None:
    account.dkim_domain, account.dkim_selector = account.next_dkim_domain, account.next_dkim_selector
    account.dkim_key, account.next_dkim_key = account.next_dkim_key, ""
    account.save()
    _tell(account.mailbox, "dkim_switched", actor)


def _refuse_key(account: SendingAccount, domain: str, selector: str) -> None:
    own = account.mailbox.address.rpartition("@")[2]
    if not signing.is_domain(domain) or not f".{own}".endswith(f".{domain}"):
        raise RuleBroken(
            _("The signature must be of the address's own domain, %(domain)s.") % {"domain": own}
        )
    if not signing.is_selector(selector):
        raise RuleBroken(_("A selector is a short word of letters and digits, for instance “relevo1”."))
    if account.dkim_key and (account.dkim_domain, account.dkim_selector) == (domain, selector):
        raise RuleBroken(
            _("The key that signs now has this selector. Choose another one, so that both can be published.")
        )


def _refuse(account: SendingAccount) -> None:
    if account.kind == carriers.SERVER:
        return
    if account.kind == carriers.SMTP:
        _refuse_server(account)
    elif account.kind not in providers.OPTIONS:
        raise RuleBroken(_("Relevo does not know this way of sending."))
    else:
        _refuse_provider(account)


def _refuse_server(account: SendingAccount) -> None:
    if not _HOST.match(account.host) or not 0 < account.port < 65536 or account.security not in _SECURITIES:
        raise RuleBroken(_("Give the mail server's name, its port and how the connection is protected."))
    if account.secret and account.security == "none":
        raise RuleBroken(
            _("A password is never sent over a connection that is not protected. Choose STARTTLS or TLS.")
        )
    if account.secret and not account.username:
        raise RuleBroken(_("Give the user name that belongs to the password."))


def _refuse_provider(account: SendingAccount) -> None:
    if not account.secret:
        raise RuleBroken(_("Give the key that the provider shows you."))
    if account.kind in providers.NEEDS_USERNAME and not account.username:
        raise RuleBroken(_("This provider also needs the name of the account, domain or project."))
    if account.host and (account.kind, account.host) not in providers.REGIONS:
        raise RuleBroken(_("This provider has no such region."))
    if not re.fullmatch(r"[\w.@:-]*", account.username):
        raise RuleBroken(_("The name of the account, domain or project holds signs that it cannot have."))


def _place(account: SendingAccount) -> SecretPlace:
    return SecretPlace(account.host, account.port, account.username, account.security, account.kind)


def _account(mailbox: Mailbox) -> SendingAccount:
    found = (
        SendingAccount.objects.select_for_update(of=("self",), no_key=True).filter(mailbox=mailbox).first()
    )
    return found or SendingAccount(client_id=mailbox.client_id, mailbox=mailbox)


def _texts(texts: Mapping[str, str]) -> dict[str, str]:
    wrong = next((code for code in texts if not _LANGUAGE.match(code)), None)
    if wrong is not None or len(texts) > _LANGUAGES_LIMIT:
        raise RuleBroken(_("Texts are kept by language code, for instance “es”."))
    cleaned = {code: names.body(text).strip() for code, text in texts.items()}
    if any(len(text) > TEXT_LIMIT for text in cleaned.values()):
        raise RuleBroken(_("This text is too long: %(most)s letters at most.") % {"most": TEXT_LIMIT})
    return {code: text for code, text in cleaned.items() if text}


def _locked(mailbox: Mailbox, actor: Actor) -> Mailbox:
    actor.require("mailbox.manage", mailbox)
    return (
        Mailbox.objects.select_for_update(of=("self",), no_key=True).select_related("desk").get(pk=mailbox.pk)
    )


def _changed(mailbox: Mailbox, what: str, actor: Actor, *fields: str) -> Mailbox:
    mailbox.save(update_fields=fields)
    _tell(mailbox, what, actor)
    return mailbox


def _tell(mailbox: Mailbox, what: str, actor: Actor, **facts: Any) -> None:
    record("mailbox.changed", actor=actor, client_id=mailbox.client_id, subject_id=mailbox.pk,
           facts={"what": what, **facts})  # fmt: skip
