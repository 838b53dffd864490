"""Each minute: the clocks that have run out since are marked, each once, however late the scheduler is."""

from __future__ import annotations

from django.db import connection

from relevo.core.actor import system
from relevo.core.clock import now
from relevo.core.scope import acting
from relevo.coverage.enqueue import defer_once
from relevo.events.queue import RETRY, queue
from relevo.promises.clocks import miss_overdue
from relevo.tickets.actions import locked
from relevo.tickets.models import Ticket


@queue.periodic(cron="* * * * *")
@queue.task(name="promises.tick", queueing_lock="promises.tick", pass_context=False)
def tick(timestamp: int) -> None:
    """Send every ticket with a clock that has run out to be looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ticket_id, client_id FROM relevo_overdue(%s)", [now()])
        overdue = cursor.fetchall()
    for ticket_id, client_id in overdue:
        defer_once(mark_missed, f"promises.missed.{ticket_id}", ticket_id=ticket_id, client_id=client_id)


@queue.task(name="promises.mark_missed", retry=RETRY, queue="events")
def mark_missed(*, ticket_id: int, client_id: int) -> None:
    """Mark the overdue clocks of one ticket; a second run finds none."""
    actor = system(client_id)
    with acting(actor):
        miss_overdue(locked(Ticket(pk=ticket_id)), at=now(), actor=actor)
