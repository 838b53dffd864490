"""Promises run from the customer's words to the agent's, and end with exactly one verdict."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from relevo.core import clock
from relevo.core.scope import acting
from relevo.promises.actions import set_promise
from relevo.promises.models import Promise
from relevo.tickets.models import Delivery, Direction, Message
from relevo.tickets.replies import release_reply
from relevo.tickets.statuses import Status
from tests.cast import Cast
from tests.coverage.play import MONDAY_9, SUNDAY_3, minute, reply, write_again, write_in
from tests.promises.reading import MINUTE, clocks, events, move, near, noctua, the

# -- the first response --


def test_opening_starts_first_response_and_resolution(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    first, resolution = the(cast, ticket, "first_response"), the(cast, ticket, "resolution")
    assert near(first.due_at, SUNDAY_3 + 30 * MINUTE)
    assert near(resolution.due_at, SUNDAY_3 + timedelta(hours=48))
    assert clocks(cast, ticket, "next_response") == []
    started = events(cast, ticket, "promise.started")
    assert {event.facts["kind"] for event in started} == {"first_response", "resolution"}


def test_an_agent_s_answer_in_time_keeps_it_and_names_who_held_the_ball(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(SUNDAY_3 + 29 * MINUTE):
        reply(cast, ticket, "Mateo")
    first = the(cast, ticket, "first_response")
    assert (first.verdict, first.responsible_id) == ("kept", noctua(cast))
    assert near(first.met_at or SUNDAY_3, SUNDAY_3 + 29 * MINUTE)
    (event,) = events(cast, ticket, "promise.kept")
    assert event.engagement_id == noctua(cast)
    assert event.position is not None


def test_an_answer_that_waits_for_approval_keeps_nothing_until_it_is_released(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        waiting = reply(cast, ticket, "Lucía", waits=True)
        assert the(cast, ticket, "first_response").verdict == "running"
    with clock.travel(SUNDAY_3 + 10 * MINUTE):
        valeria = cast.actor("Valeria")
        with acting(valeria):
            release_reply(waiting, actor=valeria)
    first = the(cast, ticket, "first_response")
    assert first.verdict == "kept"
    assert near(first.met_at or SUNDAY_3, SUNDAY_3 + 10 * MINUTE)


@pytest.mark.parametrize("fields", [{"automatic": True}, {"seat": None}])
def test_what_machines_say_is_no_answer(cast: Cast, fields: dict[str, object]) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        machine, seat = cast.machine("auralis"), cast.seat("Mateo", "auralis")
        with acting(machine):
            message = Message.objects.create(**{
                "client_id": ticket.client_id, "ticket": ticket, "direction": Direction.OUT, "seat": seat,
                "shown_name": "Auralis", "text": "We got it.", "delivery": Delivery.WAITING, **fields,
            })  # fmt: skip
            release_reply(message, actor=machine)
    assert the(cast, ticket, "first_response").verdict == "running"


def test_a_late_answer_misses_it_with_the_true_due_time(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(SUNDAY_3 + 40 * MINUTE):
        reply(cast, ticket, "Mateo")
    first = the(cast, ticket, "first_response")
    assert (first.verdict, first.responsible_id) == ("missed", noctua(cast))
    (event,) = events(cast, ticket, "promise.missed")
    assert event.facts["due_at"] == first.due_at.isoformat()
    assert event.facts["met_at"] == (first.met_at.isoformat() if first.met_at else None)


def test_it_counts_from_when_the_words_reached_us_though_they_were_read_later(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        write_again(cast, ticket, at=SUNDAY_3 - 20 * MINUTE)
    first = the(cast, ticket, "first_response")
    assert (first.started_at, first.due_at) == (SUNDAY_3 - 20 * MINUTE, SUNDAY_3 + 10 * MINUTE)


def test_promises_run_in_their_own_hours(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast, "mareko", language="lv")
    resolution = the(cast, ticket, "resolution")  # 36 hours of 08:00 to 20:00 on workdays: three of them
    assert resolution.due_at == datetime(2027, 1, 20, 18, 0, tzinfo=UTC)
    assert near(the(cast, ticket, "first_response").due_at, SUNDAY_3 + 45 * MINUTE)


def test_a_changed_promise_leaves_running_clocks_their_terms(cast: Cast) -> None:
    carmen = cast.actor("Carmen")
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        with acting(carmen):
            set_promise(cast.desk("auralis"), "first_response", 5, actor=carmen)
    assert the(cast, ticket, "first_response").minutes == 30


def test_a_desk_that_promises_nothing_has_no_clocks(cast: Cast) -> None:
    with acting(cast.everywhere):
        Promise.objects.all().delete()
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo")
        write_again(cast, ticket)
        reply(cast, ticket, "Mateo", then=Status.SOLVED)
    assert clocks(cast, ticket) == []


# -- the next response --


def test_the_customer_s_next_words_start_the_next_response(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo")
    with clock.travel(SUNDAY_3 + 10 * MINUTE):
        write_again(cast, ticket)
    with clock.travel(SUNDAY_3 + 20 * MINUTE):
        write_again(cast, ticket, "¿Hola?")  # a reminder does not start it anew
        running = the(cast, ticket, "next_response")
        assert near(running.due_at, SUNDAY_3 + 70 * MINUTE)
        reply(cast, ticket, "Mateo")
    assert the(cast, ticket, "next_response").verdict == "kept"
    with clock.travel(SUNDAY_3 + 30 * MINUTE):
        write_again(cast, ticket)
    assert [one.verdict for one in clocks(cast, ticket, "next_response")] == ["kept", "running"]


def test_a_second_letter_before_the_first_answer_waits_with_the_first(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        write_again(cast, ticket)
    assert clocks(cast, ticket, "next_response") == []


def test_the_customer_s_machine_is_owed_no_answer(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo")
        write_again(cast, ticket, "Out of office", automatic=True)
    assert clocks(cast, ticket, "next_response") == []


def test_a_missed_answer_that_comes_after_all_is_noted_and_owed_no_more(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(SUNDAY_3 + 60 * MINUTE):
        minute()
        write_again(cast, ticket, "¿Nadie?")
        assert clocks(cast, ticket, "next_response") == []  # the first answer is still owed
        reply(cast, ticket, "Mateo")
    first = the(cast, ticket, "first_response")
    assert first.verdict == "missed"
    assert near(first.met_at or SUNDAY_3, SUNDAY_3 + 60 * MINUTE)
    assert len(events(cast, ticket, "promise.missed")) == 1


def test_solving_without_a_word_cancels_the_answer_owed(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        move(cast, ticket, Status.SOLVED)
    first = the(cast, ticket, "first_response")
    assert (first.verdict, first.met_at, first.responsible_id) == ("cancelled", None, None)
    assert len(events(cast, ticket, "promise.cancelled")) == 1


def test_solving_without_a_word_after_the_due_time_does_not_whitewash(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(SUNDAY_3 + 31 * MINUTE):
        move(cast, ticket, Status.SOLVED)
    assert the(cast, ticket, "first_response").verdict == "missed"


def test_after_a_silent_solving_the_first_answer_is_owed_anew(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        move(cast, ticket, Status.SOLVED)
        write_again(cast, ticket)
    assert [one.verdict for one in clocks(cast, ticket, "first_response")] == ["cancelled", "running"]


# -- the resolution --


def test_solving_keeps_the_resolution(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo", then=Status.SOLVED)
    resolution = the(cast, ticket, "resolution")
    assert (resolution.verdict, resolution.responsible_id) == ("kept", noctua(cast))


def test_the_customer_s_time_does_not_count(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo", then=Status.PENDING)
        assert the(cast, ticket, "resolution").paused_since is not None
    with clock.travel(SUNDAY_3 + timedelta(days=5)):
        minute()
        assert the(cast, ticket, "resolution").verdict == "running"
        write_again(cast, ticket)
    resolution = the(cast, ticket, "resolution")
    assert resolution.paused_since is None
    assert near(resolution.due_at, SUNDAY_3 + timedelta(days=7))
    with clock.travel(SUNDAY_3 + timedelta(days=7, minutes=1)):
        minute()
    assert the(cast, ticket, "resolution").verdict == "missed"


def test_the_customer_s_time_over_several_holders_is_left_out_once(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo")
    with clock.travel(MONDAY_9):
        minute()  # the ball changes hands while the customer's answer is awaited
    with clock.travel(MONDAY_9 + timedelta(hours=1)):
        write_again(cast, ticket)
    with clock.travel(MONDAY_9 + timedelta(hours=2)):
        reply(cast, ticket, "Iker")
    with clock.travel(MONDAY_9 + timedelta(hours=5)):
        write_again(cast, ticket)
    waited = timedelta(hours=31) + timedelta(hours=3)
    assert near(the(cast, ticket, "resolution").due_at, SUNDAY_3 + timedelta(hours=48) + waited)


def test_solving_while_the_customer_is_awaited_keeps_it(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo")
    with clock.travel(SUNDAY_3 + timedelta(days=9)):
        move(cast, ticket, Status.SOLVED)
    assert the(cast, ticket, "resolution").verdict == "kept"


def test_awaiting_the_customer_after_the_due_time_does_not_stop_the_clock(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
    with clock.travel(SUNDAY_3 + timedelta(days=3)):
        move(cast, ticket, Status.PENDING)
        assert the(cast, ticket, "resolution").paused_since is None
        minute()
    assert the(cast, ticket, "resolution").verdict == "missed"


def test_a_third_party_s_time_counts(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        move(cast, ticket, Status.ON_HOLD)
        assert the(cast, ticket, "resolution").paused_since is None


def test_opening_again_starts_a_new_resolution_and_leaves_the_old_verdict(cast: Cast) -> None:
    with clock.travel(SUNDAY_3):
        ticket = write_in(cast)
        reply(cast, ticket, "Mateo", then=Status.SOLVED)
    with clock.travel(MONDAY_9):
        write_again(cast, ticket)
    old, new = clocks(cast, ticket, "resolution")
    assert (old.verdict, new.verdict) == ("kept", "running")
    assert near(new.due_at, MONDAY_9 + timedelta(hours=48))
