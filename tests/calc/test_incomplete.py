import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.incomplete import beta_quantile, beta_tails, gamma_quantile, gamma_tails

few = settings(deadline=None, max_examples=80)
shapes = st.floats(0.05, 1e5)
chances = st.floats(1e-12, 1 - 1e-12)


@few
@given(chances, shapes)
def test_a_gamma_quantile_has_that_much_below_it(probability, shape):
    below, above = gamma_tails(gamma_quantile(probability, shape), shape)
    smaller, goal = (below, probability) if probability <= 0.5 else (above, 1 - probability)
    assert smaller == pytest.approx(goal, rel=1e-9) or gamma_quantile(probability, shape) < 1e-290


@few
@given(chances, shapes, shapes)
def test_a_beta_quantile_has_that_much_below_it(probability, a, b):
    x = beta_quantile(probability, a, b)
    below, above = beta_tails(x, a, b)
    smaller, goal = (below, probability) if probability <= 0.5 else (above, 1 - probability)
    # So near to 1 the next float already lies percents of the tail further.
    assert smaller == pytest.approx(goal, rel=1e-8) or x < 1e-290 or 1 - x < 1e-6


@few
@given(st.floats(0.001, 0.999), shapes, shapes)
def test_both_tails_of_beta_are_one_and_mirror_each_other(x, a, b):
    below, above = beta_tails(x, a, b)
    assert below + above == pytest.approx(1, abs=1e-13)
    assert beta_tails(1 - x, b, a)[1] == pytest.approx(below, rel=1e-6, abs=1e-13)


@few
@given(st.floats(1e-9, 50), st.floats(0, 1))
def test_closed_forms(x, share):
    assert gamma_tails(x, 1)[1] == pytest.approx(math.exp(-x), rel=1e-13)
    assert gamma_tails(x, 0.5)[0] == pytest.approx(math.erf(math.sqrt(x)), rel=1e-12)
    assert beta_tails(share, 1, 1)[0] == pytest.approx(share, rel=1e-13)
    assert beta_tails(share, 3, 1)[0] == pytest.approx(share**3, rel=1e-12)
    smaller = 2 / math.pi * math.asin(math.sqrt(min(share, 1 - share)))
    arcsine = (
        smaller if share <= 0.5 else 1 - smaller
    )  # the root of a share near 1 has lost the digits that matter
    assert beta_tails(share, 0.5, 0.5)[0] == pytest.approx(arcsine, rel=1e-12)


@few
@given(chances, st.floats(-12, 15).map(lambda power: 10**power))
def test_every_shape_has_its_gamma_quantiles_in_order(probability, shape):
    assert 0 <= gamma_quantile(probability, shape) <= gamma_quantile((1 + probability) / 2, shape) < math.inf


@pytest.mark.parametrize(
    ("probability", "shape", "exact"),
    [
        (0.5, 1e-3, 5.24420640827928e-302),
        (0.975, 1e-4, 6.244693463335e-111),
        (0.05, 1e-3, 0),
        (0.975, 1e-5, 0),
    ],
)
def test_quantiles_of_next_to_nothing_are_so_small_or_nothing(probability, shape, exact):
    """(p Gamma(a + 1))^(1/a), by mpmath; 0 where the least float is larger."""
    assert gamma_quantile(probability, shape) == pytest.approx(exact, rel=1e-10)


@pytest.mark.parametrize("probability", [1e-9, 0.025, 0.5, 0.975, 1 - 1e-9])
def test_the_expansion_for_wide_gammas_goes_on_where_the_series_ends(probability):
    series, expansion = (
        gamma_quantile(probability, 1e8),
        gamma_quantile(probability, math.nextafter(1e8, 2e8)),
    )
    assert expansion == pytest.approx(series, rel=1e-13)
    below, above = gamma_tails(gamma_quantile(probability, 3e8), 3e8)
    smaller, goal = (below, probability) if probability <= 0.5 else (above, 1 - probability)
    assert smaller == pytest.approx(goal, rel=1e-6)


def test_ends():
    assert (beta_quantile(0, 2, 3), beta_quantile(1, 2, 3)) == (0, 1)
    assert (gamma_quantile(0, 2), gamma_quantile(1, 2)) == (0, math.inf)
    assert (beta_tails(0, 2, 3), beta_tails(1, 2, 3), gamma_tails(0, 2)) == ((0, 1), (1, 0), (0, 1))


@pytest.mark.parametrize("probability", [-0.1, 1.1, math.nan])
def test_a_probability_is_from_0_to_1(probability):
    with pytest.raises(ValueError, match="a probability is from 0 to 1"):
        gamma_quantile(probability, 2)
    with pytest.raises(ValueError, match="a probability is from 0 to 1"):
        beta_quantile(probability, 2, 2)
