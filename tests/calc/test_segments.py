from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.segments import CLOSED, Segment, Step, attribution, explain_breach, responsible, timeline
from relevo.calc.working_time import Calendar, weekly_hours, working_time_between

AURALIS, NOCTUA = 1, 2
START = datetime(2026, 3, 28, 20, tzinfo=UTC)
OFFICE = Calendar("Europe/Madrid", weekly_hours({day: [("09:00", "17:00")] for day in range(7)}))


def hour(number: float) -> datetime:
    return START + timedelta(hours=number)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


HISTORY = [
    Segment(NOCTUA, "desk", hour(0), hour(3)),
    Segment(NOCTUA, "customer", hour(3), hour(5)),
    Segment(AURALIS, "desk", hour(5), hour(8)),
    Segment(NOCTUA, "desk", hour(8)),
]

instants = st.integers(-100, 400).map(lambda n: START + timedelta(minutes=17 * n, seconds=n))
segments = st.builds(
    lambda holder, waits, start, length: Segment(
        holder, waits, start, None if length is None else start + timedelta(minutes=length)
    ),
    st.one_of(st.none(), st.integers(1, 3)),
    st.sampled_from(["desk", "customer", "third_party"]),
    instants,
    st.one_of(st.none(), st.integers(0, 3000)),
)


@settings(deadline=None)
@given(st.lists(segments, max_size=12), instants, instants, st.sampled_from([None, OFFICE]))
def test_every_moment_belongs_to_exactly_one_and_the_parts_add_up(history, one, other, calendar):
    start, end = min(one, other), max(one, other)
    parts = attribution(history, start, end, calendar)
    assert sum(parts.values(), timedelta(0)) == end - start
    assert all(time > timedelta(0) for time in parts.values())
    if calendar:
        open_time = sum((time for (_, waits), time in parts.items() if waits != CLOSED), timedelta(0))
        assert open_time == working_time_between(calendar, start, end)


@settings(deadline=None)
@given(st.lists(segments, max_size=8), instants, st.integers(1, 2000))
def test_a_timeline_has_no_holes_and_names_the_last_who_took_the_ball(history, start, minutes):
    end = start + timedelta(minutes=minutes)
    steps = timeline(history, start, end)
    assert [start, *(step.end for step in steps)] == [*(step.start for step in steps), end]
    for step in steps:
        middle = step.start + (step.end - step.start) / 2
        running = [one for one in history if one.start <= middle and (one.end is None or one.end > middle)]
        latest = max((one.start for one in running), default=None)
        choices = {(one.holder_id, one.waiting_on) for one in running if one.start == latest} or {
            (None, "desk")
        }
        assert (step.holder_id, step.waiting_on) in choices


def test_time_is_attributed_to_who_held_the_ball_and_to_nobody_where_no_one_did():
    assert attribution(HISTORY, hour(-1), hour(10)) == {
        (None, "desk"): hours(1),
        (NOCTUA, "desk"): hours(5),
        (NOCTUA, "customer"): hours(2),
        (AURALIS, "desk"): hours(3),
    }


def test_closed_hours_are_nobodys_also_in_the_night_that_loses_an_hour():
    # From 21:00 on 28 March to 11:00 on the 29th are thirteen hours in Madrid, two of them in opening hours.
    parts = attribution([Segment(NOCTUA, "desk", hour(0))], hour(0), hour(13), OFFICE)
    assert parts == {(NOCTUA, "desk"): hours(2), (None, CLOSED): hours(11)}


def test_the_segment_that_started_last_holds_the_ball_and_gives_it_back_when_it_ends():
    nested = [Segment(AURALIS, "desk", hour(0), hour(10)), Segment(NOCTUA, "desk", hour(3), hour(5))]
    assert [(step.holder_id, step.counted) for step in timeline(nested, hour(0), hour(10))] == [
        (AURALIS, hours(3)),
        (NOCTUA, hours(2)),
        (AURALIS, hours(5)),
    ]


def test_no_time_has_no_parts():
    assert attribution(HISTORY, hour(1), hour(1)) == {}


def test_a_timeline_cannot_run_backwards():
    with pytest.raises(ValueError, match="end before"):
        timeline(HISTORY, hour(2), hour(1))


@pytest.mark.parametrize(
    ("due", "holder"),
    [(hour(1), NOCTUA), (hour(5), NOCTUA), (hour(5.001), AURALIS), (hour(8), AURALIS), (hour(0), None)],
)
def test_responsible_is_who_held_the_ball_up_to_the_due_instant(due, holder):
    assert responsible(HISTORY, due) == holder


def test_a_breach_is_explained_by_its_timeline_and_each_ones_part():
    breach = explain_breach(HISTORY, started=hour(0), due=hour(8))
    assert (breach.holder_id, breach.waiting_on) == (AURALIS, "desk")
    assert breach.steps[0] == Step(NOCTUA, "desk", hour(0), hour(3), hours(3))
    assert [(one.holder_id, one.waiting_on, one.share) for one in breach.portions] == [
        (NOCTUA, "desk", 0.375),
        (AURALIS, "desk", 0.375),
        (NOCTUA, "customer", 0.25),
    ]


def test_a_breach_in_closed_hours_only_has_parts_of_nothing():
    breach = explain_breach(HISTORY, started=hour(0), due=hour(3), calendar=OFFICE)
    assert [portion.share for portion in breach.portions] == [0.0]


@settings(deadline=None)
@given(st.lists(segments, max_size=8), st.integers(1, 4000))
def test_the_shares_of_a_breach_add_up_to_one_and_its_last_holder_is_responsible(history, minutes):
    due = START + timedelta(minutes=minutes)
    breach = explain_breach(history, started=START, due=due)
    assert sum(portion.share for portion in breach.portions) == pytest.approx(1)
    assert breach.holder_id == responsible(history, due)


def test_a_promise_due_before_it_starts_cannot_be_explained():
    with pytest.raises(ValueError, match="after it starts"):
        explain_breach(HISTORY, started=hour(1), due=hour(1))


def test_the_hour_that_comes_twice_is_kept_apart():
    zone = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=zone)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=zone, fold=1)
    assert attribution([Segment(NOCTUA, "desk", first, second)], first, second) == {
        (NOCTUA, "desk"): hours(1)
    }


@pytest.mark.parametrize(
    ("waits", "start", "end", "words"),
    [
        ("weather", hour(0), None, "weather"),
        ("desk", hour(0).replace(tzinfo=None), None, "naive"),
        ("desk", hour(0), hour(1).replace(tzinfo=None), "naive"),
        ("desk", hour(1), hour(0), "end before"),
    ],
)
def test_a_segment_that_cannot_be_is_refused(waits, start, end, words):
    with pytest.raises(ValueError, match=words):
        Segment(NOCTUA, waits, start, end)
