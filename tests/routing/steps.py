"""Small steps for the tests of routing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from relevo.core.actor import Actor
from relevo.core.scope import acting
from relevo.engagements.models import Seat
from relevo.events.models import Event
from relevo.routing.actions import route_ticket
from relevo.routing.words import sentence
from relevo.tickets.actions import assign_ticket
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.coverage.play import (
    look,
)

HOUR = timedelta(hours=1)


def no_engine(source: str, target: str) -> bool:
    return False


def both_ways(*pair: str) -> Callable[[str, str], bool]:
    return lambda source, target: {source, target} == set(pair)


def routed(cast: Cast, ticket: Ticket, can: Callable[[str, str], bool] = no_engine) -> Ticket:
    machine = cast.machine("auralis" if ticket.desk_id == cast.desk("auralis").pk else "mareko")
    with acting(machine):
        return route_ticket(ticket, actor=machine, can_translate=can)


def why(cast: Cast, ticket: Ticket) -> str:
    return sentence(look(cast, ticket).routing_why)


def kinds(cast: Cast, ticket: Ticket, kind: str) -> list[Event]:
    with acting(cast.everywhere):
        return list(Event.objects.filter(ticket_id=ticket.pk, kind=kind))


def change(cast: Cast, name: str, desk: str = "auralis", **fields: object) -> None:
    with acting(cast.everywhere):
        Seat.objects.filter(pk=cast.seat(name, desk).pk).update(**fields)


def put_down(cast: Cast, ticket: Ticket, actor: Actor) -> None:
    with acting(actor):
        assign_ticket(Ticket.objects.get(pk=ticket.pk), None, actor=actor)
