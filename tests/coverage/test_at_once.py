"""Several workers at the same moment: real connections, real commits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from relevo.core import clock
from relevo.core.errors import NotAllowed, NotFound
from relevo.core.scope import acting
from relevo.coverage.hand_overs import hand_over
from relevo.coverage.jobs import settle_desk, settle_ticket
from relevo.coverage.models import HandOver
from relevo.coverage.queue_switch import take_back_queue
from relevo.events.chain import first_break
from relevo.events.models import Chain, Event
from relevo.promises.jobs import mark_missed
from relevo.promises.models import Segment
from tests.cast import Cast
from tests.coverage.play import MONDAY_9, SUNDAY_3, holder, look, reply, write_in


def together(*works: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each on a connection of its own; what each returned."""
    gate = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            gate.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


@pytest.fixture
def world(own_database: str) -> Cast:
    return Cast()


def test_four_workers_on_one_ticket_hand_it_over_once(world: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(world)
    with clock.travel(MONDAY_9):
        together(*[lambda: settle_ticket.func(ticket_id=ticket.pk, client_id=ticket.client_id)] * 4)
        together(*[lambda: mark_missed.func(ticket_id=ticket.pk, client_id=ticket.client_id)] * 4)
    assert holder(world, ticket) == "auralis"
    with acting(world.everywhere):
        assert HandOver.objects.filter(ticket=ticket).count() == 1
        assert Segment.objects.filter(ticket=ticket).count() == 2
        assert Event.objects.filter(ticket_id=ticket.pk, kind="promise.missed").count() == 1


def test_two_looks_at_a_desk_enqueue_each_ticket_once(world: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(world)
    with clock.travel(MONDAY_9):
        together(*[lambda: settle_desk.func(desk_id=ticket.desk_id, client_id=ticket.client_id)] * 3)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'coverage.settle_ticket'")
        assert cursor.fetchone() == (1,)


def test_tickets_that_cross_each_other_do_not_wait_in_a_circle(world: Cast) -> None:
    with clock.travel(SUNDAY_3):
        home = [write_in(world, name=f"Jorge {number}", language="en") for number in range(3)]
        away = [write_in(world, name=f"Elena {number}", language="en") for number in range(3)]
        mateo, iker = world.actor("Mateo"), world.actor("Iker")
        for ticket in away:
            with acting(mateo):
                hand_over(ticket, world.engagement("auralis", "auralis"), actor=mateo)

        def to_the_client() -> None:
            for ticket in home:
                with acting(mateo):
                    hand_over(look(world, ticket), world.engagement("auralis", "auralis"), actor=mateo)

        def to_the_partner() -> None:
            for ticket in away:
                with acting(iker):
                    hand_over(look(world, ticket), world.engagement("auralis", "noctua"), actor=iker)

        together(to_the_client, to_the_partner)
    assert {holder(world, ticket) for ticket in home} == {"auralis"}
    assert {holder(world, ticket) for ticket in away} == {"noctua"}
    with acting(world.everywhere):
        for chain in Chain.objects.filter(client_id=world.desk("auralis").client_id):
            events = Event.objects.filter(engagement_id=chain.engagement_id).exclude(position=None)
            assert first_break(events.order_by("position"), length=chain.length, head=chain.head) is None


def test_the_switch_is_pressed_while_agents_answer(world: Cast) -> None:
    with clock.travel(SUNDAY_3):
        tickets = [write_in(world, name=f"Jorge {number}") for number in range(4)]
        carmen = world.actor("Carmen")

        def press() -> None:
            with acting(carmen):
                take_back_queue(world.desk("auralis"), actor=carmen)

        def answer() -> int:
            sent = 0
            for ticket in tickets:
                try:
                    reply(world, ticket, "Mateo")
                    sent += 1
                except (NotAllowed, NotFound):  # it was taken back before he pressed "send"
                    continue
            return sent

        together(press, answer)
    with clock.travel(SUNDAY_3 + timedelta(minutes=5)):
        assert {holder(world, ticket) for ticket in tickets} == {"auralis"}
