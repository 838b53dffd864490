"""From an address to a thing that the actor may see; everything else is not found."""

from __future__ import annotations

from django.db.models import QuerySet

from relevo.core.actor import Actor
from relevo.core.errors import NotFound
from relevo.tickets.models import Attachment, Ticket


def ticket_at(reference: str, actor: Actor) -> Ticket:
    """The visible ticket called ``AUR-1042``. Raises ``NotFound``, also for what exists for others."""
    key, _dash, number = reference.upper().rpartition("-")
    if not key or not (number.isascii() and number.isdigit()) or len(number) > 9:
        raise NotFound
    found: QuerySet[Ticket] = Ticket.objects.visible_to(actor).filter(desk__key=key, number=int(number))
    ticket = found.select_related(
        "desk", "desk__client", "customer", "holder__provider", "assignee", "merged_into__desk"
    ).first()
    if ticket is None:
        raise NotFound
    return ticket


def attachment_of(ticket: Ticket, file_id: int) -> Attachment:
    """A file of a ticket that was found visible. Raises ``NotFound``."""
    found = Attachment.objects.filter(ticket=ticket, pk=file_id).first()
    if found is None:
        raise NotFound
    return found
