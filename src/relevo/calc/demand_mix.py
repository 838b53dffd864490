"""Demand whose rate is not known: Poisson counts around a rate that itself varies by a gamma distribution.

The count is then negative binomial. With a mean m and a coefficient of variation v of the rate, its shape is
r = 1 / v^2, the variance of the count m + v^2 m^2. Staffing to the mean misses the service level that it "meets",
because most contacts come when the rate is high (Jongbloed and Koole 2001).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean, variance

from relevo.calc.incomplete import beta_tails, gamma_quantile, gamma_tails
from relevo.calc.traffic import not_negative, positive, whole

MOST = 10**12
_SURE = 1e-6
"""A variation below this makes no difference that could be counted: the rate is taken as known."""


def rate_variation(counts: Sequence[int]) -> float:
    """Return the coefficient of variation of the rate behind counts of like days: sqrt((s^2 - m) / m^2).

    0 where the counts vary no more than by chance. Raises ValueError for less than two counts or none above 0.
    """
    known = [whole(count, "counts", most=MOST) for count in counts]
    if len(known) < 2 or not any(known):
        raise ValueError("give at least two counts, not all 0")
    mean = fmean(known)
    return math.sqrt(max(variance(known) - mean, 0.0)) / mean


def count_at_most(count: int, mean: float, variation: float) -> float:
    """Return the probability of at most ``count`` contacts."""
    number, expected = whole(count, "count", most=MOST), not_negative(mean, "mean")
    spread = not_negative(variation, "variation")
    if not expected:
        return 1.0
    if spread < _SURE:
        return gamma_tails(expected, number + 1)[1]
    shape = 1 / spread**2
    return beta_tails(shape / (shape + expected), shape, number + 1)[0]


def count_quantile(probability: float, mean: float, variation: float) -> int:
    """Return the least count that is not exceeded with at least this probability, between 0 and 1."""
    _checked(probability)
    low, high = -1, max(math.ceil(not_negative(mean, "mean")), 1)
    while count_at_most(high, mean, variation) < probability:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        enough = count_at_most(middle, mean, variation) >= probability
        low, high = (low, middle) if enough else (middle, high)
    return high


def rate_quantile(probability: float, mean: float, variation: float) -> float:
    """Return the rate that is not exceeded with this probability: cover the P80, and four days in five fit."""
    _checked(probability)
    expected, spread = not_negative(mean, "mean"), not_negative(variation, "variation")
    if not expected or spread < _SURE:
        return expected
    return expected * spread**2 * gamma_quantile(probability, 1 / spread**2)


def as_contacts_see_it(
    measure: Callable[[float], float], mean: float, variation: float, *, points: int = 100
) -> float:
    """Return the mean of a measure of the rate (a service level, say) over contacts, not over days.

    A day with twice the rate has twice the contacts: weighted so, the rate is gamma with shape r + 1. The mean
    is taken over ``points`` equally likely rates.
    """
    expected, spread = positive(mean, "mean"), not_negative(variation, "variation")
    count = whole(points, "points", most=10_000)
    if not count:
        raise ValueError("take at least one point")
    if spread < _SURE:
        return measure(expected)
    scale, shape = expected * spread**2, 1 / spread**2 + 1
    return fmean(measure(scale * gamma_quantile((nth + 0.5) / count, shape)) for nth in range(count))


def _checked(probability: float) -> None:
    if not 0 < probability < 1:
        raise ValueError(f"a probability is between 0 and 1, not {probability}")
