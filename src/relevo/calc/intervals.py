"""Intervals for shares and rates, and how many to look at: no figure without its interval.

- **Wilson** (1927): for a share; good for a report, never outside 0 to 1.
- **Jeffreys**: Bayesian with a Beta(1/2, 1/2) prior, equal tails; 0 and 1 are its ends where nothing or
  everything was found (Brown, Cai, DasGupta 2001).
- **Clopper-Pearson** (1934): exact for a share; covers at least what it says.
- **Garwood** (1936): exact for a Poisson rate, such as contacts in an hour of the week.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist
from typing import Literal

from relevo.calc.incomplete import beta_quantile, gamma_quantile
from relevo.calc.traffic import Number, exact, not_negative, positive, share, whole

Method = Literal["wilson", "jeffreys", "clopper_pearson", "garwood"]
METHODS: tuple[Method, ...] = ("wilson", "jeffreys", "clopper_pearson", "garwood")
MOST_COUNTED = 10**9


@dataclass(frozen=True, slots=True)
class Interval:
    """What was found (None: nothing was looked at) and between which ends it lies, with a confidence."""

    method: Method
    estimate: float | None
    low: float
    high: float
    confidence: float


def wilson(successes: int, trials: int, confidence: float = 0.95) -> Interval:
    """Return Wilson's score interval of a share; 0 to 1 of no trials."""
    found, every, tail = _checked(successes, trials, confidence)
    if every == 0:
        return Interval("wilson", None, 0.0, 1.0, confidence)
    z2 = _deviate(tail) ** 2
    spread = math.sqrt(z2) * math.sqrt(z2 / 4 + found * ((every - found) / every))
    # Each end from the sum that does not cancel; the other from the product of the two.
    high = (found + z2 / 2 + spread) / (every + z2)
    rest_high = (every - found + z2 / 2 + spread) / (every + z2)
    low = found / every * found / (every + z2) / high
    rest_low = (every - found) / every * (every - found) / (every + z2) / rest_high
    return Interval("wilson", found / every, low, 1 - rest_low if found * 2 > every else high, confidence)


def jeffreys(successes: int, trials: int, confidence: float = 0.95) -> Interval:
    """Return Jeffreys' interval of a share; 0 to 1 of no trials."""
    found, every, tail = _checked(successes, trials, confidence)
    if every == 0:
        return Interval("jeffreys", None, 0.0, 1.0, confidence)
    a, b = found + 0.5, every - found + 0.5
    low = beta_quantile(tail, a, b) if found else 0.0
    high = beta_quantile(1 - tail, a, b) if found < every else 1.0
    return Interval("jeffreys", found / every, low, high, confidence)


def clopper_pearson(successes: int, trials: int, confidence: float = 0.95) -> Interval:
    """Return the exact interval of a share by Clopper and Pearson; 0 to 1 of no trials."""
    found, every, tail = _checked(successes, trials, confidence)
    if every == 0:
        return Interval("clopper_pearson", None, 0.0, 1.0, confidence)
    low = beta_quantile(tail, found, every - found + 1) if found else 0.0
    high = beta_quantile(1 - tail, found + 1, every - found) if found < every else 1.0
    return Interval("clopper_pearson", found / every, low, high, confidence)


def garwood(count: int, exposure: Number = 1, confidence: float = 0.95) -> Interval:
    """Return the exact interval of a Poisson rate per unit of exposure (hours, weeks, contacts).

    0 in 26 weeks is up to 0.142 a week.
    """
    found = whole(count, "count", most=MOST_COUNTED)
    units = positive(exposure, "exposure")
    tail = _tail(confidence)
    low = gamma_quantile(tail, found) if found else 0.0
    high = gamma_quantile(1 - tail, found + 1)
    return Interval("garwood", found / units, low / units, high / units, confidence)


def sample_size(
    margin: Number, *, expected: Number = 0.5, population: int | None = None, confidence: float = 0.95
) -> int:
    """Return how many to look at so that a share is known to plus or minus ``margin``.

    Cochran's n0 = z^2 p (1 - p) / margin^2, of a finite population n0 / (1 + (n0 - 1) / N), rounded up, never
    more than there are. ``expected`` is the share supposed, 0.5 if nothing is known.
    """
    if not 0 < exact(margin, "margin") <= 1:
        raise ValueError(f"margin is a share above 0 and up to 1 (5 % is 0.05), not {margin}")
    share(expected, "expected share")
    p, e = exact(expected, "expected share"), exact(margin, "margin")
    endless = Fraction(_deviate(_tail(confidence))) ** 2 * p * (1 - p) / e**2
    endless = max(endless, Fraction(1))
    if population is None:
        return math.ceil(endless)
    people = whole(population, "population", most=10**15)
    return min(math.ceil(endless * people / (people + endless - 1)), people) if people else 0


def sample_to_find(rate: Number, chance: float = 0.95) -> int:
    """Return how many to look at so that a fault that ``rate`` of them have is met with this chance.

    5 % of contacts with 95 % chance: 59.
    """
    seldom, sure = share(rate, "rate"), not_negative(chance, "chance")
    if not 0 < seldom <= 1 or not 0 < sure < 1:
        raise ValueError("a rate is above 0 and up to 1, a chance between 0 and 1")
    return 1 if seldom == 1 else max(math.ceil(math.log1p(-sure) / math.log1p(-seldom)), 1)


def _checked(successes: int, trials: int, confidence: float) -> tuple[int, int, float]:
    every = whole(trials, "trials", most=MOST_COUNTED)
    found = whole(successes, "successes", most=MOST_COUNTED)
    if found > every:
        raise ValueError(f"there cannot be more successes ({found}) than trials ({every})")
    return found, every, _tail(confidence)


def _tail(confidence: float) -> float:
    """Return what lies beyond each end."""
    level = exact(confidence, "confidence")
    if not 0 < level < 1:
        raise ValueError(f"confidence is between 0 and 1 (95 % is 0.95), not {confidence}")
    return float((1 - level) / 2)


def _deviate(tail: float) -> float:
    """Return the standard normal value beyond which lies ``tail``."""
    return -NormalDist().inv_cdf(tail)
