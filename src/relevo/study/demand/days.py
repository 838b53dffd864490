"""Which days are normal, and how long each hour of the clock lasted on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from relevo.calc.zones import stretches
from relevo.study.history.errors import HistoryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEIGHBOURS = 6
"""Same weekdays before and after with which a day is compared."""
FEWEST = 5
"""Same weekdays below which no day is called an outlier."""
FAR = 5.0
"""Robust deviations from which a day is an outlier."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a history. lasted: (days, 24), hours that each hour of the clock lasted: 0 and 2 where clocks change.

    weekday: (days,), Monday 0. special: days that are not normal, with the reason. normal: (days,).
    """

    first: date
    lasted: NDArray[np.float64]
    weekday: NDArray[np.int64]
    special: tuple[tuple[date, str], ...]
    normal: NDArray[np.bool_]

    def weekly(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sums (168,) of values (days, 24) over normal days, by hour of the week."""
        sums = np.zeros((7, 24))
        np.add.at(sums, self.weekday[self.normal], values[self.normal])
        return sums.reshape(168)

    def without(self, special: Collection[tuple[date, str]]) -> Days:
        """Return the same days, more of them special."""
        known = dict(special) | dict(self.special)
        normal = self.normal.copy()
        for day in known:
            normal[(day - self.first).days] = False
        return Days(self.first, self.lasted, self.weekday, tuple(sorted(known.items())), normal)


def days_between(first: date, last: date, zone: str) -> Days:
    """Return all days from first to last, both included, as normal ones."""
    count = (last - first).days + 1
    lasted = np.zeros((count, 24))
    begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
    day_before, day_after = begin - timedelta(days=1), begin + timedelta(days=count + 1)
    start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 - a wall clock has no zone
    for stretch in stretches(zone, day_before, day_after):
        low = (stretch.local(stretch.start) - start).total_seconds() / 3600
        high = (stretch.local(stretch.end) - start).total_seconds() / 3600
        edges = np.arange(count * 24)
        lasted += np.clip(np.minimum(edges + 1, high) - np.maximum(edges, low), 0, 1).reshape(count, 24)
    weekday = (np.arange(count) + first.weekday()) % 7
    return Days(first, lasted, weekday, (), np.ones(count, bool))


def holidays_between(
    first: date, last: date, country: str, subdivision: str | None
) -> list[tuple[date, str]]:
    """Return the public holidays of a country (two letters) as special days. Raises HistoryError for unknown ones."""
    import holidays

    try:
        known = holidays.country_holidays(
            country.upper(), subdiv=subdivision, years=range(first.year, last.year + 1)
        )
    except (NotImplementedError, KeyError, ValueError):
        raise HistoryError("bad_country", country=country, subdivision=subdivision or "") from None
    return [(day, "holiday") for day in sorted(known) if first <= day <= last]


def outliers(days: Days, totals: NDArray[np.float64]) -> list[tuple[date, str]]:
    """Return normal days whose contacts are far from those of the same weekdays around them.

    Counts are compared as 2 sqrt(x + 3/8), which makes their variance 1 whatever their mean (Anscombe 1948), with the
    median of the six same weekdays before and after, so that trend and season do not count. Far is more than five
    times 1.4826 median absolute deviations, or of the Poisson deviation where that is larger (Hampel 1974).
    """
    steady = 2 * np.sqrt(totals + 0.375)
    apart = np.full(len(totals), np.nan)
    for weekday in range(7):
        places = np.flatnonzero((days.weekday == weekday) & days.normal)
        if len(places) >= FEWEST:
            padded = np.pad(steady[places], NEIGHBOURS, constant_values=np.nan)
            around = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOURS + 1)
            apart[places] = steady[places] - np.nanmedian(around, axis=1)
    known = apart[~np.isnan(apart)]
    if not len(known):
        return []
    scale = max(1.0, 1.4826 * float(np.median(np.abs(known))))
    far = np.flatnonzero(np.abs(np.nan_to_num(apart)) > FAR * scale)
    return [(days.first + timedelta(days=int(place)), "outlier") for place in far]
