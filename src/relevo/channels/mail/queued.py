"""Putting mail's two jobs into the queue, by name, so that whoever stores a mail need not know who works on it."""

from __future__ import annotations

from relevo.events.queue import defer_once

DIGEST = "mail.digest"
SEND = "mail.send"
TRIAL = "mail.trial"
QUEUE = "mail"
FIRST = 1000
"""Mail goes before what follows from it (routing, translation, at 0): in a flood all tickets are there first."""


def defer_digest(raw_mail_id: int, client_id: int, *, waiting: int = 0, seconds: int = 0) -> None:
    """Have a raw mail read, in ``seconds``.

    waiting: how many mails of the same mailbox wait already. The more, the later: a flood to one desk keeps
    its own mails waiting, not another desk's.
    """
    defer_once(
        DIGEST, f"{DIGEST}:{raw_mail_id}", seconds=seconds, priority=FIRST - min(waiting // 20, FIRST),
        line=QUEUE, raw_mail_id=raw_mail_id, client_id=client_id,
    )  # fmt: skip


def defer_send(outgoing_id: int, client_id: int, *, waiting: int = 0, seconds: int = 0) -> None:
    """Have an outgoing mail sent, in ``seconds``.

    waiting: how many mails of the same mailbox wait already. A mail server may take seconds for each, so one desk's
    second mail comes after every other desk's first.
    """
    defer_once(
        SEND, f"{SEND}:{outgoing_id}", seconds=seconds, priority=FIRST - min(waiting, FIRST), line=QUEUE,
        outgoing_id=outgoing_id, client_id=client_id,
    )  # fmt: skip


def defer_trial(mailbox_id: int, client_id: int, nonce: int) -> None:
    """Have a test mail sent."""
    defer_once(
        TRIAL,
        f"{TRIAL}:{mailbox_id}:{nonce}",
        line=QUEUE,
        mailbox_id=mailbox_id,
        client_id=client_id,
        nonce=nonce,
    )
