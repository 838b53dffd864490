"""Small looks at what is promised on a ticket."""

from __future__ import annotations

from datetime import datetime, timedelta

from relevo.core.scope import acting
from relevo.events.models import Event
from relevo.promises.models import Clock
from relevo.tickets.actions import set_status
from relevo.tickets.models import Ticket
from tests.cast import Cast

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=5)
"""More than a test takes, less than anything that is promised."""


def clocks(cast: Cast, ticket: Ticket, kind: str = "") -> list[Clock]:
    with acting(cast.everywhere):
        found = Clock.objects.filter(ticket=ticket).order_by("pk")
        return list(found.filter(kind=kind) if kind else found)


def the(cast: Cast, ticket: Ticket, kind: str) -> Clock:
    (found,) = clocks(cast, ticket, kind)
    return found


def events(cast: Cast, ticket: Ticket, kind: str) -> list[Event]:
    with acting(cast.everywhere):
        return list(Event.objects.filter(ticket_id=ticket.pk, kind=kind).order_by("pk"))


def move(cast: Cast, ticket: Ticket, status: str, desk: str = "auralis") -> None:
    machine = cast.machine(desk)
    with acting(machine):
        set_status(ticket, status, actor=machine)


def near(instant: datetime, other: datetime) -> bool:
    return abs(instant - other) < SECOND


def noctua(cast: Cast) -> int:
    return cast.engagement("auralis", "noctua").pk
