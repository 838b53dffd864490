"""Replies that wait too long for a decision, and replies whose time has come."""

from __future__ import annotations

import math

from django.db import connection

from relevo.conduct.actions import escalate, settle_scheduled
from relevo.conduct.models import Approval
from relevo.core.actor import system
from relevo.core.clock import now
from relevo.core.failpoints import reach
from relevo.core.scope import acting
from relevo.events.queue import RETRY, defer_once, queue
from relevo.tickets.models import Delivery, Message


@queue.periodic(cron="* * * * *")
@queue.task(name="find_overdue_approvals", queueing_lock="find_overdue_approvals", pass_context=False)
def tick(timestamp: int) -> None:
    """Look for approvals that nobody decided in time, in all firms; ids only, each is then seen to in its own scope."""
    del timestamp  # the queue's clock; Relevo's own decides
    with connection.cursor() as cursor:
        cursor.execute("SELECT approval_id, client_id FROM relevo_overdue_approvals(%s)", [now()])
        overdue = cursor.fetchall()
    for approval_id, client_id in overdue:
        escalate_approval.defer(approval_id=approval_id, client_id=client_id)


@queue.task(name="escalate_approval", retry=RETRY)
def escalate_approval(*, approval_id: int, client_id: int) -> None:
    """Escalate one; a second run finds it done."""
    actor = system(client_id)
    with acting(actor):
        approval = Approval.objects.select_related("ticket").filter(pk=approval_id).first()
        if approval is not None:
            escalate(approval, actor=actor)


@queue.periodic(cron="* * * * *")
@queue.task(name="find_due_replies", queueing_lock="find_due_replies", pass_context=False)
def release(timestamp: int) -> None:
    """Find scheduled replies that should have gone: their own job was lost, or the clock has jumped."""
    del timestamp
    with connection.cursor() as cursor:
        cursor.execute("SELECT message_id, client_id FROM relevo_replies_due(%s)", [now()])
        due = cursor.fetchall()
    for message_id, client_id in due:
        _defer(message_id, client_id, lock=f"release_reply:{message_id}:due")


@queue.task(name="release_reply", retry=RETRY)
def release_reply(*, message_id: int, client_id: int) -> None:
    """Let one go if it is due. A second run finds it gone; one that comes too early asks to be called again."""
    actor = system(client_id)
    with acting(actor):
        message = Message.objects.select_related("ticket").filter(pk=message_id).first()
        if message is None or message.delivery != Delivery.SCHEDULED:
            return
        settle_scheduled(message, actor=actor)
        message.refresh_from_db(fields=["delivery", "release_at"])
        if message.delivery == Delivery.SCHEDULED:
            defer_release(message)
        reach("release_before_commit")
    reach("after_release")


def defer_release(message: Message) -> None:
    """Have a scheduled reply looked at when its time comes."""
    left = (message.release_at - now()).total_seconds() if message.release_at else 0
    seconds = max(0, math.ceil(left))
    _defer(message.pk, message.client_id, lock=f"release_reply:{message.pk}", seconds=seconds)


def _defer(message_id: int, client_id: int, *, lock: str, seconds: int = 0) -> None:
    """The sweep's job has a lock of its own: after a jump of the clock the one that waits does so for a wrong time."""
    defer_once("release_reply", lock, seconds=seconds, message_id=message_id, client_id=client_id)
