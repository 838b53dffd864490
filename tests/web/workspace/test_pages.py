"""The workspace as those who work in it find it."""

from __future__ import annotations

import pytest
from django.test import Client

from relevo.core import clock
from relevo.core.scope import acting
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.jobs import run_jobs
from tests.stories import SUNDAY_NIGHT, customer_writes, fresh


@pytest.fixture
def night():
    with clock.travel(SUNDAY_NIGHT):
        yield


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.user(name))
    return client


def seen_by(cast: Cast, name: str, ticket: Ticket) -> Ticket:
    with acting(cast.actor(name)):
        return fresh(ticket)


def test_a_ticket_of_the_night_is_on_the_agents_screen(cast: Cast, night: None) -> None:
    ticket = customer_writes(cast)
    run_jobs()
    ticket = seen_by(cast, "Carmen", ticket)
    assert ticket.holder == cast.engagement("auralis", "noctua")
    page = signed_in(cast, "Mateo").get("/work/?list=all")
    assert page.status_code == 200
    assert ticket.reference in page.content.decode()
    page = signed_in(cast, "Mateo").get(f"/work/{ticket.reference}/")
    assert page.status_code == 200


def test_console(cast: Cast, night: None) -> None:
    ticket = customer_writes(cast)
    run_jobs()
    client = signed_in(cast, "Carmen")
    for url in (
        "/console/",
        "/console/tickets/?desk=AUR",
        f"/console/tickets/{ticket.reference}/",
        "/console/costs/",
    ):
        page = client.get(url)
        assert page.status_code == 200, url
