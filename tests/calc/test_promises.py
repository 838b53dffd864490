from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.promises import (
    Pause,
    Target,
    due_after_pauses,
    due_at,
    pauses_in,
    time_left,
    urgency,
    verdict,
)
from relevo.calc.segments import Segment
from relevo.calc.working_time import ALWAYS, Calendar, weekly_hours, working_time_between
from tests.calc.minutes import TURNS, around

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS = Calendar("Europe/Berlin", weekly_hours({day: [("22:00", "06:00")] for day in range(7)}))
OFFICE = Calendar("Europe/Riga", weekly_hours({day: [("09:00", "17:00")] for day in range(5)}))
AURALIS, NOCTUA = 1, 2


def berlin(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=BERLIN, fold=fold)


def test_a_promise_is_due_after_its_working_time():
    friday = datetime(2026, 11, 20, 14, tzinfo=UTC)
    target = Target("first_response", 4 * HOUR, OFFICE)
    assert due_at(target, friday) == datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (berlin(2026, 3, 29, 1, 30), berlin(2026, 3, 29, 3, 30)),
        (berlin(2026, 10, 25, 1, 30), berlin(2026, 10, 25, 2, 30)),
        (berlin(2026, 10, 25, 2, 30), berlin(2026, 10, 25, 2, 30, fold=1)),
    ],
)
def test_an_hour_promised_across_a_change_of_clocks_is_due_one_true_hour_later(start, due):
    assert due_at(Target("update", HOUR, NIGHTS), start) == due.astimezone(UTC)


@pytest.mark.parametrize(("kind", "amount"), [("someday", HOUR), ("update", timedelta(0)), ("update", -HOUR)])
def test_a_target_that_cannot_be_is_refused(kind, amount):
    with pytest.raises(ValueError, match="a promise"):
        Target(kind, amount, ALWAYS)


def test_a_pause_moves_the_due_instant_by_the_working_time_in_it():
    target = Target("resolution", 6 * HOUR, OFFICE)
    # From 11:00 in Riga; paused from 16:00 to 10:00 the next day, two of those hours are working time.
    pauses = [Pause(NOW + 5 * HOUR, NOW + 23 * HOUR)]
    assert due_at(target, NOW) == datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert due_after_pauses(target, NOW, pauses) == datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_clock_that_stands_still_has_no_due_instant():
    target = Target("resolution", 6 * HOUR, ALWAYS)
    assert due_after_pauses(target, NOW, [Pause(NOW + HOUR)]) is None


def test_a_pause_that_begins_when_the_promise_falls_due_comes_too_late():
    target = Target("resolution", HOUR, ALWAYS)
    assert due_after_pauses(target, NOW, [Pause(NOW + HOUR)]) == NOW + HOUR


def test_pauses_may_overlap_come_in_any_order_or_before_the_start():
    target = Target("resolution", 3 * HOUR, ALWAYS)
    pauses = [
        Pause(NOW + 2 * HOUR, NOW + 3 * HOUR),
        Pause(NOW + HOUR, NOW + 4 * HOUR),
        Pause(NOW - HOUR, NOW - MINUTE),
    ]
    assert due_after_pauses(target, NOW, pauses) == NOW + 6 * HOUR


@settings(deadline=None)
@given(
    st.sampled_from(sorted(TURNS)),
    st.data(),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 300)), max_size=4),
    st.integers(1, 700),
)
def test_a_paused_clock_counts_the_amount_outside_its_pauses_across_any_change_of_clocks(
    zone, data, drawn, minutes
):
    start = around(*data.draw(st.sampled_from(TURNS[zone])), days_before=1)
    calendar = Calendar(zone, weekly_hours({day: [("00:00", "20:00")] for day in range(7)}))
    pauses = [Pause(start + first * MINUTE, start + (first + length) * MINUTE) for first, length in drawn]
    due = due_after_pauses(Target("resolution", minutes * MINUTE, calendar), start, pauses)
    ran = [
        working_time_between(calendar, minute, minute + MINUTE)
        for minute in (start + n * MINUTE for n in range(int((due - start) / MINUTE)))
        if not any(pause.start <= minute < pause.end for pause in pauses)
    ]
    assert sum(ran, timedelta(0)) == minutes * MINUTE


