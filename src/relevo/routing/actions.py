"""Routing: first which engagement, then which agent; each decision is kept with its reason on the ticket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from relevo.core.actor import Actor, system
from relevo.core.clock import now
from relevo.core.scope import acting
from relevo.coverage.models import HandOver
from relevo.coverage.passing import pass_ball
from relevo.coverage.queries import Roster, roster_of, staffs
from relevo.engagements.models import Engagement
from relevo.events.record import record
from relevo.routing.pool import Pool, pool_of, work_of
from relevo.routing.ranking import CanTranslate, Match, Ranking, Refusal, rank
from relevo.tickets.actions import give_ball, give_work, locked, write_ticket
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


def choose_engagement(ticket: Ticket, *, actor: Actor) -> Ticket:
    """Give a ticket that this transaction has opened to the engagement that answers now, or say that nobody does."""
    actor.require("ticket.hold", ticket)
    answering = _answering(ticket, roster_of(ticket.desk), now())
    if answering:
        return give_ball(ticket, answering[0], reason="opened", actor=actor)
    _keep_failure(ticket, NOBODY_COVERS, actor)
    return ticket


def route_ticket(ticket: Ticket, *, actor: Actor, can_translate: CanTranslate) -> Ticket:
    """Give an unassigned ticket, or one whose agent is off duty, to the best agent on duty of who holds it.

    Where nobody there writes the language and no engine translates it, the next engagement that answers now is
    asked. When nobody can take it, it stays where it is and says why. Done again, it changes nothing.

    can_translate: must not wait for anybody, it is asked inside the transaction (see ``routing.jobs``).
    """
    actor.require("ticket.assign", ticket)
    with acting(system(ticket.client_id)):
        return find_agent(locked(ticket), can_translate=can_translate)


def find_agent(ticket: Ticket, *, can_translate: CanTranslate) -> Ticket:
    """The same for a *locked* ticket, in the scope of its client.

    What ``can_translate`` raises is raised before anything is written.
    """
    if ticket.holder is None or not ticket.unfinished or ticket.waiting_on != WaitingOn.DESK:
        return ticket
    machine, at = system(ticket.client_id), now()
    work, failure = None, Ranking((), Refusal.OFF_DUTY)
    for place, engagement in enumerate(_in_turn(ticket, at)):
        pool = pool_of(ticket.client_id, [engagement], at)
        if _in_good_hands(ticket, pool):
            return ticket
        work = work or work_of(ticket, at)
        ranking = rank(work, pool.candidates.get(engagement.pk, ()), can_translate)
        if ranking.hurdle is None:
            return _give(ticket, engagement, pool, ranking.matches[0], machine)
        failure = failure if place else ranking  # the holder's own
        if failure.hurdle != Refusal.LANGUAGE:
            break
    hurdle = failure.hurdle or Refusal.OFF_DUTY
    return ticket if ticket.assignee_id else _keep_failure(ticket, FAILURES[hurdle], machine)


def _answering(ticket: Ticket, roster: Roster, at: datetime) -> list[Engagement]:
    return roster.answering(channel=ticket.channel, language=ticket.language, topic=ticket.topic, at=at)


def _in_turn(ticket: Ticket, at: datetime) -> Iterator[Engagement]:
    """The holder, then the others that answer now, unless a person decided who holds it; none that gives no rights.

    Most tickets stay with their holder, so the others are looked up only when they are asked for.
    """
    if ticket.holder is not None and staffs(ticket.holder, ticket.desk):
        yield ticket.holder
    if not HandOver.objects.filter(ticket=ticket, keeps=True).exists():
        answering = _answering(ticket, roster_of(ticket.desk), at)
        yield from (engagement for engagement in answering if engagement.pk != ticket.holder_id)


def _in_good_hands(ticket: Ticket, pool: Pool) -> bool:
    seat = ticket.assignee
    return seat is not None and seat.ended_at is None and seat.member_id in pool.duty


def _give(ticket: Ticket, engagement: Engagement, pool: Pool, match: Match, actor: Actor) -> Ticket:
    if engagement.pk != ticket.holder_id:
        pass_ball(ticket, engagement, reason="language", actor=actor)
        ticket = locked(ticket)
    one = match.candidate
    figures: dict[str, Any] = {
        "code": CHOSEN, "seat": one.seat_id, "load": one.load, "capacity": one.capacity, "via": match.via,
        "language": ticket.language, "returning": match.returning, "engagement": ticket.holder_id,
        "until": one.on_duty_until.isoformat() if one.on_duty_until else None,
    }  # fmt: skip
    ticket.routing_why = {**figures, "alias": one.alias}
    ticket = give_work(ticket, pool.seats[one.seat_id], why=figures, actor=actor, also=["routing_why"])
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
