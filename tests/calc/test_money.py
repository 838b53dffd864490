from decimal import Decimal

import pytest

from relevo.calc.money import digits_of, is_price, rounded


def test_half_up_and_half_even_differ_at_the_half():
    assert rounded(Decimal("8.245"), 2) == Decimal("8.25")
    assert rounded(Decimal("8.245"), 2, "half_even") == Decimal("8.24")
    assert rounded(Decimal("-8.245"), 2) == Decimal("-8.25")


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("USD", 2), ("COP", 2), ("JPY", 0), ("KWD", 3)])
def test_a_currency_has_its_own_digits(currency, digits):
    assert digits_of(currency) == digits
    assert rounded(Decimal("12.34567"), digits).as_tuple().exponent == -digits


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        (Decimal(0), True),
        (Decimal("4.80"), True),
        (Decimal("-0.01"), False),
        (Decimal("NaN"), False),
        (Decimal("Infinity"), False),
        (Decimal("1e12"), False),
        (4.8, False),
        (5, False),
        ("4.80", False),
    ],
)
def test_a_price_is_a_finite_decimal_that_is_not_negative(value, fits):
    assert is_price(value) is fits
