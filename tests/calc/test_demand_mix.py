import math
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.demand_mix import (
    as_contacts_see_it,
    count_at_most,
    count_quantile,
    rate_quantile,
    rate_variation,
)
from relevo.calc.erlang import erlang_c
from relevo.calc.erlang_a import figures
from relevo.calc.traffic import Traffic

few = settings(deadline=None, max_examples=50)
means, variations = st.floats(0.01, 2000), st.floats(0, 2)


def test_a_count_with_the_variation_of_an_exponential_rate_is_geometric():
    for count in range(8):
        assert count_at_most(count, 3, 1) == pytest.approx(1 - 0.75 ** (count + 1), rel=1e-13)


def test_the_negative_binomial_by_hand():
    """Mean 6, variation 1/2: shape 4, success 2/5."""
    p, exact = Fraction(2, 5), Fraction(0)
    for count in range(20):
        exact += math.comb(count + 3, count) * p**4 * (1 - p) ** count
        assert count_at_most(count, 6, 0.5) == pytest.approx(float(exact), rel=1e-13)


@few
@given(st.integers(0, 60), st.floats(0.01, 50))
def test_without_variation_it_is_poisson_and_with_hardly_any_nearly(count, mean):
    poisson = math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))
    assert count_at_most(count, mean, 0) == pytest.approx(poisson, rel=1e-11)
    assert count_at_most(count, mean, 1e-4) == pytest.approx(poisson, rel=1e-3, abs=1e-6)


@few
@given(st.floats(0.001, 0.999), means, variations)
def test_a_quantile_is_the_least_count_that_is_enough(probability, mean, variation):
    count = count_quantile(probability, mean, variation)
    assert count_at_most(count, mean, variation) >= probability
    assert count == 0 or count_at_most(count - 1, mean, variation) < probability


@few
@given(st.floats(0.6, 0.999), means, st.floats(0.05, 0.4))
def test_covering_a_high_quantile_takes_more_where_the_rate_varies(probability, mean, variation):
    assert count_quantile(probability, mean, variation) >= count_quantile(probability, mean, 0) - 1
    assert rate_quantile(probability, mean, 0) == mean


def test_the_variation_behind_counts_is_found():
    random = Random(3)
    counts = [round(random.gammavariate(25, 1000 / 25)) for _ in range(4000)]
    assert rate_variation(counts) == pytest.approx(0.2, abs=0.01)
    assert rate_variation([5, 5, 5]) == 0


@few
@given(means, st.floats(0.02, 0.5))
def test_contacts_see_a_higher_rate_than_days_do(mean, variation):
    """Weighted by contacts the mean rate is m (1 + v^2)."""
    seen = as_contacts_see_it(lambda rate: rate, mean, variation, points=60)
    assert seen == pytest.approx(mean * (1 + variation**2), rel=1e-2)


def test_staffing_to_the_mean_misses_the_level_that_it_meets():
    def level(calls):
        return erlang_c(Traffic.per_hour(calls, 300), 46).service_level()

    assert level(480) > 0.8
    assert as_contacts_see_it(level, 480, 0.2) < level(480) - 0.1
    assert as_contacts_see_it(level, 480, 0) == level(480)


def test_a_rate_that_varies_by_a_fifth_costs_twelve_points_and_doubles_who_gives_up():
    """40 erlangs, 44 agents: service level 88.5 -> 76.6 %, abandonment 3.1 -> 6.6 %."""

    def at(calls):
        levels, _, gone, _ = figures(Traffic.per_hour(calls, 300), 44, 180, 20, 5)
        return levels.sl3, gone

    assert [round(figure, 3) for figure in at(480)] == [0.885, 0.031]
    seen = [as_contacts_see_it(lambda calls, n=n: at(calls)[n], 480, 0.2) for n in (0, 1)]
    assert [round(figure, 3) for figure in seen] == [0.766, 0.066]


def test_no_demand():
    assert (count_at_most(0, 0, 0.3), count_quantile(0.99, 0, 0.3), rate_quantile(0.9, 0, 0.3)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: count_at_most(-1, 2, 0), "count must be from 0"),
        (lambda: count_at_most(1, -2, 0), "mean cannot be negative"),
        (lambda: count_at_most(1, 2, -1), "variation cannot be negative"),
        (lambda: count_quantile(1, 2, 0), "a probability is between 0 and 1"),
        (lambda: rate_quantile(0, 2, 0), "a probability is between 0 and 1"),
        (lambda: rate_variation([3]), "at least two counts"),
        (lambda: rate_variation([0, 0]), "not all 0"),
        (lambda: as_contacts_see_it(float, 2, 0.1, points=0), "at least one point"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
