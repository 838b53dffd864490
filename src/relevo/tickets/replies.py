"""Answers to the customer, and the drafts they grow from. Whether one must be approved first is conduct's to say."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import RuleBroken
from relevo.engagements.models import Seat
from relevo.events.record import record
from relevo.tickets.actions import locked, locked_for, move_status, write_ticket
from relevo.tickets.models import Delivery, Direction, Draft, Message, Ticket
from relevo.tickets.statuses import MOVES, Status


@dataclass(frozen=True, slots=True)
class Reply:
    """What an agent wants to send.

    text, language: as she wrote it. sent_text, sent_language: what the customer will read, if translated.
    status_after: what the ticket becomes. seen_message_id: the newest message on her screen.
    request_key: drawn by the form; the same key twice is the same reply.
    """

    text: str
    language: str
    sent_text: str = ""
    sent_language: str = ""
    status_after: str = Status.PENDING
    seen_message_id: int | None = None
    request_key: UUID | None = None


@transaction.atomic
def write_reply(ticket: Ticket, reply: Reply, *, waits: bool, actor: Actor) -> Message:
    """Put a reply on the ticket: released to the customer at once, or waiting for approval (``waits``).

    Raises ``RuleBroken`` when it is empty, when the ticket is closed, or when the thread has moved on
    since the agent looked (a colleague answered, the customer wrote again).
    """
    ticket = locked_for(ticket, "ticket.reply", actor)
    known = Message.objects.filter(request_key=reply.request_key).first() if reply.request_key else None
    if known is not None:
        return known
    _refuse(ticket, reply)
    seat = Seat.objects.get(pk=actor.seat_on(ticket.holder_id) or 0)
    message = Message.objects.create(
        client_id=ticket.client_id, ticket=ticket, direction=Direction.OUT, seat=seat, engagement_id=ticket.holder_id,
        shown_name=seat.alias, text=reply.text.strip(), language=reply.language,
        sent_text=(reply.sent_text or reply.text).strip(), sent_language=reply.sent_language or reply.language,
        delivery=Delivery.WAITING, status_after=reply.status_after, request_key=reply.request_key,
    )  # fmt: skip
    Draft.objects.filter(ticket=ticket, member_id=actor.as_member, kind="reply").delete()
    record("reply.submitted", actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id,
           ticket_id=ticket.pk, subject_id=message.pk, facts={"waits": waits})  # fmt: skip
    if not waits:
        _release(ticket, message, actor)
    return message


@transaction.atomic
def release_reply(message: Message, *, actor: Actor, sent_text: str | None = None) -> Message:
    """Let a waiting reply go to the customer, perhaps with corrected words. A second release changes nothing."""
    actor.require("reply.approve", message)
    ticket = locked(message.ticket)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.delivery not in {Delivery.WAITING, Delivery.RETURNED}:
        return message
    if sent_text is not None and sent_text.strip():
        message.sent_text = sent_text.strip()
    _release(ticket, message, actor)
    return message


@transaction.atomic
def return_reply(message: Message, *, actor: Actor) -> Message:
    """Give a waiting reply back to its writer. Raises ``RuleBroken`` when it is already on its way."""
    actor.require("reply.approve", message)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if message.delivery != Delivery.WAITING:
        raise RuleBroken(_("This reply is no longer waiting for approval."))
    message.delivery = Delivery.RETURNED
    message.save(update_fields=["delivery"])
    return message


@transaction.atomic
def save_draft(ticket: Ticket, *, kind: str, text: str, translation: str = "", actor: Actor) -> Draft:
    """Keep what the actor has typed so far; her own and hers alone."""
    actor.require("ticket.note", ticket)
    draft, created = Draft.objects.get_or_create(
        ticket=ticket, member_id=actor.as_member, kind=kind,
        defaults={"client_id": ticket.client_id, "organization_id": actor.own_firm},
    )  # fmt: skip
    draft.text, draft.translation, draft.saved_at = text, translation, now()
    draft.version += 0 if created else 1
    draft.save()
    return draft


def _refuse(ticket: Ticket, reply: Reply) -> None:
    if not reply.text.strip():
        raise RuleBroken(_("The reply is empty."))
    if ticket.status == Status.CLOSED:
        raise RuleBroken(_("This ticket is closed."))
    if reply.status_after != ticket.status and reply.status_after not in MOVES[ticket.status]:
        raise RuleBroken(_("The ticket cannot take this status now."))
    newest = ticket.messages.exclude(delivery=Delivery.RETURNED).order_by("-pk").first()
    if reply.seen_message_id is not None and newest is not None and newest.pk > reply.seen_message_id:
        raise RuleBroken(_("%(name)s wrote on this ticket while you were typing. Read it, then send again.")
                         % {"name": newest.shown_name}, newest=newest.pk)  # fmt: skip


def _release(ticket: Ticket, message: Message, actor: Actor) -> None:
    message.delivery, message.at = Delivery.QUEUED, now()
    message.save(update_fields=["delivery", "at", "sent_text"])
    ticket.last_message_at = message.at
    write_ticket(ticket, "last_message_at")
    record("reply.released", actor=actor, client_id=ticket.client_id, engagement_id=message.engagement_id,
           ticket_id=ticket.pk, subject_id=message.pk)  # fmt: skip
    if message.status_after and message.status_after in MOVES[ticket.status]:
        move_status(ticket, message.status_after, actor=actor)
