"""The beta and gamma distributions: probabilities of both tails and quantiles, to about 13 digits.

The front factors are written with deviances and Stirling's remainder (C. Loader, "Fast and accurate
computation of binomial probabilities", 2000), because logarithms of gamma functions lose as many digits as
they have before the point. The rest are the usual series and continued fractions (Lentz's method; DLMF 8.7.1,
8.9.2, 8.17.22). The smaller tail is computed, the other is its complement.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

_TINY = 1e-300
_EPSILON = 1e-16
_LONGEST = 5_000_000
_WIDE = 1e8
_LEAST_LOGARITHM = -600.0
_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)
_STIRLING = (1 / 1188, -1 / 1680, 1 / 1260, -1 / 360, 1 / 12)

Tails = tuple[float, float]
"""(probability below, probability above)."""


def beta_tails(x: float, a: float, b: float) -> Tails:
    """Return the probabilities that a Beta(a, b) variable is below and above x; a, b > 0, 0 <= x <= 1."""
    return _beta_tails(x, 1 - x, a, b)


def gamma_tails(x: float, shape: float) -> Tails:
    """Return the probabilities that a Gamma(shape, 1) variable is below and above x; shape > 0, x >= 0."""
    if x <= 0:
        return 0.0, 1.0
    density = math.exp(-_remainder(shape) - _deviance(shape, x)) / math.sqrt(2 * math.pi * shape)
    if x < shape + 1:
        below = density * _gamma_series(x, shape)
        return below, 1 - below
    above = density * shape * _gamma_fraction(x, shape)
    return 1 - above, above


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return x below which a Beta(a, b) variable is with a probability from 0 to 1; a, b > 0."""
    if not 0 < probability < 1:
        return _edge(probability, 1.0)

    def tails(log_x: float) -> tuple[Tails, float]:
        x, rest = math.exp(log_x), -math.expm1(log_x)
        return _beta_tails(x, rest, a, b), _beta_front(x, rest, a, b) / rest

    return math.exp(_solved(tails, probability, math.log(a / (a + b)), highest=-_TINY))


def gamma_quantile(probability: float, shape: float) -> float:
    """Return x below which a Gamma(shape, 1) variable is with a probability from 0 to 1; shape > 0.

    Of a small shape x may be too small for a float: then 0. Beyond a shape of ``_WIDE`` it is the expansion of Cornish
    and Fisher (1938) to the third term, whose error is below that of the numbers.
    """
    if not 0 < probability < 1:
        return _edge(probability, math.inf)
    next_to_nothing = (math.log(probability) + math.lgamma(shape + 1)) / shape
    if (
        next_to_nothing < _LEAST_LOGARITHM
    ):  # so small that its tail is x^shape / Gamma(shape + 1) (DLMF 8.7.1)
        return math.exp(next_to_nothing)
    if shape > _WIDE:
        z, root = NormalDist().inv_cdf(probability), math.sqrt(shape)
        return shape + z * root + (z * z - 1) / 3 + (z**3 - 7 * z) / (36 * root)

    def tails(log_x: float) -> tuple[Tails, float]:
        x = math.exp(log_x)
        density = math.exp(-_remainder(shape) - _deviance(shape, x)) / math.sqrt(2 * math.pi * shape)
        return gamma_tails(x, shape), density * shape

    return math.exp(_solved(tails, probability, math.log(shape), highest=700.0))


def _edge(probability: float, highest: float) -> float:
    if probability == 0:
        return 0.0
    if probability == 1:
        return highest
    raise ValueError(f"a probability is from 0 to 1, not {probability}")


def _solved(
    tails: Callable[[float], tuple[Tails, float]], probability: float, start: float, *, highest: float
) -> float:
    """Return ln x at which the lower tail is ``probability``, by Newton's method in a bracket.

    ``tails`` gives both tails and the density of ln x. The smaller tail's logarithm is solved for, which is
    nearly a straight line in ln x.
    """
    lower = probability <= 0.5
    goal = math.log(probability if lower else 1 - probability)
    low, high, point = -math.inf, highest, min(start, highest)
    for _ in range(500):
        (below, above), density = tails(point)
        tail = below if lower else above
        excess = math.log(tail) - goal if tail > 0 else -math.inf
        too_far = (excess > 0) == lower
        low, high = (low, point) if too_far else (point, high)
        step = excess * tail / density if density > 0 and tail > 0 else math.inf
        following = point - step if lower else point + step
        if abs(following - point) <= 1e-15 * max(1.0, abs(point)):
            return following
        if not low < following < high:
            following = (low + high) / 2 if low > -math.inf else point - max(1.0, abs(point))
        if following == point:
            break
        point = following
    return point


def _beta_tails(x: float, rest: float, a: float, b: float) -> Tails:
    """Return both tails of Beta(a, b) at x = 1 - rest, each of the two given exactly."""
    if x <= 0:
        return 0.0, 1.0
    if rest <= 0:
        return 1.0, 0.0
    front = _beta_front(x, rest, a, b)
    if x * (a + b + 2) < a + 1:
        below = front * _beta_fraction(x, a, b) / a
        return below, 1 - below
    above = front * _beta_fraction(rest, b, a) / b
    return 1 - above, above


def _beta_front(x: float, rest: float, a: float, b: float) -> float:
    """Return x^a rest^b / B(a, b)."""
    both = a + b
    exponent = _remainder(both) - _remainder(a) - _remainder(b)
    exponent -= _deviance(a, both * x) + _deviance(b, both * rest)
    return math.exp(exponent) * math.sqrt(a * b / (2 * math.pi * both))


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function (DLMF 8.17.22)."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _LONGEST):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _off_zero(1 + term * d)
            c = _off_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) <= 3 * _EPSILON:
            return value
    raise ArithmeticError("the incomplete beta function does not settle")


def _gamma_series(x: float, shape: float) -> float:
    """Return 1 + x/(a+1) + x^2/((a+1)(a+2)) + ..."""
    term = total = 1.0
    for k in range(1, _LONGEST):
        term *= x / (shape + k)
        total += term
        if term <= _EPSILON * total:
            return total
    raise ArithmeticError("the incomplete gamma function does not settle")


def _gamma_fraction(x: float, shape: float) -> float:
    """Return the continued fraction of the upper incomplete gamma function (DLMF 8.9.2)."""
    b = x + 1 - shape
    c, d = 1 / _TINY, 1 / _off_zero(b)
    value = d
    for k in range(1, _LONGEST):
        term = -k * (k - shape)
        b += 2
        d = 1 / _off_zero(term * d + b)
        c = _off_zero(b + term / c)
        value *= c * d
        if abs(c * d - 1) <= 3 * _EPSILON:
            return value
    raise ArithmeticError("the incomplete gamma function does not settle")


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _remainder(n: float) -> float:
    """Return ln Gamma(n + 1) - (n + 1/2) ln n + n - ln sqrt(2 pi), for n > 0."""
    if n < 16:
        return math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - _HALF_LOG_TWO_PI
    square, total = 1 / (n * n), 0.0
    for coefficient in _STIRLING:
        total = total * square + coefficient
    return total / n


def _deviance(x: float, mean: float) -> float:
    """Return x ln(x / mean) + mean - x, never negative, for x, mean > 0."""
    difference = x - mean
    if abs(difference) > 0.1 * (x + mean):
        return x * math.log(x / mean) - difference
    v = difference / (x + mean)
    total, term = difference * v, 2 * x * v
    for k in range(1, 1000):
        term *= v * v
        following = total + term / (2 * k + 1)
        if following == total:
            break
        total = following
    return total
