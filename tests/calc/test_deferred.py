from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.deferred import Arrival, least_agents, least_capacity, on_the_open_clock, replay
from relevo.calc.working_time import Calendar, weekly_hours

few = settings(deadline=None, max_examples=60)
OFFICE = Calendar("Europe/Riga", weekly_hours({day: [("09:00", "17:00")] for day in range(5)}))
mails = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 600)), min_size=1, max_size=30).map(
    lambda drawn: [Arrival(float(clock), float(seconds)) for clock, seconds in drawn]
)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def by_all_stretches(arrivals, target):
    """The definition: every stretch from one arrival to a later one."""
    ordered = sorted(arrivals, key=lambda arrival: arrival.clock)
    return max(
        sum(arrival.seconds for arrival in ordered[first : last + 1])
        / (ordered[last].clock - ordered[first].clock + target)
        for first in range(len(ordered))
        for last in range(first, len(ordered))
    )


def test_mail_of_the_night_has_come_when_the_office_opens():
    """Riga is two hours ahead: Monday 05:00 and 06:30 UTC are before nine, 07:30 is half an hour in."""
    ten = timedelta(minutes=10)
    came = [(at(23, 7, 30), ten), (at(20, 16), ten), (at(23, 5), ten)]
    clocks = [arrival.clock for arrival in on_the_open_clock(OFFICE, came, start=at(20, 14))]
    assert clocks == [3600, 3600, 5400]
    assert on_the_open_clock(OFFICE, []) == []


def test_twelve_mails_over_night_answered_within_two_open_hours():
    night = [Arrival(0, 600)] * 12
    assert least_capacity(night, 7200) == 1
    found = least_agents(night, 7200)
    assert (found.agents, found.percentile(100), found.percentile(50)) == (1, 7200, 3600)
    quick = least_agents(night, 3600)
    assert (quick.agents, quick.within(3600)) == (2, 1)


@few
@given(mails, st.integers(1, 5000))
def test_the_least_capacity_is_that_of_the_worst_stretch(arrivals, target):
    assert least_capacity(arrivals, target) == pytest.approx(by_all_stretches(arrivals, target), rel=1e-12)


@few
@given(mails, st.integers(1, 20), st.floats(1, 5000))
def test_more_agents_answer_nothing_later_and_a_longer_promise_takes_no_more(arrivals, agents, target):
    few_, more = replay(arrivals, agents), replay(arrivals, agents + 1)
    assert all(quicker <= time for time, quicker in zip(few_.times, more.times, strict=True))
    assert least_capacity(arrivals, target * 1.5) <= least_capacity(arrivals, target)


@few
@given(mails, st.integers(600, 5000), st.sampled_from([50, 90, 100]))
def test_the_least_agents_keep_the_promise_and_one_less_does_not(arrivals, target, percent):
    found = least_agents(arrivals, target, percent=percent)
    assert found.percentile(percent) <= target
    assert found.agents == 1 or replay(arrivals, found.agents - 1).percentile(percent) > target
    assert found.agents >= least_capacity(arrivals, target) - 1e-9 or percent < 100


def test_what_takes_longer_than_the_promise_cannot_be_kept():
    assert least_agents([Arrival(0, 3600)], 1800) is None
    assert least_agents([Arrival(0, 3600), Arrival(0, 60)], 1800, percent=50).agents == 2


def test_nothing_needs_nobody():
    assert least_capacity([], 60) == 0
    nothing = least_agents([], 60)
    assert (nothing.percentile(95), nothing.within(1)) == (0, 1)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Arrival(-1, 60), "clock in seconds cannot be negative"),
        (lambda: Arrival(0, 0), "work in seconds must be more than 0"),
        (lambda: least_capacity([], 0), "target in seconds must be more than 0"),
        (lambda: replay([], 0), "nobody answers without agents"),
        (lambda: replay([Arrival(0, 1)], 1).percentile(101), "a percentile is from 0 to 100"),
        (lambda: on_the_open_clock(OFFICE, [(at(20, 9), timedelta(1))], start=at(21, 9)), "before the start"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
