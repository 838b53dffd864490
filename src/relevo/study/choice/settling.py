"""What would settle a saving that may be a loss: which uncertainty makes it so, and what knowing it is worth.

Shares of variance are squared correlations with each driver, which is what they are where the saving depends on
drivers in nearly straight lines. With a mean m and a share v of the variance s^2 due to one driver, knowing that
driver alone is worth the unit normal loss: s sqrt(v) (phi(u) - u (1 - Phi(u))), u = |m| / (s sqrt(v)) (Raiffa and
Schlaifer 1961).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.futures import DRIVERS, Futures
from relevo.study.choice.outcome import Driver, Settling

if TYPE_CHECKING:
    from relevo.study.choice.desk import Floats

WAYS: dict[Driver, str] = {
    "volume": "more_weeks", "growth": "plan_growth", "handling": "measure_handling", "partner_handling": "pilot",
    "price": "binding_quote", "attrition": "measure_attrition", "resolution": "pilot", "escalation": "pilot",
    "churn": "measure_churn",
}  # fmt: skip
MOST_WEEKS = 520
"""More weeks of history than this are no advice."""
_LEAST_SHARE = 0.02
_NORMAL = NormalDist()


def settling(
    saving: Floats, futures: Futures, cells: Floats, weeks: float, sure: float
) -> tuple[Settling, ...]:
    """Return what would settle a saving, most valuable first.

    ``cells`` weighs the cells whose contacts matter; ``weeks`` is the history there is; ``sure`` the probability
    wanted.
    """
    mean, deviation = float(saving.mean()), float(saving.std())
    if deviation <= 0:
        return ()
    shares: dict[str, float] = {}
    for driver in DRIVERS:
        share = _share(saving, _values(futures, driver, cells))
        shares[WAYS[driver]] = shares.get(WAYS[driver], 0.0) + share
    found = []
    for way, share in shares.items():
        more = more_weeks(mean, deviation, share, weeks, sure) if way == "more_weeks" else 0
        if share >= _LEAST_SHARE and (way != "more_weeks" or more):
            found.append(Settling(way, more, worth(mean, deviation * math.sqrt(min(share, 1.0))), share))
    return tuple(sorted(found, key=lambda one: (-one.worth, one.code)))


def more_weeks(mean: float, deviation: float, share: float, weeks: float, sure: float) -> int:
    """Return how many more weeks of history make the sign of a saving sure; 0 where they never do.

    Variance due to the history falls as weeks / (weeks + more); the rest stays.
    """
    wanted = (abs(mean) / _NORMAL.inv_cdf(sure)) ** 2 - deviation**2 * (1 - share)
    if wanted <= 0 or share <= 0:
        return 0
    more = math.ceil(weeks * (deviation**2 * share / wanted - 1))
    return more if 0 < more <= MOST_WEEKS else 0


def worth(mean: float, deviation: float) -> float:
    """Return the expected value of knowing a normal saving of this mean and deviation before deciding."""
    if deviation <= 0:
        return 0.0
    unit = abs(mean) / deviation
    return deviation * (_NORMAL.pdf(unit) - unit * (1 - _NORMAL.cdf(unit)))


def _values(futures: Futures, driver: Driver, cells: Floats) -> Floats:
    """Return a driver's value in each future; volume free of growth, which multiplies it."""
    if driver != "volume":
        return futures.deviates[driver]
    contacts = np.log(np.maximum(futures.contacts @ cells, 1e-12))
    growth = futures.deviates["growth"] - futures.deviates["growth"].mean()
    slope = float(contacts @ growth) / max(float(growth @ growth), 1e-12)
    rest: Floats = contacts - slope * growth
    return rest


def _share(saving: Floats, values: Floats) -> float:
    if saving.std() <= 0 or values.std() <= 1e-12:
        return 0.0
    return float(np.corrcoef(saving, values)[0, 1] ** 2)
