"""What happens to a ticket: it is opened, held, assigned, moved, written on. Replies are in ``tickets.replies``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import NotFound, RuleBroken
from relevo.core.prepared import prepared
from relevo.customers.models import Customer
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement, Seat
from relevo.events.record import record
from relevo.tickets.models import (
    Attachment,
    Audience,
    Delivery,
    Direction,
    Draft,
    Message,
    Note,
    Participant,
    Ticket,
)
from relevo.tickets.statuses import MOVES, WAITS, Status


@dataclass(frozen=True, slots=True)
class File:
    """A file to attach: safe name, claimed type, bytes; inline and content_id as on ``Attachment``."""

    name: str
    content_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """What came from a customer. text: her own words; full_text: with quoted history. at: when it reached us.

    also_to, trust, participant: as on ``Message``.
    """

    text: str
    shown_name: str
    at: datetime
    full_text: str = ""
    html: str = ""
    language: str = "und"
    automatic: bool = False
    notices: Sequence[str] = ()
    files: Sequence[File] = ()
    also_to: Sequence[str] = ()
    trust: str = ""
    participant: Participant | None = None


def locked(ticket: Ticket) -> Ticket:
    """The ticket as it is now, with its row locked until the transaction ends.

    Raises ``NotFound`` when it was taken back meanwhile: the wall hides it from a partner who could see it just now.
    """
    found = _locked(ticket.pk)
    if not found:
        raise NotFound
    return found[0]


@prepared
def _locked(ticket_id: int) -> QuerySet[Ticket]:
    return (
        Ticket.objects.select_for_update(of=("self",), no_key=True)
        .select_related("desk", "holder")
        .filter(pk=ticket_id)
    )


def locked_for(ticket: Ticket, permission: str, actor: Actor) -> Ticket:
    """The locked ticket, if the actor may do this to it: asked before the lock, so that nobody can make others wait,
    and again after it, because the holder may have changed meanwhile."""
    actor.require(permission, ticket)
    ticket = locked(ticket)
    actor.require(permission, ticket)
    return ticket


def open_ticket(  # noqa: PLR0913 - what a ticket begins with
    desk: Desk,
    customer: Customer,
    *,
    subject: str,
    actor: Actor,
    channel: str = "mail",
    language: str = "und",
    topic: str = "",
    linked_to: Ticket | None = None,
    asked_at: datetime | None = None,
) -> Ticket:
    """Open a numbered ticket for a customer of this desk. Nobody holds it yet; routing listens to the event.

    asked_at: when the words that open it reached us; None for now.
    """
    # No savepoint: what is refused is refused before anything is written, and without the ticket nothing else stands.
    actor.require("ticket.open", desk)
    if customer.desk_id != desk.pk:
        raise RuleBroken(_("This customer belongs to another desk."))
    at = now()
    ticket = Ticket.objects.create(
        client_id=desk.client_id, desk=desk, number=_next_number(desk), customer=customer, subject=subject[:300],
        channel=channel, language=language, topic=topic, linked_to=linked_to, opened_at=at,
        last_message_at=asked_at or at,
    )  # fmt: skip
    record("ticket.opened", actor=actor, client_id=ticket.client_id, ticket_id=ticket.pk, subject_id=ticket.pk,
           facts={"number": ticket.number, "channel": channel, "language": language}, thing=ticket)  # fmt: skip
    return ticket


def _next_number(desk: Desk) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE desks_desk SET last_number = last_number + 1 WHERE id = %s RETURNING last_number",
            [desk.pk],
        )
        [desk.last_number] = cursor.fetchone()
    return desk.last_number


@transaction.atomic
def receive_message(ticket: Ticket, received: Received, *, actor: Actor) -> Message:
    """Add the customer's words, or a participant's, which say nothing of the customer's language.

    A waiting or solved ticket opens again; a closed one refuses (``RuleBroken``).
    """
    ticket = locked_for(ticket, "ticket.receive", actor)
    if ticket.status == Status.CLOSED:
        raise RuleBroken(_("This ticket is closed; a new message opens a new one."))
    return add_message(ticket, received, actor=actor)


def add_message(ticket: Ticket, received: Received, *, actor: Actor, opening: bool = False) -> Message:
    """The same for a *locked* ticket, as a consequence of another action, which has checked the actor.

    opening: this transaction has opened the ticket for these very words, with their language and time.
    """
    message = Message.objects.create(
        client_id=ticket.client_id, ticket=ticket, direction=Direction.IN, shown_name=received.shown_name[:150],
        text=received.text, full_text=received.full_text, html=received.html, language=received.language,
        automatic=received.automatic, notices=list(received.notices), at=received.at,
        also_to=list(received.also_to), trust=received.trust, participant=received.participant,
    )  # fmt: skip
    attach(message, received.files)
    if not opening:
        ticket.last_message_at = max(ticket.last_message_at, received.at)  # an older one may come late
        if received.language != "und" and received.participant is None:
            ticket.language = received.language
        write_ticket(ticket, "last_message_at", "language")
    wrote = {"participant": received.participant.pk} if received.participant else {}
    _record(ticket, "ticket.received", actor, subject_id=message.pk,
            facts={"automatic": received.automatic, **wrote}, thing=message)  # fmt: skip
    if not received.automatic and ticket.status in {Status.PENDING, Status.SOLVED, Status.ON_HOLD}:
        move_status(ticket, Status.OPEN, actor=actor)
    return message


@transaction.atomic
def hold_ticket(
    ticket: Ticket,
    engagement: Engagement | None,
    *,
    reason: str,
    actor: Actor,
    facts: Mapping[str, Any] | None = None,
) -> Ticket:
    """Give the ball to an engagement of the ticket's desk (or to nobody). The former holder may go on reading.

    reason: ``opened``, ``coverage``, ``language``, ``take_back``, ``hand_over``, ``reopened`` or ``engagement_ended``.
    The assignee loses the ticket unless he has a seat on the new holder.
    """
    return give_ball(
        locked_for(ticket, "ticket.hold", actor), engagement, reason=reason, actor=actor, facts=facts
    )


def give_ball(
    ticket: Ticket,
    engagement: Engagement | None,
    *,
    reason: str,
    actor: Actor,
    facts: Mapping[str, Any] | None = None,
) -> Ticket:
    """The same for a *locked* ticket, as a consequence of another action, which has checked the actor."""
    if engagement is not None and engagement.desk_id != ticket.desk_id:
        raise RuleBroken(_("This engagement does not staff the ticket's desk."))
    before, after = ticket.holder_id, engagement.pk if engagement else None
    if before == after:
        return ticket
    ticket.holder = engagement
    ticket.shared_with = sorted(held for held in {*ticket.shared_with, before} if held not in {None, after})
    ticket.assignee = None
    write_ticket(ticket, "holder", "shared_with", "assignee")
    record("ticket.held", actor=actor, client_id=ticket.client_id, engagement_id=after, ticket_id=ticket.pk,
           subject_id=ticket.pk, facts={"from": before, "to": after, "reason": reason, **(facts or {})},
           thing=ticket)  # fmt: skip
    return ticket


@transaction.atomic
def withdraw_ticket(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Close a ticket to all former holders: nobody but the client and the present holder reads it from now on."""
    ticket = locked_for(ticket, "ticket.take_back", actor)
    ticket.shared_with = []
    write_ticket(ticket, "shared_with")
    return ticket


