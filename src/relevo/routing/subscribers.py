"""What this app does when something happens elsewhere."""

from __future__ import annotations

from typing import cast

from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.events.queue import put
from relevo.events.subscribers import subscribe
from relevo.routing.actions import choose_engagement
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status

_SLEPT = frozenset({Status.SOLVED, Status.PENDING, Status.ON_HOLD})


@subscribe("ticket.opened")
def give_to_who_answers_now(event: Event) -> None:
    """In the transaction that opens it, so no ticket is ever seen without its holder."""
    actor = system(cast("int", event.client_id))
    with acting(actor):
        choose_engagement(cast("Ticket", event.thing), actor=actor)


@subscribe("ticket.held", "ticket.unassigned")
def look_for_an_agent(event: Event) -> None:
    """Whoever holds it now, it needs an agent there; the job follows the transaction."""
    _route(event)


@subscribe("ticket.status_changed")
def look_again_when_work_goes_on(event: Event) -> None:
    """The customer wrote again, or what was waited for has come, and her agent may be asleep by now."""
    if event.facts["to"] == Status.OPEN and event.facts["from"] in _SLEPT:
        _route(event)


def _route(event: Event) -> None:
    put("routing.route", ticket_id=cast("int", event.ticket_id), client_id=cast("int", event.client_id))
