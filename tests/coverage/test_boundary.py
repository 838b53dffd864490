"""The hours end: every minute, however late, each ticket is with somebody who answers now."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from relevo.calc.coverage import Block
from relevo.core import clock
from relevo.core.actor import system
from relevo.core.errors import NotAllowed
from relevo.core.scope import acting
from relevo.coverage.actions import set_coverage
from relevo.coverage.boundary import Move, Place, misplaced, move_for, settle_ticket
from relevo.coverage.jobs import desks_at_work, settle_desk, tick
from relevo.coverage.jobs import settle_ticket as settle_job
from relevo.coverage.models import HandOver
from relevo.coverage.queries import Roster
from relevo.engagements.actions import move_engagement
from relevo.engagements.models import Engagement
from relevo.events.models import Event
from relevo.tickets.actions import set_status
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status
from tests.cast import Cast
from tests.coverage.play import (
    MONDAY_9,
    SUNDAY_3,
    TUESDAY_11,
    agent,
    holder,
    look,
    minute,
    reply,
    shift,
    write_again,
    write_in,
)
from tests.jobs import run_jobs

ALWAYS = frozenset(range(7))


def count_overs(cast: Cast, ticket: Ticket) -> int:
    with acting(cast.everywhere):
        return HandOver.objects.filter(ticket=ticket).count()


def test_monday_nine_o_clock_gives_unfinished_work_to_the_own_team(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        run_jobs()
        assert holder(cast, ticket) == "noctua"
    shift(cast, "Iker", MONDAY_9)
    with clock.travel(MONDAY_9 - timedelta(seconds=30)):
        minute()
        assert holder(cast, ticket) == "noctua"
    with clock.travel(MONDAY_9 + timedelta(seconds=20)):
        minute()
        assert (holder(cast, ticket), agent(cast, ticket)) == ("auralis", "Iker")
    after = look(cast, ticket)
    assert (after.number, after.subject, after.customer_id) == (
        ticket.number,
        ticket.subject,
        ticket.customer_id,
    )
    assert after.messages.model.objects.filter(ticket=ticket) is not None
    with acting(cast.actor("Valeria")):
        assert Ticket.objects.filter(pk=ticket.pk).exists()  # who held it may go on reading


def test_a_ticket_that_waits_for_the_customer_goes_back_at_the_boundary_too(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo", then=Status.PENDING)
    with clock.travel(MONDAY_9):
        minute()
    assert (holder(cast, ticket), look(cast, ticket).status) == ("auralis", "pending")


def test_solved_and_closed_tickets_stay(cast: Cast) -> None:
    machine = cast.machine("auralis")
    with clock.travel(SUNDAY_3):
        solved, closed = write_in(cast), write_in(cast, name="Elena Prats")
        for ticket in (solved, closed):
            reply(cast, ticket, "Mateo", then=Status.SOLVED)
        with acting(machine):
            set_status(closed, Status.CLOSED, actor=machine)
    with clock.travel(MONDAY_9):
        minute()
        with acting(machine):
            assert settle_ticket(solved, actor=machine) is False
    assert holder(cast, solved) == holder(cast, closed) == "noctua"


def test_who_still_answers_keeps_the_ticket_though_another_answers_first(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        actor = cast.machine("auralis")
        with acting(actor):
            blocks = [Block(0, ALWAYS, 0, 1440, "UTC", rank=2)]
            set_coverage(cast.engagement("auralis", "noctua"), blocks, actor=actor)
    with clock.travel(MONDAY_9):
        minute()
        assert holder(cast, ticket) == "noctua"
        assert holder(cast, write_in(cast, name="Elena Prats")) == "auralis"


def test_a_repeated_minute_changes_nothing(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(MONDAY_9):
        minute()
        before = look(cast, ticket).version
        minute()
        settle_job.func(ticket_id=ticket.pk, client_id=ticket.client_id)
    assert look(cast, ticket).version == before
    assert count_overs(cast, ticket) == 1


def test_a_scheduler_that_slept_for_two_days_moves_it_once_to_who_answers_now(cast: Cast) -> None:
    with clock.travel(TUESDAY_11):
        ticket = write_in(cast)
    with clock.travel(TUESDAY_11 + timedelta(days=2, hours=10)):
        minute()
        assert holder(cast, ticket) == "noctua"
    assert count_overs(cast, ticket) == 1


def test_the_language_decides_which_partner_gets_it(cast: Cast) -> None:
    with clock.travel(TUESDAY_11):
        spanish, latvian = write_in(cast), write_in(cast, name="Zane Krūmiņa", language="lv")
        german = write_in(cast, name="Tom Baker", language="de")
    with clock.travel(TUESDAY_11 + timedelta(hours=10)):
        minute()
    assert [holder(cast, ticket) for ticket in (spanish, latvian, german)] == [
        "noctua",
        "baltline",
        "auralis",
    ]


def test_what_nobody_covered_goes_to_the_first_who_does(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, language="de")
        minute()
        assert holder(cast, ticket) is None
    with clock.travel(MONDAY_9):
        minute()
    assert holder(cast, ticket) == "auralis"
    assert count_overs(cast, ticket) == 0  # nobody held it, so nobody handed it over


def test_a_solved_ticket_opens_again_with_who_is_on_duty_now(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo", then=Status.SOLVED)
    shift(cast, "Iker", MONDAY_9)
    with clock.travel(MONDAY_9 + timedelta(hours=1)):
        write_again(cast, ticket)
        assert holder(cast, ticket) == "auralis"
        run_jobs()
    assert agent(cast, ticket) == "Iker"
    with acting(cast.everywhere):
        assert HandOver.objects.get(ticket=ticket).reason == "reopened"


def test_a_ticket_reopened_while_its_holder_answers_stays(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo", then=Status.SOLVED)
        write_again(cast, ticket)
    assert holder(cast, ticket) == "noctua"
    assert count_overs(cast, ticket) == 0


@pytest.mark.parametrize(("language", "now_with"), [("en", "baltline"), ("es", "auralis")])
def test_an_ended_engagement_s_work_goes_to_who_answers_or_home(
    cast: Cast, language: str, now_with: str
) -> None:
    actor = cast.machine("auralis")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, language=language)
        with acting(actor):
            move_engagement(cast.engagement("auralis", "noctua"), "ended", actor=actor)
        run_jobs()
    assert holder(cast, ticket) == now_with
    with acting(cast.everywhere):
        assert HandOver.objects.get(ticket=ticket).reason == "engagement_ended"


def test_an_engagement_on_notice_keeps_its_work(cast: Cast) -> None:
    actor = cast.machine("auralis")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        with acting(actor):
            move_engagement(cast.engagement("auralis", "noctua"), "notice", actor=actor)
        run_jobs()
    assert holder(cast, ticket) == "noctua"


def test_when_the_last_team_leaves_nobody_holds_the_work(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        with acting(cast.everywhere):
            Engagement.objects.filter(desk=cast.desk("auralis")).update(state="ended")
        minute()
    assert holder(cast, ticket) is None
    with acting(cast.everywhere):
        assert HandOver.objects.get(ticket=ticket).to_engagement is None


def test_new_hours_take_effect_at_once(cast: Cast) -> None:
    actor = cast.machine("auralis")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        with acting(actor):
            set_coverage(cast.engagement("auralis", "noctua"), [], actor=actor)
            set_coverage(
                cast.engagement("auralis", "auralis"), [Block(0, ALWAYS, 0, 1440, "UTC")], actor=actor
            )
        run_jobs()
    assert holder(cast, ticket) == "auralis"


def test_the_machine_of_another_client_settles_nothing(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    stranger = cast.machine("mareko")
    with acting(stranger), pytest.raises(NotAllowed):
        settle_ticket(ticket, actor=stranger)


def test_the_tick_knows_desks_with_work_and_asks_each_once(cast: Cast) -> None:
    run_jobs()
    assert desks_at_work() == []
    with clock.travel(SUNDAY_3):
        write_in(cast)
        desk = cast.desk("auralis")
        assert desks_at_work() == [(desk.pk, desk.client_id)]
        run_jobs()
        tick.func(timestamp=0)
        tick.func(timestamp=60)
        assert run_jobs().count("coverage.settle_desk") == 1


def test_looking_at_a_desk_takes_four_queries_however_many_tickets(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with clock.travel(SUNDAY_3):
        made = [write_in(cast, name=f"Jorge {number}") for number in range(3)]
        desk = cast.desk("auralis")
    with acting(cast.machine("auralis")), django_assert_num_queries(4):
        assert misplaced(desk, MONDAY_9) == [ticket.pk for ticket in made]


def test_moving_one_ticket_takes_a_fixed_number_of_queries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        run_jobs()
    with clock.travel(MONDAY_9), django_assert_max_num_queries(55):
        settle_job.func(ticket_id=ticket.pk, client_id=ticket.client_id)
    with clock.travel(MONDAY_9), django_assert_max_num_queries(12):
        settle_job.func(ticket_id=ticket.pk, client_id=ticket.client_id)


def test_one_ticket_s_trouble_does_not_hold_up_the_others(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        tickets = [write_in(cast, name=f"Jorge {number}") for number in range(3)]
        run_jobs()
    with clock.travel(MONDAY_9):
        settle_desk.func(desk_id=cast.desk("auralis").pk, client_id=tickets[0].client_id)
        assert all(holder(cast, ticket) == "noctua" for ticket in tickets)  # each moves in a job of its own
        assert run_jobs().count("coverage.settle_ticket") == 3


def test_the_moves_are_recorded_by_the_machine_in_the_former_holder_s_chain(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(MONDAY_9):
        minute()
    with acting(cast.everywhere):
        event = Event.objects.get(kind="ticket.handed_over", ticket_id=ticket.pk)
    assert (event.actor_kind, event.engagement_id) == ("system", cast.engagement("auralis", "noctua").pk)
    assert event.facts["reason"] == "coverage"


def block(engagement: Engagement, start: int, end: int, rank: int = 1) -> Block:
    return Block(engagement.pk, ALWAYS, start, end, "UTC", rank=rank)


def test_the_decision_over_values() -> None:
    own = Engagement(pk=1, client_id=7, provider_id=7)
    other = Engagement(pk=2, client_id=7, provider_id=8)
    noon = datetime.fromisoformat("2027-01-19T12:00+00:00")
    roster = Roster({1: own, 2: other}, (block(own, 600, 900), block(other, 700, 1000, 2)), taken_back=False)

    def decide(
        holder_id: int | None, *, kept: bool = False, at: datetime = noon, roster: Roster = roster
    ) -> object:
        return move_for(Place(holder_id, "mail", "es", "", kept), roster, at)

    assert decide(1) is None
    assert decide(2) is None
    assert decide(None) == Move(own, "coverage")
    assert decide(1, at=noon + timedelta(hours=4)) == Move(other, "coverage")
    assert decide(1, at=noon + timedelta(hours=4), kept=True) is None
    assert decide(1, at=noon + timedelta(hours=9)) is None
    assert decide(3) == Move(own, "engagement_ended")
    assert decide(3, kept=True) == Move(own, "engagement_ended")
    assert decide(3, at=noon + timedelta(hours=9)) == Move(own, "engagement_ended")
    back = Roster({1: own, 2: other}, roster.blocks, taken_back=True)
    assert decide(2, roster=back, kept=True) == Move(own, "take_back")
    assert decide(1, roster=back) is None
    assert decide(2, roster=Roster({2: other}, (), taken_back=True)) is None


def test_the_system_of_both_firms_is_no_client(cast: Cast) -> None:
    with acting(system(cast.organization("noctua").pk)):
        assert not HandOver.objects.exists()
