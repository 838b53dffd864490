from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevo.calc.tiers import Cliff, Rate, Tier, cliffs

D = Decimal
TABLE = (Tier(500, D("5.50")), Tier(1500, D("4.60")), Tier(None, D("3.90")))
GRADUATED = Rate(TABLE)
ALL_UNITS = Rate(TABLE, "all_units")

prices = st.decimals(min_value=0, max_value=1000, places=2)


@st.composite
def rates(draw, modes=("graduated", "all_units")):
    limits = sorted(draw(st.sets(st.integers(1, 300), max_size=4)))
    return Rate(tuple(Tier(limit, draw(prices)) for limit in [*limits, None]), draw(st.sampled_from(modes)))


@pytest.mark.parametrize(
    ("rate", "volume", "total"),
    [
        (Rate.flat(D("4.80")), 1240, "5952.00"),
        (GRADUATED, 1820, "8598.00"),
        (GRADUATED, 500, "2750.00"),
        (GRADUATED, 501, "2754.60"),
        (GRADUATED, 0, "0"),
        (ALL_UNITS, 1500, "6900.00"),
        (ALL_UNITS, 1501, "5853.90"),
        (ALL_UNITS, 0, "0"),
    ],
)
def test_a_volume_costs_what_the_worked_invoice_says(rate, volume, total):
    assert rate.total(volume) == D(total)


@settings(deadline=None, max_examples=50)
@given(rates(), st.integers(0, 400))
def test_the_total_is_the_sum_of_the_units_in_both_modes(rate, volume):
    assert rate.total(volume) == sum((rate.price_of(nth, volume) for nth in range(1, volume + 1)), D(0))


@settings(deadline=None, max_examples=50)
@given(rates(modes=("graduated",)), st.integers(0, 400))
def test_graduated_totals_never_fall_and_never_jump_by_more_than_a_unit(rate, volume):
    step = rate.total(volume + 1) - rate.total(volume)
    assert step in {tier.price for tier in rate.tiers}
    assert cliffs(rate) == []


def test_the_cliff_of_all_units_is_named_with_where_it_is_made_good():
    assert cliffs(ALL_UNITS) == [
        Cliff(500, D("2750.00"), D("2304.60"), 598),
        Cliff(1500, D("6900.00"), D("5853.90"), 1770),
    ]
    assert ALL_UNITS.total(1769) < D("6900.00") <= ALL_UNITS.total(1770)


def test_a_cliff_to_nothing_is_never_made_good():
    free = Rate((Tier(10, D("2.00")), Tier(None, D("0"))), "all_units")
    assert cliffs(free) == [Cliff(10, D("20.00"), D("0"), None)]


@settings(deadline=None, max_examples=50)
@given(rates(modes=("all_units",)))
def test_cliffs_are_exactly_where_one_unit_more_is_cheaper(rate):
    falls = [volume for volume in range(1, 310) if rate.total(volume + 1) < rate.total(volume)]
    assert [cliff.volume for cliff in cliffs(rate)] == falls
    for cliff in cliffs(rate):
        again = (volume for volume in range(cliff.volume + 1, 3000) if rate.total(volume) >= cliff.at)
        expected = next(again, None)
        assert cliff.regained == expected or (expected is None and cliff.regained >= 3000)


@pytest.mark.parametrize(
    ("tiers", "mode", "words"),
    [
        (TABLE, "some_units", "some_units"),
        ((), "graduated", "last tier"),
        (TABLE[:2], "graduated", "last tier"),
        ((TABLE[2], TABLE[2]), "graduated", "last tier"),
        ((Tier(10, D(1)), Tier(10, D(1)), TABLE[2]), "graduated", "ends after"),
        ((Tier(0, D(1)), TABLE[2]), "graduated", "ends after"),
        ((Tier(None, D(-1)),), "graduated", "negative"),
        ((Tier(None, 1.5),), "graduated", "Decimal"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(tiers, mode, words):
    with pytest.raises(ValueError, match=words):
        Rate(tiers, mode)
