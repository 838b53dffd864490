"""Who else is at a ticket: colleagues by name, the other firm's people as their firm."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from relevo.core import clock
from relevo.core.scope import acting
from relevo.live import presence
from relevo.live.models import Presence
from relevo.live.presence import FRESH, Other, others
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.stories import customer_writes


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    """Jorge's: Noctua holds it, Auralis sees it."""
    return customer_writes(cast)


def comes(cast: Cast, ticket: Ticket, name: str, *, typing: bool = False) -> None:
    actor = cast.actor(name)
    with acting(actor):
        presence.note(ticket, typing=typing, actor=actor)


def seen(cast: Cast, ticket: Ticket, name: str) -> list[Other]:
    actor = cast.actor(name)
    with acting(actor):
        return others(ticket, actor=actor)


def test_colleagues_see_each_other_by_name_and_nobody_sees_herself(cast: Cast, ticket: Ticket) -> None:
    comes(cast, ticket, "Mateo", typing=True)
    comes(cast, ticket, "Lucía")
    assert seen(cast, ticket, "Mateo") == [Other("Lucía Peña", False)]
    assert seen(cast, ticket, "Lucía") == [Other("Mateo Díaz", True)]
    assert seen(cast, ticket, "Valeria") == [Other("Mateo Díaz", True), Other("Lucía Peña", False)]


def test_attack_82_the_other_firm_is_a_firm_and_never_a_name(cast: Cast, ticket: Ticket) -> None:
    comes(cast, ticket, "Mateo", typing=True)
    comes(cast, ticket, "Lucía")
    comes(cast, ticket, "Carmen")
    comes(cast, ticket, "Iker")
    assert seen(cast, ticket, "Carmen") == [Other("Noctua Support", True), Other("Iker Sanz", False)]
    assert seen(cast, ticket, "Mateo") == [Other("Auralis", False), Other("Lucía Peña", False)]


def test_a_firm_whose_name_one_may_not_know_is_not_shown(cast: Cast, ticket: Ticket) -> None:
    """A former holder still has the page open; the present holder does not learn which other partner that is."""
    baltline = cast.member("Marta")
    with acting(cast.machine("auralis")):
        Presence.objects.create(
            client_id=ticket.client_id, ticket=ticket, member=baltline, organization_id=baltline.organization_id,
            shown_name="Marta Liepa",
        )  # fmt: skip
    assert seen(cast, ticket, "Mateo") == []
    assert seen(cast, ticket, "Carmen") == [Other("Baltline", False)]


def test_who_shows_no_sign_for_a_while_has_gone(cast: Cast, ticket: Ticket) -> None:
    comes(cast, ticket, "Mateo")
    with clock.travel(clock.now() + FRESH + timedelta(seconds=5)):
        assert seen(cast, ticket, "Lucía") == []
        comes(cast, ticket, "Mateo")
        assert seen(cast, ticket, "Lucía") == [Other("Mateo Díaz", False)]
    with acting(cast.everywhere):
        [row] = Presence.objects.all()
    assert str(row) == f"member {cast.member('Mateo').pk} at ticket {ticket.pk}"


def test_open_pages_are_told_when_something_is_new_and_not_at_every_sign(
    cast: Cast, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr(presence, "_announce", lambda at: told.append(at.pk))
    comes(cast, ticket, "Mateo")
    comes(cast, ticket, "Mateo")
    assert len(told) == 1
    comes(cast, ticket, "Mateo", typing=True)
    comes(cast, ticket, "Mateo", typing=True)
    comes(cast, ticket, "Mateo")
    assert len(told) == 3
    with clock.travel(clock.now() + FRESH + timedelta(seconds=5)):
        comes(cast, ticket, "Mateo")
    assert len(told) == 4


def test_a_page_says_who_is_here(cast: Cast, ticket: Ticket) -> None:
    comes(cast, ticket, "Lucía", typing=True)
    comes(cast, ticket, "Carmen")
    client = Client()
    client.force_login(cast.user("Mateo"))
    page = client.post(f"/live/presence/{ticket.pk}/", {"typing": "1"})
    assert "Lucía Peña is writing" in page.content.decode()
    assert "Auralis is here" in page.content.decode()
    assert "Carmen" not in page.content.decode()
    with acting(cast.everywhere):
        assert Presence.objects.get(member=cast.member("Mateo")).typing


def test_nothing_is_said_about_a_ticket_that_is_not_there(cast: Cast, ticket: Ticket) -> None:
    client = Client()
    client.force_login(cast.user("Ilze"))
    assert client.post(f"/live/presence/{ticket.pk}/").status_code == 404
    with acting(cast.everywhere):
        assert not Presence.objects.exists()


def test_a_sign_of_presence_takes_few_queries(
    cast: Cast, ticket: Ticket, django_assert_max_num_queries
) -> None:
    for name in ("Lucía", "Valeria", "Carmen"):
        comes(cast, ticket, name)
    mateo = cast.actor("Mateo")
    with acting(mateo), django_assert_max_num_queries(12, connection=connection):
        presence.note(ticket, typing=False, actor=mateo)
        others(ticket, actor=mateo)
