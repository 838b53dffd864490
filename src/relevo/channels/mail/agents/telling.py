"""An agent is told of a ticket of hers: it was given to her, or its customer wrote."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import translation

from relevo.channels.mail.agents import letters, wording
from relevo.channels.mail.agents.letters import Letter
from relevo.channels.mail.agents.people import Agent, agent_on, hindrance
from relevo.channels.mail.doors import intake
from relevo.channels.mail.models import OutgoingMail
from relevo.channels.mail.out.reply_mail import answered_by
from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.tickets.models import Delivery, Direction, Message, Ticket

MOST_A_DAY: Final = 20
"""Mails about one ticket to one agent in 24 hours; a customer whose machine writes without end fills no mailbox."""
_SHOWN_AT_MOST: Final = 5


def tell(ticket_id: int, seat_id: int, *, actor: Actor) -> OutgoingMail | None:
    """Tell the agent of a seat what was said last on a ticket of hers; once for each message, and None otherwise.

    Whether she may be told is asked now: the client's rule, her own wish, her seat, and whether the ticket is still
    hers. Notes are never told, so no answer can publish one.
    """
    tickets = Ticket.objects.select_related("desk", "customer", "assignee").unfinished()
    ticket = tickets.filter(pk=ticket_id, assignee_id=seat_id).first()
    answered = answered_by(ticket) if ticket is not None else None
    if ticket is None or ticket.assignee is None or answered is None or not answered.mailbox.agents_by_mail:
        return None
    agent, said = agent_on(ticket.assignee), _said(ticket)
    if not said or hindrance(agent, ticket, answered.mailbox) or not _wants_more(agent, ticket, said[-1]):
        return None
    with translation.override(agent.language):
        letter = Letter(ticket.subject, wording.notification(ticket, said, agent), shown=said[-1])
    try:
        with transaction.atomic():
            return letters.post(letter, ticket=ticket, mailbox=answered.mailbox, agent=agent, actor=actor)
    except IntegrityError:  # told by another worker at this moment
        return None


def _said(ticket: Ticket) -> list[Message]:
    """The customer's last message and what was answered since, oldest first; all without a customer's message."""
    messages = ticket.messages.exclude(delivery=Delivery.RETURNED).exclude(
        direction=Direction.OUT, automatic=True
    )
    last = messages.filter(direction=Direction.IN, automatic=False).order_by("-pk").first()
    since = messages.filter(pk__gte=last.pk) if last is not None else messages
    return list(since.defer("html", "full_text").order_by("-pk")[:_SHOWN_AT_MOST])[::-1]


def _wants_more(agent: Agent, ticket: Ticket, newest: Message) -> bool:
    """Whether there is an address of hers, which is no mailbox of ours, and not too much of this lies there already."""
    if not agent.address or intake.mailbox_of(agent.address) is not None:
        return False
    told = OutgoingMail.objects.filter(seat=agent.seat, ticket=ticket)
    if told.filter(shown=newest).exists():
        return False
    return told.filter(queued_at__gt=now() - timedelta(days=1)).count() < MOST_A_DAY
