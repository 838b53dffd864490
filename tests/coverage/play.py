"""Small steps for the tests of coverage, promises and routing: a ticket comes, somebody answers, a minute passes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from relevo.core import clock
from relevo.core.actor import Actor, system
from relevo.core.scope import acting
from relevo.coverage.actions import plan_shift
from relevo.coverage.jobs import tick as look_at_hours
from relevo.coverage.models import Shift
from relevo.customers.actions import find_or_create_customer
from relevo.promises.jobs import tick as look_at_clocks
from relevo.routing.jobs import tick as look_for_agents
from relevo.tickets.actions import Received, open_ticket, receive_message
from relevo.tickets.models import Message, Ticket
from relevo.tickets.replies import Reply, write_reply
from relevo.tickets.statuses import Status
from tests.cast import Cast
from tests.jobs import run_jobs

SUNDAY_3 = datetime(2027, 1, 17, 2, 0, tzinfo=UTC)
"""Sunday 03:00 in Valencia, in a winter for which the demo world has planned no shifts."""
MONDAY_9 = datetime(2027, 1, 18, 8, 0, tzinfo=UTC)
"""Monday 09:00 in Valencia: the in-house team is back."""
TUESDAY_11 = datetime(2027, 1, 19, 10, 0, tzinfo=UTC)


def shift(cast: Cast, first_name: str, start: datetime, hours: float = 8) -> Shift:
    """Let somebody work from ``start`` for so many hours."""
    member = cast.member(first_name)
    actor = machine_of(cast, member.organization.slug)
    with acting(actor):
        return plan_shift(member, start, start + timedelta(hours=hours), actor=actor)


def machine_of(cast: Cast, *slugs: str) -> Actor:
    """The machine working for some firms."""
    return system(*(cast.organization(slug).pk for slug in slugs))


def write_in(
    cast: Cast,
    desk: str = "auralis",
    *,
    language: str = "es",
    name: str = "Jorge Molina",
    words: str = "No suena.",
    channel: str = "mail",
    topic: str = "",
) -> Ticket:
    """A customer writes for the first time; the ticket as it is after the transaction, background jobs not yet run."""
    actor = cast.machine(desk)
    with acting(actor):
        address = name.lower().replace(" ", ".") + "@town.example"
        customer = find_or_create_customer(
            cast.desk(desk), channel="mail", address=address, name=name, actor=actor
        )
        ticket = open_ticket(
            cast.desk(desk), customer, subject="El Duo 2 no suena", actor=actor, language=language, channel=channel,
            topic=topic,
        )  # fmt: skip
        receive_message(ticket, Received(words, name, clock.now(), language=language), actor=actor)
    return look(cast, ticket)


def write_again(cast: Cast, ticket: Ticket, words: str = "¿Hay novedades?", **more: object) -> Message:
    """The customer writes on a ticket that is there."""
    actor = cast.machine(slug_of(cast, ticket))
    with acting(actor):
        received = Received(words, "Jorge Molina", more.pop("at", clock.now()), **more)  # type: ignore[arg-type]
        return receive_message(ticket, received, actor=actor)


def reply(
    cast: Cast, ticket: Ticket, first_name: str, *, then: str = Status.PENDING, waits: bool = False
) -> Message:
    """An agent answers; her reply goes out unless it ``waits``."""
    actor, ticket = cast.actor(first_name), look(cast, ticket)
    with acting(actor):
        return write_reply(ticket, Reply("Hola, Jorge.", "es", status_after=then), waits=waits, actor=actor)


def look(cast: Cast, ticket: Ticket) -> Ticket:
    """The ticket as it is now."""
    with acting(cast.everywhere):
        return Ticket.objects.select_related("holder__provider", "assignee", "desk").get(pk=ticket.pk)


def minute(at: datetime | None = None) -> list[str]:
    """The periodic jobs of one minute and everything that they cause."""
    stamp = int((at or clock.now()).timestamp())
    for tick in (look_at_hours, look_at_clocks, look_for_agents):
        tick.func(timestamp=stamp)
    return run_jobs()


def holder(cast: Cast, ticket: Ticket) -> str | None:
    """The slug of the firm that holds the ticket."""
    held = look(cast, ticket).holder
    return held.provider.slug if held else None


def agent(cast: Cast, ticket: Ticket) -> str | None:
    """The alias of the agent who works on it."""
    seat = look(cast, ticket).assignee
    return seat.alias if seat else None


def slug_of(cast: Cast, ticket: Ticket) -> str:
    """The slug of the ticket's desk."""
    return "auralis" if cast.desk("auralis").pk == ticket.desk_id else "mareko"
