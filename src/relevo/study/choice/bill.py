"""A partner's monthly bill as a function of volume, with the prices of his rate card.

``month_bill`` is the exact amount for whole volumes, made of the same rates, fees and roundings as a statement's
lines. On a card that rounds the invoice it is the statement's total to the last digit where all facts have one premium;
where premiums differ, their mean stands for each. ``BillCurve`` is the same for thousands of volumes at once as
floats: between the limits of tiers and deadbands a bill is a straight line, so reading it off the amounts at those
limits loses nothing but the rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from relevo.calc.money import EXACT, rounded
from relevo.calc.pricing import Fact, FactKind, billed_seconds, charge_for
from relevo.calc.rate_card import RateCard
from relevo.calc.tiers import Rate
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from relevo.study.choice.desk import Floats

MONTHS = 12
WEEKS_A_MONTH = 365.25 / 7 / MONTHS
MOST_VOLUME = 100_000_000
"""Contacts a month up to which bills are read."""


@dataclass(frozen=True, slots=True)
class Volume:
    """A month's work: contacts, resolutions that stay resolved, and seconds that one contact takes.

    multiplier: mean premium of the hours in which they come.
    """

    contacts: int
    resolutions: int
    seconds: int
    multiplier: Decimal = Decimal(1)


def month_bill(card: RateCard, volume: Volume) -> Decimal:
    """Return what a month costs, rounded once as an invoice."""
    with localcontext(EXACT):
        minutes = Decimal(billed_seconds(volume.seconds, card.minute_rounding) * volume.contacts) / 60
        worked = _rate_total(card.contact, volume.contacts) + _rate_total(card.resolution, volume.resolutions)
        worked += (card.minute or Decimal(0)) * minutes
        counted = volume.resolutions if card.fixed and card.fixed.counts == "resolution" else volume.contacts
        bill = max(worked * volume.multiplier + _fixed(card, counted), card.minimum)
        return rounded(bill, card.digits, card.rounding)


def hourly_multipliers(card: RateCard, zone: str, monday: date) -> Floats:
    """Return the premium of each hour of the week that begins on a Monday, by the wall clock of a zone."""
    kinds: tuple[FactKind, ...] = ("contact", "resolution", "minutes")
    found = np.ones(HOURS)
    for hour in range(HOURS) if card.premiums else ():
        day, clock = divmod(hour, 24)
        at = datetime.combine(monday + timedelta(days=day), time(clock), ZoneInfo(zone))
        found[hour] = max(float(charge_for(card, Fact(kind, "", at)).multiplier) for kind in kinds)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class BillCurve:
    """Knots of a card's amounts (volumes and what they cost), and what is no curve."""

    contact: tuple[Floats, Floats]
    resolution: tuple[Floats, Floats]
    fixed: tuple[Floats, Floats]
    fixed_counts_resolutions: bool
    minute: float
    minimum: float

    def at(self, contacts: Floats, resolutions: Floats, minutes: Floats, multiplier: float) -> Floats:
        """Return the bills of months with these volumes."""
        worked = np.interp(contacts, *self.contact) + np.interp(resolutions, *self.resolution)
        fixed = np.interp(resolutions if self.fixed_counts_resolutions else contacts, *self.fixed)
        return np.maximum((worked + self.minute * minutes) * multiplier + fixed, self.minimum)


def bill_curve(card: RateCard) -> BillCurve:
    """Return the curve of a card."""
    fee = card.fixed
    volumes = [0, MOST_VOLUME]
    if fee and fee.included is not None:
        room = int(fee.included * fee.deadband_percent / 100)
        volumes += [max(fee.included - room, 0), fee.included + room]
        if fee.reduced:  # from here down the whole fee is given back
            below = fee.included - room - int(fee.amount / fee.reduced)
            volumes += [max(below, 0), max(below - 1, 0)]
    knots = sorted(set(volumes))
    fixed = np.array(knots, dtype=np.float64), np.array([float(_fixed(card, volume)) for volume in knots])
    counts_resolutions = fee is not None and fee.counts == "resolution"
    return BillCurve(
        _knots(card.contact), _knots(card.resolution), fixed, counts_resolutions,
        float(card.minute or 0), float(card.minimum),
    )  # fmt: skip


def _knots(rate: Rate | None) -> tuple[Floats, Floats]:
    limits = [tier.up_to for tier in rate.tiers if tier.up_to is not None] if rate else []
    volumes = sorted({0, 1, *limits, *(limit + 1 for limit in limits), MOST_VOLUME})
    return np.array(volumes, dtype=np.float64), np.array(
        [float(_rate_total(rate, volume)) for volume in volumes]
    )


def _rate_total(rate: Rate | None, volume: int) -> Decimal:
    return rate.total(volume) if rate else Decimal(0)


def _fixed(card: RateCard, volume: int) -> Decimal:
    """Return the fixed fee with what a volume outside its deadband adds or gives back."""
    fee = card.fixed
    if fee is None:
        return Decimal(0)
    above, below = fee.outside(volume)
    return fee.amount + above * fee.additional - min(below * fee.reduced, fee.amount)