@transaction.atomic
def assign_ticket(
    ticket: Ticket, seat: Seat | None, *, actor: Actor, why: Mapping[str, Any] | None = None
) -> Ticket:
    """Let a seat of the holding engagement work on it, or take it from whoever does.

    An agent may take it herself or put it down; giving it to others is a lead's.
    """
    own = actor.seat_on(ticket.holder_id)
    mine = (seat is not None and seat.pk == own) or (seat is None and ticket.assignee_id in {None, own})
    ticket = locked_for(ticket, "ticket.assign_self" if mine and own else "ticket.assign", actor)
    return give_work(ticket, seat, actor=actor, why=why)


def give_work(
    ticket: Ticket,
    seat: Seat | None,
    *,
    actor: Actor,
    why: Mapping[str, Any] | None = None,
    also: Sequence[str] = (),
) -> Ticket:
    """The same for a *locked* ticket, as a consequence of another action, which has checked the actor.

    also: further fields of it that the caller has changed, to be saved in the same write.
    """
    if seat is not None and (seat.engagement_id != ticket.holder_id or seat.ended_at is not None):
        raise RuleBroken(_("%(name)s has no seat where this ticket is now.") % {"name": seat.alias})
    before = ticket.assignee_id
    if before == (seat.pk if seat else None):
        return ticket
    ticket.assignee = seat
    write_ticket(ticket, "assignee", *also)
    facts = {"from": before, "to": seat.pk if seat else None, "why": dict(why or {})}
    _record(ticket, "ticket.assigned" if seat else "ticket.unassigned", actor, facts=facts)
    return ticket


