"""Segments follow the ball without gap or overlap, whatever happens to the ticket."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relevo.core import clock
from relevo.core.errors import RuleBroken
from relevo.core.scope import acting
from relevo.promises.ball import follow_ball
from relevo.promises.models import Segment
from relevo.tickets.actions import hold_ticket, locked, set_status
from relevo.tickets.models import Ticket
from relevo.tickets.statuses import Status
from tests.cast import Cast
from tests.coverage.play import MONDAY_9, SUNDAY_3, look, minute, reply, write_again, write_in

HOURS = timedelta(hours=1)
STEPS = st.tuples(
    st.sampled_from(
        [
            "noctua",
            "baltline",
            "auralis",
            "nobody",
            *Status.values,
            "customer writes",
            "minute",
            "tells twice",
        ]
    ),
    st.integers(-30, 900),
)


def segments(cast: Cast, ticket: Ticket) -> list[Segment]:
    with acting(cast.everywhere):
        return list(Segment.objects.filter(ticket=ticket).select_related("engagement__provider"))


def story(cast: Cast, ticket: Ticket) -> list[tuple[str | None, str, str]]:
    return [
        (row.engagement.provider.slug if row.engagement else None, row.waiting_on, row.reason)
        for row in segments(cast, ticket)
    ]


def do(cast: Cast, ticket: Ticket, step: str) -> None:
    machine = cast.machine("auralis")
    with acting(machine):
        if step in Status.values:
            set_status(ticket, step, actor=machine)
        elif step == "tells twice":
            follow_ball(locked(ticket), at=clock.now(), reason="coverage")
        elif step not in {"customer writes", "minute"}:
            to = None if step == "nobody" else cast.engagement("auralis", step)
            hold_ticket(ticket, to, reason="hand_over", actor=machine)
    if step == "customer writes":
        write_again(cast, ticket)
    elif step == "minute":
        minute()


def test_a_night_and_a_morning_in_segments(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(SUNDAY_3 + HOURS):
        reply(cast, ticket, "Mateo")
    with clock.travel(SUNDAY_3 + 2 * HOURS):
        write_again(cast, ticket)
    with clock.travel(MONDAY_9):
        minute()
    with clock.travel(MONDAY_9 + HOURS):
        reply(cast, ticket, "Iker", then=Status.SOLVED)
    with clock.travel(MONDAY_9 + 2 * HOURS):
        write_again(cast, ticket)
    assert story(cast, ticket) == [
        ("noctua", "desk", "opened"),
        ("noctua", "customer", "waiting"),
        ("noctua", "desk", "resumed"),
        ("auralis", "desk", "coverage"),
        ("auralis", "nobody", "solved"),
        ("auralis", "desk", "reopened"),
    ]
    rows = segments(cast, ticket)
    assert [row.in_house for row in rows] == [False] * 3 + [True] * 3
    assert rows[0].started_at == ticket.opened_at


def test_what_nobody_covers_is_with_nobody_from_the_start(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, language="de")
    with clock.travel(MONDAY_9):
        minute()
    assert story(cast, ticket) == [(None, "desk", "opened"), ("auralis", "desk", "coverage")]


def test_reopening_with_another_team_is_one_step(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo", then=Status.SOLVED)
    with clock.travel(MONDAY_9):
        write_again(cast, ticket)
    assert story(cast, ticket)[-1] == ("auralis", "desk", "reopened")
    assert len(segments(cast, ticket)) == 3


def test_a_clock_that_was_set_back_gives_no_negative_time(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(SUNDAY_3 - HOURS):
        reply(cast, ticket, "Mateo")
    first, second = segments(cast, ticket)
    assert first.ended_at == first.started_at == second.started_at


def test_closing_is_a_step_too(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        for status in (Status.SOLVED, Status.CLOSED):
            do(cast, ticket, status)
    assert story(cast, ticket)[-1] == ("noctua", "nobody", "solved")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=8))
def test_segments_sum_to_the_wall_time_whatever_happens(cast: Cast, steps: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        at = SUNDAY_3
        with clock.travel(at):
            ticket = write_in(cast)
        for step, minutes in steps:
            at += timedelta(minutes=minutes)
            with clock.travel(at):
                try:
                    do(cast, ticket, step)
                except RuleBroken:  # a move that makes no sense changes nothing
                    continue
        rows = segments(cast, ticket)
        now = look(cast, ticket)
        assert rows[0].started_at == ticket.opened_at
        assert all(row.ended_at == following.started_at for row, following in pairwise(rows))
        assert all(row.ended_at is not None and row.started_at <= row.ended_at for row in rows[:-1])
        assert (rows[-1].ended_at, rows[-1].engagement_id, rows[-1].waiting_on) == (
            None,
            now.holder_id,
            now.waiting_on,
        )
        end = max(at, rows[-1].started_at)
        lengths = [(row.ended_at or end) - row.started_at for row in rows]
        assert sum(lengths, timedelta()) == end - ticket.opened_at
        transaction.set_rollback(True)
