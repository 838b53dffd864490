"""What has run out is marked once, however late."""

from __future__ import annotations

from datetime import timedelta

from relevo.core import clock
from relevo.core.scope import acting
from relevo.coverage.jobs import settle_ticket
from relevo.promises.jobs import mark_missed, tick
from relevo.promises.models import Clock, Kind, Verdict
from tests.cast import Cast
from tests.coverage.play import MONDAY_9, SUNDAY_3, TUESDAY_11, minute, reply, write_in
from tests.jobs import run_jobs
from tests.promises.reading import MINUTE, SECOND, events, near, the


def test_an_overdue_clock_is_marked_once_and_with_who_held_it_then(cast: Cast) -> None:
    with clock.travel(MONDAY_9 - 20 * MINUTE):
        ticket = write_in(cast)
    with clock.travel(MONDAY_9):
        minute()  # the ball goes home ten minutes before the answer is due
    with clock.travel(MONDAY_9 + 3 * timedelta(hours=1)):
        minute()
        minute()
        mark_missed.func(ticket_id=ticket.pk, client_id=ticket.client_id)
    first = the(cast, ticket, "first_response")
    assert (first.verdict, first.responsible_id) == ("missed", cast.engagement("auralis", "auralis").pk)
    (event,) = events(cast, ticket, "promise.missed")
    assert event.facts["due_at"] == first.due_at.isoformat()
    assert near(first.due_at, MONDAY_9 + 10 * MINUTE)


def test_fault_51_a_scheduler_down_for_three_hours_fires_each_once_with_its_true_due_time(cast: Cast) -> None:
    tickets = []
    for number in range(12):
        with clock.travel(SUNDAY_3 + number * 10 * MINUTE):
            tickets.append(write_in(cast, name=f"Jorge {number}"))
    run_jobs()
    with clock.travel(SUNDAY_3 + timedelta(hours=5)):
        tick.func(timestamp=0)
        tick.func(timestamp=60)  # the second finds the first one's jobs still waiting
        ran = run_jobs()
        tick.func(timestamp=120)
        again = run_jobs()
    assert ran.count("promises.mark_missed") == 12
    assert again.count("promises.mark_missed") == 0
    for number, ticket in enumerate(tickets):
        first = the(cast, ticket, "first_response")
        assert first.verdict == Verdict.MISSED
        assert near(first.due_at, SUNDAY_3 + (number * 10 + 30) * MINUTE)
        (event,) = events(cast, ticket, "promise.missed")
        assert event.facts["due_at"] == first.due_at.isoformat()


def test_a_clock_is_not_overdue_at_its_very_due_time(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    first = the(cast, ticket, "first_response")
    with clock.travel(first.due_at - SECOND):
        tick.func(timestamp=0)
        assert "promises.mark_missed" not in run_jobs()
    with clock.travel(first.due_at + SECOND):
        tick.func(timestamp=60)
        assert "promises.mark_missed" in run_jobs()


def test_a_partner_who_answers_never_touches_another_firm_s_record_itself(cast: Cast) -> None:
    """The clock fell due while the own team held it; the partner's late answer still settles and records that."""
    with clock.travel(TUESDAY_11 + timedelta(hours=6, minutes=50)):
        ticket = write_in(cast)
    with acting(cast.everywhere):
        Clock.objects.filter(ticket=ticket, kind=Kind.FIRST_RESPONSE).update(
            due_at=TUESDAY_11 + timedelta(hours=6, minutes=55)
        )
    with clock.travel(TUESDAY_11 + timedelta(hours=7)):
        settle_ticket.func(ticket_id=ticket.pk, client_id=ticket.client_id)
        reply(cast, ticket, "Mateo")
    first = the(cast, ticket, "first_response")
    assert (first.verdict, first.responsible_id) == ("missed", cast.engagement("auralis", "auralis").pk)
