"""Three weeks at Auralis, told through the real actions: each Sunday at 03:00 the same five customers write.

Every week Jorge's ticket is answered by Mateo of Noctua after 10 minutes and solved; Elena's is answered after 10
minutes and handed back to Auralis; Toni's is answered by nobody; Juris's Latvian one is Baltline's and is answered by
nobody either; Hannah's is merged into another of hers, which Mateo answers after an hour. A machine writes, too. In the
first week Jorge comes back after two days, so that his matter was not at an end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.hand_overs import hand_over
from relevo.customers.actions import find_or_create_customer
from relevo.promises.jobs import tick as look_at_clocks
from relevo.tickets.actions import Received, open_ticket, receive_message, set_status
from relevo.tickets.merging import merge_ticket
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status
from tests.cast import Cast
from tests.jobs import run_jobs
from tests.stories import SUNDAY_NIGHT, agent_answers, customer_writes, fresh

WEEKS = 3
MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)
AFTER = SUNDAY_NIGHT + WEEKS * WEEK + 30 * MINUTE
"""When it is looked at: the last full hour ends three weeks after the first customer wrote."""
HOUR = 6 * 24 + 3
"""Of the week, on Auralis's clock: Sunday 03:00."""


def live(cast: Cast) -> None:
    """Let the weeks happen."""
    for week in range(WEEKS):
        _sunday(cast, SUNDAY_NIGHT + week * WEEK, first=week == 0)


def _sunday(cast: Cast, at: datetime, *, first: bool) -> None:
    with clock.travel(at):
        jorge, elena, _toni, _juris = (
            _writes(cast, name, language)
            for name, language in (("jorge", "es"), ("elena", "es"), ("toni", "es"), ("juris", "lv"))
        )
        hannah, again = _writes(cast, "hannah", "en"), _writes(cast, "hannah", "en")
        _machine_writes(cast)
    mateo = cast.actor("Mateo")
    with clock.travel(at + 10 * MINUTE):
        for ticket in (jorge, elena):
            agent_answers(ticket, mateo, "Pulse el botón, por favor.")
        with acting(mateo):
            set_status(fresh(jorge), Status.SOLVED, actor=mateo)
            hand_over(fresh(elena), cast.engagement("auralis", "auralis"), actor=mateo)
            merge_ticket(fresh(hannah), fresh(again), actor=mateo)
    with clock.travel(at + 60 * MINUTE):
        agent_answers(again, mateo, "Press the button, please.")
    with clock.travel(at + timedelta(days=2)):
        look_at_clocks.func(timestamp=0)
        run_jobs()
        if first:
            _comes_back(cast, jorge)


def _writes(cast: Cast, name: str, language: str) -> Ticket:
    return customer_writes(cast, "…", address=f"{name}@town.example", name=name.title(), language=language)


def _machine_writes(cast: Cast) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        desk = cast.desk("auralis")
        robot = find_or_create_customer(
            desk, channel="mail", address="no-reply@shop.example", name="Shop", actor=machine
        )
        ticket = open_ticket(desk, robot, subject="Out of office", language="en", actor=machine)
        received = Received(
            text="I am away.", shown_name="Shop", at=clock.now(), language="en", automatic=True
        )
        receive_message(ticket, received, actor=machine)


def _comes_back(cast: Cast, ticket: Ticket) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        receive_message(
            fresh(ticket),
            Received(text="Otra vez.", shown_name="Jorge", at=clock.now(), language="es"),
            actor=machine,
        )
