"""What an option lets expect, kept with the result so that it can later be held against what came true."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """Between ``low`` and ``high`` lie 9 of 10 futures (5th and 95th hundredth); half are below ``middle``."""

    low: float
    middle: float
    high: float

    def times(self, factor: float) -> Band:
        """Return the band with all three multiplied."""
        return Band(self.low * factor, self.middle * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What partners are expected to take, charge and give back.

    handed: contacts a week that partners answer, repeats included that their resolution causes. escalated: share of
    them that comes back to the in-house team. charges: partners' bills in a month. kept: all other costs of a month,
    one-off costs spread over the term.
    """

    handed: Band
    escalated: Band
    charges: Band
    kept: Band
