"""Money as ``Decimal``: how many digits a currency has, and rounding that says its mode.

Nothing here ever sees a float. A price may have more digits than its currency (0.0085 a minute), an amount
that is paid may not.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Literal

RoundingMode = Literal["half_up", "half_even"]
ROUNDING_MODES: tuple[RoundingMode, ...] = ("half_up", "half_even")

EXACT = Context(prec=60)
"""Enough digits to add and multiply a year of charges without losing one."""

LARGEST = Decimal(10) ** 12

_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}
# ISO 4217; every currency not named here has two digits.
_NO_DIGITS = frozenset(
    (
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    )
)
_THREE_DIGITS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))


def digits_of(currency: str) -> int:
    """Return how many digits after the point amounts in a currency (ISO 4217 code) have."""
    if currency in _NO_DIGITS:
        return 0
    return 3 if currency in _THREE_DIGITS else 2


def rounded(amount: Decimal, digits: int, mode: RoundingMode = "half_up") -> Decimal:
    """Return the amount with that many digits after the point: 8.245 is 8.25 half up and 8.24 half even."""
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=_MODES[mode], context=EXACT)


def is_price(value: object) -> bool:
    """Tell whether a value can be a price: a finite ``Decimal`` from 0 to below a million millions."""
    return isinstance(value, Decimal) and value.is_finite() and 0 <= value < LARGEST
