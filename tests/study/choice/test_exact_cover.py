"""Exact shifts against greedy ones, and against every cover there is where the need is small."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.study.choice.exact_cover import exact_cover
from relevo.study.choice.greedy_cover import greedy_cover
from relevo.study.choice.hours import NIGHT
from relevo.study.choice.labour_law import LAWS, law_of
from relevo.study.choice.shift_hours import SHORTEST, legal_starts, paid_hours, there

countries = st.sampled_from(sorted(LAWS))
needs = st.lists(st.integers(0, 5), min_size=168, max_size=168)
FEW = 7
"""Hours of a small need."""


def least_by_looking_at_all(need, law):
    """Fewest paid hours: the first hour in need must lie in some shift, whichever; each is tried."""
    kinds = [(start, hours) for hours in range(SHORTEST, law.longest + 1)
             for start in np.flatnonzero(legal_starts(hours, law)).tolist()]  # fmt: skip

    @cache
    def hours_for(left):
        first = next((hour for hour, people in enumerate(left) if people), None)
        if first is None:
            return 0
        return min(
            hours
            + hours_for(tuple(max(n - ((hour - start) % 168 < hours), 0) for hour, n in enumerate(left)))
            for start, hours in kinds
            if (first - start) % 168 < hours
        )

    return hours_for(tuple(need))


@given(needs, countries)
@settings(max_examples=20, deadline=None)
def test_exact_shifts_cover_every_hour_legally_and_never_pay_more_than_greedy_ones(need, country):
    law = law_of(country)
    exact, greedy = exact_cover(tuple(need), law, 8), greedy_cover(tuple(need), law, 8)
    for shifts in (exact.shifts, greedy):
        assert (there(shifts) >= np.array(need)).all()
        for shift in shifts:
            night = NIGHT[(shift.start + np.arange(shift.hours)) % 168].sum()
            assert SHORTEST <= shift.hours <= (law.longest_night if night > 3 else law.longest)
    assert exact.least == paid_hours(exact.shifts) <= paid_hours(greedy)


@given(st.lists(st.integers(0, 2), min_size=FEW, max_size=FEW), st.integers(0, 167), countries)
@settings(max_examples=25, deadline=None)
def test_no_cover_of_a_small_need_pays_fewer_hours(people, begins, country):
    need = [0] * 168
    for nth, some in enumerate(people):
        need[(begins + nth) % 168] = some
    exact = exact_cover(tuple(need), law_of(country), 8)
    assert paid_hours(exact.shifts) == exact.least == least_by_looking_at_all(need, law_of(country))


def test_a_shop_day_of_ten_hours_takes_ten_where_greedy_pays_twelve():
    """Spain's longest shift is 9 hours: 5 + 5 or 6 + 4 cover ten, which is the least that any cover can pay."""
    need = tuple(int(9 <= hour < 19) for hour in range(168))
    assert paid_hours(exact_cover(need, law_of("ES"), 8).shifts) == 10
    assert paid_hours(greedy_cover(need, law_of("ES"), 8)) == 12


def test_of_covers_with_as_few_hours_the_one_with_usual_shifts_is_taken():
    need = tuple(int(hour % 24 < 16) for hour in range(168))
    assert {shift.hours for shift in exact_cover(need, law_of("ES"), 8).shifts} == {8}


def test_the_same_need_has_the_same_shifts_each_time():
    need = tuple((7 * hour) % 5 for hour in range(168))
    first = exact_cover(need, law_of("EU"), 8)
    again = exact_cover(need, law_of("EU"), 8, seconds=60.0)
    assert first == again


@pytest.mark.parametrize("bound", [{"nodes": 0}, {"seconds": 0.0}])
def test_without_time_there_is_a_bound_at_most_and_never_a_wrong_cover(bound):
    need = tuple((11 * hour) % 6 for hour in range(168))
    stopped, whole = exact_cover(need, law_of("EU"), 8, **bound), exact_cover(need, law_of("EU"), 8)
    assert sum(need) <= stopped.least <= whole.least
    assert stopped.shifts is None or (there(stopped.shifts) >= np.array(need)).all()
