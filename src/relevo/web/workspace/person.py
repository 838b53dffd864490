"""What the reader may know about the customer."""

from __future__ import annotations

from dataclasses import dataclass

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.customers.models import Address
from relevo.language.names import language_name
from relevo.tickets.models import Ticket
from relevo.web.workspace.words import local_time, masked


@dataclass(frozen=True, slots=True)
class Person:
    """The customer beside the ticket. address is masked for those who do not belong to the client."""

    name: str
    language: str
    local_time: str
    address: str
    earlier: int
    desk: str
    others: list[Ticket]


def person_for(ticket: Ticket, actor: Actor) -> Person:
    """The customer as this reader may see her: a partner answers without seeing the address."""
    own = actor.organization_id == ticket.client_id
    address = Address.objects.filter(customer_id=ticket.customer_id, channel="mail").order_by("pk").first()
    shown = "" if address is None else address.value if own else masked(address.value)
    others = Ticket.objects.visible_to(actor).filter(customer_id=ticket.customer_id).exclude(pk=ticket.pk)
    others = others.select_related("desk").order_by("-opened_at")
    return Person(
        name=str(ticket.customer),
        language=language_name(ticket.language),
        local_time=local_time(ticket.customer.zone or ticket.desk.zone, now()),
        address=shown,
        earlier=others.count(),
        desk=ticket.desk.name,
        others=list(others[:5]),
    )
