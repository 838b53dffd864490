"""Short stories that many tests begin with: a customer writes, an agent answers. Told through the real actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from relevo.core import clock
from relevo.core.actor import Actor
from relevo.core.scope import acting
from relevo.customers.actions import find_or_create_customer
from relevo.tickets.actions import File, Received, open_ticket, receive_message
from relevo.tickets.models import Message, Ticket
from relevo.tickets.replies import Reply, write_reply
from tests.cast import Cast

SUNDAY_NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
"""Sunday 03:00 in Madrid, 04:00 in Riga, Saturday 21:00 in Bogotá: in-house sleeps, partners answer."""

JORGE = "Buenas noches: mi Auralis Duo 2 (serie AD2-0193847) no enciende y muestra E-0042. ¿Qué puedo hacer?"


def customer_writes(
    cast: Cast,
    text: str = JORGE,
    *,
    desk: str = "auralis",
    address: str = "jorge@molina.example",
    name: str = "Jorge Molina",
    language: str = "es",
    subject: str = "El altavoz no enciende",
    at: datetime | None = None,
    files: Sequence[File] = (),
) -> Ticket:
    """A customer's first message on a new ticket, as the mail channel would bring it; routing has chosen a holder."""
    machine = cast.machine(desk)
    with acting(machine):
        home = cast.desk(desk)
        customer = find_or_create_customer(home, channel="mail", address=address, name=name, actor=machine)
        ticket = open_ticket(home, customer, subject=subject, language=language, actor=machine)
        received = Received(text=text, shown_name=name, at=at or clock.now(), language=language, files=files)
        receive_message(ticket, received, actor=machine)
        return Ticket.objects.select_related("desk", "holder", "assignee", "customer").get(pk=ticket.pk)


def agent_answers(ticket: Ticket, actor: Actor, text: str, **more: object) -> Message:
    """The holder's agent writes, past all conduct rules: for stories about something else."""
    with acting(actor):
        return write_reply(ticket, Reply(text=text, language="es", **more), waits=False, actor=actor)  # type: ignore[arg-type]


def fresh(ticket: Ticket) -> Ticket:
    """The ticket as it is now; call in a scope that sees it."""
    return Ticket.objects.select_related("desk", "holder", "assignee", "customer").get(pk=ticket.pk)
