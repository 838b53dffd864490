from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevo.calc.credits import Miss, QualityBand, bonus_malus, service_credit

D = Decimal
CHARGES = D("40000")
BAND = QualityBand(floor=D(70), target=D(80), ceiling=D(90), malus_percent=D(10), bonus_percent=D(5))


@pytest.mark.parametrize(
    ("misses", "multiplier", "credit"),
    [
        ([Miss(D(60))], 1, "2880.00"),
        ([Miss(D(60)), Miss(D(50))], 1, "4800.00"),
        ([Miss(D(60), repeated=True)], "1.5", "4320.00"),
        ([Miss(D(60))], "1.5", "2880.00"),
        ([Miss(D(80), repeated=True)], "1.5", "4800.00"),
        ([], 1, "0.00"),
    ],
)
def test_a_service_credit_is_what_the_worked_example_says(misses, multiplier, credit):
    assert service_credit(CHARGES, misses, at_risk_percent=D(12), repeat_multiplier=D(multiplier)) == D(
        credit
    )


@given(
    st.decimals(0, 10**6, places=2),
    st.lists(st.builds(Miss, st.decimals(0, 200, places=1), st.booleans()), max_size=5),
    st.decimals(0, 100, places=1),
)
def test_credits_never_exceed_the_amount_at_risk(charges, misses, at_risk):
    credit = service_credit(charges, misses, at_risk_percent=at_risk, repeat_multiplier=D(2))
    assert 0 <= credit <= charges * at_risk / 100 + D("0.005")


def test_a_negative_allocation_is_refused():
    with pytest.raises(ValueError, match="allocation"):
        Miss(D(-1))


@pytest.mark.parametrize(
    ("measured", "price"),
    [(76, "9600"), (86, "10300"), (80, "10000"), (70, "9000"), (20, "9000"), (90, "10500"), (100, "10500")],
)
def test_bonus_and_malus_move_in_a_straight_line_inside_the_band(measured, price):
    assert D(10000) + bonus_malus(D(10000), D(measured), BAND) == D(price)


@pytest.mark.parametrize(("floor", "target", "ceiling"), [(80, 80, 90), (70, 95, 90), (70, 80, 80)])
def test_a_band_out_of_order_is_refused(floor, target, ceiling):
    with pytest.raises(ValueError, match="floor < target < ceiling"):
        QualityBand(D(floor), D(target), D(ceiling), D(10), D(5))
