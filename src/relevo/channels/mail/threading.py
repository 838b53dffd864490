"""Which ticket does a mail belong to?

A token of this desk ties a mail to a ticket, for the ticket's own customer and for those who are let in on it now.
Whoever else holds a valid token (it was forwarded, or found in an archive, or she was taken out) gets a ticket of her
own, linked for those who answer; she is shown nothing of the old one. A mail without a token that answers a mail we
know of joins only if its sender's domain has vouched for it besides: Message-IDs stand in archives and in everybody's
copy. A subject's number or another desk's token ties nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from relevo.channels.mail import keyed, tokens
from relevo.channels.mail.judging.authentication import Verdict
from relevo.channels.mail.models import OutgoingMail, RawMail
from relevo.channels.mail.parsing import ParsedMail
from relevo.customers.models import Address
from relevo.desks.models import Desk
from relevo.tickets.models import Participant, Ticket
from relevo.tickets.statuses import Status

Why = Literal["", "closed", "other_sender", "unverified"]

_IDS: Final = 20
"""Message-IDs of one mail that are looked up."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail belongs: on ``ticket``, or else on a new one, linked to ``linked_to`` for the reason ``why``.

    participant: who wrote it, where that is not the ticket's customer. closed: the old ticket is. other_sender: the
    sender is neither its customer nor a participant. unverified: she says that she is, and nothing proves it.
    """

    ticket: Ticket | None = None
    participant: Participant | None = None
    linked_to: Ticket | None = None
    why: Why = ""


def find_place(mail: ParsedMail, *, desk: Desk, rcpt_to: str, sender: str, trust: Verdict = "none") -> Place:
    """Look at the mail's tokens and then at the mails it answers; the first ticket that ``sender`` may join is the one.

    sender: the address that the mail says it comes from, "" when it names nobody for sure. trust: whether its domain
    has vouched for the mail; "fail" lets it join nothing, whatever token it holds.
    """
    by_token = _by_token(mail, desk, rcpt_to)
    tickets = by_token or _by_message_id(mail, desk)
    if not tickets:
        return Place()
    writers = _writers(tickets, desk, sender)
    verified = trust == "pass" or (bool(by_token) and trust != "fail")
    places = [_place(ticket, writers, verified=verified) for ticket in tickets]
    return next((place for place in places if place.ticket is not None), places[0])


def _by_token(mail: ParsedMail, desk: Desk, rcpt_to: str) -> list[Ticket]:
    """The tickets that the mail's valid tokens speak of, in the tokens' order."""
    found = [keyed.reference(token, desk.pk) for token in tokens.tokens_in(mail, [rcpt_to])]
    return _of_desk([reference.ticket_id for reference in found if reference is not None], desk)


def _by_message_id(mail: ParsedMail, desk: Desk) -> list[Ticket]:
    """The tickets of the mails that this one answers: the newest reference first."""
    answered = filter(None, (*reversed(mail.references), mail.in_reply_to))
    places = {header_id: place for place, header_id in enumerate(list(dict.fromkeys(answered))[:_IDS])}
    if not places:
        return []
    came = RawMail.objects.filter(mailbox__desk=desk, header_id__in=places, message__isnull=False)
    went = OutgoingMail.objects.filter(mailbox__desk=desk, header_id__in=places, seat=None)
    known = came.values_list("header_id", "message__ticket_id").union(
        went.values_list("header_id", "ticket_id")
    )
    return _of_desk([ticket_id for _, ticket_id in sorted(known, key=lambda row: places[row[0]])], desk)


def _of_desk(ids: list[int], desk: Desk) -> list[Ticket]:
    """The desk's tickets among these, in this order; where one was merged, the one that goes on with it."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    known = Ticket.objects.filter(desk=desk).select_related(
        "desk", "customer", "merged_into__desk", "merged_into__customer"
    )
    tickets = known.in_bulk(wanted)
    found = (tickets[pk] for pk in wanted if pk in tickets)
    return list(dict.fromkeys(ticket.merged_into or ticket for ticket in found))


def _writers(tickets: list[Ticket], desk: Desk, sender: str) -> dict[int, Participant | None]:
    """By ticket that ``sender`` may write on, as whom: a participant, or its customer (None)."""
    if not sender:
        return {}
    own = Address.objects.filter(desk=desk, channel="mail", value=sender.lower())
    customer_id = own.values_list("customer_id", flat=True).first()
    writers: dict[int, Participant | None] = {
        one.pk: None for one in tickets if one.customer_id == customer_id
    }
    others = [one.pk for one in tickets if one.pk not in writers]
    if others:
        present = Participant.objects.present().filter(ticket__in=others, address=sender.lower())
        writers |= {one.ticket_id: one for one in present}
    return writers


def _place(ticket: Ticket, writers: dict[int, Participant | None], *, verified: bool) -> Place:
    if ticket.pk not in writers:
        return Place(linked_to=ticket, why="other_sender")
    if not verified:
        return Place(linked_to=ticket, why="unverified")
    if ticket.status == Status.CLOSED:
        return Place(linked_to=ticket, why="closed")
    return Place(ticket, writers[ticket.pk])
