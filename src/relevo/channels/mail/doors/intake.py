"""What the receiver asks: is there such a mailbox, and keep this mail for good.

Both work from any thread and leave no connection behind. Whatever goes wrong is raised, so that the sender hears
451 and tries again; a mail that comes twice has one effect, which the database decides, not a look-up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from django.db import connection

from relevo.channels.mail import addresses, names
from relevo.channels.mail.doors.envelopes import Envelope
from relevo.channels.mail.queued import defer_digest
from relevo.core.actor import system
from relevo.core.failpoints import reach
from relevo.core.scope import acting

_COUNTED = 2000  # mails of one mailbox that wait; more make no difference
# %b sends the mail's bytes as they are; the ORM would write them out in hexadecimal, several times its size.
_INSERT = """
INSERT INTO mail_rawmail (client_id, mailbox_id, sha256, raw, size, mail_from, rcpt_to, peer, received_at, state, note,
attempts, header_id, door, uidvalidity, uid, fingerprint, sender, trust, released) VALUES (%(client_id)s,
%(mailbox_id)s, %(sha256)s, %(raw)b, %(size)s, %(mail_from)s, %(rcpt_to)s, %(peer)s, %(received_at)s, 'stored', '', 0,
'', %(door)s, %(uidvalidity)s, %(uid)s, '', '', '', false) ON CONFLICT DO NOTHING RETURNING id
"""
_UID_OF_ANOTHER = """
SELECT 1 FROM mail_rawmail WHERE mailbox_id = %(mailbox_id)s AND uidvalidity = %(uidvalidity)s AND uid = %(uid)s
AND sha256 <> %(sha256)s
"""
_WAITING = (
    "SELECT count(*) FROM (SELECT 1 FROM mail_rawmail WHERE mailbox_id = %s AND state = 'stored' LIMIT %s) w"
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A mailbox that a mail goes to, whose it is, and the address that was written, perhaps with a token."""

    mailbox_id: int
    client_id: int
    rcpt_to: str


def accepts(address: str) -> bool:
    """Whether mail to ``address``, plain or with a reply token behind a plus, has a mailbox here."""
    with own_connection():
        return mailbox_of(address) is not None


def store(envelope: Envelope) -> None:
    """Keep the mail in each mailbox it is addressed to, in one transaction, with the jobs that read it.

    Raises ``LookupError`` when no recipient has a mailbox any more, and whatever the database raises.
    """
    with own_connection():
        addressees = _addressees(envelope.rcpt_tos)
        if not addressees:
            raise LookupError("no recipient has a mailbox here")
        reach("before_store")
        with acting(system(*{addressee.client_id for addressee in addressees})):
            for addressee in addressees:
                _keep(envelope, addressee)
            reach("store_before_commit")
        reach("after_store")


def mailbox_of(address: str) -> tuple[int, int] | None:
    """The ids of the mailbox behind an address and of its client, whoever asks; None when there is none."""
    plain = addresses.without_tag(address)
    if not plain:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT mailbox_id, client_id FROM relevo_mailbox_of(%s)", [plain])
        found: tuple[int, int] | None = cursor.fetchone()
        return found


def _addressees(rcpt_tos: tuple[str, ...]) -> list[Addressee]:
    """One per mailbox, however often it is addressed; of its addresses the one with a token counts."""
    found: dict[int, Addressee] = {}
    for rcpt_to in sorted(rcpt_tos, key=lambda address: "+" not in address):
        known = mailbox_of(rcpt_to)
        if known is not None:
            found.setdefault(known[0], Addressee(*known, rcpt_to[:320]))
    return list(found.values())


def _keep(envelope: Envelope, addressee: Addressee) -> None:
    facts = {
        "client_id": addressee.client_id, "mailbox_id": addressee.mailbox_id, "rcpt_to": addressee.rcpt_to,
        "sha256": hashlib.sha256(envelope.raw).hexdigest(), "raw": envelope.raw,
        "size": max(envelope.whole_size or 0, len(envelope.raw)),
        "mail_from": names.one_line(envelope.mail_from, 320), "peer": envelope.peer[:60],
        "received_at": envelope.received_at, "door": envelope.door, "uidvalidity": envelope.uidvalidity,
        "uid": envelope.uid,
    }  # fmt: skip
    with psycopg.Cursor(connection.connection) as cursor:
        waiting = cursor.execute(_WAITING, [addressee.mailbox_id, _COUNTED]).fetchone()
        kept = cursor.execute(_INSERT, facts).fetchone()
        if kept is None and envelope.uid is not None and cursor.execute(_UID_OF_ANOTHER, facts).fetchone():
            # A server that gives a number twice must not have the second mail swallowed: its bytes decide.
            kept = cursor.execute(_INSERT, facts | {"uidvalidity": None, "uid": None}).fetchone()
    if kept is not None:
        defer_digest(kept[0], addressee.client_id, waiting=waiting[0] if waiting else 0)


@contextmanager
def own_connection() -> Iterator[None]:
    """Begin with a connection that lives and end without one, unless the caller is in a transaction of its own."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        yield
    finally:
        if not connection.in_atomic_block:
            connection.close()
