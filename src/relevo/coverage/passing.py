"""The ball passes from one engagement to another, with its note. Callers have checked that it may."""

from __future__ import annotations

from relevo.core.actor import Actor, system
from relevo.core.scope import acting
from relevo.coverage.composing import background_of, situation_of
from relevo.coverage.models import HandOver, HandOverNote
from relevo.engagements.models import Engagement, Seat
from relevo.events.models import Chain
from relevo.events.record import record
from relevo.tickets.actions import hold_ticket, withdraw_ticket
from relevo.tickets.models import Ticket

TAKE_BACK = "take_back"


def pass_ball(
    ticket: Ticket, to: Engagement | None, *, reason: str, actor: Actor, keeps: bool = False
) -> HandOver | None:
    """Give a *locked* ticket to another engagement and write the hand-over down; None when there is nothing to hand
    over, because nobody held it before and nobody decided it.

    It works with the machine's sight of the client, because a partner sees neither the receiving engagement nor its
    record. A take-back also closes the ticket to all former holders.
    """
    machine = system(ticket.client_id, label=actor.label)
    with acting(machine):
        worth_a_note = keeps or ticket.holder_id is not None
        hand_over = _written(ticket, to, reason, actor, keeps) if worth_a_note else None
        lock_chains(ticket.holder_id, to)
        held = hold_ticket(ticket, to, reason=reason, actor=machine)
        if reason == TAKE_BACK:
            withdraw_ticket(ticket, actor=machine)
        if hand_over is not None:
            hand_over.ticket = held
            record("ticket.handed_over", actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id,
                   ticket_id=ticket.pk, subject_id=hand_over.pk,
                   facts={"from": ticket.holder_id, "to": to.pk if to else None, "reason": reason,
                          "noted": bool(hand_over.assessment or hand_over.recommendation)})  # fmt: skip
    return hand_over


def lock_chains(*ends: int | Engagement | None) -> None:
    """Lock these records in one order, so that tickets that cross each other do not wait for each other."""
    ids = [end.pk if isinstance(end, Engagement) else end for end in ends if end is not None]
    list(Chain.objects.select_for_update(no_key=True).filter(engagement_id__in=ids).order_by("engagement_id"))


def alias_of(actor: Actor, engagement_id: int | None) -> str:
    """The name under which an actor is known on an engagement: her seat's alias, else her own; "" for the machine."""
    seat_id = actor.seat_on(engagement_id)
    if seat_id is None:
        return "" if actor.kind == "system" else actor.label
    return Seat.objects.values_list("alias", flat=True).get(pk=seat_id)


def _written(ticket: Ticket, to: Engagement | None, reason: str, actor: Actor, keeps: bool) -> HandOver:
    """The hand-over with the note that the holder prepared, if she did; the note is used up."""
    note = HandOverNote.objects.filter(ticket=ticket, engagement=ticket.holder).first()
    HandOverNote.objects.filter(ticket=ticket).delete()
    HandOver.objects.filter(ticket=ticket, keeps=True).update(keeps=False)
    return HandOver.objects.create(
        client_id=ticket.client_id, ticket=ticket, from_engagement_id=ticket.holder_id, to_engagement=to,
        reason=reason, keeps=keeps, author=note.author if note else alias_of(actor, ticket.holder_id),
        situation=situation_of(ticket, to), background=background_of(ticket),
        assessment=note.assessment if note else "", recommendation=note.recommendation if note else "",
    )  # fmt: skip
