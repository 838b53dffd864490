"""Quantiles of any gamma distribution that a plan can hold."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.calc.incomplete import gamma_quantile, gamma_tails
from relevo.study.choice.gamma import quantile

chances = st.sampled_from((0.025, 0.05, 0.5, 0.95, 0.975))


@given(st.floats(-12, 15).map(lambda power: 10**power), chances)
def test_every_shape_has_its_quantiles_in_order(shape, chance):
    found = quantile(chance, shape)
    assert 0 <= found < math.inf
    assert found <= quantile(0.99, shape)


@given(st.floats(0.02, 1e5), chances)
def test_between_the_ends_it_is_the_exact_one(shape, chance):
    assert quantile(chance, shape) == gamma_quantile(chance, shape)
    assert gamma_tails(quantile(chance, shape), shape)[0] == pytest.approx(chance, abs=1e-9)


def test_the_ends_meet_the_exact_ones():
    for chance in (0.025, 0.5, 0.975):
        assert quantile(chance, 1.001e6) == pytest.approx(gamma_quantile(chance, 1.001e6), rel=1e-6)
    assert quantile(0.5, 1e-3) == pytest.approx(5.24420640827928e-302)
    assert quantile(0.05, 1e-3) == 0.0  # 0.05^1000, about 1e-1301
