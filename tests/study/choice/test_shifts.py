import math
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.study.choice.exact_cover import Solved
from relevo.study.choice.hours import NIGHT
from relevo.study.choice.labour_law import LAWS, law_of
from relevo.study.choice.shift_hours import there
from relevo.study.choice.shifts import cover, people_for, roster
from tests.study.choice.worlds import OFFICE

needs = st.lists(st.integers(0, 4), min_size=168, max_size=168).map(lambda n: np.array(n, dtype=np.int64))


@given(needs, st.sampled_from(sorted(LAWS)))
@settings(max_examples=25, deadline=None)
def test_in_every_hour_enough_are_there(need, country):
    assert (there(cover(need, law_of(country)).shifts) >= need).all()


@given(needs, st.sampled_from(sorted(LAWS)))
@settings(max_examples=15, deadline=None)
def test_nobody_works_beyond_the_law(need, country):
    law = law_of(country)
    shifts = cover(need, law).shifts
    people = roster(shifts, law, 40)
    given_out = [shift for person in people for shift in person.shifts]
    assert sorted(given_out) == sorted((s.start, s.hours) for s in shifts for _ in range(s.people))
    for person in people:
        week = sorted(person.shifts)
        ends = [start + hours for start, hours in week]
        rests = [
            after - end for (after, _), end in zip([*week[1:], (week[0][0] + 168, 0)], ends, strict=True)
        ]
        assert person.hours <= min(40, law.weekly)
        assert len(week) <= law.days
        assert min(rests) >= law.daily_rest
        assert max(rests) >= law.weekly_rest
        for start, hours in week:
            night = NIGHT[(start + np.arange(hours)) % 168].sum()
            assert hours <= (law.longest_night if night > 3 else law.longest)


def test_round_the_clock_tiles_without_waste_and_takes_six_people():
    seat = np.ones(168, dtype=np.int64)
    found = cover(seat, law_of("ES"))
    assert (found.hours, found.above) == (168, 0.0)
    assert people_for(found.shifts, law_of("ES"), 40) in {5, 6}


def test_five_by_day_take_seven_people_because_nine_hours_are_four_days_of_a_contract():
    found = cover(5 * OFFICE.astype(np.int64), law_of("ES"))
    assert found.hours == 225
    assert people_for(found.shifts, law_of("ES"), 40) == 7


def test_no_need_no_shifts():
    assert cover(np.zeros(168, dtype=np.int64), law_of("LV")).shifts == ()
    assert people_for((), law_of("LV"), 40) == 0


def test_a_great_desk_is_counted_by_its_hours():
    found = cover(np.full(168, 300, dtype=np.int64), law_of("ES"))
    assert people_for(found.shifts, law_of("ES"), 40) == math.ceil(found.hours / 40)


def test_what_is_found_is_proved_and_without_the_solver_it_is_greedy_and_says_so(monkeypatch):
    need, law = 5 * OFFICE.astype(np.int64), law_of("LV")
    proved = cover(need, law)
    assert (proved.hours, proved.above) == (225, 0.0)
    monkeypatch.setitem(sys.modules, "highspy", None)
    greedy = cover(need, law)
    assert greedy.above is None
    assert greedy.hours > proved.hours
    assert (there(greedy.shifts) >= need).all()


def test_where_nobody_stands_idle_even_greedy_shifts_are_proved(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    assert cover(5 * OFFICE.astype(np.int64), law_of("ES")).above == 0.0


def test_a_solver_out_of_time_leaves_the_greedy_shifts_unproved(monkeypatch):
    need = 5 * OFFICE.astype(np.int64)
    monkeypatch.setattr("relevo.study.choice.shifts.exact_cover", lambda *_: Solved(None, int(need.sum())))
    found = cover(need, law_of("LV"))
    assert (found.hours, found.above) == (300, None)


def test_a_solver_out_of_time_that_knows_a_bound_says_how_far_the_greedy_shifts_may_be_off(monkeypatch):
    monkeypatch.setattr("relevo.study.choice.shifts.exact_cover", lambda *_: Solved(None, 240))
    found = cover(5 * OFFICE.astype(np.int64), law_of("LV"))
    assert found.hours == 300
    assert found.above == pytest.approx(0.25)


@pytest.mark.parametrize("law", LAWS.values())
def test_every_country_is_at_least_as_strict_as_the_directive_on_rest(law):
    assert law.daily_rest >= 11
    assert law.weekly_rest >= 24
    assert law.weekly <= 48
    assert law.longest_night <= 8
    assert law.source


def test_a_country_without_a_row_has_the_directive():
    assert law_of("PT") is LAWS["EU"]
