"""Clocks: a promise begins to run, stands still, goes on, and ends with exactly one verdict.

All functions work on a ticket whose row the caller has locked, which also keeps two of them from judging one clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import QuerySet

from relevo.calc.promises import Kind as KindName
from relevo.calc.promises import Pause, Target, due_after_pauses, due_at
from relevo.calc.segments import responsible
from relevo.calc.working_time import ALWAYS, Calendar, calendar_from_json
from relevo.core.actor import Actor
from relevo.core.prepared import prepared
from relevo.events.record import record
from relevo.promises.ball import as_values
from relevo.promises.models import Clock, Kind, Promise, Segment, Verdict
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import WaitingOn

RESPONSES = (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE)


def start_clocks(
    ticket: Ticket, kinds: Iterable[str], *, at: datetime, actor: Actor, asked_at: datetime | None = None
) -> list[Clock]:
    """Start a clock for every one of the desk's promises of these kinds that does not run on the ticket yet.

    asked_at: of a ticket that this transaction has opened, when the customer's words reached us: since then, though
    they were read later, she waits for the first response.
    """
    running = set() if asked_at else set(_running(ticket).values_list("kind", flat=True))
    begun = {Kind.FIRST_RESPONSE.value: min(at, asked_at or at)}
    started = Clock.objects.bulk_create(
        _clock(ticket, promise, begun.get(promise.kind, at))
        for promise in _promised(ticket.desk_id, list(kinds))
        if promise.kind not in running
    )
    for clock in started:
        record("promise.started", actor=actor, client_id=ticket.client_id, engagement_id=ticket.holder_id,
               ticket_id=ticket.pk, subject_id=clock.pk,
               facts={"kind": clock.kind, "due_at": clock.due_at.isoformat()})  # fmt: skip
    return started


@prepared
def _promised(desk_id: int, kinds: list[str]) -> QuerySet[Promise]:
    return Promise.objects.filter(desk_id=desk_id, kind__among=kinds).order_by("kind")


def begin_earlier(owed: Iterable[Clock], at: datetime) -> bool:
    """Let the first response count from when the customer's words reached us, though they were read later.

    owed: the answers that are owed on the ticket; whether there are any.
    """
    clocks = list(owed)
    for clock in clocks:
        first = clock.kind == Kind.FIRST_RESPONSE and clock.verdict == Verdict.RUNNING
        if first and clock.started_at > at:
            clock.started_at, clock.due_at = at, due_at(target_of(clock), at)
            clock.save(update_fields=["started_at", "due_at"])
    return bool(clocks)


def meet_clocks(ticket: Ticket, kinds: Iterable[str], *, at: datetime, actor: Actor) -> None:
    """What was promised has happened: settle the running clocks, and note on missed ones when it came after all."""
    open_clocks = Clock.objects.filter(ticket=ticket, kind__in=list(kinds), met_at=None)
    for clock in open_clocks.exclude(verdict=Verdict.CANCELLED):
        clock.met_at = at
        if clock.verdict == Verdict.RUNNING:
            _settle(clock, Verdict.KEPT if at <= clock.due_at else Verdict.MISSED, ticket, actor)
        clock.save(update_fields=["met_at"])


def miss_overdue(ticket: Ticket, *, at: datetime, actor: Actor) -> int:
    """Mark the clocks that have run out, with the due time as it was, however late this comes; how many."""
    overdue = _running(ticket).filter(due_at__lt=at, paused_since=None)
    missed = list(overdue)
    for clock in missed:
        _settle(clock, Verdict.MISSED, ticket, actor)
    return len(missed)


def cancel_responses(ticket: Ticket, *, at: datetime, actor: Actor) -> None:
    """A solved ticket owes no answer any more; one that was overdue by then stays missed."""
    miss_overdue(ticket, at=at, actor=actor)
    for clock in _running(ticket).filter(kind__in=RESPONSES):
        _settle(clock, Verdict.CANCELLED, ticket, actor)


def pause_or_go_on(ticket: Ticket, *, at: datetime) -> None:
    """Resolution stands still while the customer's answer is awaited; when it goes on, that time is added."""
    for clock in _running(ticket).filter(kind=Kind.RESOLUTION):
        waits = ticket.waiting_on == WaitingOn.CUSTOMER
        if waits and clock.paused_since is None and at < clock.due_at:
            clock.paused_since = at
        elif not waits and clock.paused_since is not None:
            clock.paused_since, clock.due_at = None, _due_again(clock)
        clock.save(update_fields=["paused_since", "due_at"])


