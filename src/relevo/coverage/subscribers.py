"""What this app does when something happens elsewhere."""

from __future__ import annotations

from typing import cast

from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.coverage.boundary import settle_ticket
from relevo.coverage.enqueue import defer_once
from relevo.coverage.jobs import settle_desk
from relevo.engagements.models import Engagement, State
from relevo.events.models import Event
from relevo.events.subscribers import subscribe, subscribe_later
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status


@subscribe("ticket.status_changed")
def give_reopened_work_to_who_answers_now(event: Event) -> None:
    """A solved ticket that opens again may be with a team that sleeps by now."""
    if event.facts["from"] == Status.SOLVED and event.facts["to"] == Status.OPEN:
        actor = system(cast("int", event.client_id))
        with acting(actor):
            ticket = Ticket.objects.get(pk=cast("int", event.ticket_id))
            settle_ticket(ticket, actor=actor, reason="reopened")


@subscribe_later("engagement.moved")
def take_work_from_ended_engagements(event: Event) -> None:
    """What an engagement held when it ended goes to who answers now, without waiting for the next minute."""
    if event.facts["to"] == State.ENDED:
        _settle(_desk_of(event), event)


@subscribe_later("coverage.set")
def follow_the_new_hours(event: Event) -> None:
    """Tickets that other hours put elsewhere."""
    _settle(_desk_of(event), event)


@subscribe_later("queue.taken_back", "queue.given_back")
def follow_the_switch(event: Event) -> None:
    """The tickets that did not move with the switch itself."""
    _settle(cast("int", event.subject_id), event)


def _desk_of(event: Event) -> int:
    return Engagement.objects.get(pk=cast("int", event.subject_id)).desk_id


def _settle(desk_id: int, event: Event) -> None:
    defer_once(settle_desk, f"coverage.desk.{desk_id}", desk_id=desk_id, client_id=event.client_id)
