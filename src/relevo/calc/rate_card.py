"""The rate card: everything two firms agree about prices, as one value that cannot be inconsistent.

Percentages are numbers of percent (10 is 10 %), prices are ``Decimal`` in the card's currency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, localcontext
from typing import Literal

from relevo.calc.money import EXACT, ROUNDING_MODES, RoundingMode, digits_of, is_price, rounded
from relevo.calc.refusal import Refused
from relevo.calc.tiers import Rate, Tier
from relevo.calc.working_time import Calendar, is_open, weekly_hours
from relevo.calc.zones import zone_named

MinuteRounding = Literal["second", "6s", "30s_min", "minute"]
MINUTE_ROUNDINGS: tuple[MinuteRounding, ...] = ("second", "6s", "30s_min", "minute")
PremiumTime = Literal["open", "closed", "holidays"]
PREMIUM_TIMES: tuple[PremiumTime, ...] = ("open", "closed", "holidays")
RoundingLevel = Literal["line", "invoice"]
ROUNDING_LEVELS: tuple[RoundingLevel, ...] = ("line", "invoice")
Counted = Literal["contact", "resolution"]

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class FixedFee:
    """A fixed monthly amount, with or without a volume it pays for.

    Without ``included`` it is a standby fee beside the unit prices. With it, the month's ``counts`` (contacts
    or resolutions) are paid by the fee as long as they stay within ``included`` plus or minus
    ``deadband_percent``; each whole unit above costs ``additional`` (ARC), each below gives back ``reduced``
    (RRC), never more than the fee.
    """

    amount: Decimal
    included: int | None = None
    counts: Counted = "contact"
    deadband_percent: Decimal = Decimal(0)
    additional: Decimal = Decimal(0)
    reduced: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if not all(is_price(price) for price in (self.amount, self.additional, self.reduced)):
            raise Refused("negative_fee", "fees are Decimals that are not negative")
        if self.counts not in {"contact", "resolution"}:
            raise Refused("fee_counts", "a fixed fee counts contact or resolution")
        if not is_price(self.deadband_percent) or self.deadband_percent > HUNDRED:
            raise Refused("deadband", "a deadband is 0 to 100 percent")
        if self.included is not None and self.included < 0:
            raise Refused("included", "an included volume is not negative")

    def outside(self, volume: int) -> tuple[int, int]:
        """Return how many whole units a volume lies above and below the deadband (both 0 inside it)."""
        if self.included is None:
            return 0, 0
        room = int(self.included * self.deadband_percent / HUNDRED)
        return max(volume - (self.included + room), 0), max(self.included - room - volume, 0)


@dataclass(frozen=True, slots=True)
class Premium:
    """A multiplier for work while a calendar is open, while it is closed, or on its holidays.

    Where several apply, the highest multiplier counts alone. What matters is the instant at which the work
    began.
    """

    name: str
    multiplier: Decimal
    calendar: Calendar
    applies: PremiumTime = "open"

    def __post_init__(self) -> None:
        if not is_price(self.multiplier):
            raise Refused("multiplier", "a multiplier is a Decimal that is not negative")
        if self.applies not in PREMIUM_TIMES:
            raise Refused(
                "premium_times",
                f"a premium applies {', '.join(PREMIUM_TIMES)}, not {self.applies!r}",
                times=", ".join(PREMIUM_TIMES),
            )

    def holds_at(self, instant: datetime) -> bool:
        """Tell whether the premium applies to work that began at an aware instant."""
        if self.applies == "holidays":
            return instant.astimezone(zone_named(self.calendar.zone)).date() in self.calendar.holidays
        return is_open(self.calendar, instant) == (self.applies == "open")


def hours_premium(
    name: str, multiplier: Decimal, zone: str, start: str, end: str, weekdays: Iterable[int] = range(7)
) -> Premium:
    """Return a premium for an hour window (``"22:00"`` to ``"06:00"``) that starts on the given weekdays."""
    week = weekly_hours({weekday: [(start, end)] for weekday in weekdays})
    return Premium(name, multiplier, Calendar(zone, week))


@dataclass(frozen=True, slots=True)
class Indexation:
    """By how much prices follow an index at most (``cap_percent``) and at least (``floor_percent``)."""

    cap_percent: Decimal
    floor_percent: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        if not (self.cap_percent.is_finite() and self.floor_percent.is_finite()):
            raise Refused("index", "an index has a finite cap and floor")
        if not -HUNDRED <= self.floor_percent <= self.cap_percent:
            raise Refused("index_order", "an index's floor is at most its cap")

    def limited(self, change_percent: Decimal) -> Decimal:
        """Return the change of the index, kept between floor and cap."""
        return max(self.floor_percent, min(change_percent, self.cap_percent))


@dataclass(frozen=True, slots=True, kw_only=True)
class RateCard:
    """The prices of an engagement.

    - ``contact`` and ``resolution`` are prices by volume, ``minute`` is the price of a minute.
    - ``minute_rounding``: "second" is exact, "6s" goes up in steps of six seconds, "30s_min" does so too but
      charges at least 30 seconds, "minute" charges whole minutes.
    - A resolution reopened within ``reopen_days`` times 24 hours is not charged.
    - ``minimum`` is the least the month's work costs, before credits and corrections.
    - ``exclusions`` are marks (``spam``, ``merged``, ``test``) of facts that are neither charged nor counted.
    - ``rounding_level`` says whether each line is rounded or only the invoice.

    Raises ValueError when parts contradict each other.
    """

    currency: str
    contact: Rate | None = None
    resolution: Rate | None = None
    reopen_days: int = 0
    minute: Decimal | None = None
    minute_rounding: MinuteRounding = "second"
    fixed: FixedFee | None = None
    minimum: Decimal = Decimal(0)
    premiums: tuple[Premium, ...] = ()
    exclusions: frozenset[str] = frozenset()
    rounding: RoundingMode = "half_up"
    rounding_level: RoundingLevel = "line"
    indexation: Indexation | None = None

    def __post_init__(self) -> None:
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise Refused("currency", "a currency is a three-letter code such as EUR")
        if self.minute_rounding not in MINUTE_ROUNDINGS:
            raise Refused(
                "minute_rounding",
                f"minutes are rounded to {', '.join(MINUTE_ROUNDINGS)}",
                ways=", ".join(MINUTE_ROUNDINGS),
            )
        if self.rounding not in ROUNDING_MODES or self.rounding_level not in ROUNDING_LEVELS:
            raise Refused("rounding", "rounding is half_up or half_even, by line or invoice")
        if not (is_price(self.minimum) and (self.minute is None or is_price(self.minute))):
            raise Refused("negative_price", "a price is a Decimal that is not negative")
        if "" in self.exclusions:
            raise Refused("exclusion", "an exclusion needs a mark, or it would exclude everything unmarked")
        if not 0 <= self.reopen_days <= 366:
            raise Refused("reopen_days", "a resolution can be reopened within 0 to 366 days")
        if self.fixed and self.fixed.included is not None and self.rate_for(self.fixed.counts):
            raise Refused(
                "paid_twice", f"each {self.fixed.counts} is paid by the fixed fee, so it has no price of its own",
                counts=self.fixed.counts,
            )  # fmt: skip

    def rate_for(self, kind: str) -> Rate | None:
        """Return the unit price of "contact" or "resolution", None when the card has none."""
        return self.resolution if kind == "resolution" else self.contact

    def includes(self, kind: str) -> bool:
        """Tell whether the fixed fee pays for such units."""
        return self.fixed is not None and self.fixed.included is not None and self.fixed.counts == kind

    @property
    def digits(self) -> int:
        """Digits after the point of an amount in this currency."""
        return digits_of(self.currency)


def indexed(card: RateCard, change_percent: Decimal) -> RateCard:
    """Return the card with every price changed by an index, within the card's cap and floor.

    Each price keeps its digits, at least the currency's: 4.80 at 4.1 % capped to 3 % becomes 4.94. A card
    without ``indexation`` is returned as it is.
    """
    if card.indexation is None:
        return card
    with localcontext(EXACT):
        factor = 1 + card.indexation.limited(change_percent) / HUNDRED

        def moved(price: Decimal) -> Decimal:
            return rounded(price * factor, max(card.digits, _digits(price)), card.rounding)

        fixed = card.fixed and replace(
            card.fixed,
            amount=moved(card.fixed.amount),
            additional=moved(card.fixed.additional),
            reduced=moved(card.fixed.reduced),
        )
        rates = [
            rate and Rate(tuple(Tier(tier.up_to, moved(tier.price)) for tier in rate.tiers), rate.mode)
            for rate in (card.contact, card.resolution)
        ]
        minute = None if card.minute is None else moved(card.minute)
        minimum = moved(card.minimum)
    return replace(card, contact=rates[0], resolution=rates[1], minute=minute, fixed=fixed, minimum=minimum)


def _digits(price: Decimal) -> int:
    return max(0, -int(price.as_tuple().exponent))
