"""Segments and clocks follow the ticket inside the transaction that moves it, so they can never disagree with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db.models import QuerySet

from relevo.core.actor import Actor, system
from relevo.core.prepared import prepared
from relevo.core.scope import acting
from relevo.coverage.models import HandOver
from relevo.events.models import Event
from relevo.events.subscribers import subscribe
from relevo.promises.ball import follow_ball, put_in_play
from relevo.promises.clocks import (
    RESPONSES,
    begin_earlier,
    cancel_responses,
    hand_clocks_on,
    meet_clocks,
    pause_or_go_on,
    start_clocks,
)
from relevo.promises.models import Clock, Kind, Verdict
from relevo.tickets.models import UNSAID, Direction, Message, Ticket
from relevo.tickets.statuses import Status

_REASONS = {
    Status.PENDING: "waiting",
    Status.ON_HOLD: "waiting",
    Status.OPEN: "resumed",
    Status.SOLVED: "solved",
    Status.CLOSED: "closed",
}


@contextmanager
def _ticket(event: Event, known: Ticket | None = None) -> Iterator[tuple[Ticket, Actor]]:
    """The event's ticket, and the machine in the client's scope: a partner that acts sees no other firm's record.

    known: the ticket where whoever records the event holds it, and nobody who listens before us changes it.
    """
    actor = system(cast("int", event.client_id))
    with acting(actor):
        read = Ticket.objects.select_related("holder")
        yield known or read.get(pk=cast("int", event.ticket_id)), actor


@subscribe("ticket.opened")
def begin(event: Event) -> None:
    """The ball is in play, and what is promised for every ticket begins to run."""
    with _ticket(event, event.thing) as (ticket, actor):
        put_in_play(ticket)
        start_clocks(
            ticket, [Kind.FIRST_RESPONSE, Kind.RESOLUTION], at=ticket.opened_at, actor=actor,
            asked_at=ticket.last_message_at,
        )  # fmt: skip


@subscribe("ticket.held")
def change_holder(event: Event) -> None:
    """The ball is with somebody else."""
    with _ticket(event, event.thing) as (ticket, _actor):
        follow_ball(ticket, at=event.at, reason=event.facts["reason"])


@subscribe("ticket.status_changed")
def change_move(event: Event) -> None:
    """It is somebody else's move; solving keeps or misses the resolution, opening again starts a new one."""
    before, after = event.facts["from"], event.facts["to"]
    with _ticket(event) as (ticket, actor):
        reopened = before == Status.SOLVED and after == Status.OPEN
        follow_ball(ticket, at=event.at, reason="reopened" if reopened else _REASONS[after])
        pause_or_go_on(ticket, at=event.at)
        if after == Status.SOLVED:
            cancel_responses(ticket, at=event.at, actor=actor)
            meet_clocks(ticket, [Kind.RESOLUTION], at=event.at, actor=actor)
        elif reopened:
            start_clocks(ticket, [Kind.RESOLUTION], at=event.at, actor=actor)


@subscribe("ticket.merged")
def owe_it_there(event: Event) -> None:
    """The ball is out of play here; what this customer is still owed is owed on the ticket that goes on."""
    with _ticket(event) as (ticket, actor):
        follow_ball(ticket, at=event.at, reason="merged")
        pause_or_go_on(ticket, at=event.at)
        into = Ticket.objects.select_related("holder").get(pk=event.facts["into"])
        hand_clocks_on(ticket, into, at=event.at, actor=actor)
        pause_or_go_on(into, at=event.at)


@subscribe("ticket.received")
def owe_an_answer(event: Event) -> None:
    """A person's words want an answer: the first one still, or the next one. Machines are owed none."""
    if event.facts["automatic"]:
        return
    message = cast("Message", event.thing)
    with _ticket(event, message.ticket) as (ticket, actor):
        at = message.at
        if not begin_earlier(_owed(ticket.pk), at):
            answered = _replies().filter(ticket=ticket).exists()
            wanted = Kind.NEXT_RESPONSE if answered else Kind.FIRST_RESPONSE
            start_clocks(ticket, [wanted], at=at, actor=actor)


@prepared
def _owed(ticket_id: int) -> QuerySet[Clock]:
    owed = Clock.objects.filter(ticket_id=ticket_id, kind__in=RESPONSES, met_at=None)
    return owed.exclude(verdict=Verdict.CANCELLED)


@subscribe("reply.released")
def answer(event: Event) -> None:
    """An agent's answer is on its way: the response that was promised has happened."""
    if not _replies().filter(pk=cast("int", event.subject_id)).exists():
        return
    with _ticket(event) as (ticket, actor):
        meet_clocks(ticket, RESPONSES, at=event.at, actor=actor)


@subscribe("ticket.handed_over")
def tell_what_is_promised(event: Event) -> None:
    """Whoever takes over reads what the customer still waits for, and until when."""
    with _ticket(event) as (ticket, _actor):
        owed = Clock.objects.filter(ticket=ticket, met_at=None).exclude(verdict=Verdict.CANCELLED)
        promises = [
            {"kind": clock.kind, "due_at": clock.due_at.isoformat(), "verdict": clock.verdict,
             "paused": clock.paused_since is not None}
            for clock in owed
        ]  # fmt: skip
        HandOver.objects.filter(pk=cast("int", event.subject_id)).update(promises=promises)


def _replies() -> QuerySet[Message]:
    """What agents have said to customers; what machines say counts as no answer."""
    said = Message.objects.filter(direction=Direction.OUT, automatic=False).exclude(seat=None)
    return said.exclude(delivery__in=UNSAID)
