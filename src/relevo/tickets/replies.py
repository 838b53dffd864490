"""Answers to the customer, and the drafts they grow from. Whether one must be approved first is conduct's to say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.core.errors import RuleBroken
from relevo.engagements.models import Seat
from relevo.events.record import record
from relevo.tickets import draft_files
from relevo.tickets.actions import locked, locked_for, move_status, write_ticket
from relevo.tickets.models import Delivery, Direction, Draft, Message, Participant, Ticket
from relevo.tickets.statuses import MOVES, Status

SCHEDULE_AHEAD = timedelta(days=30)
"""How far ahead a reply may be scheduled."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an agent wants to send.

    text, language: as she wrote it. sent_text, sent_language: what the customer will read, if translated.
    status_after: what the ticket becomes. seen_message_id: the newest message on her screen.
    request_key: drawn by the form; the same key twice is the same reply. files: of hers beside the draft, by number.
    copies: the participants who are to get a copy, as they were on her screen; None for all that there are.
    door: how it came, where that was not the screen; kept in the record.
    """

    text: str
    language: str
    sent_text: str = ""
    sent_language: str = ""
    status_after: str = Status.PENDING
    seen_message_id: int | None = None
    request_key: UUID | None = None
    files: tuple[int, ...] = ()
    copies: tuple[int, ...] | None = None
    door: str = ""


@transaction.atomic
def write_reply(
    ticket: Ticket, reply: Reply, *, waits: bool, actor: Actor, release_at: datetime | None = None,
    beside: Callable[[Message], object] | None = None,
) -> Message:  # fmt: skip
    """Put a reply on the ticket: on its way at once or at ``release_at``, or waiting for approval (``waits``).

    beside: writes what must stand beside the reply before it goes. Raises ``RuleBroken`` when it is empty, when the
    ticket is closed, when ``release_at`` is past or more than ``SCHEDULE_AHEAD`` away, or when the thread has moved on
    since the agent looked (a colleague answered, the customer wrote again).
    """
    ticket = locked_for(ticket, "ticket.reply", actor)
    known = Message.objects.filter(request_key=reply.request_key).first() if reply.request_key else None
    if known is not None:
        return known
    _refuse(ticket, reply)
    _refuse_time(release_at)
    seat = Seat.objects.get(pk=actor.seat_on(ticket.holder_id) or 0)
    message = Message.objects.create(
        client_id=ticket.client_id, ticket=ticket, direction=Direction.OUT, seat=seat, engagement_id=ticket.holder_id,
        shown_name=seat.alias, text=reply.text.strip(), language=reply.language, release_at=release_at,
        sent_text=(reply.sent_text or reply.text).strip(), sent_language=reply.sent_language or reply.language,
        delivery=Delivery.WAITING, status_after=reply.status_after, request_key=reply.request_key,
        also_to=_copied(ticket, reply),
    )  # fmt: skip
    if reply.files:
        draft_files.send_files(message, reply.files, actor=actor)
    Draft.objects.filter(ticket=ticket, member_id=actor.as_member, kind="reply").delete()
    door = {"door": reply.door} if reply.door else {}
    _record(message, "reply.submitted", actor, {"waits": waits, **door})
    if beside is not None:
        beside(message)
    if not waits:
        _let_go(ticket, message, actor)
    return message


@transaction.atomic
def release_reply(message: Message, *, actor: Actor, sent_text: str | None = None) -> Message:
    """Let a waiting reply go to the customer, perhaps with corrected words, at once or at the time that its writer
    chose. A second release changes nothing."""
    actor.require("reply.approve", message)
    ticket = locked(message.ticket)
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    if message.delivery not in {Delivery.WAITING, Delivery.RETURNED}:
        return message
    if sent_text is not None and sent_text.strip():
        message.sent_text = sent_text.strip()
    _let_go(ticket, message, actor)
    return message


@transaction.atomic
def release_due(message: Message, *, actor: Actor) -> Message:
    """Let a scheduled reply go once its time has come; before that, or a second time, nothing happens.

    When the customer has written since, the ticket stays as it is: her newer words still want an answer.
    """
    actor.require("ticket.reply", message)
    ticket = locked(message.ticket)
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    if message.delivery != Delivery.SCHEDULED or message.release_at is None or message.release_at > now():
        return message
    if written_since(message):
        message.status_after = ""
    _release(ticket, message, actor)
    return message


@transaction.atomic
def call_back_reply(message: Message, *, actor: Actor, facts: Mapping[str, Any] | None = None) -> Message:
    """Take a scheduled reply back before it goes: its writer may, and whoever approves replies.

    Raises ``RuleBroken`` when it is too late; the row lock decides.
    """
    own = message.seat_id is not None and message.seat_id == actor.seat_on(message.engagement_id)
    actor.require("ticket.reply" if own else "reply.approve", message)
    locked(message.ticket)
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    if message.delivery in {Delivery.WAITING, Delivery.RETURNED}:
        raise RuleBroken(_("This reply has not been sent."))
    if message.delivery != Delivery.SCHEDULED:
        raise RuleBroken(_("It is too late: this reply has gone out already."))
    message.delivery = Delivery.RETURNED
    message.save(update_fields=["delivery"])
    _record(message, "reply.called_back", actor, dict(facts or {}))
    return message


def written_since(message: Message) -> bool:
    """Whether the customer herself has written after this reply was submitted."""
    came = Message.objects.filter(ticket_id=message.ticket_id, direction=Direction.IN, automatic=False)
    return came.filter(pk__gt=message.pk).exists()


@transaction.atomic
def return_reply(message: Message, *, actor: Actor) -> Message:
    """Give a waiting reply back to its writer. Raises ``RuleBroken`` when it is already on its way."""
    actor.require("reply.approve", message)
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    if message.delivery != Delivery.WAITING:
        raise RuleBroken(_("This reply is no longer waiting for approval."))
    message.delivery = Delivery.RETURNED
    message.save(update_fields=["delivery"])
    return message


@transaction.atomic
def save_draft(
    ticket: Ticket, *, kind: str, text: str, translation: str = "", actor: Actor,
    over: Collection[str] | None = None,
) -> Draft:  # fmt: skip
    """Keep what the actor has typed so far; her own and hers alone.

    over: what her window knows as the draft ("" for none). Other words were saved in another window of hers: they stay,
    below the new ones. A door that leaves it out replaces what is there.
    """
    actor.require("ticket.note", ticket)
    draft, created = Draft.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        ticket=ticket, member_id=actor.as_member, kind=kind,
        defaults={"client_id": ticket.client_id, "organization_id": actor.own_firm},
    )  # fmt: skip
    if not created and over is not None and draft.text not in over:
        text, translation = as_one_draft(text, draft.text), ""
    draft.text, draft.translation, draft.saved_at = text, translation, now()
    draft.version += 0 if created else 1
    draft.save()
    return draft


def as_one_draft(new: str, kept: str) -> str:
    """Two drafts as one: the one that holds the other, or else one below the other."""
    if kept.strip() in new:
        return new
    return kept if new.strip() in kept else f"{new}\n\n{kept}"


def _refuse(ticket: Ticket, reply: Reply) -> None:
    if not reply.text.strip():
        raise RuleBroken(_("The reply is empty."))
    if ticket.status == Status.CLOSED:
        raise RuleBroken(_("This ticket is closed."))
    if reply.status_after != ticket.status and reply.status_after not in MOVES[ticket.status]:
        raise RuleBroken(_("The ticket cannot take this status now."))
    said = ticket.messages.exclude(delivery=Delivery.RETURNED)
    newest = said.exclude(direction=Direction.OUT, automatic=True).order_by("-pk").first()
    if reply.seen_message_id is not None and newest is not None and newest.pk > reply.seen_message_id:
        raise RuleBroken(_("%(name)s wrote on this ticket while you were typing. Read it, then send again.")
                         % {"name": newest.shown_name}, newest=newest.pk)  # fmt: skip


def _refuse_time(release_at: datetime | None) -> None:
    if release_at is None:
        return
    if release_at <= now():
        raise RuleBroken(_("That time is past. Choose a later one, or send now."))
    if release_at > now() + SCHEDULE_AHEAD:
        raise RuleBroken(
            _("A reply can be scheduled for the next %(days)s days.") % {"days": SCHEDULE_AHEAD.days}
        )


def _copied(ticket: Ticket, reply: Reply) -> list[str]:
    """The addresses of the participants who are to get a copy; who is taken out before it goes gets none."""
    present = Participant.objects.present().filter(ticket=ticket)
    if reply.copies is not None:
        present = present.filter(pk__in=reply.copies)
    return list(present.values_list("address", flat=True))


def _let_go(ticket: Ticket, message: Message, actor: Actor) -> None:
    """Release the reply now, or have it wait for its time."""
    if message.release_at is None or message.release_at <= now():
        _release(ticket, message, actor)
        return
    message.delivery = Delivery.SCHEDULED
    message.save(update_fields=["delivery", "sent_text"])
    _record(message, "reply.scheduled", actor, {"at": message.release_at.isoformat()})


def _release(ticket: Ticket, message: Message, actor: Actor) -> None:
    message.delivery, message.at = Delivery.QUEUED, now()
    message.save(update_fields=["delivery", "at", "sent_text", "status_after"])
    ticket.last_message_at = message.at
    write_ticket(ticket, "last_message_at")
    _record(message, "reply.released", actor)
    if message.status_after and message.status_after in MOVES[ticket.status]:
        move_status(ticket, message.status_after, actor=actor)


def _record(message: Message, kind: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> None:
    record(kind, actor=actor, client_id=message.client_id, engagement_id=message.engagement_id,
           ticket_id=message.ticket_id, subject_id=message.pk, facts=facts)  # fmt: skip
