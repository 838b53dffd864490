"""Legal shifts that cover a need, and how many people they take.

A greedy set cover: the shift whose hours are needed most, again and again, then those taken away that the others
cover; at the end people are given shifts one after the other, each to whoever has fewest hours and may work it (daily
and weekly rest, hours and days of a week, the week being a circle). Greedy is not optimal: a solver may find a few
per cent less.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from relevo.study.choice.hours import NIGHT
from relevo.study.choice.labour_law import LabourLaw
from relevo.study.choice.outcome import Shift
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHORTEST = 4
MOST_ROSTERED = 1_000
"""Shifts of a week that are given to people one by one; for more, people are counted by their hours."""
_NIGHT_HOURS = 3
_FITS = 0.01
_LATER = (np.arange(HOURS) + np.arange(HOURS)[:, None]) % HOURS
"""Row n: for each hour of the week the one n hours later."""


def cover(need: NDArray[np.int64], law: LabourLaw, usual: int = 8) -> tuple[Shift, ...]:
    """Return shifts with at least ``need`` people in each of 168 hours; ``usual`` breaks ties of length."""
    return _cover(tuple(need.tolist()), law, usual)


@lru_cache(maxsize=4096)
def _cover(need: tuple[int, ...], law: LabourLaw, usual: int) -> tuple[Shift, ...]:
    left = np.array(need, dtype=np.int64)
    lengths = sorted(range(SHORTEST, law.longest + 1), key=lambda hours: (abs(hours - usual), hours))
    legal = {hours: _legal_starts(hours, law) for hours in lengths}
    chosen: Counter[tuple[int, int]] = Counter()
    while (left > 0).any():
        start, hours = _most_needed(left, legal)
        places = _LATER[start][:hours]
        wanted = left[places]
        people = max(int(wanted[wanted > 0].min()), 1)
        left[places] -= people
        chosen[start, hours] += people
    return tuple(
        Shift(start, hours, people) for (start, hours), people in sorted(_needed(chosen, left).items())
    )


def there(shifts: Sequence[Shift]) -> NDArray[np.int64]:
    """Return how many people shifts bring in each hour of the week."""
    people = np.zeros(HOURS, dtype=np.int64)
    for shift in shifts:
        people[(shift.start + np.arange(shift.hours)) % HOURS] += shift.people
    return people


def paid_hours(shifts: Sequence[Shift]) -> int:
    """Return the hours of all shifts of a week."""
    return sum(shift.hours * shift.people for shift in shifts)


@dataclass(slots=True)
class Person:
    """Who works these shifts, each (start, hours), in order of their start."""

    shifts: list[tuple[int, int]] = field(default_factory=list)

    @property
    def hours(self) -> int:
        """Hours of a week."""
        return sum(hours for _, hours in self.shifts)

    def may_take(self, start: int, hours: int, law: LabourLaw, weekly: float) -> bool:
        """Tell whether one more shift keeps rests, hours and days."""
        week = sorted([*self.shifts, (start, hours)])
        if sum(length for _, length in week) > weekly or len(week) > law.days:
            return False
        rests = [
            (after + (HOURS if nth == len(week) - 1 else 0)) - (begin + length)
            for nth, ((begin, length), (after, _)) in enumerate(zip(week, [*week[1:], week[0]], strict=True))
        ]
        return min(rests) >= law.daily_rest and max(rests) >= law.weekly_rest


def roster(shifts: Sequence[Shift], law: LabourLaw, contract_hours: float) -> list[Person]:
    """Return people with all shifts among them, each week the same, none beyond law or contract."""
    weekly = min(contract_hours, law.weekly)
    people = [Person() for _ in range(_fewest(shifts, law, weekly))]
    for shift in shifts:
        for _ in range(shift.people):
            able = [p for p in people if p.may_take(shift.start, shift.hours, law, weekly)]
            who = min(able, key=lambda person: person.hours, default=None)
            if who is None:
                who = Person()
                people.append(who)
            who.shifts.append((shift.start, shift.hours))
    return [person for person in people if person.shifts]


def _fewest(shifts: Sequence[Shift], law: LabourLaw, weekly: float) -> int:
    """Return how many people there must be at least, by hours, by days, and by the busiest hour."""
    if not shifts:
        return 0
    longest = max(shift.hours for shift in shifts)
    each = min(law.days, max(int(weekly // longest), 1))
    long = sum(shift.people for shift in shifts if shift.hours == longest)
    return max(math.ceil(paid_hours(shifts) / weekly), math.ceil(long / each), int(there(shifts).max()))


def people_for(shifts: Sequence[Shift], law: LabourLaw, contract_hours: float) -> int:
    """Return how many people the shifts take when nobody is away."""
    if sum(shift.people for shift in shifts) > MOST_ROSTERED:
        return math.ceil(paid_hours(shifts) / min(contract_hours, law.weekly))
    return len(roster(shifts, law, contract_hours))


def _legal_starts(hours: int, law: LabourLaw) -> NDArray[np.bool_]:
    """Return the hours of the week in which so long a shift may begin."""
    return (_sums(NIGHT.astype(np.int64), hours) <= _NIGHT_HOURS) | (hours <= law.longest_night)


def _sums(values: NDArray[np.int64], hours: int) -> NDArray[np.int64]:
    """Return the sum over so many hours from each hour on; the week is a circle."""
    running = np.concatenate(([0], np.cumsum(np.concatenate((values, values[:hours])))))
    return running[hours : hours + HOURS] - running[:HOURS]


def _most_needed(left: NDArray[np.int64], legal: dict[int, NDArray[np.bool_]]) -> tuple[int, int]:
    """Return the shift with most needed hours for its length; of equals one that begins and ends where need does."""
    wanted = (left > 0).astype(np.int64)
    begins = wanted * (left[_LATER[-1]] < left)
    best, found = -1.0, (0, SHORTEST)
    for hours, starts in legal.items():
        ends = begins[_LATER[hours]] | (1 - wanted[_LATER[hours]])
        score = np.where(starts, _sums(wanted, hours) / hours + _FITS * (begins + ends), -1.0)
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
