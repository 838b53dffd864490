"""What this app does when something happens elsewhere: it charges, inside the transaction of the fact."""

from __future__ import annotations

from collections.abc import Callable

from relevo.commerce.charging import (
    charge_contact,
    charge_resolution,
    claw_back,
    record_charge,
    take_back_merged,
)
from relevo.commerce.jobs import record_later
from relevo.commerce.models import Charge
from relevo.core.actor import system
from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.events.subscribers import subscribe
from relevo.tickets.statuses import Status


@subscribe("reply.released")
def charge_the_reply(event: Event) -> None:
    """A partner's first reply of a holding is a contact."""
    _made(event, charge_contact)


@subscribe("ticket.status_changed")
def charge_the_outcome(event: Event) -> None:
    """A solved ticket is a resolution; one that is opened again takes it back."""
    if event.facts["to"] == Status.SOLVED:
        _made(event, charge_resolution)
    elif event.facts["from"] == Status.SOLVED and event.facts["to"] == Status.OPEN:
        _made(event, claw_back)


@subscribe("ticket.merged")
def charge_one_matter_once(event: Event) -> None:
    """Two tickets that were one matter are one contact."""
    _made(event, take_back_merged)


def _made(event: Event, price: Callable[[Event], Charge | None]) -> None:
    """Let a charge come to be in the client's scope, whoever caused the fact, and write it into its chain.

    A fact that is told twice changes nothing. The chain of *another* engagement than the event's is written by a
    job: two tickets that take each other's chains in turn would wait for one another for ever.
    """
    if event.client_id is None:
        return
    with acting(system(event.client_id)):
        if Charge.objects.filter(event_id=event.pk).exists():
            return
        charge = price(event)
        if charge is None:
            return
        if charge.engagement_id == event.engagement_id:
            record_charge(charge)
        else:
            record_later.defer(charge_id=charge.pk, client_id=charge.client_id)
