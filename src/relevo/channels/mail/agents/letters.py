"""A mail to an agent, put into the outbox that replies leave by: with its leases, its tries and its signature."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction

from relevo.channels.mail import keyed
from relevo.channels.mail.agents.people import Agent
from relevo.channels.mail.models import Mailbox, OutgoingMail
from relevo.channels.mail.out import composing
from relevo.channels.mail.out.composing import Automatic, OutgoingReply, Person
from relevo.channels.mail.queued import defer_send
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.tickets.models import Message, Ticket


@dataclass(frozen=True, slots=True)
class Letter:
    """What it says. shown: the newest message that it tells of, which is what an answer to it answers.

    in_reply_to: the id of the mail of hers that it answers, without angle brackets.
    """

    subject: str
    text: str
    automatic: Automatic = "auto-generated"
    shown: Message | None = None
    in_reply_to: str = ""


@transaction.atomic
def post(letter: Letter, *, ticket: Ticket, mailbox: Mailbox, agent: Agent, actor: Actor) -> OutgoingMail:
    """Compose and store a mail to an agent, and have it sent. An answer to it comes to an address that names it.

    Raises ``IntegrityError`` when she has been told of ``letter.shown`` already.
    """
    actor.require("ticket.receive", ticket)
    token = keyed.token_of(ticket.desk_id, ticket_id=ticket.pk, nonce=secrets.randbits(32), purpose="agent")
    mail = OutgoingReply(
        sender=Person(mailbox.address, mailbox.display_name), to=(Person(agent.address, agent.name),),
        subject=letter.subject, tag=ticket.reference, text=letter.text, token=token, date=now(),
        language=agent.language, in_reply_to=letter.in_reply_to, automatic=letter.automatic, answers=False,
    )  # fmt: skip
    outgoing = OutgoingMail.objects.create(
        client_id=ticket.client_id, ticket=ticket, mailbox=mailbox, seat=agent.seat, shown=letter.shown,
        header_id=mail.message_id, rcpt_to=agent.address, raw=composing.compose(mail),
    )  # fmt: skip
    defer_send(outgoing.pk, outgoing.client_id, waiting=1)  # after a reply that a customer waits for
    return outgoing
