"""From need per hour to people: shrinkage, minimum cover, full-time equivalents.

Shares are exact fractions inside, so that 7 people at 30 % shrinkage are 10 and not, by a float's last digit, 11.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from relevo.calc.traffic import Number, exact, not_negative, positive, share, whole

WEEK_HOURS = 168
MOST_HOURS = 24 * 366


def scheduled(agents: int, shrinkage: Number) -> int:
    """Return how many to schedule so that ``agents`` are there: ceil(n / (1 - shrinkage)).

    ``shrinkage`` is the share of paid time in which people are not available (usual: 0.28 to 0.35). Raises
    ValueError unless it is from 0 to below 1.
    """
    return math.ceil(whole(agents, "agents") / _present(shrinkage, "shrinkage"))


def covered(need: int, *, minimum: int = 1, lone_working: bool = True, breaks_covered: bool = False) -> int:
    """Return how many must be there in an hour in which ``need`` would do.

    Nobody for no need; else at least ``minimum``, and at least two where nobody may work alone or somebody
    must take over in breaks.
    """
    agents = whole(need, "need")
    least = max(whole(minimum, "minimum"), 1 if lone_working and not breaks_covered else 2)
    return max(agents, least) if agents else 0


def fte_of_seat(
    hours_per_week: Number = WEEK_HOURS,
    contract_hours: Number = 40,
    *,
    absence: Number = 0,
    in_shift: Number = 0,
    positions: Number = 1,
) -> float:
    """Return the full-time equivalents that keep a seat filled.

    positions * hours / (contract * (1 - absence) * (1 - in shift)): round the clock at 40 hours 4.2, with 15 %
    absence (holidays, illness, training) 4.94. ``in_shift`` is the share of a shift away from the seat.
    """
    not_negative(hours_per_week, "hours per week")
    not_negative(positions, "positions")
    positive(contract_hours, "contract hours")
    paid = (
        exact(contract_hours, "contract hours")
        * _present(absence, "absence")
        * _present(in_shift, "in-shift")
    )
    return float(exact(positions, "positions") * exact(hours_per_week, "hours per week") / paid)


def relief_factor(hours_per_year: Number, worked_hours_per_person: Number) -> float:
    """Return how many people one seat takes: 8,760 hours at 1,850 worked are 4.74."""
    not_negative(hours_per_year, "hours per year")
    positive(worked_hours_per_person, "worked hours")
    return float(exact(hours_per_year, "hours") / exact(worked_hours_per_person, "hours"))


def hand_over_overlap(shifts_per_day: int, minutes: Number) -> float:
    """Return by which share shifts that overlap lengthen a day round the clock: 3 x 15 minutes, 3.1 %."""
    not_negative(minutes, "minutes")
    return float(whole(shifts_per_day, "shifts", most=48) * exact(minutes, "minutes") / 1440)


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who must be there and who is scheduled, hour by hour; all hours and what they are in full-time equivalents."""

    present: tuple[int, ...]
    scheduled: tuple[int, ...]
    hours: int
    fte: float


def staffing(
    need: Sequence[int],
    *,
    shrinkage: Number,
    contract_hours: Number = 40,
    minimum: int = 1,
    lone_working: bool = True,
    breaks_covered: bool = False,
) -> Staffing:
    """Return the staffing of a week (or any number of hours, as if they came every week).

    ``need`` is the number of agents for each hour. The full-time equivalents are a lower bound for any plan of
    shifts: shifts have lengths, hours do not. Raises ValueError for more than a year of hours.
    """
    if len(need) > MOST_HOURS:
        raise ValueError(f"at most {MOST_HOURS} hours")
    there = tuple(
        covered(hour, minimum=minimum, lone_working=lone_working, breaks_covered=breaks_covered)
        for hour in need
    )
    planned = tuple(scheduled(hour, shrinkage) for hour in there)
    positive(contract_hours, "contract hours")
    # People divide over hours: it is the sum that is shrunk, not each hour rounded up.
    paid = sum(there) / _present(shrinkage, "shrinkage")
    return Staffing(there, planned, sum(planned), float(paid / exact(contract_hours, "contract hours")))


def _present(away: Number, name: str) -> Fraction:
    """Return the share that is there."""
    share(away, name)
    left = 1 - exact(away, name)
    if not left:
        raise ValueError(f"{name} must be below 1, or nobody is ever there")
    return left
