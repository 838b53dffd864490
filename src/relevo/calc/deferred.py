"""Deferred work, such as mail: the least capacity so that each is answered within its working time.

On the clock of opening hours, u, work W comes in portions. A constant capacity c works off everything within T
exactly if no stretch brings more than it can do: c* = max over i <= j of (W_i + ... + W_j) / (u_j - u_i + T).
That is the bound of a fluid, and of any plan. Whole agents with whole contacts need a little more, which the
replay of a record in order of arrival tells, contact by contact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapreplace

from relevo.calc.performance import rank_of
from relevo.calc.traffic import not_negative, positive, whole
from relevo.calc.working_time import Calendar, working_time_between
from relevo.calc.zones import as_utc


@dataclass(frozen=True, slots=True)
class Arrival:
    """Work that came at ``clock`` seconds of opening time and takes an agent ``seconds``."""

    clock: float
    seconds: float

    def __post_init__(self) -> None:
        not_negative(self.clock, "clock in seconds")
        positive(self.seconds, "work in seconds")


@dataclass(frozen=True, slots=True)
class Answered:
    """A record replayed with so many agents: how long each answer took in seconds of opening time, in order."""

    agents: int
    times: tuple[float, ...]

    def percentile(self, percent: float) -> float:
        """Return the time within which ``percent`` (0 to 100) of all were answered; 0 of none."""
        return sorted(self.times)[rank_of(percent, len(self.times))] if self.times else 0.0

    def within(self, target_seconds: float) -> float:
        """Return the share answered within a time; 1 of none."""
        return sum(time <= target_seconds for time in self.times) / len(self.times) if self.times else 1.0


def on_the_open_clock(
    calendar: Calendar, came: Sequence[tuple[datetime, timedelta]], start: datetime | None = None
) -> list[Arrival]:
    """Return arrivals (instant, work) on the clock of opening hours that stands at 0 at ``start`` (the first)."""
    arrivals = []
    ordered = sorted((as_utc(at), work) for at, work in came)
    clock, before = timedelta(0), as_utc(start) if start else (ordered[0][0] if ordered else None)
    for at, work in ordered:
        if before is None or at < before:
            raise ValueError("nothing can have come before the start")
        clock += working_time_between(calendar, before, at)
        before = at
        arrivals.append(Arrival(clock.total_seconds(), work.total_seconds()))
    return arrivals


def least_capacity(arrivals: Sequence[Arrival], target_seconds: float) -> float:
    """Return c*: how many agents' worth of work must be done in each open second.

    Dinkelbach's method: the stretch that a capacity serves worst gives the next capacity, until none is served
    late. Each round is one pass; few are needed. Raises ValueError unless the target is positive.
    """
    target = positive(target_seconds, "target in seconds")
    ordered = sorted(arrivals, key=lambda arrival: arrival.clock)
    capacity = 0.0
    while True:
        needed = _worst_stretch(ordered, target, capacity)
        if needed <= capacity:
            return capacity
        capacity = needed


def _worst_stretch(ordered: Sequence[Arrival], target: float, capacity: float) -> float:
    """Return what the stretch needs that leaves most work behind after its time at ``capacity``."""
    worst, needed = 0.0, capacity
    work, since = 0.0, 0.0
    for arrival in ordered:
        if work <= capacity * (arrival.clock - since):
            work, since = 0.0, arrival.clock  # all was done: the worst stretch to come begins here
        work += arrival.seconds
        time = arrival.clock - since + target
        if work - capacity * time > worst:
            worst, needed = work - capacity * time, work / time
    return max(needed, capacity)


def replay(arrivals: Sequence[Arrival], agents: int) -> Answered:
    """Return how long each took, answered in order of arrival by so many agents who start when they can."""
    people = whole(agents, "agents")
    if not people:
        raise ValueError("nobody answers without agents")
    free = [0.0] * min(people, max(len(arrivals), 1))
    times = []
    for arrival in sorted(arrivals, key=lambda each: each.clock):
        done = max(free[0], arrival.clock) + arrival.seconds
        heapreplace(free, done)
        times.append(done - arrival.clock)
    return Answered(people, tuple(times))


def least_agents(
    arrivals: Sequence[Arrival], target_seconds: float, *, percent: float = 100
) -> Answered | None:
    """Return the record replayed with the least number of agents that answers ``percent`` of it in time.

    None where nobody could, because a contact takes longer than the target. With an agent more no answer is
    later, so halving finds the least.
    """
    if replay(arrivals, max(len(arrivals), 1)).percentile(percent) > target_seconds:
        return None
    low, high = 0, max(len(arrivals), 1)
    while high - low > 1:
        middle = (low + high) // 2
        late = replay(arrivals, middle).percentile(percent) > target_seconds
        low, high = (middle, high) if late else (low, middle)
    return replay(arrivals, high)
