"""Each minute: every desk with unfinished work looks who answers now, and each misplaced ticket moves on its own."""

from __future__ import annotations

from django.db import connection

from relevo.core.actor import system
from relevo.core.clock import now
from relevo.core.scope import acting
from relevo.coverage.boundary import misplaced
from relevo.coverage.boundary import settle_ticket as settle
from relevo.coverage.enqueue import defer_once
from relevo.desks.models import Desk
from relevo.events.queue import RETRY, queue
from relevo.tickets.models import Ticket


def desks_at_work() -> list[tuple[int, int]]:
    """(desk, client) of every desk with unfinished tickets; the machine learns nothing else about them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT desk_id, client_id FROM relevo_desks_at_work()")
        return [(int(desk_id), int(client_id)) for desk_id, client_id in cursor.fetchall()]


@queue.periodic(cron="* * * * *")
@queue.task(name="coverage.tick", queueing_lock="coverage.tick", pass_context=False)
def tick(timestamp: int) -> None:
    """Send every desk with work to look at the hours."""
    for desk_id, client_id in desks_at_work():
        defer_once(settle_desk, f"coverage.desk.{desk_id}", desk_id=desk_id, client_id=client_id)


@queue.task(name="coverage.settle_desk", retry=RETRY, queue="events")
def settle_desk(*, desk_id: int, client_id: int) -> None:
    """Send every misplaced ticket of a desk on its way, each in a transaction and with retries of its own."""
    with acting(system(client_id)):
        for ticket_id in misplaced(Desk.objects.get(pk=desk_id), now()):
            lock = f"coverage.ticket.{ticket_id}"
            defer_once(settle_ticket, lock, ticket_id=ticket_id, client_id=client_id)


@queue.task(name="coverage.settle_ticket", retry=RETRY, queue="events")
def settle_ticket(*, ticket_id: int, client_id: int) -> None:
    """Move one ticket if it still has to move."""
    actor = system(client_id)
    with acting(actor):
        settle(Ticket.objects.get(pk=ticket_id), actor=actor)
