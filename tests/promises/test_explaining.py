"""A kept or missed promise, told as a timeline."""

from __future__ import annotations

from datetime import timedelta

import pytest

from relevo.core import clock
from relevo.core.scope import acting
from relevo.promises.explaining import Timeline, explain
from relevo.promises.models import Clock, Segment
from relevo.tickets.models import Ticket
from tests.cast import Cast
from tests.coverage.play import MONDAY_9, SUNDAY_3, minute, reply, write_again, write_in

MINUTE = timedelta(minutes=1)


def told(cast: Cast, ticket: Ticket, kind: str, reader: str = "Carmen") -> Timeline:
    with acting(cast.actor(reader)):
        return explain(Clock.objects.get(ticket=ticket, kind=kind))


def late(cast: Cast) -> Ticket:
    """A ticket whose first answer falls due with the own team, ten minutes after the hand-over."""
    with clock.travel(MONDAY_9 - 20 * MINUTE):
        ticket = write_in(cast)
    with clock.travel(MONDAY_9):
        minute()
    with clock.travel(MONDAY_9 + 20 * MINUTE):
        minute()
        reply(cast, ticket, "Iker")
    return ticket


def test_a_missed_promise_shows_who_held_the_ball_and_when_it_fell_due(cast: Cast) -> None:
    timeline = told(cast, late(cast), "first_response")
    assert (timeline.kind, timeline.verdict) == ("first_response", "missed")
    assert [(step.holder, step.in_house, step.reason, step.at_due) for step in timeline.steps] == [
        ("Noctua Support", False, "opened", False),
        ("Auralis", True, "coverage", True),
    ]
    assert timeline.responsible_id == cast.engagement("auralis", "auralis").pk
    assert [step.share for step in timeline.steps] == pytest.approx([0.5, 0.5], abs=0.01)
    assert sum(step.share for step in timeline.steps) == pytest.approx(1)
    assert timeline.steps[0].start == timeline.started_at
    assert timeline.steps[0].end == timeline.steps[1].start
    assert timeline.steps[1].end == timeline.met_at


def test_a_partner_reads_that_it_was_the_client_s_own_team_without_its_record(cast: Cast) -> None:
    timeline = told(cast, late(cast), "first_response", "Valeria")
    assert [(step.holder, step.in_house) for step in timeline.steps] == [
        ("Noctua Support", False),
        ("", True),
    ]


def test_a_running_clock_is_told_until_now(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(SUNDAY_3 + 10 * MINUTE):
        timeline = told(cast, ticket, "first_response")
    (step,) = timeline.steps
    assert abs(step.counted - 10 * MINUTE) < timedelta(seconds=5)
    assert (timeline.met_at, step.at_due) == (None, False)


def test_time_outside_the_promise_s_hours_counts_for_nobody(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, "mareko", language="lv")
    with clock.travel(SUNDAY_3 + timedelta(hours=5)):
        timeline = told(cast, ticket, "resolution", "Ilze")
    assert [(step.counted, step.share) for step in timeline.steps] == [(timedelta(), 0.0)]


def test_time_before_the_ticket_was_opened_was_with_nobody(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        write_again(cast, ticket, at=SUNDAY_3 - 20 * MINUTE)
    with clock.travel(SUNDAY_3 + 5 * MINUTE):
        timeline = told(cast, ticket, "first_response")
    assert [(step.holder, step.reason) for step in timeline.steps] == [("", ""), ("Noctua Support", "opened")]


def test_a_clock_is_told_from_its_own_start(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo")
    with clock.travel(SUNDAY_3 + 30 * MINUTE):
        write_again(cast, ticket)
    with clock.travel(SUNDAY_3 + 40 * MINUTE):
        reply(cast, ticket, "Mateo")
        timeline = told(cast, ticket, "next_response")
    assert timeline.steps[-1].waiting_on == "desk"
    assert abs(sum((step.counted for step in timeline.steps), timedelta()) - 10 * MINUTE) < timedelta(
        seconds=5
    )


def test_explaining_takes_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    ticket = late(cast)
    with acting(cast.actor("Carmen")):
        one = Clock.objects.visible_to(cast.actor("Carmen")).get(ticket=ticket, kind="first_response")
        with django_assert_num_queries(1):  # type: ignore[operator]
            explain(one)


def test_segments_and_clocks_are_seen_by_who_sees_the_ticket(cast: Cast) -> None:
    ticket = late(cast)
    for name, sees in (
        ("Carmen", True),
        ("Valeria", True),
        ("Marta", False),
        ("Ilze", False),
        ("Jonas", False),
    ):
        actor = cast.actor(name)
        with acting(actor):
            assert Segment.objects.visible_to(actor).filter(ticket=ticket).exists() is sees
            assert Clock.objects.visible_to(actor).filter(ticket=ticket).exists() is sees
            assert Clock.objects.filter(ticket=ticket).exists() is sees
