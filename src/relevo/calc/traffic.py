"""What arrives at a queue, as exact numbers.

The load is kept as a fraction, because what decides about a busy queue is the small difference between agents
and load: 5,000 agents at 4,999.9999 erlangs have a spare of 0.0001, of which a product of floats would keep
seven digits. A float means the decimal number that it is written as (0.1 is one tenth).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Number = int | float | Decimal | Fraction

HOUR = 3600
MOST_AGENTS = 1_000_000
"""The largest number of agents that is computed."""
_WIDEST = 400
"""Digits before or after the point beyond which a number is no honest input."""


def exact(value: Number, name: str) -> Fraction:
    """Return the number as a fraction; raises ValueError for what is no finite number, naming it."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        raise ValueError(f"{name} must be a number, not {str(value)[:40]!r}")  # noqa: TRY004 - sent so
    finite = (
        value.is_finite()
        if isinstance(value, Decimal)
        else not isinstance(value, float) or math.isfinite(value)
    )
    if not finite:
        raise ValueError(f"{name} must be a finite number, not {value}")
    if isinstance(value, Decimal) and value and abs(value.adjusted()) > _WIDEST:
        raise ValueError(f"{name} is too large or too small, {value}")
    number = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
    if abs(number) > 10**_WIDEST:
        raise ValueError(f"{name} is too large")
    return number


def not_negative(value: Number, name: str) -> float:
    """Return a finite number from 0 as a float; raises ValueError otherwise."""
    number = exact(value, name)
    if number < 0:
        raise ValueError(f"{name} cannot be negative, not {value}")
    return _as_float(number, name)


def positive(value: Number, name: str) -> float:
    """Return a finite number above 0 as a float; raises ValueError otherwise."""
    number = _as_float(exact(value, name), name)
    if number <= 0:
        raise ValueError(f"{name} must be more than 0, not {value}")
    return number


def share(value: Number, name: str) -> float:
    """Return a number from 0 to 1; raises ValueError otherwise."""
    number = not_negative(value, name)
    if number > 1:
        raise ValueError(f"{name} is a share from 0 to 1 (80 % is 0.8), not {value}")
    return number


def whole(value: int, name: str, *, most: int = MOST_AGENTS) -> int:
    """Return a whole number from 0 to ``most``; raises ValueError otherwise."""
    number = exact(value, name)
    if number.denominator != 1:
        raise ValueError(f"{name} must be a whole number, not {value}")
    if not 0 <= number <= most:
        raise ValueError(f"{name} must be from 0 to {most:,}, not {value}")
    return int(number)


def patience(value: Number) -> float:
    """Return a mean patience in seconds: from 0 (nobody waits) to infinity (nobody gives up)."""
    if isinstance(value, float) and value == math.inf:
        return value
    return not_negative(value, "patience in seconds")


def _as_float(number: Fraction, name: str) -> float:
    try:
        return float(number)
    except OverflowError:
        raise ValueError(f"{name} is too large") from None


@dataclass(frozen=True, slots=True)
class Traffic:
    """Poisson arrivals with a mean handling time: ``offered`` erlangs (exact), ``handle_seconds`` each.

    Build it with ``Traffic.per_hour`` or ``Traffic.of_load``. Raises ValueError for a negative load, a
    handling time that is not positive, and what is no finite number.
    """

    offered: Fraction
    handle_seconds: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "offered", exact(self.offered, "load in erlangs"))
        not_negative(self.offered, "load in erlangs")
        object.__setattr__(self, "handle_seconds", positive(self.handle_seconds, "handling time in seconds"))
        _as_float(self._hourly, "contacts per hour")

    @classmethod
    def per_hour(cls, contacts: Number, handle_seconds: Number) -> Traffic:
        """Return the traffic of so many contacts an hour: load = contacts * handling time / 3600."""
        not_negative(contacts, "contacts per hour")
        positive(handle_seconds, "handling time in seconds")
        seconds = exact(handle_seconds, "handling time in seconds")
        return cls(exact(contacts, "contacts per hour") * seconds / HOUR, float(seconds))

    @classmethod
    def of_load(cls, load: Number, handle_seconds: Number) -> Traffic:
        """Return the traffic of a load in erlangs (contacts in work on average, were there agents enough)."""
        positive(handle_seconds, "handling time in seconds")
        return cls(exact(load, "load in erlangs"), float(handle_seconds))

    @property
    def load(self) -> float:
        """The load in erlangs, rounded to a float."""
        return float(self.offered)

    @property
    def contacts_per_hour(self) -> float:
        """Arrivals per hour."""
        return float(self._hourly)

    @property
    def _hourly(self) -> Fraction:
        return self.offered * HOUR / exact(self.handle_seconds, "handling time in seconds")

    def spare(self, agents: int) -> float:
        """Return agents less load, computed exactly before it is rounded; negative in overload."""
        return float(agents - self.offered)
