"""What mail does when something happens on a ticket."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet

from relevo.channels.mail.models import Mailbox
from relevo.channels.mail.out import outbox
from relevo.channels.mail.out.acknowledging import acknowledge
from relevo.channels.mail.queued import defer_tell
from relevo.core.actor import system
from relevo.core.prepared import prepared
from relevo.core.scope import acting
from relevo.engagements.models import Seat
from relevo.events.models import Event
from relevo.events.subscribers import subscribe, subscribe_later


@subscribe("reply.released")
def put_reply_in_the_outbox(event: Event) -> None:
    """Store the mail with the reply. The machine composes it: a partner's agent may not read raw mail."""
    if event.client_id is None or event.subject_id is None:
        return
    actor = system(event.client_id)
    with acting(actor):
        outbox.put_in(event.subject_id, actor=actor)


def _answers_by_itself(event: Event) -> bool:
    """Whether a person wrote, to a desk that has first answers at all."""
    if event.client_id is None or event.subject_id is None or event.facts.get("automatic"):
        return False
    return bool(_acknowledging(event.thing.ticket.desk_id))


@prepared
def _acknowledging(desk_id: int) -> QuerySet[Mailbox, int]:
    mailboxes = Mailbox.objects.filter(desk_id=desk_id).exclude(acknowledgements={})
    return mailboxes.values_list("pk", flat=True)


@subscribe_later("ticket.received", when=_answers_by_itself)
def tell_the_customer_that_it_has_come(event: Event) -> None:
    """A job: by then it is known on which ticket the raw mail is, and whether an agent was quicker."""
    acknowledge(cast("int", event.subject_id), actor=system(cast("int", event.client_id)))


@subscribe("ticket.assigned", "ticket.received")
def have_the_agent_told(event: Event) -> None:
    """Tell whoever works on the ticket by mail, where its client allows that: not of machines' mail, and not of what
    she did herself. In a job, which asks whether she wants it and may still have it."""
    if event.ticket_id is None or event.client_id is None or event.facts.get("automatic"):
        return
    if event.kind == "ticket.received" and event.thing is not None and event.thing.ticket.assignee_id is None:
        return
    for seat_id in _to_be_told(event.ticket_id, event.member_id or 0):
        defer_tell(event.ticket_id, seat_id, event.client_id)


@prepared
def _to_be_told(ticket_id: int, but_for: int) -> QuerySet[Seat, int]:
    """The seat that works on a ticket, unless it is the member's who did it, where its desk tells agents by mail."""
    seats = Seat.objects.filter(tickets=ticket_id, engagement__desk__mailboxes__agents_by_mail=True)
    return seats.exclude(member_id=but_for).values_list("pk", flat=True).order_by().distinct()
