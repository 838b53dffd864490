"""Builders for tests of language, conduct and commerce: a held ticket, a customer's message, an agent's reply."""

from __future__ import annotations

import pytest
from django.db import connection

from relevo.core.clock import now
from relevo.core.scope import acting
from relevo.customers.actions import find_or_create_customer
from relevo.events import subscribers
from relevo.tickets.actions import Received, hold_ticket, open_ticket, receive_message, withdraw_ticket
from relevo.tickets.models import Message, Ticket
from relevo.tickets.replies import Reply
from tests.cast import Cast

GOOD_EN = (
    "Hello Hannah,\n\nThank you for the photo of your Auralis Hub. We have sent a new power cable to your address"
    " today; it arrives on Friday before 18:00. Please tell us on Friday whether the Hub starts again."
    "\n\nKind regards,\nMateo"
)
"""A reply that no style guide of the demo world minds."""


def held_ticket(
    cast: Cast, desk: str = "auralis", holder: str = "noctua", *, text: str = "My speaker is silent since Monday.",
    language: str = "en", name: str = "Hannah Cole", address: str = "hannah.cole@post.example",
) -> Ticket:  # fmt: skip
    """A new ticket of a customer, held by one engagement and never seen by another."""
    machine = cast.machine(desk)
    with acting(machine):
        customer = find_or_create_customer(
            cast.desk(desk), channel="mail", address=address, name=name, actor=machine
        )
        ticket = open_ticket(cast.desk(desk), customer, subject="Help", language=language, actor=machine)
    customer_writes(cast, ticket, text, language=language, name=name)
    move_to(cast, ticket, desk, holder)
    with acting(machine):
        withdraw_ticket(ticket, actor=machine)
    forget_jobs()
    return fresh(cast, ticket)


def customer_writes(
    cast: Cast, ticket: Ticket, text: str, *, language: str = "en", name: str = "Hannah Cole"
) -> Message:
    """The customer's next message."""
    machine = machine_of(ticket)
    with acting(machine):
        return receive_message(ticket, Received(text, name, now(), language=language), actor=machine)


def move_to(cast: Cast, ticket: Ticket, desk: str, holder: str) -> None:
    """Let another engagement hold the ticket."""
    machine = machine_of(ticket)
    with acting(machine):
        hold_ticket(ticket, cast.engagement(desk, holder), reason="coverage", actor=machine)


def machine_of(ticket: Ticket):
    """The machine working for the ticket's client."""
    from relevo.core.actor import system

    return system(ticket.client_id)


def fresh(cast: Cast, ticket: Ticket) -> Ticket:
    """The ticket as it is now."""
    with acting(cast.everywhere):
        return Ticket.objects.select_related("desk", "customer", "holder").get(pk=ticket.pk)


def stop_routing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no ticket change hands by itself."""
    for table in (subscribers._now, subscribers._later):
        for kind, listening in list(table.items()):
            monkeypatch.setitem(table, kind, [one for one in listening if not _routes(one)])


def _routes(subscriber: object) -> bool:
    """Whether it is routing's: a function, or the name of one that runs later and when it does."""
    name = subscriber[0] if isinstance(subscriber, tuple) else subscriber.__module__
    return name.startswith(("relevo.routing.", "relevo.coverage."))


def forget_jobs() -> None:
    """Drop the jobs that building has caused, so that a test meets its own alone."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def reply(text: str = GOOD_EN, language: str = "en", **more) -> Reply:
    """What an agent wants to send."""
    return Reply(text, language, **more)


def rows(table: str, column: str = "id") -> list[object]:
    """What raw SQL finds in a table in the scope that holds now."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]
