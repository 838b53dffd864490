"""Credible intervals of many gamma distributions at once.

``calc.incomplete.gamma_quantile`` is exact and takes a tenth of a millisecond or more; a profile needs tens of
thousands. Wilson and Hilferty's cube (1931) is a quick approximation, and the quotient of the two is a smooth function
of the logarithm of the shape: it is taken once at 300 shapes and read off between them. The error is below 0.1 %.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from relevo.calc.incomplete import gamma_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOW, HIGH = 0.05, 0.95
"""The ends of a 90 % interval."""
_SHAPES = np.concatenate((np.geomspace(0.05, 2, 200, endpoint=False), np.geomspace(2, 1e4, 100)))
_NORMAL = {LOW: -1.6448536269514722, HIGH: 1.6448536269514722}


def interval(
    shape: NDArray[np.float64], evidence: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the 5th and 95th hundredths of gamma distributions of these shapes (0.05 or more) and rate parameters."""
    low, high = (
        _cube(end, shape) * np.interp(np.log(shape), np.log(_SHAPES), _quotients(end)) for end in (LOW, HIGH)
    )
    return low / evidence, high / evidence


def _cube(probability: float, shape: NDArray[np.float64]) -> NDArray[np.float64]:
    base = 1 - 1 / (9 * shape) + _NORMAL[probability] / (3 * np.sqrt(shape))
    return np.asarray(shape * np.maximum(base, 0.02) ** 3)


@lru_cache(maxsize=2)
def _quotients(probability: float) -> NDArray[np.float64]:
    exact = np.array([gamma_quantile(probability, shape) for shape in _SHAPES])
    return np.asarray(exact / _cube(probability, _SHAPES))
