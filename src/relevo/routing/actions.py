"""Routing: first which engagement, then which agent; each decision is kept with its reason on the ticket."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.scope import acting
from relevo.coverage.models import HandOver
from relevo.coverage.passing import pass_ball
from relevo.coverage.queries import Roster, roster_of
from relevo.engagements.models import Engagement, Seat
from relevo.events.record import record
from relevo.routing.pool import Pool, pool_of, work_of
from relevo.routing.ranking import CanTranslate, Match, Ranking, Refusal, rank
from relevo.tickets.actions import assign_ticket, hold_ticket, locked, write_ticket
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import WaitingOn

NOBODY_COVERS = "nobody_covers"
CHOSEN = "chosen"

FAILURES = {
    Refusal.OFF_DUTY: "nobody_on_duty",
    Refusal.LAPSED: "no_certificate",
    Refusal.PUT_DOWN: "put_down",
    Refusal.EXPERTISE: "no_expertise",
    Refusal.LANGUAGE: "no_language",
    Refusal.ROOM: "no_room",
}
"""The code kept on the ticket when nobody can take it, by the last hurdle that anybody reached."""


@transaction.atomic
def choose_engagement(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Give a ticket that was just opened to the engagement that answers now, or say that nobody does."""
    actor.require("ticket.hold", ticket)
    ticket = locked(ticket)
    answering = _answering(ticket, roster_of(ticket.desk), now())
    if answering:
        return hold_ticket(ticket, answering[0], reason="opened", actor=actor)
    _keep_failure(ticket, NOBODY_COVERS, actor)
    return ticket


@transaction.atomic
def route_ticket(ticket: Ticket, *, actor: Actor, can_translate: CanTranslate) -> Ticket:
    """Give an unassigned ticket, or one whose agent is off duty, to the best agent on duty of who holds it.

    Where nobody there writes the language and no engine translates it, the next engagement that answers now is
    asked. When nobody can take it, it stays where it is and says why. Done again, it changes nothing.

    can_translate: must not wait for anybody, it is asked inside the transaction (see ``routing.jobs``).
    """
    actor.require("ticket.assign", ticket)
    machine = system(ticket.client_id)
    with acting(machine):
        ticket = locked(ticket)
        if ticket.holder is None or not ticket.unfinished or ticket.waiting_on != WaitingOn.DESK:
            return ticket
        at = now()
        engagements = _in_turn(ticket, roster_of(ticket.desk), at)
        pool = pool_of(ticket.client_id, engagements, at)
        if _in_good_hands(ticket, pool):
            return ticket
        engagement, ranking = _best(ticket, engagements, pool, at, can_translate)
        if ranking.hurdle is not None:
            return ticket if ticket.assignee_id else _keep_failure(ticket, FAILURES[ranking.hurdle], machine)
        return _give(ticket, engagement, ranking.matches[0], machine)


def _answering(ticket: Ticket, roster: Roster, at: datetime) -> list[Engagement]:
    return roster.answering(channel=ticket.channel, language=ticket.language, topic=ticket.topic, at=at)


def _in_turn(ticket: Ticket, roster: Roster, at: datetime) -> list[Engagement]:
    """The holder, then the others that answer now, unless a person decided who holds it; none that gives no rights."""
    holder = [engagement for engagement in roster.engagements.values() if engagement.pk == ticket.holder_id]
    if HandOver.objects.filter(ticket=ticket, keeps=True).exists():
        return holder
    return [*holder, *(e for e in _answering(ticket, roster, at) if e.pk != ticket.holder_id)]


def _in_good_hands(ticket: Ticket, pool: Pool) -> bool:
    seat = ticket.assignee
    return seat is not None and seat.ended_at is None and seat.member_id in pool.duty


def _best(
    ticket: Ticket, engagements: Iterable[Engagement], pool: Pool, at: datetime, can_translate: CanTranslate
) -> tuple[Engagement | None, Ranking]:
    """The first engagement with somebody who can take it; else the holder's own failure."""
    work = work_of(ticket, at)
    failure: Ranking | None = None
    for engagement in engagements:
        ranking = rank(work, pool.candidates.get(engagement.pk, ()), can_translate)
        failure = failure or ranking
        if ranking.hurdle is None:
            return engagement, ranking
        if failure.hurdle != Refusal.LANGUAGE:
            break
    return None, failure or Ranking((), Refusal.OFF_DUTY)


def _give(ticket: Ticket, engagement: Engagement | None, match: Match, actor: Actor) -> Ticket:
    if engagement is not None and engagement.pk != ticket.holder_id:
        pass_ball(ticket, engagement, reason="language", actor=actor)
        ticket = locked(ticket)
    one = match.candidate
    figures: dict[str, Any] = {
        "code": CHOSEN, "seat": one.seat_id, "load": one.load, "capacity": one.capacity, "via": match.via,
        "language": ticket.language, "returning": match.returning, "engagement": ticket.holder_id,
        "until": one.on_duty_until.isoformat() if one.on_duty_until else None,
    }  # fmt: skip
    ticket.routing_why = {**figures, "alias": one.alias}
    write_ticket(ticket, "routing_why")
    ticket = assign_ticket(ticket, Seat.objects.get(pk=one.seat_id), why=figures, actor=actor)
    record("ticket.routed", actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id,
           ticket_id=ticket.pk, subject_id=one.seat_id, facts=figures)  # fmt: skip
    return ticket


def _keep_failure(ticket: Ticket, code: str, actor: Actor) -> Ticket:
    """Say on the ticket why nobody has it; said once, however often it is tried again."""
    why = {"code": code, "language": ticket.language, "engagement": ticket.holder_id}
    if ticket.routing_why != why:
        ticket.routing_why = why
        write_ticket(ticket, "routing_why")
        record("ticket.unroutable", actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id,
               ticket_id=ticket.pk, subject_id=ticket.pk, facts=why)  # fmt: skip
    return ticket
