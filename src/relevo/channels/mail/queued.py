"""Putting mail's two jobs into the queue, by name, so that whoever stores a mail need not know who works on it."""

from __future__ import annotations

from relevo.events.queue import defer_once

DIGEST = "mail.digest"
SEND = "mail.send"
TRIAL = "mail.trial"
TELL = "mail.tell_agent"
ANSWER = "mail.send_agents_answer"
QUEUE = "mail"
FIRST = 1000
"""Mail goes before what follows from it (routing, translation, at 0): in a flood all tickets are there first."""

TELL_AFTER = 20
"""Seconds between what happens on a ticket and the mail that tells its agent."""


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


def defer_tell(ticket_id: int, seat_id: int, client_id: int) -> None:
    """Have an agent told of her ticket, in a moment: by then it is translated, and two mails are told in one."""
    defer_once(
        TELL, f"{TELL}:{ticket_id}:{seat_id}", seconds=TELL_AFTER, line=QUEUE, ticket_id=ticket_id, seat_id=seat_id,
        client_id=client_id,
    )  # fmt: skip


def defer_answer(raw_mail_id: int, told_id: int, client_id: int) -> None:
    """Have an agent's answer sent that came by mail. told_id: the mail to her that it answers."""
    defer_once(
        ANSWER, f"{ANSWER}:{raw_mail_id}", priority=FIRST, line=QUEUE, raw_mail_id=raw_mail_id, told_id=told_id,
        client_id=client_id,
    )  # fmt: skip
