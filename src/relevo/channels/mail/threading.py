"""Which ticket does a mail belong to?

Only a token of this desk ties a mail to a ticket, and only for the ticket's own customer: a subject's number, a
copied Message-ID or another desk's token tie nothing. Whoever else holds a valid token (it was forwarded, or
found in an archive) gets a ticket of her own, linked for those who answer; she is shown nothing of the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from relevo.channels.mail import keyed, tokens
from relevo.channels.mail.parsing import ParsedMail
from relevo.customers.models import Address
from relevo.desks.models import Desk
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status

Why = Literal["", "closed", "other_sender"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail belongs: on ``ticket``, or else on a new one, linked to ``linked_to`` for the reason ``why``."""

    ticket: Ticket | None = None
    linked_to: Ticket | None = None
    why: Why = ""


def find_place(mail: ParsedMail, *, desk: Desk, rcpt_to: str, sender: str) -> Place:
    """Look at the mail's tokens, newest first; the first ticket that ``sender`` may write on is the one.

    sender: the address that the mail is believed to come from, "" when it names nobody for sure.
    """
    places = [_place(ticket, sender) for ticket in _tickets(mail, desk, rcpt_to)]
    joined = next((place for place in places if place.ticket is not None), None)
    return joined or next(iter(places), Place())


def _tickets(mail: ParsedMail, desk: Desk, rcpt_to: str) -> list[Ticket]:
    """The tickets that the mail's valid tokens speak of, in the tokens' order."""
    found = [keyed.reference(token, desk.pk) for token in tokens.tokens_in(mail, [rcpt_to])]
    wanted = list(dict.fromkeys(reference.ticket_id for reference in found if reference is not None))
    tickets = Ticket.objects.filter(desk=desk).select_related("desk", "customer").in_bulk(wanted)
    return [tickets[pk] for pk in wanted if pk in tickets]


def _place(ticket: Ticket, sender: str) -> Place:
    own = Address.objects.filter(customer_id=ticket.customer_id, channel="mail", value=sender.lower())
    if not sender or not own.exists():
        return Place(linked_to=ticket, why="other_sender")
    if ticket.status == Status.CLOSED:
        return Place(linked_to=ticket, why="closed")
    return Place(ticket=ticket)
