"""Shifts as hours of the week: which ones the law allows, and whom they bring when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.hours import NIGHT
from relevo.study.choice.labour_law import LabourLaw
from relevo.study.choice.outcome import Shift
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTEST = 4
LATER = (np.arange(HOURS) + np.arange(HOURS)[:, None]) % HOURS
"""Row n: for each hour of the week the one n hours later."""
_NIGHT_HOURS = 3


def lengths(law: LabourLaw, usual: int) -> list[int]:
    """Return the lengths that a shift may have, those nearest to the usual one first."""
    return sorted(range(SHORTEST, law.longest + 1), key=lambda hours: (abs(hours - usual), hours))


def legal_starts(hours: int, law: LabourLaw) -> NDArray[np.bool_]:
    """Return the hours of the week in which so long a shift may begin."""
    return (sums(NIGHT.astype(np.int64), hours) <= _NIGHT_HOURS) | (hours <= law.longest_night)


def sums(values: NDArray[np.int64], hours: int) -> NDArray[np.int64]:
    """Return the sum over so many hours from each hour on; the week is a circle."""
    running = np.concatenate(([0], np.cumsum(np.concatenate((values, values[:hours])))))
    return running[hours : hours + HOURS] - running[:HOURS]


def there(shifts: Sequence[Shift]) -> NDArray[np.int64]:
    """Return how many people shifts bring in each hour of the week."""
    people = np.zeros(HOURS, dtype=np.int64)
    for shift in shifts:
        people[(shift.start + np.arange(shift.hours)) % HOURS] += shift.people
    return people


def paid_hours(shifts: Sequence[Shift]) -> int:
    """Return the hours of all shifts of a week."""
    return sum(shift.hours * shift.people for shift in shifts)
