"""However many tickets there are, a page asks the database the same number of questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relevo.core.scope import acting
from relevo.tickets.actions import File, Received, assign_ticket, receive_message, write_note
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.jobs import run_jobs
from tests.language.engine_room import desk_with, knowing
from tests.stories import agent_answers, customer_writes
from tests.web.workspace.screen import Screen

FEW, MANY = 3, 30
SUBJECT = "ALTAVOZ"


@pytest.fixture
def engine(cast: Cast) -> Iterator[None]:
    """An engine that answers at once."""
    with desk_with(cast, knowing()):
        yield


def busy_night(cast: Cast, first: int, last: int) -> list[Ticket]:
    """Tickets number ``first`` to ``last``, each answered, charged and assigned."""
    tickets, mateo = [], cast.actor("Mateo")
    for number in range(first, last):
        ticket = customer_writes(cast, address=f"c{number}@town.example", name=f"Customer {number}")
        agent_answers(ticket, mateo, "Buenas noches: pulse el botón, por favor.", status_after="open")
        with acting(mateo):
            assign_ticket(Ticket.objects.get(pk=ticket.pk), cast.seat("Mateo", "auralis"), actor=mateo)
        tickets.append(ticket)
    run_jobs(most=1000)
    return tickets


def asked(screen: Screen, path: str) -> int:
    """How many queries one page makes (the second time: the first fills caches of this process)."""
    screen.html(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        screen.html(path)
    return len(queries)


@pytest.mark.usefixtures("engine")
def test_lists_ask_as_much_for_thirty_tickets_as_for_three(cast: Cast) -> None:
    pages = {
        "/work/?list=all": "Mateo", "/work/?list=mine": "Mateo", f"/work/?q={SUBJECT}": "Mateo",
        "/console/?desk=AUR": "Carmen", "/console/tickets/?desk=AUR&only=all": "Carmen",
        "/console/costs/?desk=AUR": "Carmen",
    }  # fmt: skip
    screens = {name: Screen(cast, name) for name in ("Mateo", "Carmen")}
    busy_night(cast, 0, FEW)
    few = {path: asked(screens[name], path) for path, name in pages.items()}
    busy_night(cast, FEW, MANY)
    assert {path: asked(screens[name], path) for path, name in pages.items()} == few


@pytest.mark.usefixtures("engine")
def test_a_long_conversation_asks_no_more_than_a_short_one(cast: Cast) -> None:
    [ticket] = busy_night(cast, 0, 1)
    screen, path = Screen(cast, "Mateo"), f"/work/{ticket.reference}/"
    record = f"/console/tickets/{ticket.reference}/"
    grow(cast, ticket, FEW)
    few = asked(screen, path), asked(Screen(cast, "Carmen"), record)
    grow(cast, ticket, MANY)
    assert (asked(screen, path), asked(Screen(cast, "Carmen"), record)) == few


def grow(cast: Cast, ticket: Ticket, times: int) -> None:
    """The customer writes with a file, the agent answers and notes, so many times; she opens another ticket too."""
    machine, mateo = cast.machine("auralis"), cast.actor("Mateo")
    for number in range(times):
        with acting(machine):
            received = Received(f"Sigue igual, {number}.", "Customer 0", ticket.opened_at, language="es",
                                files=[File("foto.png", "image/png", b"x")])  # fmt: skip
            receive_message(ticket, received, actor=machine)
        with acting(mateo):
            write_note(ticket, f"Note {number}", audience="both", actor=mateo)
        agent_answers(ticket, mateo, f"Buenas noches: pulse el botón {number} veces, por favor.")
    customer_writes(cast, address="c0@town.example", name="Customer 0")
    run_jobs(most=1000)


QUESTIONS: dict[str, tuple[str, Callable[[Ticket], str], int]] = {
    "queue": ("Mateo", lambda ticket: "/work/?list=all", 22),
    "ticket": ("Mateo", lambda ticket: f"/work/{ticket.reference}/", 55),
    "thread": ("Mateo", lambda ticket: f"/work/{ticket.reference}/thread/", 29),
    "composer": ("Mateo", lambda ticket: f"/work/{ticket.reference}/write/", 25),
    "overview": ("Carmen", lambda ticket: "/console/?desk=AUR", 32),
    "tickets": ("Carmen", lambda ticket: "/console/tickets/?desk=AUR", 22),
    "costs": ("Carmen", lambda ticket: "/console/costs/?desk=AUR", 25),
    "timeline": ("Carmen", lambda ticket: f"/console/tickets/{ticket.reference}/", 26),
}
"""The pages that are open all night, and how many queries each may make: one more is noticed here."""


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("page", QUESTIONS)
def test_the_pages_that_are_open_all_night_ask_little(cast: Cast, page: str) -> None:
    name, path, most = QUESTIONS[page]
    [ticket] = busy_night(cast, 0, 1)
    assert asked(Screen(cast, name), path(ticket)) <= most
