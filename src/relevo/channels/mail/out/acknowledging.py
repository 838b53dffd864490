"""The automatic answer to the mail that opens a ticket: once, to a person, in words that nobody outside has written.

After RFC 3834: it says that it is automatic, it goes to no machine, no list and no address of ours, and nothing answers
it by itself. Whoever writes in somebody else's name gets at most one neutral mail a day sent there: an address that did
not prove itself has one answer a day, one that did has five, over all tickets of the mailbox.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction

from relevo.channels.mail import addresses
from relevo.channels.mail.digesting import reachable
from relevo.channels.mail.doors import intake
from relevo.channels.mail.models import AutomaticAnswer, RawMail, RawState
from relevo.channels.mail.out import identity, outbox
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.customers.models import Address
from relevo.events.record import record
from relevo.tickets.actions import locked
from relevo.tickets.models import Delivery, Direction, Message, Ticket

PROVEN_A_DAY: Final = 5
"""Automatic answers to one address in a day (UTC) when its domain has vouched for the mail."""
UNPROVEN_A_DAY: Final = 1
"""The same when nobody has."""
_DOUBTS: Final = frozenset({"sender_disowned", "held_back", "perhaps_junk"})
NEWS_FOR: Final = timedelta(hours=24)
"""A mail older than this is not acknowledged any more, for instance after an outage."""


@transaction.atomic
def acknowledge(message_id: int, *, actor: Actor) -> Message | None:
    """Answer the mail that opened a ticket, if it is to be answered; None when it is not."""
    message = Message.objects.select_related("ticket__desk", "ticket__customer").get(pk=message_id)
    actor.require("ticket.acknowledge", message)
    ticket = locked(message.ticket)
    raw = RawMail.objects.filter(message=message).select_related("mailbox").defer("raw").first()
    if raw is None or not _opens(message, ticket) or not _may_be_answered(message, raw):
        return None
    spoken = (
        message.language,
        ticket.language,
        message.ticket.customer.language,
        ticket.desk.working_language,
    )
    text, language = identity.acknowledgement(raw.mailbox, *spoken, reference=ticket.reference)
    if not text or not _claim(raw, ticket, proven="pass" in {raw.trust, message.trust}):
        return None
    answer = Message.objects.create(
        client_id=ticket.client_id, ticket=ticket, direction=Direction.OUT, automatic=True,
        shown_name=raw.mailbox.display_name, text=text, language=language, sent_text=text, sent_language=language,
        delivery=Delivery.QUEUED,
    )  # fmt: skip
    record("ticket.acknowledged", actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id,
           ticket_id=ticket.pk, subject_id=answer.pk)  # fmt: skip
    outbox.put_in(answer.pk, actor=actor)
    return answer


def _opens(message: Message, ticket: Ticket) -> bool:
    """Whether it is the first and only message of a mail ticket: an agent who was quicker has said more."""
    first = message.direction == Direction.IN and not message.automatic and ticket.channel == "mail"
    return first and not ticket.messages.exclude(pk=message.pk).exists()


def _may_be_answered(message: Message, raw: RawMail) -> bool:
    """Whether this mail is a person's, fresh, and from an address that is hers as far as anybody knows.

    raw.note names the kind of machine or list that it came from; a mail that a person let in has her answer.
    """
    address = addresses.normal(raw.sender)
    plain = raw.state == RawState.DIGESTED and not raw.note and not raw.released
    doubted = "fail" in {raw.trust, message.trust} or bool(_DOUBTS & set(message.notices))
    if not plain or doubted or now() - raw.received_at >= NEWS_FOR:
        return False
    return bool(address) and reachable(address) and intake.mailbox_of(address) is None


def _claim(raw: RawMail, ticket: Ticket, *, proven: bool) -> bool:
    """Take the right to answer: one row a day for the ticket, and no more rows than the address may have."""
    address = addresses.normal(raw.sender)
    known = Address.objects.select_for_update(no_key=True).filter(
        desk_id=ticket.desk_id, channel="mail", value=address
    )
    if known.first() is None:  # its lock makes the counting of two at once take turns
        return False
    today = now().date()
    made = AutomaticAnswer.objects.filter(mailbox=raw.mailbox, address=address, on=today)
    if made.count() >= (PROVEN_A_DAY if proven else UNPROVEN_A_DAY):
        return False
    try:
        with transaction.atomic():
            AutomaticAnswer.objects.create(
                client_id=raw.client_id, mailbox=raw.mailbox, ticket=ticket, address=address, on=today
            )
    except IntegrityError:
        return False
    return True
