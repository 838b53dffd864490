"""Money back, and money on top: service credits for missed promises, bonus and malus by a measured quality.

Percentages are given as numbers of percent (12 is 12 %). Amounts are rounded half up to ``digits``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from relevo.calc.money import EXACT, is_price, rounded

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Miss:
    """A missed promise: its part of the amount at risk in percent, and whether it was missed before too."""

    allocation_percent: Decimal
    repeated: bool = False

    def __post_init__(self) -> None:
        if not is_price(self.allocation_percent):
            raise ValueError("an allocation is a Decimal that is not negative")


def service_credit(
    charges: Decimal,
    misses: Iterable[Miss],
    *,
    at_risk_percent: Decimal,
    repeat_multiplier: Decimal = Decimal(1),
    digits: int = 2,
) -> Decimal:
    """Return the credit for a month's missed promises, never more than the amount at risk.

    ``charges * at_risk * sum(allocation, times the multiplier where repeated)``. Of 40,000 with 12 % at risk,
    an allocation of 60 % gives 2,880; 60 and 50 % together reach the cap of 4,800.
    """
    with localcontext(EXACT):
        at_risk = charges * at_risk_percent / HUNDRED
        one = Decimal(1)
        allotted = sum(
            (miss.allocation_percent * (repeat_multiplier if miss.repeated else one) for miss in misses),
            Decimal(0),
        )
        return rounded(at_risk * min(allotted, HUNDRED) / HUNDRED, digits)


@dataclass(frozen=True, slots=True)
class QualityBand:
    """The band of a measure between whose ends the price moves in a straight line.

    At ``target`` the price is as agreed; at ``floor`` or below the whole ``malus_percent`` is taken off, at
    ``ceiling`` or above the whole ``bonus_percent`` is added. Raises ValueError unless floor < target <
    ceiling.
    """

    floor: Decimal
    target: Decimal
    ceiling: Decimal
    malus_percent: Decimal
    bonus_percent: Decimal

    def __post_init__(self) -> None:
        if not self.floor < self.target < self.ceiling:
            raise ValueError("a band needs floor < target < ceiling")

    def percent_at(self, measured: Decimal) -> Decimal:
        """Return by how many percent the price changes at a measured value, negative below the target."""
        if measured < self.target:
            short = (self.target - max(measured, self.floor)) / (self.target - self.floor)
            return -self.malus_percent * short
        return self.bonus_percent * (min(measured, self.ceiling) - self.target) / (self.ceiling - self.target)


def bonus_malus(charges: Decimal, measured: Decimal, band: QualityBand, digits: int = 2) -> Decimal:
    """Return what to add to the charges (negative: take off) for a measured quality."""
    with localcontext(EXACT):
        return rounded(charges * band.percent_at(measured) / HUNDRED, digits)
