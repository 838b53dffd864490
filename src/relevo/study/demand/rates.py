"""What is known of a block's contacts per hour: thin cells lean on their neighbours, as far as these are alike.

A cell is an hour of the week. Its contacts x in w weeks are Poisson around w times a rate that is itself gamma around
what the neighbours let expect, m; so the rate's posterior is gamma(A + x, A / m + w), where 1 / A is how much cells
differ from the expected (their squared coefficient of variation), estimated from all cells by moments: empirical Bayes
(Gamma-Poisson shrinkage; Clayton and Kaldor 1987, Biometrics 43:671). What is expected is built up in three steps, each
shrunk in the same way: the week's shape of other blocks, the block's own days of the week, and its own hours on like
days (Monday to Friday; Saturday and Sunday). A cell never speaks for itself in what it is compared with.

Contacts vary more than Poisson from week to week: with v the coefficient of variation of an hour's rate, x has the
variance phi = 1 + v^2 rate times its mean, so x and w count 1 / phi each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Cells = NDArray[np.float64]

ENOUGH = 300
"""Contacts from which other blocks' week is a shape to lean on."""
DAYS_DIFFER, HOURS_DIFFER, HOURS_DIFFER_ALONE, CELLS_DIFFER = 0.1, 0.25, 1.0, 0.05
"""Usual squared variations: of days around the shape leant on, of hours around it or (alone) around all the same, of
cells around day and hour. They decide in blocks of some dozen contacts only."""
LEAST_SHAPE, MOST_SHAPE = 0.5, 1e6
"""Bounds of A: half a contact is Jeffreys' prior."""
MOST_VARIATION = 4.0
_HOUR = np.array([hour % 24 + 24 * (hour // 24 >= 5) for hour in range(HOURS)])
_DAY = np.arange(HOURS) // 24


@dataclass(frozen=True, slots=True)
class Around:
    """The week's shape that a block leans on. rate: (168,), above 0, on any scale. doubt: its squared variation."""

    rate: Cells
    doubt: Cells


FLAT = Around(np.ones(HOURS), np.zeros(HOURS))
"""Nothing to lean on."""


def posterior(count: Cells, weeks: Cells, variation: float, around: Around = FLAT) -> tuple[Cells, Cells]:
    """Return shape and rate parameter of the gamma distribution of each cell's rate, (168,) each.

    count, weeks: contacts and exposure; cells without exposure count for nothing and get what the others let expect.
    variation: v^2 as above.
    """
    total = max(float(count[weeks > 0].sum()), 0.5)
    expected = total / (weeks * around.rate).sum() * around.rate
    phi = 1 + variation * expected
    x, w = np.where(weeks > 0, count, 0.0) / phi, weeks / phi
    unsure = around.doubt + 1 / total

    phi_day = 1 + variation * _sums(_DAY, expected, 7)  # a busy day is busy in all its hours
    seen, likely = (_sums(_DAY, phi * one, 7) / phi_day for one in (x, w * expected))
    differ = _differ(seen, likely, DAYS_DIFFER)
    expected = expected * ((1 + differ * seen) / (1 + differ * likely))[_DAY]
    unsure = unsure + (differ / (1 + differ * seen))[_DAY]

    mine = w * expected
    seen, likely = _sums(_HOUR, x, 48)[_HOUR] - x, _sums(_HOUR, mine, 48)[_HOUR] - mine
    usual = HOURS_DIFFER if around is not FLAT else HOURS_DIFFER_ALONE
    differ = _differ(_sums(_HOUR, x, 48), _sums(_HOUR, mine, 48), usual)
    expected = expected * (1 + differ * seen) / (1 + differ * likely)
    unsure = unsure + differ / (1 + differ * seen)

    differ = _differ(x, w * expected, CELLS_DIFFER, unsure)
    prior = np.clip(1 / (differ + unsure), LEAST_SHAPE, MOST_SHAPE)
    return prior + x, prior / expected + w


def _sums(places: NDArray[np.int64], values: Cells, size: int) -> Cells:
    return np.bincount(places, values, size).astype(np.float64)


def _differ(seen: Cells, likely: Cells, usual: float, already: Cells | float = 0.0) -> float:
    """Return the squared variation of true rates around the likely ones beyond chance, never below 0.

    Moments: E (x - m)^2 = m + variation m^2, since counts are divided by phi. What they say counts by its own variance
    against ``usual``, which stands for what we know before, give or take itself. already: variation known of each.
    """
    square = float((likely**2).sum())
    if not square:
        return usual
    moment = float(((seen - likely) ** 2 - likely - already * likely**2).sum()) / square
    chance = float((2 * likely**2 + likely).sum()) / square**2
    trust = usual**2 / (usual**2 + chance)
    return max(trust * moment + (1 - trust) * usual, 0.0)


def week_to_week(daily: Cells, level: Cells, weekday: NDArray[np.int64]) -> float:
    """Return v^2, the squared coefficient of variation of an hour's rate from week to week, 0 for Poisson.

    daily: (days, 24), contacts of normal days. level: (days,), how busy the desk was then, 1 on average: slow change is
    no dispersion. Moments over all hours of the week: E s^2 = mean / level + v^2 mean^2.
    """
    over = square = 0.0
    for day in range(7):
        these = weekday == day
        weeks = int(these.sum())
        if weeks > 1:
            counts = daily[these] / level[these, None]
            mean = counts.mean(0)
            over += float((counts.var(0, ddof=1) - mean * (1 / level[these]).mean()).sum())
            square += float((mean**2 - mean / weeks).sum())
    return float(np.clip(over / square, 0.0, MOST_VARIATION)) if square > 0 else 0.0