def hand_clocks_on(ticket: Ticket, into: Ticket, *, at: datetime, actor: Actor) -> None:
    """Let what a merged ticket owes be owed on ``into``: of two promises of the same, the earlier stays.

    So merging makes no promise later, and an overdue one stays missed.
    """
    for one in (ticket, into):
        miss_overdue(one, at=at, actor=actor)
    both = Clock.objects.filter(ticket__in=[ticket, into], verdict=Verdict.RUNNING).order_by("due_at", "pk")
    for kinds in (RESPONSES, (Kind.RESOLUTION,)):
        for later in list(both.filter(kind__in=kinds))[1:]:
            _settle(later, Verdict.CANCELLED, ticket if later.ticket_id == ticket.pk else into, actor)
    owed = Clock.objects.filter(ticket=ticket, met_at=None).exclude(verdict=Verdict.CANCELLED)
    owed.update(ticket=into)


def target_of(terms: Clock | Promise) -> Target:
    """The terms of a promise or a clock, to reckon with."""
    return Target(cast("KindName", terms.kind), timedelta(minutes=terms.minutes), calendar_of(terms.calendar))


def calendar_of(document: dict[str, Any]) -> Calendar:
    """A stored calendar; {} is round the clock. Raises ``ValueError`` that says what is wrong."""
    return calendar_from_json(document) if document else ALWAYS


def _running(ticket: Ticket) -> QuerySet[Clock]:
    return Clock.objects.filter(ticket=ticket, verdict=Verdict.RUNNING)


def _clock(ticket: Ticket, promise: Promise, at: datetime) -> Clock:
    return Clock(
        client_id=ticket.client_id, ticket=ticket, kind=promise.kind, minutes=promise.minutes,
        calendar=promise.calendar, started_at=at, due_at=due_at(target_of(promise), at),
    )  # fmt: skip


def _due_again(clock: Clock) -> datetime:
    """The due time with all of the customer's time left out; all of it has ended by now."""
    waits = Segment.objects.filter(
        ticket=clock.ticket_id, waiting_on=WaitingOn.CUSTOMER, ended_at__gt=clock.started_at
    )
    pauses = [Pause(max(row.started_at, clock.started_at), row.ended_at) for row in waits]
    return due_after_pauses(target_of(clock), clock.started_at, pauses) or clock.due_at


def _settle(clock: Clock, verdict: Verdict, ticket: Ticket, actor: Actor) -> None:
    """Give the one verdict, name who held the ball at the instant that decided it, and record both."""
    decided = clock.met_at if verdict == Verdict.KEPT else clock.due_at
    holder = None if verdict == Verdict.CANCELLED else _holder_at(clock.ticket_id, decided)
    clock.verdict, clock.responsible_id, clock.paused_since = verdict, holder, None
    clock.save(update_fields=["verdict", "responsible", "paused_since"])
    met = clock.met_at.isoformat() if clock.met_at else None
    record(f"promise.{verdict.value}", actor=actor, client_id=ticket.client_id,
           engagement_id=ticket.holder_id if verdict == Verdict.CANCELLED else holder, ticket_id=ticket.pk,
           subject_id=clock.pk,
           facts={"kind": clock.kind, "due_at": clock.due_at.isoformat(), "met_at": met})  # fmt: skip


def _holder_at(ticket_id: int, instant: datetime | None) -> int | None:
    rows = list(Segment.objects.filter(ticket=ticket_id))
    return None if instant is None else responsible(as_values(rows), instant)
