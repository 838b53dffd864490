"""Quantiles of gamma distributions of any shape: also of rates next to nothing, and of those known for sure."""

from __future__ import annotations

import math
from statistics import NormalDist

from relevo.calc.incomplete import gamma_quantile

_SURE = 1e6
_LEAST_LOGARITHM = -600.0


def quantile(probability: float, shape: float) -> float:
    """Return x below which a Gamma(shape, 1) variable is with a probability between 0 and 1; shape > 0.

    Exact (``calc.incomplete``) but for the ends. Of a small shape the lower tail is x^shape / Gamma(shape + 1) (DLMF
    8.7.1), whose quantile may be too small for a float: then 0. Of a shape above a million it is Wilson and Hilferty's
    cube (1931), which differs by less than a millionth there.
    """
    if (math.log(probability) + math.lgamma(shape + 1)) / shape < _LEAST_LOGARITHM:
        return 0.0
    if shape > _SURE:
        z = NormalDist().inv_cdf(probability)
        return shape * (1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))) ** 3
    return gamma_quantile(probability, shape)