@transaction.atomic
def set_status(ticket: Ticket, status: str, *, actor: Actor) -> Ticket:
    """Move the ticket by hand. Raises ``RuleBroken`` for a move that ``statuses.MOVES`` does not list."""
    ticket = locked_for(ticket, "ticket.set_status", actor)
    return move_status(ticket, status, actor=actor)


def move_status(ticket: Ticket, status: str, *, actor: Actor) -> Ticket:
    """Move a *locked* ticket as a consequence of another action, which has checked the actor."""
    if status == ticket.status:
        return ticket
    if status not in MOVES[ticket.status]:
        raise RuleBroken(_("A ticket that is “%(now)s” cannot become “%(then)s”.")
                         % {"now": ticket.get_status_display(), "then": Status(status).label})  # fmt: skip
    before, ticket.status = ticket.status, Status(status)
    ticket.waiting_on = WAITS[status]
    ticket.solved_at = (
        now() if status == Status.SOLVED else None if status == Status.OPEN else ticket.solved_at
    )
    write_ticket(ticket, "status", "waiting_on", "solved_at")
    _record(ticket, "ticket.status_changed", actor, facts={"from": before, "to": status})
    return ticket


@transaction.atomic
def set_topic(ticket: Ticket, topic: str, *, actor: Actor) -> Ticket:
    """Say what the ticket is about; one of the desk's topics, or "" for none."""
    ticket = locked_for(ticket, "ticket.set_topic", actor)
    if topic and topic not in ticket.desk.topics:
        raise RuleBroken(_("This desk has no such topic."))
    before, ticket.topic = ticket.topic, topic
    write_ticket(ticket, "topic")
    _record(ticket, "ticket.topic_changed", actor, facts={"from": before, "to": topic})
    return ticket


@transaction.atomic
def write_note(ticket: Ticket, text: str, *, audience: str, actor: Actor, author: str = "") -> Note:
    """Write what the customer never sees, for both firms or for one's own. Raises ``RuleBroken`` when empty."""
    ticket = locked_for(ticket, "ticket.note", actor)
    if not text.strip():
        raise RuleBroken(_("The note is empty."))
    note = Note.objects.create(
        client_id=ticket.client_id, ticket=ticket, organization_id=actor.organization_id,
        author=author or actor.label, audience=Audience(audience), text=text.strip(),
    )  # fmt: skip
    if actor.member_id is not None:
        Draft.objects.filter(ticket=ticket, member_id=actor.member_id, kind="note").delete()
    private = actor.organization_id if audience == Audience.OWN else None
    _record(
        ticket, "note.written", actor, subject_id=note.pk, private_to=private, facts={"audience": audience}
    )
    return note


def mark_delivery(message: Message, delivery: str, *, actor: Actor, note: str = "") -> None:
    """Show on the message how far its delivery has come; recorded when it is settled either way."""
    message.delivery, message.delivery_note = Delivery(delivery), note[:300]
    message.save(update_fields=["delivery", "delivery_note"])
    kind = {Delivery.SENT: "reply.sent", Delivery.FAILED: "reply.failed"}.get(message.delivery)
    if kind:
        record(kind, actor=actor, client_id=message.client_id, engagement_id=message.engagement_id,
               ticket_id=message.ticket_id, subject_id=message.pk)  # fmt: skip


def write_ticket(ticket: Ticket, *fields: str) -> None:
    """Save fields of a locked ticket and count the write."""
    ticket.version += 1
    ticket.save(update_fields=[*fields, "version"])


def attach(message: Message, files: Sequence[File]) -> None:
    """Store files with a message that is being written; part of the action that writes it."""
    Attachment.objects.bulk_create(
        Attachment(
            client_id=message.client_id, ticket_id=message.ticket_id, message=message, name=file.name[:255],
            content_type=file.content_type[:100], size=len(file.content), inline=file.inline, content=file.content,
            content_id=file.content_id[:255],
        )
        for file in files
    )  # fmt: skip


def _record(ticket: Ticket, kind: str, actor: Actor, **more: Any) -> None:
    about: dict[str, Any] = {"subject_id": ticket.pk, "thing": ticket, **more}
    record(
        kind,
        actor=actor,
        client_id=ticket.client_id,
        engagement_id=ticket.holder_id,
        ticket_id=ticket.pk,
        **about,
    )
