"""Putting mail's two jobs into the queue, by name, so that whoever stores a mail need not know who works on it."""

from __future__ import annotations

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from relevo.events.queue import queue

DIGEST = "mail.digest"
SEND = "mail.send"


def defer_digest(raw_mail_id: int, client_id: int, *, waiting: int = 0, seconds: int = 0) -> None:
    """Have a raw mail read, in ``seconds``.

    waiting: how many mails of the same mailbox wait already. The more, the later: a flood to one desk keeps
    its own mails waiting, not another desk's.
    """
    _defer(DIGEST, f"{DIGEST}:{raw_mail_id}", seconds, -min(waiting // 20, 1000),
           raw_mail_id=raw_mail_id, client_id=client_id)  # fmt: skip


def defer_send(outgoing_id: int, client_id: int, *, seconds: int = 0) -> None:
    """Have an outgoing mail sent, in ``seconds``."""
    _defer(SEND, f"{SEND}:{outgoing_id}", seconds, 0, outgoing_id=outgoing_id, client_id=client_id)


def _defer(task: str, lock: str, seconds: int, priority: int, **arguments: int) -> None:
    """Enqueue unless the same work is waiting already."""
    job = queue.configure_task(
        task, queue="mail", queueing_lock=lock, priority=priority,
        schedule_in={"seconds": seconds} if seconds else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            job.defer(**arguments)
    except AlreadyEnqueued:
        return
