"""The candidates for a ticket, read from the database: seats, who is on duty, load, and who knows the customer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max, QuerySet

from relevo.core.actor import system
from relevo.core.prepared import prepared
from relevo.core.scope import looking
from relevo.coverage.models import Shift
from relevo.coverage.queries import UNKNOWN_LANGUAGES, on_duty
from relevo.engagements.models import Engagement, Readiness, Seat
from relevo.events.models import Event
from relevo.routing.ranking import Candidate, Work
from relevo.tickets.models import Direction, Message, Ticket

REMEMBERED = timedelta(hours=12)
"""For so long a ticket that an agent has put down does not come back to her by itself."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidates by engagement id, until when each member is on duty, and the seats by id."""

    candidates: Mapping[int, tuple[Candidate, ...]]
    duty: Mapping[int, datetime]
    seats: Mapping[int, Seat]


def pool_of(client_id: int, engagements: Collection[Engagement], at: datetime) -> Pool:
    """All active seats of these engagements of one client as candidates at an instant."""
    seats = _seats_of([engagement.pk for engagement in engagements])
    duty = duty_of(client_id, engagements, at)
    members = [seat.member_id for seat in seats if seat.member_id in duty]
    load, idle = load_of(members), _idle_since(seats)
    by_engagement: dict[int, list[Candidate]] = defaultdict(list)
    for seat in seats:
        by_engagement[seat.engagement_id].append(
            Candidate(
                seat.pk, seat.member_id, seat.alias, tuple(seat.languages), frozenset(seat.topics), seat.tier,
                seat.capacity, load.get(seat.member_id, 0), duty.get(seat.member_id), idle.get(seat.pk),
                seat.readiness == Readiness.LAPSED,
            )
        )  # fmt: skip
    candidates = {key: tuple(found) for key, found in by_engagement.items()}
    return Pool(candidates, duty, {seat.pk: seat for seat in seats})


def duty_of(client_id: int, engagements: Iterable[Engagement], at: datetime) -> dict[int, datetime]:
    """Who of the firms that staff these engagements is on duty: until when, by member id.

    Shifts are their firm's own and no client sees them, so the machine looks at them with both firms' sight; what it
    takes along is who is on duty and until when.
    """
    firms = {engagement.provider_id for engagement in engagements}
    with looking(system(client_id, *firms)):
        return on_duty(firms, at)


def ended_shifts(client_id: int, firms: Collection[int], at: datetime) -> dict[int, datetime]:
    """When each member's last shift ended, within two days, by member id; with both firms' sight, as above."""
    with looking(system(client_id, *firms)):
        shifts = Shift.objects.filter(
            organization_id__in=firms, ends_at__lte=at, ends_at__gt=at - timedelta(days=2)
        )
        return dict(shifts.order_by().values_list("member_id").annotate(Max("ends_at")))


def load_of(members: Collection[int]) -> dict[int, int]:
    """How many tickets wait for each member, over all clients: figures and nothing else cross the wall."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_id, tickets FROM relevo_open_load(%s)", [list(members)])
        return {int(member): int(tickets) for member, tickets in cursor.fetchall()}


def work_of(ticket: Ticket, at: datetime) -> Work:
    """What the ticket asks of an agent."""
    return Work(
        language=None if ticket.language in UNKNOWN_LANGUAGES else ticket.language,
        topic=ticket.topic,
        tier=ticket.tier,
        returning_to=_last_to_answer(ticket),
        put_down=_put_down(ticket, at),
        reads=ticket.desk.working_language,
    )


def _idle_since(seats: Iterable[Seat]) -> dict[int, datetime]:
    """The last word on the unfinished tickets of each seat."""
    return dict(_last_words([seat.pk for seat in seats]))


def _last_to_answer(ticket: Ticket) -> int | None:
    """The member who answered this customer last, on this ticket or another."""
    answered = _answered(ticket.customer_id)
    return answered[0] if answered else None


def _put_down(ticket: Ticket, at: datetime) -> frozenset[int]:
    """The seats from which the ticket was taken, or that put it down, a short while ago."""
    return frozenset(seat for seat in _unassigned(ticket.pk, at - REMEMBERED) if seat is not None)


@prepared
def _seats_of(engagement_ids: list[int]) -> QuerySet[Seat]:
    return Seat.objects.active().filter(engagement_id__among=engagement_ids)


@prepared
def _last_words(seat_ids: list[int]) -> QuerySet[Ticket, tuple[int, datetime]]:
    tickets = Ticket.objects.unfinished().filter(assignee_id__among=seat_ids)
    return tickets.order_by().values_list("assignee_id").annotate(Max("last_message_at"))


@prepared
def _answered(customer_id: int) -> QuerySet[Message, int]:
    hers = Message.objects.filter(ticket__customer_id=customer_id, direction=Direction.OUT, automatic=False)
    answers = hers.exclude(seat=None).order_by("-at", "-pk")
    return answers.values_list("seat__member_id", flat=True)[:1]


@prepared
def _unassigned(ticket_id: int, since: datetime) -> QuerySet[Event, int | None]:
    events = Event.objects.filter(ticket_id=ticket_id, kind="ticket.unassigned", at__gt=since)
    return events.values_list("facts__from", flat=True)
