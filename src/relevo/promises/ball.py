"""Segments: who holds the ball, kept in step with the ticket by every event that moves it."""

from __future__ import annotations

from datetime import datetime

from relevo.calc import segments as calc
from relevo.promises.models import Segment
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import WaitingOn

OPENED = "opened"


def put_in_play(ticket: Ticket) -> None:
    """Begin the first segment of a ticket that this very transaction has opened."""
    _begin(ticket, ticket.opened_at, OPENED)


def follow_ball(ticket: Ticket, *, at: datetime, reason: str) -> bool:
    """End the running segment and begin the next where holder or move have changed; whether they had.

    The first begins when the ticket was opened, and whoever gets the ball as part of the opening has held it from
    then on. A clock that was set back between two events gives a segment of no length, never a negative one.
    """
    if reason == OPENED and _held_from_the_start(ticket):
        return True
    running = Segment.objects.select_for_update(no_key=True).filter(ticket=ticket, ended_at=None).first()
    if running is None:
        _begin(ticket, ticket.opened_at, OPENED)
        return True
    if (running.engagement_id, running.waiting_on) == (ticket.holder_id, ticket.waiting_on):
        return False
    running.ended_at = max(at, running.started_at)
    running.save(update_fields=["ended_at"])
    _begin(ticket, running.ended_at, reason)
    return True


def as_values(segments: list[Segment]) -> list[calc.Segment]:
    """Stored segments as values to reckon with."""
    # A finished ticket waits on nobody, a move the library does not know; only its holder matters here.
    moves = {WaitingOn.NOBODY.value: WaitingOn.THIRD_PARTY.value}
    return [
        calc.Segment(
            row.engagement_id, moves.get(row.waiting_on, row.waiting_on), row.started_at, row.ended_at
        )
        for row in segments
    ]


def _held_from_the_start(ticket: Ticket) -> bool:
    """Whether the ticket's first segment was nobody's so far; it is the holder's now."""
    nobodys = Segment.objects.filter(ticket=ticket, ended_at=None, engagement=None, reason=OPENED)
    held = ticket.holder is not None
    return held and bool(nobodys.update(engagement=ticket.holder, in_house=_in_house(ticket)))


def _begin(ticket: Ticket, at: datetime, reason: str) -> None:
    Segment.objects.create(
        client_id=ticket.client_id, ticket=ticket, engagement=ticket.holder, in_house=_in_house(ticket),
        waiting_on=ticket.waiting_on, reason=reason, started_at=at,
    )  # fmt: skip


def _in_house(ticket: Ticket) -> bool:
    return ticket.holder is not None and ticket.holder.in_house
