"""Shifts that cover a need, found greedily: at once, with nothing installed, and often some per cent too many.

The shift whose hours are needed most, again and again; then those are taken away that the others cover. How far such a
cover may lie above the least: Chvátal 1979, "A greedy heuristic for the set-covering problem".
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.labour_law import LabourLaw
from relevo.study.choice.outcome import Shift
from relevo.study.choice.shift_hours import LATER, SHORTEST, legal_starts, lengths, sums
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FITS = 0.01


def greedy_cover(need: tuple[int, ...], law: LabourLaw, usual: int) -> tuple[Shift, ...]:
    """Return shifts with at least ``need`` people in each of 168 hours; ``usual`` breaks ties of length."""
    left = np.array(need, dtype=np.int64)
    legal = {hours: legal_starts(hours, law) for hours in lengths(law, usual)}
    chosen: Counter[tuple[int, int]] = Counter()
    while (left > 0).any():
        start, hours = _most_needed(left, legal)
        places = LATER[start][:hours]
        wanted = left[places]
        people = max(int(wanted[wanted > 0].min()), 1)
        left[places] -= people
        chosen[start, hours] += people
    return tuple(
        Shift(start, hours, people) for (start, hours), people in sorted(_needed(chosen, left).items())
    )


def _most_needed(left: NDArray[np.int64], legal: dict[int, NDArray[np.bool_]]) -> tuple[int, int]:
    """Return the shift with most needed hours for its length; of equals one that begins and ends where need does."""
    wanted = (left > 0).astype(np.int64)
    begins = wanted * (left[LATER[-1]] < left)
    best, found = -1.0, (0, SHORTEST)
    for hours, starts in legal.items():
        ends = begins[LATER[hours]] | (1 - wanted[LATER[hours]])
        score = np.where(starts, sums(wanted, hours) / hours + _FITS * (begins + ends), -1.0)
        start = int(np.argmax(score))
        if score[start] > best:
            best, found = float(score[start]), (start, hours)
    return found


def _needed(chosen: Counter[tuple[int, int]], left: NDArray[np.int64]) -> dict[tuple[int, int], int]:
    """Return the shifts without those that the others make superfluous; ``left`` is need minus cover."""
    kept = {}
    for (start, hours), people in sorted(chosen.items(), key=lambda one: one[0][1]):
        places = (start + np.arange(hours)) % HOURS
        spare = min(people, int(-left[places].max()))
        left[places] += spare
        if people > spare:
            kept[start, hours] = people - spare
    return kept
