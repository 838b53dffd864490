"""Slow change: growth from year to year, and the season."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.demand.days import Days

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Series = NDArray[np.float64]

YEAR = 52
"""Weeks after which the season comes again."""
LEAST_WEEKS, LEAST_CONTACTS = 56, 50
"""From how much history growth is told; with less it cannot be told from the season."""
LIKE_THE_DESK = 0.2
"""Standard deviation of a block's growth (logarithm, a year) around its desk's: judgement."""
_WINDOW, _STEADY = 9, 20.0


def by_week(days: Days, daily: Series) -> tuple[Series, Series]:
    """Return contacts of each whole week's normal days (daily: (days,)), and how many usual days these were, at most 7.

    A usual day weighs what its weekday has of the week, so that a week without its Sunday lacks little.
    """
    usual = np.array([_mean(daily[days.normal & (days.weekday == day)]) for day in range(7)])
    weight = usual / usual.mean() if usual.mean() > 0 else np.ones(7)
    whole = len(daily) // 7 * 7
    seen = np.where(days.normal, daily, 0.0)[:whole].reshape(-1, 7).sum(1)
    there = np.where(days.normal, weight[days.weekday], 0.0)[:whole].reshape(-1, 7).sum(1)
    return seen, there


def level(days: Days, daily: Series) -> Series:
    """Return for each day how busy the desk was around it, 1 on average: the mean of nine weeks over that of all.

    1 throughout for desks so small, or histories so short, that such a mean is mostly chance.
    """
    seen, there = by_week(days, daily)
    if len(seen) < 2 * _WINDOW or seen.mean() < _STEADY:
        return np.ones(len(daily))
    kernel, half = np.ones(_WINDOW), _WINDOW // 2
    around = np.convolve(np.pad(seen, half), kernel, "valid") / np.maximum(
        np.convolve(np.pad(there, half), kernel, "valid"), 1e-9
    )
    places = np.minimum(np.arange(len(daily)) // 7, len(around) - 1)
    smooth = np.maximum(around / max(seen.sum() / there.sum(), 1e-9), 0.05)[places]
    return np.asarray(smooth / smooth[days.normal].mean(), np.float64)


def log_growth(days: Days, daily: Series, dispersion: float) -> tuple[float, float] | None:
    """Return the logarithm of a year's growth and its variance, None where the history does not tell.

    Each week is compared with the one 52 weeks later: the season drops out.
    """
    seen, there = by_week(days, daily)
    both = (there[YEAR:] > 0) & (there[:-YEAR] > 0) if len(seen) >= LEAST_WEEKS else np.zeros(0, bool)
    if not both.any():
        return None
    before, after = seen[:-YEAR][both].sum(), seen[YEAR:][both].sum()
    if min(before, after) < LEAST_CONTACTS / 2:
        return None
    ratio = after / there[YEAR:][both].sum() / (before / there[:-YEAR][both].sum())
    return math.log(ratio) * 365.25 / (7 * YEAR), dispersion * (1 / before + 1 / after)


def growth(own: tuple[float, float] | None, desk: tuple[float, float] | None) -> float:
    """Return a block's growth a year, 0.1 being ten per cent: its own, leaning on the desk's as far as it is unsure."""
    if desk is None:
        return 0.0
    if own is None:
        return math.expm1(desk[0])
    trust = LIKE_THE_DESK**2 / (LIKE_THE_DESK**2 + own[1])
    return math.expm1(trust * own[0] + (1 - trust) * desk[0])


def season(days: Days, daily: Series, grown: float) -> tuple[float, ...] | None:
    """Return 12 factors by month around 1, growth (the logarithm a year) taken out; None for less than a year."""
    if len(daily) < 365:
        return None
    usual = np.array([_mean(daily[days.normal & (days.weekday == day)]) for day in range(7)])
    trend = np.exp(grown * (np.arange(len(daily)) - len(daily) / 2) / 365.25)
    months = (np.datetime64(days.first, "D") + np.arange(len(daily))).astype("datetime64[M]").astype(int) % 12
    seen = np.bincount(months[days.normal], daily[days.normal], 12)
    likely = np.bincount(months[days.normal], (usual[days.weekday] * trend)[days.normal], 12)
    factors = np.where(likely > 0, seen / np.maximum(likely, 1e-9), 1.0)
    return tuple(float(one) for one in factors / factors.mean())


def _mean(values: Series) -> float:
    return float(values.mean()) if len(values) else 0.0
