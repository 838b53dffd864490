import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.required import Constraints
from relevo.study.choice.staircase import Queue, staircase

USUAL = Queue(Constraints(service_level=0.8, target_seconds=60), 600.0)
BUSY = Queue(Constraints(service_level=0.8, target_seconds=20, max_occupancy=0.85), 180.0)


def agents(queue, calls_per_hour):
    load = np.array([calls_per_hour * queue.seconds / 3600])
    return int(staircase(queue, 64.0).read(load)[0])


@pytest.mark.parametrize(("calls", "needed"), [(1.28, 1), (1.34, 2), (4.7, 2), (4.9, 3)])
def test_one_agent_takes_130_calls_in_a_hundred_hours_and_two_take_476(calls, needed):
    assert agents(USUAL, calls) == needed


@given(st.floats(0.002, 60), st.sampled_from([USUAL, BUSY]))
@settings(max_examples=60, deadline=None)
def test_reading_is_never_below_the_exact_number_and_at_most_one_above(load, queue):
    exact = queue.required(load)[0]
    assert exact <= staircase(queue, 64.0).read(np.array([load]))[0] <= exact + 1


@given(st.lists(st.floats(0, 64), min_size=2, max_size=20))
def test_more_load_never_needs_fewer(loads):
    read = staircase(USUAL, 64.0).read(np.sort(np.array(loads)))
    assert (np.diff(read) >= 0).all()


def test_no_load_needs_nobody_and_an_endless_one_is_refused():
    assert staircase(USUAL, 1.0).read(np.zeros(3)).tolist() == [0, 0, 0]
    with pytest.raises(ValueError, match="erlangs"):
        staircase(USUAL, 1e6)


def test_a_wish_that_no_number_keeps_is_named():
    with pytest.raises(ValueError, match="abandonment"):
        staircase(Queue(Constraints(max_abandonment=0.0), 600.0, 60.0), 1.0)


def test_who_gives_up_needs_fewer_agents():
    patient = Queue(Constraints(service_level=0.8, target_seconds=20), 180.0)
    leaving = Queue(Constraints(service_level=0.8, target_seconds=20), 180.0, 60.0)
    assert leaving.required(20.0)[0] < patient.required(20.0)[0]
