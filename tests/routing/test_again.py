"""Tickets look for an agent again: put down, left behind, taken back; and what routing sees and costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from relevo.core import clock
from relevo.core.errors import NotAllowed
from relevo.core.scope import acting
from relevo.coverage.hand_overs import take_back_ticket
from relevo.engagements.actions import end_seat
from relevo.routing.actions import route_ticket
from relevo.routing.jobs import Waiting, _promising, route, route_desk, tick, waiting_tickets
from relevo.tickets.actions import assign_ticket, set_status
from relevo.tickets.statuses import Status
from tests.cast import Cast
from tests.coverage.play import (
    MONDAY_9,
    SUNDAY_3,
    agent,
    holder,
    look,
    machine_of,
    minute,
    reply,
    shift,
    write_again,
    write_in,
)
from tests.jobs import run_jobs
from tests.routing.steps import HOUR, change, no_engine, put_down, routed, why


def test_what_an_agent_puts_down_does_not_come_back_to_her_for_a_while(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3, 20)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        run_jobs()
        put_down(cast, ticket, cast.actor("Mateo"))
        run_jobs()
        assert agent(cast, ticket) is None
        assert "put it down" in why(cast, ticket)
    shift(cast, "Valeria", SUNDAY_3 + HOUR, 8)
    with clock.travel(SUNDAY_3 + HOUR):
        minute()
        assert agent(cast, ticket) == "Valeria"
        put_down(cast, ticket, cast.actor("Valeria"))
    with clock.travel(SUNDAY_3 + 13 * HOUR):
        minute()
    assert agent(cast, ticket) == "Mateo"


def test_when_a_shift_ends_what_it_leaves_undone_goes_to_who_is_on_duty(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3, 2)
    with clock.travel(SUNDAY_3):
        ticket, answered = write_in(cast), write_in(cast, name="Elena Prats")
        run_jobs()
        reply(cast, answered, "Mateo")
    with clock.travel(SUNDAY_3 + 3 * HOUR):
        minute()
        assert agent(cast, ticket) == "Mateo"  # nobody is there to take it
    shift(cast, "Valeria", SUNDAY_3 + 3 * HOUR, 8)
    with clock.travel(SUNDAY_3 + 4 * HOUR):
        minute()
    assert (agent(cast, ticket), agent(cast, answered)) == ("Valeria", "Mateo")


def test_what_a_lead_gives_to_somebody_off_duty_stays_with_her(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3 - 3 * HOUR, 2)
    shift(cast, "Valeria", SUNDAY_3, 8)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        run_jobs()
        valeria = cast.actor("Valeria")
        with acting(valeria):
            assign_ticket(look(cast, ticket), cast.seat("Mateo", "auralis"), actor=valeria)
    with clock.travel(SUNDAY_3 + HOUR):
        minute()
    assert agent(cast, ticket) == "Mateo"


def test_when_the_customer_writes_to_an_agent_who_sleeps_another_takes_over(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3, 2)
    shift(cast, "Valeria", SUNDAY_3 + 2 * HOUR, 8)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        run_jobs()
        reply(cast, ticket, "Mateo")
    with clock.travel(SUNDAY_3 + 3 * HOUR):
        write_again(cast, ticket)
        run_jobs()
    assert agent(cast, ticket) == "Valeria"


def test_an_ended_seat_s_tickets_find_somebody_else(cast: Cast) -> None:
    shift(cast, "Mateo", SUNDAY_3, 8)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        run_jobs()
        machine = machine_of(cast, "auralis", "noctua")
        with acting(machine):
            end_seat(cast.seat("Mateo", "auralis"), actor=machine)
        shift(cast, "Valeria", SUNDAY_3, 8)
        minute()
    assert agent(cast, ticket) == "Valeria"


def test_a_ticket_in_good_hands_or_finished_or_waiting_is_left_alone(cast: Cast) -> None:
    for name in ("Mateo", "Valeria"):
        shift(cast, name, SUNDAY_3, 8)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        run_jobs()
        before = look(cast, ticket)
        routed(cast, ticket)
        assert look(cast, ticket).version == before.version
        for status in (Status.PENDING, Status.SOLVED):
            machine = cast.machine("auralis")
            with acting(machine):
                set_status(ticket, status, actor=machine)
                assign_ticket(look(cast, ticket), None, actor=machine)
            routed(cast, ticket)
            assert agent(cast, ticket) is None


def test_a_ticket_that_was_taken_back_looks_for_an_agent_at_home_only(cast: Cast) -> None:
    shift(cast, "Marta", SUNDAY_3, 8)
    shift(cast, "Iker", SUNDAY_3, 8)
    change(cast, "Iker", languages=["es"])
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, name="Hannah Cole", language="en")
        carmen = cast.actor("Carmen")
        with acting(carmen):
            take_back_ticket(ticket, actor=carmen)
        routed(cast, ticket)
    assert (holder(cast, ticket), agent(cast, ticket)) == ("auralis", None)


def test_who_may_not_assign_may_not_route(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        for name in ("Mateo", "Marta", "Jonas", "Ilze"):
            actor = cast.actor(name)
            with acting(cast.everywhere), pytest.raises(NotAllowed):
                route_ticket(ticket, actor=actor, can_translate=no_engine)
        shift(cast, "Mateo", SUNDAY_3)
        valeria = cast.actor("Valeria")
        with acting(valeria):
            route_ticket(ticket, actor=valeria, can_translate=no_engine)
    assert agent(cast, ticket) == "Mateo"


# -- the walls, the figures --


def test_a_client_s_scope_never_sees_shifts_and_routing_leaves_none_behind(cast: Cast) -> None:
    from relevo.core.scope import current
    from relevo.coverage.models import Shift

    shift(cast, "Mateo", SUNDAY_3)
    machine = cast.machine("auralis")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        with acting(machine):
            route_ticket(ticket, actor=machine, can_translate=no_engine)
            assert current() == machine.scope
            assert not Shift.objects.filter(member=cast.member("Mateo").pk).exists()


def test_routing_one_ticket_takes_a_fixed_number_of_queries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("Mateo", "Valeria", "Lucía"):
        shift(cast, name, SUNDAY_3, 8)
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        machine = cast.machine("auralis")
        with acting(machine):
            with django_assert_max_num_queries(36):
                route_ticket(ticket, actor=machine, can_translate=no_engine)
            with django_assert_max_num_queries(20):
                route_ticket(ticket, actor=machine, can_translate=no_engine)


def test_looking_for_waiting_tickets_takes_the_same_few_queries_for_one_and_for_many(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with clock.travel(SUNDAY_3):
        made = [write_in(cast, name=f"Jorge {number}") for number in range(4)]
        shift(cast, "Mateo", SUNDAY_3, 8)
        desk = cast.desk("auralis")
        with acting(cast.machine("auralis")), django_assert_max_num_queries(11):
            found = waiting_tickets(desk.pk, desk.client_id, clock.now())
    assert found == [ticket.pk for ticket in made]


def test_after_a_flood_no_more_are_tried_each_minute_than_there_is_room_for_and_a_few_beside() -> None:
    flood = [Waiting(n, SUNDAY_3 + timedelta(seconds=n), 1, "es", "", 1) for n in range(1000)]
    others = [Waiting(2000 + n, SUNDAY_3, 1, "de", "", 1) for n in range(3)]
    tried = [one.pk for one in _promising([*others, *flood], 5, SUNDAY_3)]
    assert [pk for pk in tried if pk >= 2000] == [2000, 2001, 2002]
    assert sorted(tried)[:5] == [0, 1, 2, 3, 4]
    assert len(set(tried)) == 3 + 5 + 10
    hours = [SUNDAY_3 + timedelta(minutes=n) for n in range(120)]
    named = {one.pk for at in hours for one in _promising(flood, 5, at)}
    assert named == set(range(1000)), "each has its turn"


def test_as_many_are_tried_as_those_on_duty_can_still_have(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        made = [write_in(cast, name=f"Jorge {number}") for number in range(14)]
        shift(cast, "Mateo", SUNDAY_3, 8)
        change(cast, "Mateo", capacity=1)
        desk = cast.desk("auralis")
        with acting(cast.machine("auralis")):
            found = waiting_tickets(desk.pk, desk.client_id, clock.now())
    assert found[0] == made[0].pk
    assert len(found) == 11


def test_the_minute_asks_each_desk_once(cast: Cast) -> None:
    run_jobs()
    with clock.travel(MONDAY_9):
        ticket = write_in(cast)
        run_jobs()
        tick.func(timestamp=0)
        tick.func(timestamp=60)
        assert run_jobs().count("routing.route_desk") == 1
        route_desk.func(desk_id=ticket.desk_id, client_id=ticket.client_id)
        route.func(ticket_id=ticket.pk, client_id=ticket.client_id)
    assert agent(cast, ticket) is None