HISTORY = [
    Segment(NOCTUA, "desk", NOW, NOW + HOUR),
    Segment(NOCTUA, "customer", NOW + HOUR, NOW + 3 * HOUR),
    Segment(AURALIS, "desk", NOW + 3 * HOUR, NOW + 4 * HOUR),
    Segment(NOCTUA, "third_party", NOW + 4 * HOUR),
]


def test_the_promise_to_the_customer_pauses_while_it_is_his_move():
    assert pauses_in(HISTORY, NOW, NOW + 5 * HOUR) == [Pause(NOW + HOUR, NOW + 3 * HOUR)]


def test_a_pause_that_lasts_until_now_is_open():
    assert pauses_in(HISTORY, NOW, NOW + 2 * HOUR) == [Pause(NOW + HOUR)]
    assert pauses_in(HISTORY, NOW, NOW - HOUR) == []


def test_the_promise_between_firms_pauses_while_the_other_holds_the_ball():
    found = pauses_in(HISTORY, NOW, NOW + 5 * HOUR, stops_on=("customer", "third_party"), held_by=NOCTUA)
    assert found == [
        Pause(NOW + HOUR, NOW + 3 * HOUR),
        Pause(NOW + 3 * HOUR, NOW + 4 * HOUR),
        Pause(NOW + 4 * HOUR),
    ]


def test_a_clock_stops_only_on_parties_that_exist():
    with pytest.raises(ValueError, match="stops on"):
        pauses_in(HISTORY, NOW, NOW, stops_on=("weather",))


def test_time_left_is_negative_when_overdue():
    assert time_left(NOW + HOUR, NOW) == HOUR
    assert time_left(NOW, NOW + HOUR) == -HOUR


def test_time_left_in_working_time_leaves_out_the_night():
    evening, morning = datetime(2026, 11, 23, 14, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert time_left(morning, evening, OFFICE) == 2 * HOUR
    assert time_left(evening, morning, OFFICE) == -2 * HOUR


def test_time_left_is_true_across_the_hour_that_comes_twice():
    assert time_left(berlin(2026, 10, 25, 2, 30, fold=1), berlin(2026, 10, 25, 2, 30)) == HOUR


@pytest.mark.parametrize(
    ("met_at", "now", "expected"),
    [
        (NOW, NOW + HOUR, "kept"),
        (NOW + MINUTE, NOW + HOUR, "missed"),
        (None, NOW, "running"),
        (None, NOW + MINUTE, "overdue"),
    ],
)
def test_a_promise_is_kept_missed_running_or_overdue(met_at, now, expected):
    assert verdict(NOW, met_at, now) == expected


def test_a_promise_due_in_the_second_coming_of_an_hour_is_not_overdue_in_the_first():
    due = berlin(2026, 10, 25, 2, 10, fold=1)
    assert verdict(due, None, berlin(2026, 10, 25, 2, 50)) == "running"
    assert verdict(due, berlin(2026, 10, 25, 2, 50), due) == "kept"


def test_urgency_is_the_part_of_the_time_that_has_passed():
    due = NOW + 4 * HOUR
    assert [urgency(due, NOW, NOW + hours * HOUR) for hours in (-1, 0, 1, 4, 8)] == [0.0, 0.0, 0.25, 1.0, 2.0]


def test_urgency_is_finite_for_a_promise_without_length():
    assert urgency(NOW, NOW, NOW + MINUTE) == 60.0


@settings(deadline=None)
@given(st.integers(-100, 1000), st.integers(0, 10**6), st.integers(0, 10**6))
def test_urgency_never_falls_as_time_passes(length, one, other):
    due, early, late = NOW + length * MINUTE, NOW + min(one, other) * MINUTE, NOW + max(one, other) * MINUTE
    assert 0 <= urgency(due, NOW, early) <= urgency(due, NOW, late)
