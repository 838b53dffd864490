import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.intervals import clopper_pearson, garwood, jeffreys, sample_size, sample_to_find, wilson
from tests.calc.reference_tables import digits, interval_table

few = settings(deadline=None, max_examples=60)
OF_SHARES = {"wilson": wilson, "jeffreys": jeffreys, "clopper_pearson": clopper_pearson}
found_of = st.integers(1, 100_000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials)))


@pytest.mark.parametrize("method", ["clopper_pearson", "jeffreys"])
def test_exact_intervals_agree_with_fifty_digits(method):
    rows = interval_table(method)
    assert len(rows) >= 15
    for found, trials, low, high in rows:
        interval = OF_SHARES[method](found, trials)
        assert digits(interval.low, low) > 12, (found, trials)
        assert digits(interval.high, high) > 12, (found, trials)


def test_garwoods_interval_agrees_with_fifty_digits():
    for count, low, high in interval_table("garwood"):
        assert digits(garwood(count).low, low) > 12, count
        assert digits(garwood(count).high, high) > 12, count


def test_published_intervals():
    """Brown, Cai, DasGupta 2001 (Jeffreys 1 of 10, 0 of 10), Newcombe 1998 (81 of 263), Garwood 1936 (10)."""
    assert rounded(jeffreys(1, 10)) == (0.011, 0.381)
    assert rounded(jeffreys(0, 10)) == (0, 0.217)
    assert rounded(wilson(81, 263), 4) == (0.2553, 0.3662)
    assert rounded(clopper_pearson(81, 263), 4) == (0.2527, 0.3676)
    assert rounded(garwood(10), 2) == (4.80, 18.39)


def rounded(interval, places=3):
    return round(interval.low, places), round(interval.high, places)


def test_none_in_26_weeks_is_up_to_one_in_seven_weeks():
    interval = garwood(0, 26)
    assert (interval.estimate, interval.low) == (0, 0)
    assert interval.high == pytest.approx(-math.log(0.025) / 26, rel=1e-14)
    assert round(interval.high, 3) == 0.142


def test_none_in_sixty_is_up_to_six_percent():
    assert clopper_pearson(0, 60).high == pytest.approx(1 - 0.025 ** (1 / 60), rel=1e-13)
    assert clopper_pearson(0, 60, 0.9).high == pytest.approx(0.05, abs=0.002)


@few
@given(found_of, st.sampled_from(sorted(OF_SHARES)), st.floats(0.5, 0.999))
def test_an_interval_holds_what_was_found_and_mirrors_what_was_not(drawn, method, confidence):
    found, trials = drawn
    interval, other = (OF_SHARES[method](count, trials, confidence) for count in (found, trials - found))
    assert 0 <= interval.low <= found / trials * (1 + 1e-12)
    assert found / trials * (1 - 1e-12) <= interval.high <= 1
    assert interval.low == pytest.approx(1 - other.high, abs=1e-13)


@few
@given(found_of)
def test_more_confidence_takes_a_wider_interval_and_the_exact_one_is_wider_than_jeffreys(drawn):
    for method in OF_SHARES.values():
        narrow, wide = method(*drawn, 0.8), method(*drawn, 0.99)
        assert wide.low <= narrow.low <= narrow.high <= wide.high
    bayes, exact = jeffreys(*drawn), clopper_pearson(*drawn)
    assert exact.low <= bayes.low
    assert exact.high >= bayes.high


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 25).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_at_the_end_of_the_exact_interval_the_binomial_tail_is_what_is_left(drawn):
    found, trials = drawn
    p = Fraction(clopper_pearson(found, trials).high)
    tail = sum(math.comb(trials, k) * p**k * (1 - p) ** (trials - k) for k in range(found + 1))
    assert float(tail) == pytest.approx(0.025, rel=1e-12)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 60))
def test_at_the_end_of_garwoods_interval_the_poisson_tail_is_what_is_left(count):
    high = garwood(count).high
    tail = math.fsum(math.exp(k * math.log(high) - high - math.lgamma(k + 1)) for k in range(count + 1))
    assert tail == pytest.approx(0.025, rel=1e-11)


def test_a_billion_trials_are_answered():
    half = clopper_pearson(500_000_000, 10**9)
    assert half.high - half.low == pytest.approx(2 * 1.959964 * math.sqrt(0.25 / 1e9), rel=1e-4)
    many = garwood(10**9)
    assert many.high - many.low == pytest.approx(2 * 1.959964 * math.sqrt(1e9), rel=1e-4)


@pytest.mark.parametrize("method", OF_SHARES.values())
def test_of_nothing_nothing_is_known(method):
    interval = method(0, 0)
    assert (interval.estimate, interval.low, interval.high) == (None, 0, 1)


# How many to look at.


@pytest.mark.parametrize(
    ("margin", "more", "size"),
    [
        (0.05, {}, 385),
        (0.10, {}, 97),
        (0.10, {"expected": 0.85, "population": 400}, 44),
        (0.05, {"population": 1000}, 278),
        (0.05, {"population": 3}, 3),
        (0.05, {"population": 0}, 0),
        (0.05, {"expected": 0}, 1),
    ],
)
def test_sample_sizes_of_the_textbooks(margin, more, size):
    assert sample_size(margin, **more) == size


@few
@given(st.floats(0.01, 0.5), st.floats(0, 1), st.integers(1, 10**6))
def test_a_finite_population_never_needs_more(margin, expected, population):
    size = sample_size(margin, expected=expected, population=population)
    assert 1 <= size <= min(population, sample_size(margin, expected=expected))


def test_to_meet_a_fault_of_one_in_twenty_look_at_59():
    assert sample_to_find(0.05) == 59
    assert 1 - 0.95**59 >= 0.95 > 1 - 0.95**58
    assert sample_to_find(1) == 1


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: wilson(3, 2), "more successes"),
        (lambda: wilson(-1, 2), "successes must be from 0"),
        (lambda: wilson(1, 2.5), "trials must be a whole number"),
        (lambda: jeffreys(1, 2, 95), "confidence is between 0 and 1"),
        (lambda: jeffreys(1, 2, math.nan), "confidence must be a finite number"),
        (lambda: garwood(-1), "count must be from 0"),
        (lambda: garwood(1, 0), "exposure must be more than 0"),
        (lambda: sample_size(5), "margin is a share"),
        (lambda: sample_size(0), "margin is a share"),
        (lambda: sample_size(0.1, expected=2), "expected share is a share"),
        (lambda: sample_to_find(0), "a rate is above 0"),
        (lambda: sample_to_find(0.1, 1), "a rate is above 0"),
        (lambda: sample_size(Decimal("NaN")), "margin must be a finite number"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(make, words):
    with pytest.raises(ValueError, match=words):
        make()
