"""Replies that wait too long for a decision."""

from __future__ import annotations

from django.db import connection

from relevo.conduct.actions import escalate
from relevo.conduct.models import Approval
from relevo.core.actor import system
from relevo.core.clock import now
from relevo.core.scope import acting
from relevo.events.queue import RETRY, queue


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
