"""Legal shifts that cover a need, and how many people they take.

Shifts come from ``greedy_cover``, and where that pays more hours than anybody needs from ``exact_cover``, when its
solver is installed; ``Cover`` says how good they are. People are given shifts one after the other, each to whoever has
fewest hours and may work it (daily and weekly rest, hours and days of a week, the week being a circle).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from relevo.study.choice.exact_cover import exact_cover
from relevo.study.choice.greedy_cover import greedy_cover
from relevo.study.choice.labour_law import LabourLaw
from relevo.study.choice.outcome import Shift
from relevo.study.choice.shift_hours import paid_hours, there
from relevo.study.demand.profile import HOURS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_ROSTERED = 1_000
"""Shifts of a week that are given to people one by one; for more, people are counted by their hours."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Shifts of a week. above: by which share of the least possible hours they may lie above it at most.

    0 is proved to be the least; None: greedy, and nothing proved.
    """

    shifts: tuple[Shift, ...]
    above: float | None

    @property
    def hours(self) -> int:
        """Paid hours of the week."""
        return paid_hours(self.shifts)


def cover(need: NDArray[np.int64], law: LabourLaw, usual: int = 8) -> Cover:
    """Return shifts with at least ``need`` people in each of 168 hours; ``usual`` breaks ties of length."""
    wanted = tuple(need.tolist())
    greedy = _greedy(wanted, law, usual)
    hours, needed = paid_hours(greedy), sum(wanted)
    if hours == needed:
        return Cover(greedy, 0.0)
    solved = exact_cover(wanted, law, usual)
    if solved is None or (solved.shifts is None and solved.least == needed):
        return Cover(greedy, None)
    better = solved.shifts is not None and paid_hours(solved.shifts) < hours
    shifts = solved.shifts if better and solved.shifts else greedy
    return Cover(shifts, paid_hours(shifts) / solved.least - 1)


@lru_cache(maxsize=4096)
def _greedy(need: tuple[int, ...], law: LabourLaw, usual: int) -> tuple[Shift, ...]:
    return greedy_cover(need, law, usual)


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
