"""Routing in the background: one ticket after an event, and each minute the tickets that still wait for an agent."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final
from weakref import WeakKeyDictionary

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery

from relevo.core.actor import system
from relevo.core.clock import now
from relevo.core.scope import acting
from relevo.coverage.enqueue import defer_once
from relevo.coverage.jobs import desks_at_work
from relevo.coverage.queries import UNKNOWN_LANGUAGES
from relevo.desks.models import Desk
from relevo.engagements.models import Engagement, Seat
from relevo.events.models import Event
from relevo.events.queue import RETRY, queue
from relevo.language.desk_engines import translator_for
from relevo.language.translating import Translator
from relevo.routing.actions import find_agent, route_ticket
from relevo.routing.pool import duty_of, ended_shifts, load_of
from relevo.routing.ranking import CanTranslate, writes
from relevo.tickets.actions import locked
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status


@queue.task(name="routing.route", retry=RETRY, queue="events")
def route(*, ticket_id: int, client_id: int) -> None:
    """Find an agent for one ticket. What the engines translate is asked between two transactions, never inside one.

    Most tickets need no engine, since whoever is on duty writes the customer's language, or it has answered lately. So
    it is asked only when that matters.
    """
    actor = system(client_id)
    with acting(actor):
        ticket = locked(Ticket(pk=ticket_id))
        with contextlib.suppress(_EngineMatters):  # nothing is written by then
            find_agent(ticket, can_translate=_said_of(ticket.desk))
            return
        seats = Seat.objects.active().filter(engagement__desk=ticket.desk_id)
        spoken = {
            language for languages in seats.values_list("languages", flat=True) for language in languages
        }
    can_translate = translations(ticket.desk, ticket.language, spoken)
    with acting(actor):
        route_ticket(ticket, actor=actor, can_translate=can_translate)


class _EngineMatters(Exception):
    """Somebody could take the ticket if an engine translates its language, and none was asked lately."""


_SAID_FOR = 60.0
"""Seconds for which an engine's answer is good."""
_said: WeakKeyDictionary[Translator, dict[tuple[str, str], tuple[bool, float]]] = WeakKeyDictionary()
"""Whether it translates a pair of languages, and until when that is good."""


def _said_of(desk: Desk) -> CanTranslate:
    """What the desk's engines have said lately; raises ``_EngineMatters`` for what they have not."""
    said = _said.get(translator_for(desk), {})

    def can(source: str, target: str) -> bool:
        answer, until = said.get((source, target), (False, 0.0))
        if monotonic() > until:
            raise _EngineMatters
        return answer

    return can


def translations(desk: Desk, language: str, spoken: Iterable[str]) -> CanTranslate:
    """What the desk's engines translate between a customer's language and those spoken, as a function that knows."""
    if language in UNKNOWN_LANGUAGES:
        return lambda _source, _target: False
    translator, until = translator_for(desk), monotonic() + _SAID_FOR
    others = [own for own in spoken if not writes({own}, language)]
    answers = {pair: translator.can(*pair) for own in others for pair in ((language, own), (own, language))}
    said = _said.setdefault(translator, {})
    said |= {pair: (answer, until) for pair, answer in answers.items()}
    return lambda source, target: answers.get((source, target), False)


@queue.periodic(cron="* * * * *")
@queue.task(name="routing.tick", queueing_lock="routing.tick", pass_context=False)
def tick(timestamp: int) -> None:
    """Send every desk with work to look for agents."""
    for desk_id, client_id in desks_at_work():
        defer_once(route_desk, f"routing.desk.{desk_id}", desk_id=desk_id, client_id=client_id)


@queue.task(name="routing.route_desk", retry=RETRY, queue="events")
def route_desk(*, desk_id: int, client_id: int) -> None:
    """A shift has begun or ended, or somebody has room again: try the tickets that wait for an agent."""
    with acting(system(client_id)):
        for ticket_id in waiting_tickets(desk_id, client_id, now()):
            defer_once(route, f"routing.ticket.{ticket_id}", ticket_id=ticket_id, client_id=client_id)


_ASKS: Final = ("pk", "last_message_at", "holder_id", "language", "topic", "tier")
_BESIDE: Final = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that waits for an agent. since: its last word. The rest is what it asks of her."""

    pk: int
    since: datetime
    holder_id: int
    language: str
    topic: str
    tier: int

    @property
    def kind(self) -> tuple[object, ...]:
        """Whoever can take one of a kind can take each of them, but for what lies between her and it."""
        return self.holder_id, self.language, self.topic, self.tier


def waiting_tickets(desk_id: int, client_id: int, at: datetime) -> list[int]:
    """The tickets of a desk that wait for an agent and may find one, the one that waits longest first.

    A ticket waits when it has no agent, when its agent's seat has ended, or when her shift has ended since she got
    it. One that a lead gives to somebody off duty does not wait: it is meant for her. Of tickets that ask the same of
    an agent no more are named than agents have room for, and a few beside.
    """
    engagements = list(Engagement.objects.staffing().filter(desk=desk_id))
    duty = duty_of(client_id, engagements, at)
    room = _room(engagements, duty)
    if not room:
        return []
    tickets = Ticket.objects.filter(desk=desk_id, status__in=[Status.NEW, Status.OPEN]).exclude(holder=None)
    unheld = Q(assignee=None) | ~Q(assignee__ended_at=None)
    found = [Waiting(*row) for row in tickets.filter(unheld).values_list(*_ASKS)]
    off_duty = tickets.exclude(unheld).exclude(assignee__member_id__in=list(duty))
    found += _left_behind(off_duty, client_id, {engagement.provider_id for engagement in engagements}, at)
    return [one.pk for one in sorted(_promising(found, room, at), key=lambda one: (one.since, one.pk))]


def _promising(found: Iterable[Waiting], room: int, at: datetime) -> Iterator[Waiting]:
    """Of each kind as many as there is room for. After a flood, to look for an agent for each would take minutes.

    The longest waiting ones may be nobody's (put down a while ago), so others of their kind are named as well, each
    minute the next few.
    """
    kinds: dict[object, list[Waiting]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.since, one.pk)):
        kinds[one.kind].append(one)
    for alike in kinds.values():
        yield from alike[:room]
        if rest := alike[room:]:
            turn = int(at.timestamp()) // 60 * _BESIDE % len(rest)
            yield from (rest[turn:] + rest[:turn])[:_BESIDE]


def _room(engagements: Iterable[Engagement], duty: Collection[int]) -> int:
    """How many tickets more the agents on duty can have."""
    seats = Seat.objects.active().filter(engagement__in=[e.pk for e in engagements], member_id__in=list(duty))
    capacity = dict(seats.values_list("member_id", "capacity").order_by("capacity"))
    load = load_of(capacity)
    return sum(max(0, most - load.get(member, 0)) for member, most in capacity.items())


def _left_behind(
    tickets: QuerySet[Ticket], client_id: int, firms: Collection[int], at: datetime
) -> list[Waiting]:
    """Of tickets whose agent is off duty, those that she was given before her shift ended."""
    given = (
        Event.objects.filter(ticket_id=OuterRef("pk"), kind="ticket.assigned")
        .order_by("-pk")
        .values("at")[:1]
    )
    rows = list(
        tickets.annotate(given_at=Subquery(given, output_field=DateTimeField()))
        .values_list("assignee__member_id", "given_at", *_ASKS)
    )  # fmt: skip
    ended = ended_shifts(client_id, firms, at) if rows else {}
    return [Waiting(*row) for member, got, *row in rows if got and member in ended and got < ended[member]]
