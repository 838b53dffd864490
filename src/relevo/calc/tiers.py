"""Prices by volume: one price, or tiers that are graduated or apply to all units.

**Graduated**: each unit has the price of the tier it falls into, so the total never jumps and never falls.

**All units**: every unit of the month has the price of the tier that the month's volume reaches. The total
then *falls* where a cheaper tier begins: with 4.60 up to 1,500 and 3.90 beyond, 1,500 units cost 6,900.00 and
1,501 cost 5,853.90. ``cliffs`` finds these places, so that both sides see them before they sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from itertools import pairwise
from typing import Literal

from relevo.calc.money import EXACT, is_price
from relevo.calc.refusal import Refused

TierMode = Literal["graduated", "all_units"]
TIER_MODES: tuple[TierMode, ...] = ("graduated", "all_units")


@dataclass(frozen=True, slots=True)
class Tier:
    """Units up to and including number ``up_to`` of the month (None: no end) at ``price`` each."""

    up_to: int | None
    price: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """The price of a unit by volume. Tiers rise, and only the last is open; raises ValueError otherwise."""

    tiers: tuple[Tier, ...]
    mode: TierMode = "graduated"

    def __post_init__(self) -> None:
        if self.mode not in TIER_MODES:
            raise Refused(
                "tier_mode",
                f"tiers are {' or '.join(TIER_MODES)}, not {self.mode!r}",
                modes=", ".join(TIER_MODES),
            )
        if not all(is_price(tier.price) for tier in self.tiers):
            raise Refused("negative_price", "a price is a Decimal that is not negative")
        limits = [tier.up_to for tier in self.tiers]
        if not limits or limits[-1] is not None or None in limits[:-1]:
            raise Refused("last_tier", "the last tier, and only it, has no end")
        if any(low >= high for low, high in pairwise([0, *(limit for limit in limits if limit is not None)])):
            raise Refused("tier_order", "each tier ends after the one before it")

    @classmethod
    def flat(cls, price: Decimal) -> Rate:
        """Return one price for every unit."""
        return cls((Tier(None, price),))

    def price_of(self, nth: int, volume: int) -> Decimal:
        """Return the price of the ``nth`` unit (from 1) of a month with ``volume`` units."""
        reached = volume if self.mode == "all_units" else nth
        return next(tier.price for tier in self.tiers if tier.up_to is None or reached <= tier.up_to)

    def total(self, volume: int) -> Decimal:
        """Return what ``volume`` units cost together, not rounded."""
        with localcontext(EXACT):
            if self.mode == "all_units":
                return self.price_of(volume, volume) * volume
            total, before = Decimal(0), 0
            for tier in self.tiers:
                until = volume if tier.up_to is None else min(tier.up_to, volume)
                total += tier.price * max(until - before, 0)
                before = max(until, before)
            return total


@dataclass(frozen=True, slots=True)
class Cliff:
    """A volume at which one unit more makes the month cheaper.

    ``volume`` units cost ``at``, one more costs ``beyond``, and only from ``regained`` units on does the
    month cost as much again (None: never).
    """

    volume: int
    at: Decimal
    beyond: Decimal
    regained: int | None


def cliffs(rate: Rate) -> list[Cliff]:
    """Return the cliffs of a rate, in order; graduated tiers have none."""
    found = []
    for tier in rate.tiers[:-1]:
        volume = tier.up_to or 0
        at, beyond = rate.total(volume), rate.total(volume + 1)
        if beyond < at:
            found.append(Cliff(volume, at, beyond, _regained(rate, volume, at)))
    return found


def _regained(rate: Rate, volume: int, amount: Decimal) -> int | None:
    """Return the first volume beyond ``volume`` that costs ``amount`` or more again."""
    first = volume + 1
    for tier in rate.tiers:
        last = tier.up_to
        if tier.price and (last is None or last > volume):
            needed = max(first, int((amount / tier.price).to_integral_value(ROUND_CEILING)))
            if last is None or needed <= last:
                return needed
        first = max(first, (last or 0) + 1)
    return None
