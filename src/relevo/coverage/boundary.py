"""At the boundary of the hours: which tickets are with someone who does not answer now, and where each one goes.

Deciding looks only at how things stand now, never at what should have happened in between, so it can be repeated and
may come hours late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from relevo.core.actor import Actor
from relevo.core.clock import now
from relevo.coverage.models import HandOver
from relevo.coverage.passing import TAKE_BACK, pass_ball
from relevo.coverage.queries import Roster, roster_of
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement
from relevo.tickets.actions import locked
from relevo.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket stands and what decides who answers it. kept: a person decided who holds it."""

    holder_id: int | None
    channel: str
    language: str
    topic: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Move:
    """Where a ticket goes (None: nobody may hold it now), and why."""

    to: Engagement | None
    reason: str


def move_for(place: Place, roster: Roster, at: datetime, *, reason: str = "coverage") -> Move | None:
    """Where a ticket in such a place goes at an instant; None lets it stay.

    It stays with a holder who still answers, with one whom a person chose, and when nobody answers. A queue that
    was taken back, and an engagement that no longer gives rights, come before all that.
    """
    answering = roster.answering(channel=place.channel, language=place.language, topic=place.topic, at=at)
    first = answering[0] if answering else None
    if roster.taken_back:
        return None if first is None or first.pk == place.holder_id else Move(first, TAKE_BACK)
    if place.holder_id is not None and place.holder_id not in roster.engagements:
        return Move(first or roster.in_house, "engagement_ended")
    if place.kept or first is None or place.holder_id in {engagement.pk for engagement in answering}:
        return None
    return Move(first, reason)


def misplaced(desk: Desk, at: datetime) -> list[int]:
    """The ids of the desk's unfinished tickets that have to move at an instant, oldest first (four queries)."""
    roster = roster_of(desk)
    kept = set(HandOver.objects.filter(ticket__desk=desk, keeps=True).values_list("ticket_id", flat=True))
    rows = Ticket.objects.filter(desk=desk).unfinished().order_by("pk").values_list(
        "pk", "holder_id", "channel", "language", "topic"
    )  # fmt: skip
    known: dict[Place, bool] = {}
    wrong = []
    for pk, holder_id, channel, language, topic in rows.iterator():
        place = Place(holder_id, channel, language, topic, pk in kept)
        if place not in known:
            known[place] = move_for(place, roster, at) is not None
        if known[place]:
            wrong.append(pk)
    return wrong


@transaction.atomic
def settle_ticket(ticket: Ticket, *, actor: Actor, reason: str = "coverage") -> bool:
    """Move a ticket to whoever answers now, with its note, if it has to move; whether it did. Finished ones stay."""
    actor.require("ticket.hold", ticket)
    ticket = locked(ticket)
    if not ticket.unfinished:
        return False
    kept = HandOver.objects.filter(ticket=ticket, keeps=True).exists()
    place = Place(ticket.holder_id, ticket.channel, ticket.language, ticket.topic, kept)
    move = move_for(place, roster_of(ticket.desk), now(), reason=reason)
    if move is not None:
        pass_ball(ticket, move.to, reason=move.reason, actor=actor)
    return move is not None
