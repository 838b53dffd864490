"""Integrals of positive functions to nearly the last digit.

Where all that is added up is positive, nothing cancels, and the relative error of a sum is that of its parts.
"""

from __future__ import annotations

import math
from collections.abc import Callable

NODES = 15
_AGREE = 1e-12
"""Whole and halves agree so far: the halves, 2**30 times closer, are then exact to rounding."""
_DEEPEST = 60

Integrand = Callable[[float], tuple[float, ...]]


def _gauss_legendre(count: int) -> tuple[tuple[float, float], ...]:
    """Return nodes on (-1, 1) and weights, by Newton's method on the Legendre polynomial."""
    found = []
    for nth in range(count):
        x = math.cos(math.pi * (nth + 0.75) / (count + 0.5))
        slope = 1.0
        for _ in range(8):
            below, value = 1.0, x
            for k in range(2, count + 1):
                below, value = value, ((2 * k - 1) * x * value - (k - 1) * below) / k
            slope = count * (x * value - below) / (x * x - 1)
            x -= value / slope
        found.append((x, 2 / ((1 - x * x) * slope * slope)))
    return tuple(found)


_RULE = _gauss_legendre(NODES)


def integrals(weigh: Integrand, low: float, high: float) -> list[float]:
    """Return the integrals from ``low`` to ``high`` of the several positive functions that ``weigh`` gives.

    Panels are halved until each function agrees with its halves to twelve digits of what is found so far.
    Functions must be smooth; where they live on several scales, call it for each scale and add up.
    """
    found = [0.0] * len(weigh(low))
    panels = [(low, high, _panel(weigh, low, high), 0)]
    while panels:
        start, end, whole, depth = panels.pop()
        middle = (start + end) / 2
        left, right = _panel(weigh, start, middle), _panel(weigh, middle, end)
        sums = [a + b for a, b in zip(left, right, strict=True)]
        settled = all(
            abs(one - both) <= _AGREE * (total + both)
            for one, both, total in zip(whole, sums, found, strict=True)
        )
        if settled or depth >= _DEEPEST:
            found = [total + both for total, both in zip(found, sums, strict=True)]
        else:
            panels += [(middle, end, right, depth + 1), (start, middle, left, depth + 1)]
    return found


def _panel(weigh: Integrand, low: float, high: float) -> list[float]:
    half, middle = (high - low) / 2, (high + low) / 2
    rows = [(weight, weigh(middle + half * x)) for x, weight in _RULE]
    return [half * sum(weight * row[part] for weight, row in rows) for part in range(len(rows[0][1]))]
